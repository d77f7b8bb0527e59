"""Which source each value of a policy rests on."""

from collections.abc import Iterator, Mapping
from typing import Any

from recert.policy.checking import PolicyText
from recert.policy.keys import Path
from recert.policy.policies import Source
from recert.policy.problems import Problem, nearest

# What these say is the edition's own account of itself, or only a word to show.
UNCITED = frozenset({"title", "adopted_by", "rationale", "label", "cite"})


def sources(*texts: PolicyText | None) -> dict[str, Source]:
    """Return the sources that the texts name, by their keys."""
    found: dict[str, Source] = {}
    for text in filter(None, texts):
        for path in text.tables:
            if len(path) == 2 and path[0] == "sources":  # noqa: PLR2004 - [sources.KEY]
                cite, url = text.values[(*path, "cite")], text.values.get((*path, "url"), "")
                found[path[1]] = Source(path[1], cite, url)
    return found


def cited(text: PolicyText) -> Iterator[tuple[Path, Any]]:
    """Yield each value of a text that rests on a source, with what its table cites for it."""
    for path in text.values:
        if path[0] != "sources" and path[-1] not in UNCITED:
            cite = text.values.get((*path[:-1], "cite"))
            yield path, cite.get(path[-1]) if isinstance(cite, dict) else cite


def citations(base: PolicyText, *, over: PolicyText | None) -> Mapping[str, Source]:
    """Return the source of each value by its path; an overlay cites for what it fills."""
    known = sources(base, over)
    found: dict[str, Source] = {}
    for text in filter(None, (base, over)):
        found |= {".".join(path): known[cite] for path, cite in cited(text)}
    return found


def uncited(text: PolicyText, *, known: Mapping[str, Source]) -> Iterator[Problem]:
    """Yield each value without a source, and each citation of what is no source or no value."""
    for path, cite in cited(text):
        if cite is None:
            yield text.problem(
                path, "no source is cited for this", expected="a `cite` in its table"
            )
    for path, cite in text.values.items():
        if path[-1] == "cite" and path[0] != "sources":
            yield from _wrong_cites(text, path, cite, known=known)


def _wrong_cites(
    text: PolicyText, path: Path, cite: Any, *, known: Mapping[str, Source]
) -> Iterator[Problem]:
    by_key = cite if isinstance(cite, dict) else {"": cite}
    for key, source in by_key.items():
        if source not in known:
            expected = "one of [sources]: " + ", ".join(known)
            near = nearest(source, known)
            yield text.problem(path, f'no source "{source}"', expected=expected, near=near)
        if key and (*path[:-1], key) not in text.values:
            yield text.problem(path, f'cites for "{key}", which this table does not give')
