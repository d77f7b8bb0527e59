"""Providers and their classes: entered into the catalogue, changed, held on days, ended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from recert.actions.class_texts import (
    Approved,
    Wording,
    approved_of,
    keep_version,
    must_be_whole,
    must_not_speak_for,
    take_on,
    wording_of,
)
from recert.actions.events import record
from recert.actions.refusals import CannotMove, Incomplete
from recert.records.catalogue import CourseDate, CourseVersion
from recert.records.classes import folded_text
from recert.records.education import Course, Provider, ProviderApproval
from recert.records.people import User
from recert.records.policies import units_in_force
from recert.records.versions import is_approved, version_on
from recert.records.words import day_word

Approval = tuple[date, date | None]  # first and last day, both inside; None: still approved
A_DAY = timedelta(days=1)


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
    :raises Incomplete: another provider has this name, or this word in its addresses
    """
    provider = Provider(slug=slug, name=name, kind=kind, website=website)
    try:
        with transaction.atomic():
            provider.save(force_insert=True)
    except IntegrityError:
        words = _("A provider of this name, or with this short name, is on record already.")
        raise Incomplete({"name": words}) from None
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
    """Enter a class into the catalogue, as its first version, which holds as long as approved.

    :param course: not yet saved
    :param dates: the days on which it is held; none for what is studied at any time
    :raises Incomplete: it has no title, no code, another's code, or lasts no time
    :raises NotForYou: it is of a provider for whom the person who acts speaks
    """
    if not course.title.strip() or course.minutes < 1:
        raise Incomplete({"title": _("A class has a title, and lasts some minutes.")})
    must_not_speak_for(course.provider, by=by)
    course.folded = folded_text(course, provider=course.provider)
    _must_have_code(course)
    course.save(force_insert=True)
    keep_version(
        course,
        number=1,
        holds_from=course.approved_from,
        wording=wording_of(course),
        approved=approved_of(course),
        by=by,
        at=at,
    )
    CourseDate.objects.bulk_create(CourseDate(course=course, on=on) for on in dates)
    record("course.entered", by=by, at=at, subject=course, code=course.code, title=course.title)
    return course


def _must_have_code(course: Course) -> None:
    """Refuse a class without a code, or with one that another class has in any capitals."""
    if not course.code.strip():
        raise Incomplete({"code": _("Enter the code that is printed on its certificates.")})
    if Course.objects.filter(code__iexact=course.code).exists():
        raise Incomplete(
            {"code": _("Another class has the code %(code)s.") % {"code": course.code}}
        )


@transaction.atomic
def change_course(
    course: Course,
    *,
    wording: Wording,
    approved: Approved,
    holds_from: date,
    by: User,
    on: date,
    at: datetime,
) -> CourseVersion:
    """Change what a class says and gives, as its next version; earlier days keep theirs.

    :param holds_from: the first day of the new version, today at the earliest, so that nothing
        that was completed before today changes
    :raises Incomplete: the text is not whole, or holds from a day that it cannot
    :raises CannotMove: nothing is changed
    :raises NotForYou: it is of a provider for whom the person who acts speaks
    """
    course = lock_course(course.pk)
    must_not_speak_for(course.provider, by=by)
    must_be_whole(wording, approved, units=units_in_force(on=on))
    last = course.versions.order_by("-number")[0]
    if holds_from < (earliest := max(on, last.holds_from)):
        words = _("A change holds from %(day)s on at the earliest; earlier days keep the old text.")
        raise Incomplete({"holds_from": words % {"day": day_word(earliest)}})
    if (wording, approved) == (wording_of(last), approved_of(last)):
        raise CannotMove(_("This changes nothing; the class says all of it already."))
    version = keep_version(
        course,
        number=last.number + 1,
        holds_from=holds_from,
        wording=wording,
        approved=approved,
        by=by,
        at=at,
    )
    if holds_from <= on:
        take_on(course, version)
        course.save()
    _note_change(course, version)
    return version


def _note_change(course: Course, version: CourseVersion) -> None:
    record(
        "course.changed",
        by=version.by,
        at=version.at,
        subject=course,
        code=course.code,
        version=version.number,
        holds_from=str(version.holds_from),
    )


@transaction.atomic
def end_course(
    course: Course, *, approved_through: date, by: User, on: date, at: datetime
) -> CourseVersion:
    """End the approval of a class, as its next version; days up to the last stay approved.

    :param approved_through: the last day; yesterday at the earliest
    :raises Incomplete: a day before yesterday, or before the class was approved
    """
    if approved_through < max(on - A_DAY, course.approved_from):
        words = _("Its last day is %(day)s at the earliest; what was completed stays as it was.")
        earliest = max(on - A_DAY, course.approved_from)
        raise Incomplete({"approved_through": words % {"day": day_word(earliest)}})
    last = course.versions.order_by("-number")[0]
    return change_course(
        course,
        wording=wording_of(last),
        approved=replace(approved_of(last), approved_through=approved_through),
        holds_from=max(on, last.holds_from),
        by=by,
        on=on,
        at=at,
    )


def come_into_force(*, on: date, at: datetime) -> int:
    """Let each class be what the latest of its versions says whose day has come; return how many.

    A version that was approved ahead waits for its day; this is done on it, once.
    """
    waiting = Course.objects.filter(
        versions__number__gt=F("version"), versions__holds_from__lte=on
    ).distinct()
    return sum(_let_hold(pk, on=on, at=at) for pk in waiting.values_list("pk", flat=True))


@transaction.atomic
def _let_hold(pk: int, *, on: date, at: datetime) -> bool:
    course = lock_course(pk)
    version = course.versions.filter(holds_from__lte=on).order_by("-number")[0]
    if version.number <= course.version:
        return False
    take_on(course, version)
    course.save()
    record("course.version_holds", by=None, at=at, subject=course, version=version.number)
    return True


def lock_course(pk: int) -> Course:
    """Hold the row of a class until the end of the transaction, and return it as it is now."""
    return Course.objects.select_for_update(of=("self",)).select_related("provider").get(pk=pk)


@transaction.atomic
def add_date(
    course: Course, *, on: date, place: str, by: User, today: date, at: datetime
) -> CourseDate:
    """Say that a class is held on a day. The same day again is once.

    :raises Incomplete: the day has passed, or the class is not approved on it
    """
    course = lock_course(course.pk)
    known = CourseDate.objects.filter(course=course, on=on, cancelled_at=None).first()
    if known:
        return known
    if on < today or not is_approved(version_on(course, on=on), on=on):
        words = _("Enter a day to come, on which the class is approved.")
        raise Incomplete({"on": words})
    held = CourseDate.objects.create(course=course, on=on, place=place)
    record("course.date_added", by=by, at=at, subject=course, on=str(on), place=place)
    return held


@transaction.atomic
def cancel_date(held: CourseDate, *, by: User, at: datetime) -> CourseDate:
    """Say that a class is not held on a day after all.

    :raises CannotMove: it was cancelled already
    """
    course = lock_course(held.course_id)
    held = CourseDate.objects.get(pk=held.pk)
    if held.cancelled_at:
        raise CannotMove(_("This day was cancelled already."))
    held.cancelled_at = at
    held.save(update_fields=["cancelled_at"])
    record("course.date_cancelled", by=by, at=at, subject=course, on=str(held.on))
    return held
