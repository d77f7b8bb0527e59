"""The reference page of the policy file, written from the schema that the loader obeys."""
# ruff: noqa: E501 - a page has one sentence to a line

from collections.abc import Iterator

from recert.policy.keys import NOT_SET_TEXT, Key, Kind, Table
from recert.policy.schema import SCHEMA

_HEAD = """# The policy file

This page is written from the code that reads policy files; `recert policy check` obeys it.

One program is one folder under `policies/`; the folder's name is the policy's id.
One edition is one file in it, named after its first day in force: `YYYY-MM-DD.toml`.
A cycle is held to the edition in force on the cycle's first day.

What the body has not said is written `"not set"`, where this page allows it.
Nothing is guessed from it: what depends on it is for a person to decide.
`YYYY-MM-DD.demonstration.toml` beside an edition may fill only what is not set, may name sources of its own, and is loaded only by the demonstration and by `recert policy test`.

Every value rests on a source: the `cite` of a table names one for all its values, or one for each key.
Any key or table that is not on this page is refused.
"""


def policy_file_page() -> str:
    """Return the page, in Markdown."""
    return "\n".join([_HEAD, *(line for table in SCHEMA for line in _table(table))])


def _table(table: Table) -> Iterator[str]:
    name = ".".join(part if part != "*" else "NAME" for part in table.path)
    yield f"## `[{name}]`" if name else "## At the top"
    yield ""
    yield table.meaning
    if table.names:
        yield ""
        yield "`NAME` is one of " + ", ".join(f"`{n}`" for n in table.names) + "."
    yield ""
    yield "| Key | Holds | Means |"
    yield "| --- | --- | --- |"
    yield from map(_row, table.keys)
    yield ""
    yield "```toml"
    yield from example(table)
    yield "```"
    yield ""


def _row(key: Key) -> str:
    optional = "" if key.required else " May be left out."
    return f"| `{key.name}` | {key.allowed} | {key.meaning}{optional} |"


# A name for each `*`, so that the examples of all tables make one whole file.
_NAMES = {
    "sources": "GUIDE",
    "exam_forms": "accredited",
    "pathways": "continuing_education",
    "companions": "cpr_aed",
    "fees": "base",
}


def example(table: Table) -> Iterator[str]:
    """Yield an example of a table, as lines of TOML."""
    path = list(table.path)
    for at, name in enumerate(path):
        if name == "*":
            path[at] = _NAMES[path[at - 1]]
    if path[-1:] == ["exam"]:
        path[1] = "exam_upgrade"
    if path:
        yield f"[{'.'.join(path)}]"
    yield from (f"{key.name} = {key.example}" for key in table.keys)


def whole_example() -> str:
    """Return the examples of all tables as one file, which the loader takes."""
    blocks = ["\n".join(example(table)) for table in SCHEMA]
    upgrade = '[pathways.exam_upgrade]\nlabel = "Exam"\ncite = "GUIDE"'
    return "\n\n".join([*blocks, upgrade]) + "\n"


def values_to_try(key: Key) -> tuple[str, ...]:
    """Return every value that the page says a key may hold, as far as it can list them."""
    listed = tuple(f'"{choice}"' for choice in key.choices)
    silent = (f'"{NOT_SET_TEXT}"',) if key.may_be_not_set else ()
    plain = ("true", "false") if key.kind == Kind.YES_NO else (key.example,)
    return (*plain, *listed, *silent)
