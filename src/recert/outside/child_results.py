"""In the child: exam results as CSV or JSON, into rows of texts. Nothing is judged here."""

import codecs
import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import Any

from recert.outside.readers import Refused

# Python imports these when it first meets one; by then the disk is closed.
LOADED = (codecs.lookup("utf-8-sig"), codecs.lookup("utf-16"))

CELL = 500  # characters of one value; what is longer is no value of a result
COLUMNS = 60
_AGAIN = "Save it again as CSV (UTF-8) or as JSON, with one result a row, and send that."
_LISTS = ("results", "rows", "data", "records", "items")


def inspect(content: bytes, *, limits: dict[str, int]) -> dict[str, Any]:
    """Return `rows`: pairs of a place and a row, which is a list of pairs of a name and a text.

    A row's place is its line in CSV, counted with its heading as line 1, and its number from 1 in
    JSON.
    """
    text = _text(content)
    csv.field_size_limit(CELL * 20)
    is_json = text.lstrip()[:1] in {"{", "["}
    rows: list[list[Any]] = []
    for place, row in _from_json(text) if is_json else _from_csv(text):
        if len(rows) == limits["rows"]:
            words = f"The file has more than {limits['rows']} rows."
            raise Refused(words, advice="Split it into smaller files.")
        rows.append([place, _short(row, place=place)])
    return {"rows": rows}


def render(_content: bytes, **_asked: object) -> bytes:
    """Refuse: a table has no picture."""
    raise Refused("A table of results has no picture.", advice=_AGAIN)


def _text(content: bytes) -> str:
    """Return the text of a file; a file that is no text is refused."""
    marked = content[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    with suppress(UnicodeDecodeError):
        text = content.decode("utf-16" if marked else "utf-8-sig")
        if "\x00" not in text:
            return text
    raise Refused("The file is no text in UTF-8.", advice=_AGAIN)


def _from_csv(text: str) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Yield the rows of a table whose first line names the columns; empty lines are passed over."""
    heading = text.lstrip("\r\n").partition("\n")[0]
    mark = max(",;\t", key=heading.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    names: list[str] | None = None
    try:
        for values in lines:
            if not any(value.strip() for value in values):
                continue
            if names is None:
                names = [value.strip() for value in values]
            else:
                yield lines.line_num, _paired(names, values, place=lines.line_num)
    except csv.Error as error:
        raise Refused(f"Line {lines.line_num}: {error}.", advice=_AGAIN) from None


def _paired(names: list[str], values: list[str], *, place: int) -> list[tuple[str, str]]:
    more = [value for value in values[len(names) :] if value.strip()]
    if more:
        words = f"Line {place} has more values than the heading has names."
        raise Refused(words, advice="Put values that hold a comma between quotation marks.")
    return list(zip(names, [*values, *[""] * len(names)], strict=False))


def _from_json(text: str) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Yield the objects of a list, or of the first list that an object holds."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"The file is no whole JSON: {error}.", advice=_AGAIN) from None
    if isinstance(data, dict):
        data = next((data[name] for name in _LISTS if isinstance(data.get(name), list)), [data])
    for place, row in enumerate(data, start=1):
        if not isinstance(row, dict):
            words = f"Row {place} is no object with names and values."
            raise Refused(words, advice=_AGAIN)
        yield place, list(_flat(row))


def _flat(row: dict[str, Any], within: str = "") -> Iterator[tuple[str, str]]:
    """Yield the names and values of an object, and of objects in it, one level deep."""
    for name, value in row.items():
        if isinstance(value, dict) and not within:
            yield from _flat(value, within=f"{name} ")
        elif value is None or isinstance(value, str | int | float | bool):
            yield f"{within}{name}", "" if value is None else str(value)


def _short(row: list[tuple[str, str]], *, place: int) -> list[tuple[str, str]]:
    if len(row) > COLUMNS or any(len(name) > CELL or len(value) > CELL for name, value in row):
        words = f"Row {place} has a value or a name that is too long, or too many of them."
        raise Refused(words, advice=_AGAIN)
    if not all(map(_is_text, chain.from_iterable(row))):
        raise Refused(f"Row {place} has a character in it that is none.", advice=_AGAIN)
    return row


def _is_text(value: str) -> bool:
    """Tell whether a text can be kept: JSON can spell halves of characters, and a NUL."""
    return "\x00" not in value and not any("\ud800" <= each <= "\udfff" for each in value)
