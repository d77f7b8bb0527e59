"""The body's own file: name, zone, currency, contact, office, declarations. Read once.

Reference: docs/reference/body-file.md.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class BodyError(Exception):
    """A body's file cannot be used; the message lists every problem, and what is expected."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A statement that every applicant signs, and the day from which this text is the text."""

    id: str
    edition: date
    text: str


@dataclass(frozen=True, slots=True)
class Office:
    """How the body's office works."""

    two_persons: bool
    hold_minutes: int
    answer_within_days: int


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What may be uploaded, and whether what no scanner saw is shown to reviewers."""

    release_not_scanned: bool
    file_megabytes: int
    files_per_activity: int
    cycle_megabytes: int

    @property
    def file_bytes(self) -> int:
        """The largest file, in bytes."""
        return self.file_megabytes * 1_000_000

    @property
    def cycle_bytes(self) -> int:
        """The most that one person may upload in one cycle, in bytes."""
        return self.cycle_megabytes * 1_000_000


@dataclass(frozen=True, slots=True)
class PaymentWays:
    """How a fee is paid without a card, and the words that say so."""

    methods: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Letters:
    """How documents are signed, and the paper they are set for."""

    signatory: str
    signatory_office: str
    paper: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a person answers."""

    email: str
    words: str


@dataclass(frozen=True, slots=True)
class Body:
    """A certification body: one installation serves one."""

    name: str
    short_name: str
    zone: str
    currency: str
    number_prefix: str
    page: str
    contact: Contact
    office: Office
    files: FileLimits
    payment: PaymentWays
    letters: Letters
    declarations: tuple[Declaration, ...]

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which the body's days begin and end."""
        return ZoneInfo(self.zone)

    def declarations_on(self, on: date) -> tuple[Declaration, ...]:
        """Return the text in force of each declaration on a day, in the file's order."""
        in_force: dict[str, Declaration] = {}
        for declaration in sorted(self.declarations, key=lambda each: each.edition):
            if declaration.edition <= on:
                in_force[declaration.id] = declaration
        return tuple(in_force.values())


_SHAPE: Mapping[str, Mapping[str, type]] = {
    "": {
        "name": str,
        "short_name": str,
        "zone": str,
        "currency": str,
        "number_prefix": str,
        "page": str,
    },
    "contact": {"email": str, "words": str},
    "office": {"two_persons": bool, "hold_minutes": int, "answer_within_days": int},
    "files": {
        "release_not_scanned": bool,
        "file_megabytes": int,
        "files_per_activity": int,
        "cycle_megabytes": int,
    },
    "payment": {"methods": list, "words": str},
    "letters": {"signatory": str, "signatory_office": str, "paper": str},
    "declaration": {"id": str, "edition": date, "text": str},
}
_TYPES: Mapping[type, str] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    list: "a list",
    date: "a day",
}
_PAPERS = ("a4", "us-letter")
_METHODS = ("bank_transfer", "check", "cash", "money_order")


def read_body(text: str, *, source: str) -> Body:
    """Return the body that a TOML text describes.

    >>> read_body("name = 1", source="body.toml")
    Traceback (most recent call last):
    ...
    recert.outside.body.BodyError: body.toml: 'name' must be text, not 1; ...
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BodyError(f"{source}: {error}") from None
    problems = [
        problem for part, shape in _SHAPE.items() for problem in _faults(given, part, shape)
    ]
    problems += [f"{key!r} is not known" for key in given if key not in {**_SHAPE[""], **_SHAPE}]
    problems = problems or _worth(given)
    if problems:
        raise BodyError(f"{source}: " + "; ".join(problems))
    return _built(given)


def _faults(given: Mapping[str, object], part: str, shape: Mapping[str, type]) -> list[str]:
    """Return what is missing, unknown or of the wrong type in one part of the file."""
    tables = given if part == "" else given.get(part, {})
    faults = []
    for place, table in enumerate(tables if isinstance(tables, list) else [tables], start=1):
        where = f"[[{part}]] {place} " if part == "declaration" else f"[{part}] " if part else ""
        if not isinstance(table, Mapping):
            faults.append(f"{where}must be a table")
            continue
        faults += _table_faults(table, where, shape, closed=part != "")
    return faults


def _table_faults(
    table: Mapping[str, object], where: str, shape: Mapping[str, type], *, closed: bool
) -> list[str]:
    faults = [f"{where}{key!r} is missing" for key in shape if key not in table]
    faults += [
        f"{where}{key!r} must be {_TYPES[kind]}, not {table[key]!r}"
        for key, kind in shape.items()
        if key in table and type(table[key]) is not kind
    ]
    if closed:
        faults += [f"{where}{key!r} is not known" for key in table if key not in shape]
    return sorted(faults, key=lambda fault: "is missing" in fault)


def _worth(given: Mapping[str, object]) -> list[str]:
    """Return what has the right type but cannot be: a zone that does not exist, say."""
    problems = []
    try:
        ZoneInfo(str(given["zone"]))
    except (ZoneInfoNotFoundError, ValueError):
        problems.append(f"'zone' {given['zone']!r} is no time zone, such as 'America/Los_Angeles'")
    payment = given["payment"]
    assert isinstance(payment, Mapping)
    problems += [
        f"[payment] 'methods' has {method!r}; it may have {', '.join(_METHODS)}"
        for method in payment["methods"]
        if method not in _METHODS
    ]
    letters = given["letters"]
    assert isinstance(letters, Mapping)
    if letters["paper"] not in _PAPERS:
        problems.append(f"[letters] 'paper' is {letters['paper']!r}; it is {' or '.join(_PAPERS)}")
    return problems


def _built(given: Mapping[str, object]) -> Body:
    tables: dict[str, dict[str, object]] = {
        part: dict(given[part])  # type: ignore[call-overload]  # _faults saw that it is a table
        for part in ("contact", "office", "files", "payment", "letters")
    }
    plain = {key: str(given[key]) for key in _SHAPE[""]}
    declarations: list[dict[str, object]] = given["declaration"]  # type: ignore[assignment]
    return Body(
        **plain,
        contact=Contact(**tables["contact"]),  # type: ignore[arg-type]  # as _SHAPE says
        office=Office(**tables["office"]),  # type: ignore[arg-type]
        files=FileLimits(**tables["files"]),  # type: ignore[arg-type]
        payment=PaymentWays(
            methods=tuple(tables["payment"]["methods"]),  # type: ignore[arg-type]
            words=str(tables["payment"]["words"]),
        ),
        letters=Letters(**tables["letters"]),  # type: ignore[arg-type]
        declarations=tuple(Declaration(**each) for each in declarations),  # type: ignore[arg-type]
    )


@lru_cache(maxsize=4)
def body_in(folder: Path) -> Body:
    """Return the body whose file is in a folder; read once a process.

    :raises BodyError: the file is not there, or cannot be used
    """
    path = folder / "body.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BodyError(f"{path}: cannot be read ({error.strerror}); set RECERT_BODY") from None
    return read_body(text, source=str(path))
