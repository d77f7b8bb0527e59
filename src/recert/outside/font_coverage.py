"""Which characters a font has glyphs for, read from its own character map.

OpenType's `cmap` table, in the formats 4 (16 bits) and 12 (32 bits), which every font of today has.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

_WINDOWS_OR_UNICODE = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Face:
    """One installed font: its family, its file, its place in a collection."""

    family: str
    path: Path
    index: int


def draws(face: Face, *, character: str) -> bool:
    """Whether a font has a glyph for a character."""
    code, ranges = ord(character), _coverage(face)
    at = bisect_right(ranges, (code, 0x110000)) - 1
    return at >= 0 and ranges[at][0] <= code <= ranges[at][1]


@cache
def _coverage(face: Face) -> Ranges:
    """The characters that a font maps to a glyph, as ranges with both ends included."""
    with face.path.open("rb") as file:
        table = _cmap(file, index=face.index)
    ranges = (span for subtable in _subtables(table) for span in _spans(subtable))
    return _merged(ranges)


def _cmap(file: BinaryIO, *, index: int) -> bytes:
    start = 0
    if file.read(4) == b"ttcf":
        file.seek(12 + 4 * index)
        (start,) = struct.unpack(">I", file.read(4))
    file.seek(start + 4)
    (tables,) = struct.unpack(">H", file.read(2))
    file.seek(start + 12)
    for _ in range(tables):
        tag, _checksum, offset, length = struct.unpack(">4sIII", file.read(16))
        if tag == b"cmap":
            file.seek(offset)
            return file.read(length)
    return b"\0\0\0\0"


def _subtables(table: bytes) -> Iterator[bytes]:
    (count,) = struct.unpack_from(">H", table, 2)
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * number)
        if (platform, encoding) in _WINDOWS_OR_UNICODE:
            yield table[offset:]


def _spans(subtable: bytes) -> Iterator[tuple[int, int]]:
    (form,) = struct.unpack_from(">H", subtable)
    if form == 12:  # noqa: PLR2004  # the formats' numbers are their names
        yield from _segmented_32(subtable)
    elif form == 4:  # noqa: PLR2004
        yield from _segmented_16(subtable)


def _segmented_32(subtable: bytes) -> Iterator[tuple[int, int]]:
    (groups,) = struct.unpack_from(">I", subtable, 12)
    for first, last, glyph in struct.iter_unpack(">III", subtable[16 : 16 + 12 * groups]):
        if glyph or last > first:
            yield (first if glyph else first + 1), last


def _segmented_16(subtable: bytes) -> Iterator[tuple[int, int]]:
    (doubled,) = struct.unpack_from(">H", subtable, 6)
    count = doubled // 2
    columns = [
        struct.unpack_from(f">{count}H", subtable, at + doubled * column)
        for column, at in enumerate((14, 16, 16, 16))
    ]
    for segment, (last, first, delta, offset) in enumerate(zip(*columns, strict=True)):
        if offset == 0:
            absent = (
                0x10000 - delta
            ) % 0x10000  # the one character that this delta sends to no glyph
            yield from _without(first, last=min(last, 0xFFFE), absent=absent)
            continue
        place = 16 + 3 * doubled + 2 * segment + offset
        for code in range(first, min(last, 0xFFFE) + 1):
            (glyph,) = struct.unpack_from(">H", subtable, place + 2 * (code - first))
            if glyph:
                yield code, code


def _without(first: int, *, last: int, absent: int) -> Iterator[tuple[int, int]]:
    if not first <= absent <= last:
        yield first, last
        return
    yield first, absent - 1
    yield absent + 1, last


def _merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(span for span in ranges if span[0] <= span[1]):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)
