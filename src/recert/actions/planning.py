"""What a certificant means to take: a class planned on a day, and a plan cancelled.

A plan grants nothing and asks for nothing. It is shown to its owner and stands in their calendar.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions.events import record
from recert.actions.locks import lock_case
from recert.actions.refusals import Incomplete, Refusal
from recert.records.catalogue import CourseDate, PlannedClass
from recert.records.education import Course
from recert.records.people import Certificant, User

FURTHEST = timedelta(days=3 * 366)
MOST_PLANS = 60  # coming ones, of one person


class TooManyPlans(Refusal):
    """As many classes are planned as one person may plan at once."""


@transaction.atomic
def plan(
    certificant: Certificant,
    *,
    course: Course,
    on: date,
    by: User | None,
    today: date,
    at: datetime,
) -> PlannedClass:
    """Plan a class on a day. The same plan again is the same.

    :param today: the body's day; a class is planned for that day or a later one
    :raises Incomplete: the day is past or too far, the class is not approved on it, or is held
        on other days
    :raises TooManyPlans: there are too many plans already
    """
    lock_case(certificant.pk)
    mine = PlannedClass.objects.filter(certificant=certificant, cancelled_at=None)
    known = mine.filter(course=course, on=on).first()
    if known:
        return known
    _must_be_possible(course, on=on, today=today)
    if mine.filter(on__gte=today).count() >= MOST_PLANS:
        raise TooManyPlans(
            _("You have %(count)s classes planned already; cancel one first.")
            % {"count": MOST_PLANS}
        )
    planned = PlannedClass.objects.create(certificant=certificant, course=course, on=on, at=at)
    record(
        "plan.made", by=by, at=at, subject=planned, certificant=certificant,
        course=course.code, on=on.isoformat(),
    )  # fmt: skip
    return planned


@transaction.atomic
def cancel(planned: PlannedClass, *, by: User | None, at: datetime) -> None:
    """Cancel a plan. Once more changes nothing."""
    lock_case(planned.certificant_id)
    standing = PlannedClass.objects.filter(pk=planned.pk, cancelled_at=None)
    if standing.update(cancelled_at=at):
        record(
            "plan.cancelled", by=by, at=at, subject=planned, certificant=planned.certificant_id,
            course=planned.course.code, on=planned.on.isoformat(),
        )  # fmt: skip


def _must_be_possible(course: Course, *, on: date, today: date) -> None:
    words = _why_not(course, on=on, today=today)
    if words:
        raise Incomplete({"on": words})


def _why_not(course: Course, *, on: date, today: date) -> str:
    """Return why a class cannot be planned on a day; nothing if it can."""
    if on < today:
        return _("This day is past. If you have completed the class, add it as an activity.")
    if on > today + FURTHEST:
        return _("This day is more than three years away; choose a nearer one.")
    if on < course.approved_from or (course.approved_through and on > course.approved_through):
        return _("The class is not approved on this day, so it would not count; choose another.")
    held = set(
        CourseDate.objects.filter(course=course, cancelled_at=None, on__gte=today).values_list(
            "on", flat=True
        )
    )
    if held and on not in held:
        return _("The class is not held on this day; choose one of its days.")
    return ""
