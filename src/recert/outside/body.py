"""The body's own file: name, zone, currency, contact, office, declarations. Read once.

Each section of the file is a dataclass in `recert.outside.body_sections`, which says what it holds.
Reference: docs/reference/body-file.md.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from types import GenericAlias
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from recert.outside.body_sections import (
    Contact,
    Declaration,
    Desk,
    Exams,
    FileLimits,
    Letters,
    Office,
    PaymentWays,
    RequestWays,
)
from recert.policy.reminding import Reminders

__all__ = ["Body", "BodyError", "Declaration", "FileLimits", "body_in", "read_body"]


class BodyError(Exception):
    """A body's file cannot be used; the message lists every problem, and what is expected."""


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
    requests: RequestWays
    reminders: Reminders
    exams: Exams | None  # a body without an exam pathway has none
    desk: Desk | None  # nor need a body take files in without a sign-in
    declarations: tuple[Declaration, ...]

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which the body's days begin and end."""
        return ZoneInfo(self.zone)

    def answer_by(self, at: datetime) -> date:
        """Return the day by which the body means to answer a request of a moment."""
        return at.astimezone(self.tz).date() + timedelta(days=self.requests.answer_within_days)

    def declarations_on(self, on: date) -> tuple[Declaration, ...]:
        """Return the text in force of each declaration on a day, in the file's order."""
        in_force: dict[str, Declaration] = {}
        for declaration in sorted(self.declarations, key=lambda each: each.edition):
            if declaration.edition <= on:
                in_force[declaration.id] = declaration
        return tuple(in_force.values())


SECTIONS: Mapping[str, type] = {
    "contact": Contact,
    "office": Office,
    "files": FileLimits,
    "payment": PaymentWays,
    "letters": Letters,
    "requests": RequestWays,
    "reminders": Reminders,
    "exams": Exams,
    "desk": Desk,
}
OPTIONAL = frozenset({"exams", "desk"})
_TOP = ("name", "short_name", "zone", "currency", "number_prefix", "page")
_SHAPE: Mapping[str, Mapping[str, Any]] = {
    "": dict.fromkeys(_TOP, str),
    **{part: get_type_hints(section) for part, section in SECTIONS.items()},
    "declaration": get_type_hints(Declaration),
}
_TYPES: Mapping[Any, str] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    date: "a day",
    tuple[str, ...]: "a list of texts",
    tuple[int, ...]: "a list of whole numbers",
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
        problem
        for part, shape in _SHAPE.items()
        if part in given or part not in OPTIONAL
        for problem in _faults(given, part, shape)
    ]
    problems += [f"{key!r} is not known" for key in given if key not in {**_SHAPE[""], **_SHAPE}]
    problems = problems or _worth(given)
    if problems:
        raise BodyError(f"{source}: " + "; ".join(problems))
    return _built(given)


def _faults(given: Mapping[str, object], part: str, shape: Mapping[str, Any]) -> list[str]:
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
    table: Mapping[str, object], where: str, shape: Mapping[str, Any], *, closed: bool
) -> list[str]:
    faults = [f"{where}{key!r} is missing" for key in shape if key not in table]
    faults += [
        f"{where}{key!r} must be {_TYPES[kind]}, not {table[key]!r}"
        for key, kind in shape.items()
        if key in table and not _is(table[key], kind)
    ]
    if closed:
        faults += [f"{where}{key!r} is not known" for key in table if key not in shape]
    return sorted(faults, key=lambda fault: "is missing" in fault)


def _is(value: object, kind: Any) -> bool:  # a type as annotations spell it
    """Tell whether a value is of a kind; true and false are no whole numbers."""
    if isinstance(kind, GenericAlias):
        return isinstance(value, list) and all(type(each) is kind.__args__[0] for each in value)
    return type(value) is kind


def _worth(given: Mapping[str, Any]) -> list[str]:
    """Return what has the right type but cannot be: a zone that does not exist, say."""
    problems = []
    try:
        ZoneInfo(str(given["zone"]))
    except (ZoneInfoNotFoundError, ValueError):
        problems.append(f"'zone' {given['zone']!r} is no time zone, such as 'America/Los_Angeles'")
    problems += [
        f"[payment] 'methods' has {method!r}; it may have {', '.join(_METHODS)}"
        for method in given["payment"]["methods"]
        if method not in _METHODS
    ]
    problems += _worth_of_reminders(given["reminders"])
    if given["letters"]["paper"] not in _PAPERS:
        problems.append(
            f"[letters] 'paper' is {given['letters']['paper']!r}; it is {' or '.join(_PAPERS)}"
        )
    return problems


def _worth_of_reminders(given: Mapping[str, Any]) -> list[str]:
    """Return which numbers of the schedule cannot be: below zero, or too small to do anything."""
    least = {"at_most": 1, "in_days": 1, "days_after": 1}
    return [
        f"[reminders] {key!r} has {number}; it begins with {least.get(key, 0)}"
        for key, value in given.items()
        for number in (value if isinstance(value, list) else [value])
        if not isinstance(number, bool) and number < least.get(key, 0)
    ]


def _built(given: Mapping[str, Any]) -> Body:
    sections: dict[str, Any] = {
        part: _section(section, given[part]) if part in given else None
        for part, section in SECTIONS.items()
    }
    return Body(
        **{key: given[key] for key in _TOP},
        **sections,
        declarations=tuple(Declaration(**each) for each in given["declaration"]),
    )


def _section(section: type, table: Mapping[str, Any]) -> Any:  # one of SECTIONS
    names = [field.name for field in fields(section)]
    return section(
        **{
            name: tuple(table[name]) if isinstance(table[name], list) else table[name]
            for name in names
        }
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
