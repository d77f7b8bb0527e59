"""What a certificant does with an activity: save it, send it for review, answer, withdraw."""

import uuid
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.actions.events import record
from recert.actions.locks import lock_activity, lock_case
from recert.actions.refusals import CannotMove, Incomplete, Refusal
from recert.policy.lifecycle import ActivityStatus, may_move
from recert.records.education import Activity, Course, Provider
from recert.records.people import Certificant, User
from recert.records.versions import version_on
from recert.records.words import day_word, status_word

LONGEST_MINUTES = 60 * 24 * 60  # sixty days without a pause: more is a slip of the finger
LONGEST_WORDS = 200  # characters of a title or a name


class AlreadyRecorded(Refusal):
    """The same course on the same day is on record already."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a certificant says of an activity. Anything may still be missing in a draft."""

    course: Course | None = None
    provider: Provider | None = None
    title: str = ""
    provider_name: str = ""
    kind: str = ""
    category: str = ""
    completed_on: date | None = None
    minutes: int | None = None


@transaction.atomic
def save(
    certificant: Certificant, *, key: uuid.UUID, claim: Claim, by: User | None, at: datetime
) -> Activity:
    """Save a draft, or the changed claim of a returned activity; make the draft if it is new.

    :param key: made with the form, so that the same form sent twice is one activity
    :raises Incomplete: a part of the claim cannot be kept, even in a draft; or what was returned,
        and is still judged, would lack a part
    :raises AlreadyRecorded: what was returned would be the same class on the same day as another
    :raises CannotMove: the activity is with a reviewer, decided or withdrawn; or another's key
    """
    _must_fit(claim)
    lock_case(certificant.pk)
    activity = Activity.objects.filter(key=key).first()
    if activity is None:
        activity = Activity(
            key=key, certificant=certificant, status=ActivityStatus.DRAFT.value, created_at=at
        )
    if activity.certificant_id != certificant.pk:
        raise CannotMove(_("This form belongs to another activity; open a new one."))
    if activity.status not in (ActivityStatus.DRAFT, ActivityStatus.RETURNED):
        raise CannotMove(_("This activity was sent already; it can be changed if it is returned."))
    changed = _take_over(activity, claim)
    if activity.pk and not changed:
        return activity
    if activity.status == ActivityStatus.RETURNED and (lacks := problems_of(activity, on=date.max)):
        raise Incomplete(lacks)
    activity.saved_at = at
    activity.version += 1
    _write(activity)
    record(
        "activity.saved",
        by=by,
        at=at,
        subject=activity,
        certificant=certificant,
        changed=sorted(changed),
    )
    return activity


def _must_fit(claim: Claim) -> None:
    """Refuse what no column holds; a draft may lack anything, but not hold just anything."""
    problems = {
        name: _("Shorten this to %(most)s characters.") % {"most": LONGEST_WORDS}
        for name in ("title", "provider_name")
        if len(getattr(claim, name)) > LONGEST_WORDS
    }
    if claim.minutes is not None and not 0 <= claim.minutes <= LONGEST_MINUTES:
        problems["minutes"] = _("Enter how long it was, in hours and minutes, more than nothing.")
    if problems:
        raise Incomplete(problems)


def _take_over(activity: Activity, claim: Claim) -> set[str]:
    """Write a claim into an activity; return the names of what changed."""
    if claim.course is not None:
        claim = _of_catalogue(claim, course=claim.course)
    changed = set()
    for part in fields(claim):
        value = getattr(claim, part.name)
        if getattr(activity, part.name) != value:
            setattr(activity, part.name, value)
            changed.add(part.name)
    return changed


def _of_catalogue(claim: Claim, *, course: Course) -> Claim:
    """Return a claim with what the catalogue says of its class on the day it was completed."""
    text = version_on(course, on=claim.completed_on) or course
    return replace(
        claim,
        provider=course.provider,
        title=text.title,
        provider_name=course.provider.name,
        kind=text.kind,
        minutes=claim.minutes or text.minutes,
    )


@transaction.atomic
def submit(activity: Activity, *, by: User | None, on: date, at: datetime) -> Activity:
    """Send an activity for review.

    Without evidence it may be sent, and waits for it: the findings say so.

    :param on: the body's day; an activity is not completed after it
    :raises Incomplete: with words for each field that is missing or cannot be
    :raises AlreadyRecorded: the same course on the same day is on record
    :raises CannotMove: it is with a reviewer already, decided or withdrawn
    """
    activity = lock_activity(activity.pk)
    _must_move(activity, to=ActivityStatus.SUBMITTED)
    problems = problems_of(activity, on=on)
    if problems:
        raise Incomplete(problems)
    answers = activity.status == ActivityStatus.RETURNED
    _answer_open_question(activity, answer="", at=at)
    activity.status = ActivityStatus.SUBMITTED.value
    activity.submitted_at = at
    activity.version += 1
    activity.held_by = activity.held_at = None
    _write(activity)
    record(
        "activity.answered" if answers else "activity.submitted",
        by=by,
        at=at,
        subject=activity,
        certificant=activity.certificant,
        title=activity.title,
        completed_on=str(activity.completed_on),
        minutes=activity.minutes,
    )
    return activity


def _write(activity: Activity) -> None:
    """Write an activity; the database knows whether the same class is on record for the day."""
    try:
        with transaction.atomic():
            activity.save()
    except IntegrityError as error:
        if activity.course is None or activity.completed_on is None:
            raise
        raise AlreadyRecorded(
            _(
                "“%(title)s” on %(day)s is on record already. A course counts once; "
                "withdraw this draft, or correct the day."
            )
            % {"title": activity.title, "day": day_word(activity.completed_on)}
        ) from error


def problems_of(activity: Activity, *, on: date) -> dict[str, str]:
    """Return what an activity still needs before it can be sent, in words for each field."""
    problems = {}
    if not activity.title.strip():
        problems["title"] = _("Enter the title of the class, as it is on your certificate.")
    if not activity.provider_name.strip():
        problems["provider_name"] = _("Enter who offered the class.")
    if activity.minutes is None or not 0 < activity.minutes <= LONGEST_MINUTES:
        problems["minutes"] = _("Enter how long it was, in hours and minutes, more than nothing.")
    problems.update(_problems_of_day(activity, on=on))
    return problems


def _problems_of_day(activity: Activity, *, on: date) -> dict[str, str]:
    day, course = activity.completed_on, activity.course
    if day is None:
        return {"completed_on": _("Enter the day on which you completed it.")}
    if day > on:
        return {
            "completed_on": _("%(day)s has not come yet; send it once it is completed.")
            % {"day": day_word(day)}
        }
    version = version_on(course, on=day) if course else None
    if course and (version is None or day < version.approved_from):
        return {
            "completed_on": _(
                "%(code)s is approved from %(day)s on; check the day, or enter the class by hand."
            )
            % {"code": course.code, "day": day_word((version or course).approved_from)}
        }
    if course and version and version.approved_through and day > version.approved_through:
        return {
            "completed_on": _(
                "%(code)s was approved through %(day)s; check the day, or enter the class by hand."
            )
            % {"code": course.code, "day": day_word(version.approved_through)}
        }
    return {}


@transaction.atomic
def answer(activity: Activity, *, text: str, by: User | None, on: date, at: datetime) -> Activity:
    """Answer a reviewer's question, and send the activity back for review.

    :raises Incomplete: the answer is empty, or the claim is not whole
    :raises CannotMove: nothing was asked
    """
    activity = lock_activity(activity.pk)
    if activity.status != ActivityStatus.RETURNED:
        raise CannotMove(_("There is no open question on this activity."))
    if not text.strip():
        raise Incomplete(
            {"answer": _("Write an answer; the reviewer sees it beside the question.")}
        )
    _answer_open_question(activity, answer=text.strip(), at=at)
    return submit(activity, by=by, on=on, at=at)


def _answer_open_question(activity: Activity, *, answer: str, at: datetime) -> None:
    question = activity.questions.filter(answered_at=None).first()
    if question:
        question.answer = answer
        question.answered_at = at
        question.save(update_fields=["answer", "answered_at"])


@transaction.atomic
def withdraw(activity: Activity, *, by: User | None, at: datetime) -> Activity:
    """Take an activity back before it is decided.

    :raises CannotMove: it is decided; only the body can correct it
    """
    activity = lock_activity(activity.pk)
    _must_move(activity, to=ActivityStatus.WITHDRAWN)
    activity.status = ActivityStatus.WITHDRAWN.value
    activity.version += 1
    activity.held_by = activity.held_at = None
    activity.save()
    record(
        "activity.withdrawn",
        by=by,
        at=at,
        subject=activity,
        certificant=activity.certificant,
        title=activity.title,
    )
    return activity


def _must_move(activity: Activity, *, to: ActivityStatus) -> None:
    if not may_move(ActivityStatus(activity.status), to=to):
        raise CannotMove(
            _("This activity is %(status)s, so it cannot be %(wanted)s.")
            % {"status": status_word(activity.status), "wanted": status_word(to)}
        )
