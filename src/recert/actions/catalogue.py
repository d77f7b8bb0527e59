"""Providers and their classes, entered into the catalogue."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from recert.actions.events import record
from recert.actions.refusals import Incomplete
from recert.records.catalogue import CourseDate, CourseVersion
from recert.records.classes import folded_text
from recert.records.education import Course, Provider, ProviderApproval
from recert.records.people import User

VERSIONED = (
    "title",
    "summary",
    "kind",
    "minutes",
    "credit",
    "price",
    "language",
    "approved_from",
    "approved_through",
)

Approval = tuple[date, date | None]  # first and last day, both inside; None: still approved


@transaction.atomic
def enter_provider(
    *,
    slug: str,
    name: str,
    kind: str,
    website: str,
    approvals: Sequence[Approval],
    by: User | None,
    at: datetime,
) -> Provider:
    """Enter a provider, with the days on which the body approves it.

    :param kind: the policy's word for such a provider, such as "action" or "partner"
    """
    provider = Provider.objects.create(slug=slug, name=name, kind=kind, website=website)
    ProviderApproval.objects.bulk_create(
        ProviderApproval(provider=provider, begins_on=first, ends_on=last)
        for first, last in approvals
    )
    record("provider.entered", by=by, at=at, subject=provider, name=name, kind=kind)
    return provider


@transaction.atomic
def enter_course(
    course: Course, *, dates: Sequence[date] = (), by: User | None, at: datetime
) -> Course:
    """Enter a class into the catalogue, as its first version.

    :param course: not yet saved
    :param dates: the days on which it is held; none for what is studied at any time
    :raises Incomplete: it has no title, or lasts no time
    """
    if not course.title.strip() or course.minutes < 1:
        raise Incomplete({"title": "A class has a title, and lasts some minutes."})
    course.folded = folded_text(course, provider=course.provider)
    course.save(force_insert=True)
    _keep_version(course, number=1, holds_from=course.approved_from, by=by, at=at)
    CourseDate.objects.bulk_create(CourseDate(course=course, on=on) for on in dates)
    record("course.entered", by=by, at=at, subject=course, code=course.code, title=course.title)
    return course


def _keep_version(
    course: Course, *, number: int, holds_from: date, by: User | None, at: datetime
) -> CourseVersion:
    """Keep what a class is by now as a version of it."""
    told = {name: getattr(course, name) for name in VERSIONED}
    return CourseVersion.objects.create(
        course=course, number=number, holds_from=holds_from, by=by, at=at, **told
    )
