"""Setting a document with typst: glyphs first, then the pages, then the PDF.

Everything that varies comes into a template as data, never as source. The same facts give the same
bytes. Files are PDF/A-2a and PDF/UA-1: fonts inside, tagged, with words in place of pictures.
"""

import json
import re
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from recert.outside import fonts

TEMPLATES = Path(__file__).parent / "typst"
STANDARDS: list[Any] = ["a-2a", "ua-1"]
_compiling = Lock()


class CannotMake(Exception):  # a refusal is an answer, not an error
    """The document cannot be made now and stays owed; the text says why, for staff."""


class CannotSet(CannotMake):
    """No installed font has a glyph for some characters of a text."""

    def __init__(self, name: str, *, missing: tuple[str, ...]) -> None:
        codes = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
        super().__init__(
            f"“{name}” cannot be set: no installed font has {codes}. Install one that has."
        )
        self.name, self.missing = name, missing


def set_pdf(template: str, *, shown: dict[str, Any], name: str, language: str, on: date) -> bytes:
    """The document of a template as PDF, made on a day. Raises CannotMake, CannotSet.

    `name` is the name of a person, whose `language` (BCP 47, or nothing) chooses among fonts.
    """
    try:
        _check_fonts(shown, name=name, language=language)
        families = fonts.families(name, language=language)
        data = {**shown, "families": families, "language": _primary(language)}
        told = json.dumps(data, ensure_ascii=False)
        return _compiled(template, facts=told, made_at=datetime.combine(on, time(), tzinfo=UTC))
    except (typst.TypstError, fonts.NoFonts) as error:
        raise CannotMake(f"{template}: {error}") from error


def _compiled(template: str, *, facts: str, made_at: datetime) -> bytes:
    with _compiling:  # a compiler keeps its last document, and is not shared while it works
        pdf = _compiler(template).compile(
            format="pdf", sys_inputs={"facts": facts}, pdf_standards=STANDARDS, timestamp=made_at
        )
    assert isinstance(pdf, bytes)  # one document, and no output file was named
    return pdf


def _check_fonts(shown: dict[str, Any], *, name: str, language: str) -> None:
    """Look for glyphs: first of the name, of which the words for staff speak, then of all else."""
    for text in (name, *_texts({**shown, "code": ""})):
        if lacking := fonts.missing(text, language=language):
            raise CannotSet(text, missing=lacking)


def _primary(language: str) -> str:
    """The first part of a BCP 47 tag, which is all that the typesetter takes; else English."""
    found = re.match(r"[A-Za-z]{2,3}(?=-|$)", language)
    return found[0].lower() if found else "en"


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = (
        value.values()
        if isinstance(value, dict)
        else value
        if isinstance(value, list | tuple)
        else ()
    )
    return [text for part in parts for text in _texts(part)]


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        TEMPLATES / template, root=TEMPLATES, font_paths=fonts.installed(), ignore_system_fonts=True
    )
