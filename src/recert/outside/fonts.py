"""Which characters can be set, and in which fonts: asked before a document is made.

Documents are set in the Noto serif families, and in its sans where a script has no serif. They come
from Debian's packages fonts-noto-core and fonts-noto-cjk. What a font covers is read from its own
character map (OpenType `cmap`, formats 4 and 12), so that nothing is guessed from its name.
"""

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import BinaryIO

import typst

FOLDERS = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/opentype/noto"))
PACKAGES = ("fonts-noto-core", "fonts-noto-cjk")

SERIF = (
    "Noto Serif", "Noto Serif Hebrew", "Noto Naskh Arabic", "Noto Serif Armenian",
    "Noto Serif Georgian", "Noto Serif Ethiopic", "Noto Serif Devanagari", "Noto Serif Bengali",
    "Noto Serif Gurmukhi", "Noto Serif Gujarati", "Noto Serif Tamil", "Noto Serif Telugu",
    "Noto Serif Kannada", "Noto Serif Malayalam", "Noto Serif Sinhala", "Noto Serif Thai",
    "Noto Serif Lao", "Noto Serif Khmer", "Noto Serif Myanmar", "Noto Serif Tibetan",
)  # fmt: skip
CJK = {"ja": "JP", "ko": "KR", "zh-Hant": "TC", "zh-HK": "HK", "zh": "SC"}
SANS = (
    "Noto Sans", "Noto Sans Oriya", "Noto Sans Thaana", "Noto Sans Syriac", "Noto Sans NKo",
    "Noto Sans Adlam", "Noto Sans Tifinagh", "Noto Sans Cherokee", "Noto Sans CanAborig",
    "Noto Sans Mongolian", "Noto Sans Javanese", "Noto Sans Balinese", "Noto Sans Sundanese",
    "Noto Sans Ol Chiki", "Noto Sans MeeteiMayek", "Noto Sans Yi", "Noto Sans Lisu",
    "Noto Sans Vai", "Noto Sans Coptic", "Noto Sans Tai Le", "Noto Sans NewTaiLue",
    "Noto Sans Osage", "Noto Sans Hanifi Rohingya", "Noto Sans Chakma", "Noto Sans Symbols",
)  # fmt: skip
_WINDOWS_OR_UNICODE = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}
_REGULAR = 400

Ranges = tuple[tuple[int, int], ...]


class NoFonts(Exception):  # noqa: N818  # says what there is
    """None of the fonts that documents are set in is installed; the text names the packages."""


@dataclass(frozen=True, slots=True)
class Face:
    """One installed font: its family, its file, its place in a collection."""

    family: str
    path: Path
    index: int


def families(text: str = "", *, language: str = "") -> tuple[str, ...]:
    """The families to set a text in, first choice first.

    Chinese, Japanese and Korean share characters that each draws differently: the language decides
    if it is known, else the kana or hangul in the text, else simplified Chinese is taken.
    """
    return (*SERIF, f"Noto Serif CJK {_cjk(text, language=language)}", *SANS)


def missing(text: str, *, language: str = "") -> tuple[str, ...]:
    """The characters of a text that no installed font can draw, each once, in order.

    Raises NoFonts if not one of the families is installed.
    """
    faces = [face for family in families(text, language=language) if (face := _faces().get(family))]
    if not faces:
        raise NoFonts(f"No font for documents is installed: install {' and '.join(PACKAGES)}.")
    wanted = dict.fromkeys(unicodedata.normalize("NFC", text))
    return tuple(
        each for each in wanted if not _invisible(each) and not any(map(_draws(each), faces))
    )


@lru_cache(maxsize=1)
def installed() -> typst.Fonts:
    """The fonts as the typesetter knows them, read once; none of its own, none from elsewhere."""
    folders = [folder for folder in FOLDERS if folder.is_dir()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@lru_cache(maxsize=1)
def _faces() -> dict[str, Face]:
    known = {*SERIF, *SANS, *(f"Noto Serif CJK {region}" for region in CJK.values())}
    found = (font for font in installed().fonts() if font.family in known and font.path)
    upright = (font for font in found if font.style == "normal" and font.weight == _REGULAR)
    return {
        font.family: Face(family=font.family, path=Path(str(font.path)), index=font.index)
        for font in sorted(upright, key=lambda font: abs(font.stretch - 1), reverse=True)
    }


def _cjk(text: str, *, language: str) -> str:
    for tag, region in CJK.items():
        if language == tag or language.startswith(f"{tag}-"):
            return region
    names = " ".join(unicodedata.name(character, "") for character in text)
    if "HIRAGANA" in names or "KATAKANA" in names:
        return CJK["ja"]
    return CJK["ko"] if "HANGUL" in names else CJK["zh"]


def _invisible(character: str) -> bool:
    """Spaces, joiners and variation selectors: a font that lacks them draws nothing wrong."""
    selector = 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF  # noqa: PLR2004
    return selector or character.isspace() or unicodedata.category(character) == "Cf"


def _draws(character: str) -> "_Draws":
    return _Draws(ord(character))


@dataclass(frozen=True, slots=True)
class _Draws:
    """Whether a face has a glyph for one character."""

    code: int

    def __call__(self, face: Face) -> bool:
        ranges = _coverage(face)
        at = bisect_right(ranges, (self.code, 0x110000)) - 1
        return at >= 0 and ranges[at][0] <= self.code <= ranges[at][1]


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
