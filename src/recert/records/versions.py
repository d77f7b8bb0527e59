"""The text of a class on a day: what an activity was when it was completed, whatever came later."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Case, F, OuterRef, Subquery, When

from recert.policy.units import NOT_SET, Unit
from recert.records.catalogue import CourseVersion
from recert.records.education import Activity, Course


def version_on(course: Course, *, on: date | None) -> CourseVersion | None:
    """Return the version of a class that holds on a day; None before its first.

    :param on: None asks for the class as it is now
    """
    versions = CourseVersion.objects.filter(course=course).order_by("-number")
    if on is None:
        return versions.filter(number=course.version).first()
    return versions.filter(holds_from__lte=on).first()


def versions_of(course: Course) -> Sequence[CourseVersion]:
    """Return the versions of a class, the latest first."""
    return list(CourseVersion.objects.filter(course=course).order_by("-number"))


def is_approved(version: CourseVersion | None, *, on: date) -> bool:
    """Say whether a class is approved on a day, by the version that holds then."""
    if version is None:
        return False
    return version.approved_from <= on <= (version.approved_through or date.max)


_then = CourseVersion.objects.filter(
    course=OuterRef("course"), holds_from__lte=OuterRef("completed_on")
).order_by("-number")
# The credit that was approved for the whole class, for an activity that took the whole of it.
approved_credit = Subquery(
    _then.values(whole=Case(When(minutes__lte=OuterRef("minutes"), then=F("credit"))))[:1]
)

# The contact minutes of the class on that day.
version_minutes = Subquery(_then.values("minutes")[:1])


def claimed_steps(activity: Activity, *, unit: Unit) -> int | None:
    """Return what an activity gives if it is accepted whole; None where a person has to say it.

    The credit approved for its class on its day goes before what the minutes give.
    """
    course, minutes = activity.course, activity.minutes or 0
    version = version_on(course, on=activity.completed_on) if course else None
    approved = whole_steps(version.credit, unit=unit) if version else None
    if version and approved is not None and minutes >= version.minutes:
        return approved
    return None if unit.minutes is NOT_SET else unit.steps_of_minutes(minutes)


def whole_steps(credit: Decimal | None, *, unit: Unit) -> int | None:
    """Return approved credit in steps; None where none was approved, or it is not whole steps.

    A unit with larger steps, of another program, may not hold what was approved.
    """
    if credit is None:
        return None
    try:
        return unit.steps(credit)
    except ValueError:
        return None


def credit_of(version: CourseVersion | Course, *, unit: Unit) -> int | None:
    """Return what the whole class gives in steps; None where a person has to say it."""
    approved = whole_steps(version.credit, unit=unit)
    if approved is not None:
        return approved
    return None if unit.minutes is NOT_SET else unit.steps_of_minutes(version.minutes)
