"""What people send in beside certificates: a card, and an application filled in by hand."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

import typst

from recert.demonstration.papers import SPARE, compiler_of
from recert.outside import fonts


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a ``card`` or an ``application``. What it lacks is empty."""

    kind: str
    title: str
    person: str
    language: str
    issued_on: date
    ends_on: date | None = None
    number: str = ""
    signature: str = ""
    declarations: tuple[str, ...] = ()


def pdf(sheet: Sheet) -> bytes:
    """Return a sheet as PDF."""
    made = _compiler().compile(format="pdf", sys_inputs=_told(sheet))
    assert isinstance(made, bytes)  # one document, and no output file was named
    return made


def picture(sheet: Sheet) -> bytes:
    """Return a sheet as PNG, as a camera would look at it."""
    made = _compiler().compile(format="png", ppi=110.0, sys_inputs=_told(sheet))
    assert isinstance(made, bytes)  # one page, and no output file was named
    return made


def _told(sheet: Sheet) -> dict[str, str]:
    facts = {
        **asdict(sheet),
        "issued_on": None,
        "ends_on": None,
        "issued": _day(sheet.issued_on),
        "ends": _day(sheet.ends_on) if sheet.ends_on else "",
        "families": [*fonts.families(sheet.person, language=sheet.language), SPARE],
    }
    return {"facts": json.dumps(facts, ensure_ascii=False)}


def _day(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"


@cache
def _compiler() -> typst.Compiler:
    return compiler_of(Path(__file__).with_name("sheets.typ"))
