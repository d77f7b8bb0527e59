"""Look at one policy text: each table and key must be known, and hold only what it may."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from recert.policy.keys import NOT_SET_TEXT, Key, Kind, Path, Table, fits
from recert.policy.lines import line_numbers, line_of
from recert.policy.problems import Problem, nearest, not_toml
from recert.policy.schema import SCHEMA, names_at, table_at


@dataclass(frozen=True, slots=True)
class PolicyText:
    """One text of a policy, parsed: its values by path, and where each stands."""

    source: str
    values: Mapping[Path, Any]
    tables: frozenset[Path]
    lines: Mapping[Path, int]

    def problem(self, path: Path, what: str, *, expected: str = "", near: str = "") -> Problem:
        """Return a problem with the value or table at a path."""
        line = line_of(self.lines, path)
        return Problem(self.source, line, ".".join(path), what, expected, near)


def parse(text: str, *, source: str) -> PolicyText | Problem:
    """Parse a text; decimals stay exact. Return what is wrong if it is not TOML."""
    try:
        tree = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return not_toml(error, source=source)
    return PolicyText(
        source=source,
        values=dict(_leaves(tree, ())),
        tables=frozenset(_tables(tree, ())),
        lines=line_numbers(text),
    )


def _leaves(tree: Mapping[str, Any], at: Path) -> Iterator[tuple[Path, Any]]:
    for name, value in tree.items():
        is_cites = name == "cite" and at[:1] != ("sources",)
        if isinstance(value, dict) and not is_cites:
            yield from _leaves(value, (*at, name))
        else:
            yield (*at, name), value


def _tables(tree: Mapping[str, Any], at: Path) -> Iterator[Path]:
    yield at
    for name, value in tree.items():
        if isinstance(value, dict) and name != "cite":
            yield from _tables(value, (*at, name))


def unknown(text: PolicyText) -> Iterator[Problem]:
    """Yield each table and key that no policy file may have."""
    strange = {path for path in text.tables if not _may_be_table(path)}
    for path in sorted(strange):
        if path[:-1] not in strange:
            yield _unknown(text, path, word="table")
    for path in text.values:
        table = table_at(path[:-1])
        if path[:-1] not in strange and (table is None or table.key(path[-1]) is None):
            yield _unknown(text, path, word="key")


def _may_be_table(path: Path) -> bool:
    for table in SCHEMA:
        below = table.path[: len(path)]
        if fits(below, path) and all(_name_fits(path, at) for at in range(len(path))):
            return True
    return False


def _name_fits(path: Path, at: int) -> bool:
    names = names_at(path[:at])
    return path[at] in names or "*" in names


def _unknown(text: PolicyText, path: Path, *, word: str) -> Problem:
    known = names_at(path[:-1])
    expected = "one of " + ", ".join(known) if known else "no key here"
    return text.problem(path, f"unknown {word}", expected=expected, near=nearest(path[-1], known))


def missing(text: PolicyText) -> Iterator[Problem]:
    """Yield each table and key that a policy file must have and this text has not."""
    for table in SCHEMA:
        present = sorted(path for path in text.tables if fits(table.path, path))
        if table.required and not present:
            name = ".".join(table.path)
            yield text.problem((), f"the table [{name}] is missing", expected=table.meaning)
        for path in present:
            yield from _missing_keys(text, table, path)


def _missing_keys(text: PolicyText, table: Table, path: Path) -> Iterator[Problem]:
    for key in table.keys:
        if key.required and (*path, key.name) not in text.values:
            yield text.problem((*path, key.name), "this key is missing", expected=key.allowed)


def key_of(path: Path) -> Key | None:
    """Return the key that may stand at a path, or None."""
    table = table_at(path[:-1])
    return table.key(path[-1]) if table else None


def unfit(text: PolicyText) -> Iterator[Problem]:
    """Yield each value that its key may not hold."""
    for path, value in text.values.items():
        key = key_of(path)
        if key and not _holds(key, value):
            near = nearest(value, key.choices) if isinstance(value, str) else ""
            what = f"{_shown(value)} does not fit"
            yield text.problem(path, what, expected=key.allowed, near=near)


def _holds(key: Key, value: Any) -> bool:
    if value == NOT_SET_TEXT:
        return key.may_be_not_set
    if isinstance(value, str) and value in key.choices:
        return True
    return _KINDS[key.kind](key, value)


def _is_whole(key: Key, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= key.least


def _is_span(key: Key, value: Any) -> bool:
    whole = isinstance(value, list) and all(_is_whole(key, one) for one in value)
    return whole and len(value) == 2 and value[0] <= value[1]  # noqa: PLR2004 - from and to


def _is_number(value: Any) -> bool:
    exact = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return exact and Decimal(value).is_finite()


def _is_cite(value: Any) -> bool:
    named = value.values() if isinstance(value, dict) else [value]
    return all(isinstance(source, str) and source for source in named)


_KINDS: Mapping[Kind, Callable[[Key, Any], bool]] = {
    Kind.TEXT: lambda _, value: isinstance(value, str) and bool(value.strip()),
    Kind.CHOICE: lambda _, __: False,  # a listed text was taken before
    Kind.YES_NO: lambda _, value: isinstance(value, bool),
    Kind.WHOLE: _is_whole,
    Kind.SPAN: _is_span,
    Kind.AMOUNT: lambda _, value: _is_number(value) and value >= 0,
    Kind.STEP: lambda _, value: _is_number(value) and value > 0,
    Kind.MONEY: lambda _, value: _is_number(value) and value >= 0,
    Kind.ZONE: lambda _, v: isinstance(v, str) and bool(re.fullmatch(r"UTC|\w+(/[\w+-]+)+", v)),
    Kind.CURRENCY: lambda _, v: isinstance(v, str) and bool(re.fullmatch(r"[A-Z]{3}", v)),
    Kind.CITE: lambda _, value: _is_cite(value),
}


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
