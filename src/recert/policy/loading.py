"""Read a policy's text into a `Policy`, refusing whatever it does not understand."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from recert.policy.building import build
from recert.policy.checking import PolicyText, missing, parse, unfit, unknown
from recert.policy.cross_checks import cross_checks
from recert.policy.keys import NOT_SET_TEXT, Path
from recert.policy.policies import Policy
from recert.policy.problems import FileError, Problem
from recert.policy.sources import citations, sources


class PolicyError(FileError):
    """A policy text that is refused; it lists everything that is wrong with it."""


def load(
    text: str, *, source: str, overlay: str | None = None, overlay_source: str | None = None
) -> Policy:
    """Return the policy that a text and its overlay say.

    `source` names the file as `FOLDER/YYYY-MM-DD.toml`: the folder is the policy's id, the
    day is the edition. An overlay may fill only what the text says is not set, and may name
    sources of its own. Raises PolicyError with all problems of both texts.
    """
    problems = list(_named(source))
    base = _checked(text, source=source, problems=problems, whole=True)
    over = _overlaid(overlay, source=overlay_source or f"overlay of {source}", problems=problems)
    if base and over:
        problems += overriding(base, over=over)
    if base and not problems:
        problems += cross_checks(base, over=over)
    if base is None or problems:
        raise PolicyError(problems)
    return build(
        _merged(base, over=over),
        name=(PurePosixPath(source).parent.name, _edition(source)),
        known=tuple(sources(base, over).values()),
        cited=citations(base, over=over),
        digest=digest(text, overlay=overlay),
        overlaid=over is not None,
    )


def digest(text: str, *, overlay: str | None) -> str:
    """Return the SHA-256, in hexadecimal, of a policy's text and its overlay's."""
    parts = [text] if overlay is None else [text, overlay]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _named(source: str) -> Iterator[Problem]:
    path = PurePosixPath(source)
    expected = "FOLDER/YYYY-MM-DD.toml: the policy's id, and the edition's first day in force"
    try:
        _edition(source)
    except ValueError:
        yield Problem(source, 1, "", "the file's name is not the day of an edition", expected)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.parent.name):
        yield Problem(source, 1, "", "the folder's name is not an id of a policy", expected)


def _edition(source: str) -> date:
    stem = PurePosixPath(source).name.removesuffix(".toml")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", stem):
        raise ValueError(stem)
    return date.fromisoformat(stem)


def _checked(text: str, *, source: str, problems: list[Problem], whole: bool) -> PolicyText | None:
    """Parse and look at one text, adding what is wrong; only a whole one must have every key."""
    parsed = parse(text, source=source)
    if isinstance(parsed, Problem):
        problems.append(parsed)
        return None
    problems += unknown(parsed)
    problems += unfit(parsed)
    if whole:
        problems += missing(parsed)
    return parsed


def _overlaid(text: str | None, *, source: str, problems: list[Problem]) -> PolicyText | None:
    if text is None:
        return None
    return _checked(text, source=source, problems=problems, whole=False)


def overriding(base: PolicyText, *, over: PolicyText) -> Iterator[Problem]:
    """Yield each value of an overlay for something that the text itself does not leave open."""
    for path in over.values:
        if path[0] == "sources":
            if path in base.values:
                yield over.problem(path, "the edition itself has a source of this name")
        elif path[-1] != "cite" and base.values.get(path) != NOT_SET_TEXT:
            yield over.problem(
                path,
                f"an overlay cannot change this; {base.source} {_says(base, path)}",
                expected='only keys that the edition says are "not set"',
            )


def _says(base: PolicyText, path: Path) -> str:
    return f"says {base.values[path]}" if path in base.values else "does not have this key"


def _merged(base: PolicyText, *, over: PolicyText | None) -> Mapping[Path, Any]:
    return {**base.values, **(over.values if over else {})}
