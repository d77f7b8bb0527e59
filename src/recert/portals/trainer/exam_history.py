"""What happened with an exam, day by day, from its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from recert.outside.body import Body
from recert.portals import wording
from recert.portals.trainer.exam_pages import ExamPage, Sat
from recert.records.exams import ExamAuthorisation


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what happened."""

    at: datetime
    on: date
    words: str


def history(page: ExamPage, *, body: Body) -> list[Line]:
    """Return what happened with the exam of a cycle, oldest first."""
    told = [
        *(each for one in page.authorisations for each in _of_authorisation(one)),
        *(each for one in page.results for each in _of_result(one)),
    ]
    return [
        Line(at, at.astimezone(body.tz).date(), words)
        for at, words in sorted(told, key=lambda each: each[0])
    ]


def _of_authorisation(one: ExamAuthorisation) -> Iterator[tuple[datetime, str]]:
    yield one.given_at, _("You were authorised to sit the exam")
    for booking in one.bookings.all():
        words = _("You booked: %(place)s, %(day)s")
        days = {"place": booking.place, "day": wording.day(booking.window_from)}
        yield booking.booked_at, words % days
        if booking.cancelled_at and booking.cancelled_at != one.closed_at:
            yield booking.cancelled_at, _("You took that booking back")
    if one.closed_at and one.status == "expired":
        yield one.closed_at, _("The authorisation ended unused")
    if one.closed_at and one.status == "cancelled":
        yield (
            one.closed_at,
            _("The authorisation was cancelled: %(because)s") % {"because": one.because},
        )


def _of_result(sat: Sat) -> Iterator[tuple[datetime, str]]:
    words = {
        "pass": _("The result of %(day)s arrived: passed"),
        "fail": _("The result of %(day)s arrived: not passed"),
        "absent": _("The result of %(day)s arrived: not sat"),
    }[sat.result.outcome]
    yield sat.result.received_at, words % {"day": wording.day(sat.result.taken_on)}
    if sat.ruling:
        yield sat.ruling.at, _("An officer decided about it")
    for each in sat.corrections:
        if each.settled_at is None:
            yield each.at, _("The testing center told it otherwise; an officer looks at it")
        elif each.confirmed:
            yield each.settled_at, _("An officer confirmed that the result was another")
