"""Providers and their classes, entered into the catalogue."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from recert.actions.events import record
from recert.actions.refusals import Incomplete
from recert.records.education import Course, Provider, ProviderApproval
from recert.records.people import User

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
def enter_course(course: Course, *, by: User | None, at: datetime) -> Course:
    """Enter a class into the catalogue.

    :param course: not yet saved
    :raises Incomplete: it has no title, or lasts no time
    """
    if not course.title.strip() or course.minutes < 1:
        raise Incomplete({"title": "A class has a title, and lasts some minutes."})
    course.save(force_insert=True)
    record("course.entered", by=by, at=at, subject=course, code=course.code, title=course.title)
    return course
