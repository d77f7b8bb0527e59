"""What the trainer's pages ask of the catalogue: a class by its code, the next sensible one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery

from recert.portals.trainer.where import Where
from recert.records.catalogue import CourseDate
from recert.records.education import Course, ProviderApproval
from recert.records.versions import credit_of

LOOKED_AT = 40  # classes among which the next one is chosen


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A class that one could take next, and what it gives in steps."""

    course: Course
    gives: int

    @property
    def next_on(self) -> date | None:
        """The next day on which it is held; None for what is taken at any time."""
        return self.course.next_on  # type: ignore[attr-defined,no-any-return]  # annotated


def class_by_code(code: str) -> Course | None:
    """Return the class with a code, whatever its capitals and spaces around it."""
    code = code.strip()
    if not code or "\x00" in code:  # which PostgreSQL does not take as text
        return None
    return Course.objects.select_related("provider").filter(code__iexact=code).first()


def suggestions(stands: Where) -> list[Suggestion]:
    """Return the approved classes that could be taken before the last day, the soonest first.

    What was taken already is left out, and what a person has to set the credit of.
    """
    taken = {row.course_id for row in stands.overview.rows.activities}
    found = (
        Suggestion(course, credit_of(course, unit=stands.unit) or 0)
        for course in _open_classes(stands)
        if course.pk not in taken
    )
    return [each for each in found if each.gives]


def next_class(stands: Where) -> Suggestion | None:
    """Return the next approved class: the smallest that closes the gap, else the largest.

    Among classes alike, the one with the nearest day, then one at any time. None if nothing is
    missing, or nothing that is not taken yet is left before the last day.
    """
    missing = stands.credits.shortfall - stands.decision.pending
    if missing <= 0:
        return None
    return min(
        suggestions(stands),
        key=lambda each: (each.gives < missing, abs(each.gives - missing)),
        default=None,
    )


def _open_classes(stands: Where) -> list[Course]:
    on, last_on = stands.on, stands.cycle.ends_on
    coming = CourseDate.objects.filter(course=OuterRef("pk"), cancelled_at=None, on__gte=on)
    approved = ProviderApproval.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), provider=OuterRef("provider"), begins_on__lte=on
    )
    return list(
        Course.objects.annotate(next_on=Subquery(coming.order_by("on").values("on")[:1]))
        .filter(
            Exists(approved),
            Q(approved_through=None) | Q(approved_through__gte=F("next_on")) | Q(next_on=None),
            Q(approved_through=None) | Q(approved_through__gte=on),
            Q(next_on=None, kind="self_study") | Q(next_on__range=(on, last_on)),
            approved_from__lte=on,
        )
        .select_related("provider")
        .order_by(F("next_on").asc(nulls_last=True), "code")[:LOOKED_AT]
    )
