"""Which characters can be set, and in which fonts: asked before a document is made.

Documents are set in the Noto serif families, and in its sans where a script has no serif. They come
from Debian's packages fonts-noto-core and fonts-noto-cjk. What a font covers is read from the font
itself (`font_coverage`), so that nothing is guessed from its name.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

import typst

from recert.outside.font_coverage import Face, draws

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
_REGULAR = 400


class NoFonts(Exception):  # says what there is
    """None of the fonts that documents are set in is installed; the text names the packages."""


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
        each
        for each in wanted
        if not _invisible(each) and not any(draws(face, character=each) for face in faces)
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
