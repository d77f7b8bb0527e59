"""What providers hand out after a class, as real PDFs, and photographs of them.

Each names its person, class, day and hours; each provider has a design of its own.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import typst

from recert.outside import fonts

DESIGNS = {  # by provider: design, ink, paper
    "action": ("framed", "#0d4a5b", "#fffdf8"),
    "harborline-academy": ("banded", "#1d3557", "#ffffff"),
    "quillstone-institute": ("letter", "#5b2333", "#ffffff"),
    "verdemar-nutricion": ("banded", "#2f6b3c", "#fbfdf7"),
    "tallgrass-adaptive": ("framed", "#7a5417", "#fffaf0"),
    "northquay-recovery": ("plain", "#333333", "#ffffff"),
}
UNKNOWN = ("plain", "#000000", "#ffffff")
SPARE = "Libertinus Serif"  # the typesetter's own, where no other font is installed
HOUR = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One class on a paper: its title, the day of completion, its contact minutes."""

    title: str
    completed_on: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Paper:
    """What a provider hands out: to whom, and for which classes."""

    person: str
    language: str
    provider: str
    slug: str
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        """What stands on top."""
        return "Certificate of Completion" if len(self.rows) == 1 else "Continuing Education Record"


def pdf(paper: Paper) -> bytes:
    """Return a paper as PDF."""
    made = _compiler().compile(format="pdf", sys_inputs=_told(paper))
    assert isinstance(made, bytes)  # one document, and no output file was named
    return made


def picture(paper: Paper) -> bytes:
    """Return a paper as PNG, as a camera would look at it."""
    made = _compiler().compile(format="png", ppi=96.0, sys_inputs=_told(paper))
    assert isinstance(made, bytes)  # one page, and no output file was named
    return made


def _told(paper: Paper) -> dict[str, str]:
    return {"facts": json.dumps(_facts(paper), ensure_ascii=False)}


def _facts(paper: Paper) -> dict[str, object]:
    design, ink, sheet = DESIGNS.get(paper.slug, UNKNOWN)
    if design == "framed" and len(paper.rows) > 1:
        design = "letter"  # a frame holds one class
    rows = [
        {
            "title": row.title,
            "day": f"{row.completed_on:%B} {row.completed_on.day}, {row.completed_on.year}",
            "hours": f"{row.minutes / HOUR:g}",
        }
        for row in paper.rows
    ]
    return {
        "design": design,
        "ink": ink,
        "paper": sheet,
        "person": paper.person,
        "provider": paper.provider,
        "title": paper.title,
        "rows": rows,
        "number": hashlib.sha256(repr(paper).encode()).hexdigest()[:8].upper(),
        "issued": rows[-1]["day"],
        "families": [*fonts.families(paper.person, language=paper.language), SPARE],
    }


@cache
def _compiler() -> typst.Compiler:
    return compiler_of(Path(__file__).with_name("papers.typ"))


def compiler_of(source: Path) -> typst.Compiler:
    """Return what sets a source of the demonstration, with the fonts that documents have."""
    return typst.Compiler(
        source,
        root=source.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
    )


def _fonts() -> typst.Fonts:
    folders = [folder for folder in fonts.FOLDERS if folder.is_dir()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
