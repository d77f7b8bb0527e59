"""Read single values of worked cases: each reader returns the value or says what it expected."""
# ruff: noqa: TRY004 - one error says what was expected, be it of another type or out of range

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

Read = Callable[[Any], Any]  # raises ValueError with what was expected


def text(value: Any) -> str:
    """Return text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("text")
    return value


def texts(value: Any) -> tuple[str, ...]:
    """Return a list of texts."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("a list of texts")
    return tuple(value)


def yes_no(value: Any) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def whole(value: Any) -> int:
    """Return a whole number of zero or more."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("a whole number of 0 or more")
    return value


def some(value: Any) -> int:
    """Return a whole number of one or more."""
    if whole(value) < 1:
        raise ValueError("a whole number of 1 or more")
    return whole(value)


def month(value: Any) -> int:
    """Return a month from 1 to 12."""
    if isinstance(value, bool) or value not in range(1, 13):
        raise ValueError("a month from 1 to 12")
    return int(value)


def amount(value: Any) -> Decimal:
    """Return an amount written as decimal text, zero or more; never a float.

    >>> amount("2.0") == amount("2")
    True
    """
    try:
        number = Decimal(value) if isinstance(value, str) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise ValueError('decimal text such as "2.0", zero or more')
    return number


def day(value: Any) -> date:
    """Return a day."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("a date such as 2026-03-10")
    return value


def days(value: Any) -> tuple[date, date]:
    """Return a first and a last day."""
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - a first and a last
        raise ValueError("[first_day, last_day]")
    first, last = day(value[0]), day(value[1])
    if first > last:
        raise ValueError("[first_day, last_day], the first not after the last")
    return first, last


def spans(value: Any) -> tuple[tuple[date, date], ...]:
    """Return a list of first and last days."""
    if not isinstance(value, list):
        raise ValueError("a list of [first_day, last_day]")
    return tuple(days(item) for item in value)


def one_of(*known: str) -> Read:
    """Return a reader of one of the texts of a closed list."""

    def read(value: Any) -> str:
        if value not in known:
            raise ValueError("one of " + ", ".join(known))
        return str(value)

    return read


def amounts(value: Any) -> Mapping[str, Decimal]:
    """Return a table of amounts."""
    if not isinstance(value, dict):
        raise ValueError("a table of decimal texts")
    return {str(name): amount(item) for name, item in value.items()}
