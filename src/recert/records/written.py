"""Rows found by statements that are written in SQL, for the pages that are asked most of all.

To put such a statement together from models takes longer than to run it. Each is held to what the
models say by a test.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db import connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)
Value = str | int | date | None


def found(statement: str, values: Iterable[Value]) -> list[tuple[Value, ...]]:
    """Return the rows that a statement finds, as the database tells them."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall())


def partly(model: type[Row], **told: object) -> Row:
    """Return a row of a model of which some columns were read; the others are read when asked."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in told]  # noqa: SLF001
    assert len(names) == len(told), f"{model.__name__} has not all of {', '.join(told)}"
    return model.from_db(None, names, [told[name] for name in names])


def day(value: object) -> date | None:
    """Return a day as it came from the database: SQLite has no days, and tells them in ISO 8601.

    >>> day("2026-11-24"), day(date(2026, 11, 24)), day(None)
    (datetime.date(2026, 11, 24), datetime.date(2026, 11, 24), None)
    """
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
