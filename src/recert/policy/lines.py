"""On which line of a TOML text each key and table stands, so that a message can say where."""

import re
import tomllib
from collections.abc import Iterator, Mapping

Path = tuple[str, ...]

_HEADER = re.compile(r"^\s*\[(\[)?([^\]]+)\]")
_NAME = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.|=)?""")


def line_numbers(text: str) -> Mapping[Path, int]:
    r"""Return the line of each key and table of a text that is good TOML, counted from 1.

    A table of an array has its index in its path.

    >>> line_numbers("[unit]\nname = 'CEC'")[("unit", "name")]
    2
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for line, statement in _statements(text):
        header = _HEADER.match(statement)
        if header:
            table = _table(_names(header[2]), in_array=bool(header[1]), counts=counts)
            found.setdefault(table, line)
        else:
            found[table + _names(statement)] = line
    return found


def line_of(numbers: Mapping[Path, int], path: Path) -> int:
    """Return the line of a path, or of the nearest table around it; 1 if there is none."""
    for length in range(len(path), 0, -1):
        if path[:length] in numbers:
            return numbers[path[:length]]
    return 1


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield each statement with its first line; a value may go on over several lines."""
    begun, first = "", 0
    for line, piece in enumerate(text.splitlines(), start=1):
        if not begun and (not piece.strip() or piece.lstrip().startswith("#")):
            continue
        first = first if begun else line
        begun += piece + "\n"
        if _complete(begun):
            yield first, begun
            begun = ""


def _complete(statement: str) -> bool:
    try:
        tomllib.loads(statement)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _names(text: str) -> Path:
    names: list[str] = []
    position = 0
    while match := _NAME.match(text, position):
        names.append(match[1] or match[2] or match[3] or "")
        position = match.end()
        if match[4] != ".":
            break
    return tuple(names)


def _table(names: Path, *, in_array: bool, counts: dict[Path, int]) -> Path:
    """Put the index of the latest element after each name that is an array of tables."""
    path: Path = ()
    for name in names[:-1]:
        path += (name,)
        if path in counts:
            path += (str(counts[path]),)
    path += (names[-1],)
    if in_array:
        counts[path] = counts.get(path, -1) + 1
    return (*path, str(counts[path])) if path in counts else path
