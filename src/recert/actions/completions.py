"""Completions as a provider reports them, one at a time: credit without a reviewer.

What is reported is granted as a roster would grant it. What was looked at by a person before, and
not accepted, is held until a person looks again.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions.completion_grants import (
    WAITING,
    Completion,
    Grant,
    grant_of,
    on_record,
    steps_of,
)
from recert.actions.contact_notices import tell_settled
from recert.actions.events import record
from recert.actions.locks import lock_case, must_not_be_own
from recert.actions.refusals import CannotMove, Incomplete
from recert.actions.settling import Review, settle, status_after
from recert.policy.lifecycle import ACCEPTED, ActivityStatus
from recert.records.catalogue import CompletionReport
from recert.records.education import Activity
from recert.records.ledger import LedgerEntry
from recert.records.people import User

GRANTED, HELD, THERE = "granted", "held", "already there"
NO_LEASE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of a report: granted, held, or already there."""

    outcome: str
    activity: Activity | None = None
    report: CompletionReport | None = None


@transaction.atomic
def report(completion: Completion, *, key: uuid.UUID, by: User, on: date, at: datetime) -> Reported:
    """Report a completion. What waits is accepted by it; what is there already stays as it is.

    :param key: made with the form, so that the same form sent twice is one report
    :param on: the body's day
    :raises NotForYou, Incomplete: as `grant_of`
    """
    lock_case(completion.credential.certificant_id)
    known = CompletionReport.objects.select_related("activity").filter(key=key).first()
    if known:
        return _as_before(known, by=by)
    grant = grant_of(completion, by=by, on=on)
    activity = on_record(completion)
    status = ActivityStatus(activity.status) if activity else None
    if activity and status in ACCEPTED:
        return Reported(THERE, activity)
    if activity and status not in WAITING:
        return _hold(completion, activity, key=key, by=by, at=at)
    activity = _claimed(completion, activity, grant=grant, key=key, at=at)
    kept = _keep(completion, activity, outcome=GRANTED, key=key, by=by, at=at)
    _grant(kept, activity, grant=grant)
    return Reported(GRANTED, activity, kept)


def _as_before(known: CompletionReport, *, by: User) -> Reported:
    if known.by_id != by.pk:
        raise CannotMove(_("This form belongs to another report; open a new one."))
    return Reported(known.outcome, known.activity, known)


def _hold(
    completion: Completion, activity: Activity, *, key: uuid.UUID, by: User, at: datetime
) -> Reported:
    """Leave it to a person, once: what a person rejected, or its owner took back, stays so."""
    waiting = CompletionReport.objects.filter(activity=activity, outcome=HELD, settled_at=None)
    if before := waiting.first():
        return Reported(HELD, activity, before)
    kept = _keep(completion, activity, outcome=HELD, key=key, by=by, at=at)
    record(
        "completion.held",
        by=by,
        at=at,
        subject=kept,
        certificant=activity.certificant_id,
        activity=activity.pk,
        status=activity.status,
    )
    return Reported(HELD, activity, kept)


def _claimed(
    completion: Completion,
    activity: Activity | None,
    *,
    grant: Grant,
    key: uuid.UUID,
    at: datetime,
) -> Activity:
    """Return the activity that the report is of: what waits, or a new one."""
    if activity is None:
        activity = Activity(
            key=uuid.uuid5(key, "activity"),
            certificant=completion.credential.certificant,
            course=completion.course,
            created_at=at,
            saved_at=at,
            status=ActivityStatus.DRAFT.value,
            completed_on=completion.completed_on,
        )
    if activity.status == ActivityStatus.DRAFT:
        activity.title, activity.kind = grant.version.title, grant.version.kind
        activity.provider = completion.course.provider
        activity.provider_name = completion.course.provider.name
        activity.minutes, activity.submitted_at = completion.minutes, at
        activity.status = ActivityStatus.SUBMITTED.value
        activity.save()
    activity.questions.filter(answered_at=None).update(answered_at=at)
    return activity


def _keep(
    completion: Completion,
    activity: Activity,
    *,
    outcome: str,
    key: uuid.UUID,
    by: User,
    at: datetime,
) -> CompletionReport:
    return CompletionReport.objects.create(
        key=key,
        provider=completion.course.provider,
        course=completion.course,
        credential=completion.credential,
        completed_on=completion.completed_on,
        minutes=completion.minutes,
        activity=activity,
        outcome=outcome,
        by=by,
        at=at,
    )


def _grant(kept: CompletionReport, activity: Activity, *, grant: Grant) -> None:
    """Write the credit, the status, the event and the notice; as much as was claimed at most."""
    minutes = min(kept.minutes, activity.minutes or kept.minutes)
    steps = steps_of(grant.version, minutes=minutes, unit=grant.unit) or grant.steps
    because = f"Reported by {kept.provider.name}: {minutes} minutes."
    LedgerEntry.objects.create(
        activity=activity,
        steps=steps,
        edition=grant.edition,
        because=because,
        by=kept.by,
        at=kept.at,
    )
    settle(
        activity,
        status_after(activity, steps, unit=grant.unit),
        because=because,
        review=Review(kept.by, kept.at, grant.edition, seen=activity.version, lease=NO_LEASE),
        event="activity.reported",
        template="activity_reported",
        credit=grant.unit.number(steps),
        provider=kept.provider.name,
    )


@transaction.atomic
def settle_held(
    held: CompletionReport, *, because: str, by: User, at: datetime
) -> CompletionReport:
    """Say what came of a report that was held; its provider reads it.

    Credit is not given here: a rejection is taken back at the reviewers' desk.

    :raises Incomplete: no words
    :raises CannotMove: it is not held, or somebody settled it
    :raises NotForYou: it is the officer's own case
    """
    lock_case(held.activity.certificant_id)
    rows = CompletionReport.objects.select_related(
        "activity__certificant", "course", "credential", "provider", "by"
    )
    held = rows.get(pk=held.pk)
    must_not_be_own(held.activity.certificant, by=by)
    if held.outcome != HELD or held.settled_at:
        raise CannotMove(_("This report waits for nobody any more."))
    if not because.strip():
        raise Incomplete({"because": _("Write what came of it; the provider reads it.")})
    held.settled_by, held.settled_at, held.settled_because = by, at, because.strip()
    held.save(update_fields=["settled_by", "settled_at", "settled_because"])
    record(
        "completion.settled",
        by=by,
        at=at,
        subject=held,
        certificant=held.activity.certificant_id,
        because=held.settled_because,
    )
    tell_settled(held, at=at)
    return held
