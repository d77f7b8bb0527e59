"""What time it is, for the doors: portals, jobs and the command line. Nobody else asks.

In the demonstration the day can be moved forwards; everywhere else this is the real clock.
Sessions, codes and signatures use `real_now`, whatever the demonstration shows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from recert.records.history import Installation


def real_now() -> datetime:
    """The real moment, aware, in UTC."""
    return timezone.now()


def now() -> datetime:
    """The moment that the body lives in: the real one, moved forwards in the demonstration."""
    return real_now() + timedelta(days=days_ahead())


def today(*, zone: str) -> date:
    """The body's day, in its own zone (an IANA name). Raises ZoneInfoNotFoundError for no zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def days_ahead() -> int:
    """How many days the demonstration is ahead of the real clock; 0 everywhere else."""
    if not settings.RECERT_DEMONSTRATION:
        return 0
    known = _known.get()
    if known is None:
        return _asked()
    if "days" not in known:
        known["days"] = _asked()
    return known["days"]


_known: ContextVar[dict[str, int] | None] = ContextVar("days_ahead", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Ask the database at most once inside for how far the demonstration is ahead."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def _asked() -> int:
    ahead = Installation.objects.values_list("days_ahead", flat=True).first()
    return ahead or 0
