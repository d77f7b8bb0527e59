"""What is wrong with a file: where, what, what was expected, and what was perhaps meant."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file."""

    source: str
    line: int
    where: str
    what: str
    expected: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        """Read as `FILE:LINE: KEY: what is wrong; expected …; did you mean …?`."""
        where = f" {self.where}:" if self.where else ""
        expected = f"; expected {self.expected}" if self.expected else ""
        nearest = f'; did you mean "{self.nearest}"?' if self.nearest else ""
        return f"{self.source}:{self.line}:{where} {self.what}{expected}{nearest}"


class FileError(ValueError):
    """A file that is refused, with everything that is wrong with it, in order of the lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.source, p.line)))
        super().__init__("\n".join(map(str, self.problems)))


def not_toml(error: tomllib.TOMLDecodeError, *, source: str) -> Problem:
    """Return the problem of a text that is not TOML; the parser's message ends with its line."""
    at = re.search(r"at line (\d+)", str(error))
    return Problem(source, int(at[1]) if at else 1, "", f"this is not TOML: {error}")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that was perhaps meant, or an empty text.

    >>> nearest("minuts", ["minutes", "step"])
    'minutes'
    """
    close = get_close_matches(name, [k for k in known if k != "*"], n=1)
    return close[0] if close else ""
