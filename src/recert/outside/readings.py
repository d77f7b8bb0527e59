"""What can be read from the text of a document: days and hours. A person checks each.

Only days that cannot be misread are read: with the month in words, or year first.
"""

import re
from collections.abc import Iterator
from datetime import date

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
LONGEST_HOURS = 200  # of one class; more was another number
_MONTH = "|".join(f"{month}|{month[:3]}" for month in MONTHS)
_DAYS = (
    re.compile(rf"\b(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})\b"),
    re.compile(rf"\b(?P<d>\d{{1,2}})\.?\s+(?P<m>{_MONTH})\.?,?\s+(?P<y>\d{{4}})\b"),
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b"),
)
_HOURS = (
    re.compile(r"\b(\d{1,3}(?:\.\d{1,2})?)\s*(?:contact\s+|clock\s+)?(?:hours?|hrs?)\b"),
    re.compile(r"\b(?:contact|clock)?\s*hours?\s*:?\s*(\d{1,3}(?:\.\d{1,2})?)\b"),
)


def days_in(text: str) -> list[date]:
    """Return the days that a text names, earliest first, each once.

    >>> days_in("Completed May 4, 2026. Issued 2026-05-09, ends 31 Mar 2028. Not 04/05/2026.")
    [datetime.date(2026, 5, 4), datetime.date(2026, 5, 9), datetime.date(2028, 3, 31)]
    """
    return sorted(set(_days(text.casefold())))


def _days(text: str) -> Iterator[date]:
    for pattern in _DAYS:
        for found in pattern.finditer(text):
            month = found["m"]
            number = int(month) if month.isdecimal() else _number(month)
            try:
                yield date(int(found["y"]), number, int(found["d"]))
            except ValueError:
                continue  # 30 February, say


def _number(month: str) -> int:
    return next(at for at, name in enumerate(MONTHS, start=1) if name.startswith(month[:3]))


def minutes_in(text: str) -> int | None:
    """Return the minutes of the hours that a text names first, if it names any.

    >>> minutes_in("for 2.5 contact hours"), minutes_in("Contact hours: 6"), minutes_in("Hello")
    (150, 360, None)
    """
    for pattern in _HOURS:
        for found in pattern.finditer(text.casefold()):
            if 0 < (hours := float(found[1])) <= LONGEST_HOURS:
                return round(hours * 60)
    return None
