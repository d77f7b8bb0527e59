"""What a reviewer decides on an application, and the one action by which it takes effect."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions import notices
from recert.actions.events import record
from recert.actions.locks import lock_application, must_be_free, must_not_be_own
from recert.actions.refusals import CannotMove, ChangedMeanwhile, Incomplete, Refusal
from recert.actions.renewing import begin_next
from recert.actions.rulings import must_be_officers, next_cycle_as_set
from recert.policy.cycles import Span
from recert.policy.decision import Decision as Found
from recert.policy.lifecycle import ApplicationStatus, may_move
from recert.policy.replay import case_as_data
from recert.records.applications import Application, Decision, Renewal
from recert.records.cases import CaseRows, evidence_digest
from recert.records.judging import (
    judged,
    left_to_officers,
    next_cycle_of,
    next_level_of,
    what_stops,
)
from recert.records.people import User
from recert.records.words import status_word


class NotYet(Refusal):
    """Something stops approval: a shortfall, an open fee, an act that has not been ended."""


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Who reviews an application, when, which evidence was looked at, and how long a hold lasts."""

    by: User
    at: datetime
    seen: str  # recert.records.cases.evidence_digest, as the page showed it
    lease: timedelta


@transaction.atomic
def return_(application: Application, *, text: str, reviewing: Reviewing) -> Application:
    """Return an application with a question.

    :raises Incomplete: no question
    :raises CannotMove, HeldByAnother, NotForYou: see `_hold`
    """
    application = _hold(application, reviewing=reviewing, to=ApplicationStatus.RETURNED)
    if not text.strip():
        raise Incomplete({"text": _("Write the question; the certificant answers it.")})
    application.status = ApplicationStatus.RETURNED.value
    application.return_question, application.return_answer = text.strip(), ""
    application.held_by = application.held_at = None
    application.save()
    certificant = application.cycle.credential.certificant
    happened = record(
        "application.returned",
        by=reviewing.by,
        at=reviewing.at,
        subject=application,
        certificant=certificant,
        because=text.strip(),
    )
    notices.owe(
        "application_returned",
        to=certificant,
        key=f"application:{application.pk}:event:{happened.pk}",
        at=reviewing.at,
        context={"application": application.pk, "because": text.strip()},
    )
    return application


@transaction.atomic
def approve(
    application: Application, *, reason: str, reviewing: Reviewing, following: Span | None = None
) -> Decision:
    """Decide that a cycle is renewed. The decision is final at once; `take_effect` follows.

    :param reason: where the policy leaves something open the officer's own words; else perhaps ""
    :param following: the next cycle, where the policy does not set when it begins
    :raises NotYet: a requirement is short, the fee is open, or an act has not been ended
    :raises NotForYou: the policy leaves something to an officer, and this reviewer is none
    :raises Incomplete: what is left to an officer lacks its reason, or its days
    :raises ChangedMeanwhile: the evidence is not what the reviewer looked at
    :raises CannotMove, HeldByAnother: see `_hold`
    """
    application = _hold(application, reviewing=reviewing, to=ApplicationStatus.APPROVED)
    rows, found = _judge(application, reviewing=reviewing)
    stops = what_stops(application, rows=rows, found=found)
    if stops:
        raise NotYet(_("Approval has to wait. %(reasons)s") % {"reasons": " ".join(stops)})
    must_be_officers(left_to_officers(found), reason=reason, by=reviewing.by)
    days = next_cycle_as_set(rows, found, following=following)
    words = reason.strip() or "Every requirement is met and the fee is settled."
    return _decide(
        application, "approved", words, rows=rows, found=found, reviewing=reviewing, following=days
    )


@transaction.atomic
def deny(application: Application, *, reason: str, reviewing: Reviewing) -> Decision:
    """Decide that a cycle is not renewed, with the reason.

    :raises Incomplete: no reason
    :raises ChangedMeanwhile, CannotMove, HeldByAnother, NotForYou: as `approve`
    """
    application = _hold(application, reviewing=reviewing, to=ApplicationStatus.DENIED)
    if not reason.strip():
        raise Incomplete({"reason": _("Write the reason; the certificant reads it.")})
    rows, found = _judge(application, reviewing=reviewing)
    return _decide(
        application, "denied", reason.strip(), rows=rows, found=found, reviewing=reviewing
    )


def _hold(application: Application, *, reviewing: Reviewing, to: ApplicationStatus) -> Application:
    """Lock an application for a reviewer, and see that it may be decided now, by them.

    :raises CannotMove: it is not waiting for a reviewer, or a decision is there already
    :raises HeldByAnother: somebody else has taken it
    :raises NotForYou: it is the reviewer's own
    """
    application = lock_application(application.pk)
    must_not_be_own(application.cycle.credential.certificant, by=reviewing.by)
    if not may_move(ApplicationStatus(application.status), to=to):
        raise CannotMove(
            _("This application is %(status)s by now; open the next one.")
            % {"status": status_word(application.status)}
        )
    decided = application.decisions.filter(undone_at=None).select_related("by").first()
    if decided:
        raise CannotMove(
            _("%(by)s has decided this application already: %(outcome)s.")
            % {"by": decided.by, "outcome": status_word(decided.outcome)}
        )
    must_be_free(application, by=reviewing.by, at=reviewing.at, lease=reviewing.lease)
    return application


def _judge(application: Application, *, reviewing: Reviewing) -> tuple[CaseRows, Found]:
    """Judge the case under the lock, if it is the one that the reviewer looked at."""
    rows, found = judged(application)
    if evidence_digest(rows) != reviewing.seen:
        raise ChangedMeanwhile(
            _("The evidence changed while you were looking; look at the case again, then decide.")
        )
    return rows, found


def _decide(
    application: Application,
    outcome: str,
    reason: str,
    *,
    rows: CaseRows,
    found: Found,
    reviewing: Reviewing,
    following: Span | None = None,
) -> Decision:
    assert application.edition is not None  # submitted_application_says_when
    decision = Decision.objects.create(
        application=application,
        outcome=outcome,
        by=reviewing.by,
        at=reviewing.at,
        final_at=reviewing.at,
        edition=application.edition,
        edition_digest=found.digest,
        evidence_digest=reviewing.seen,
        facts=case_as_data(rows.case),
        findings=found.as_data(),
        reason=reason,
        next_begins_on=following.first_on if following else None,
        next_ends_on=following.last_on if following else None,
    )
    days = {"next_cycle": [str(following.first_on), str(following.last_on)]} if following else {}
    record(
        "application.decided",
        by=reviewing.by,
        at=reviewing.at,
        subject=application,
        certificant=application.cycle.credential.certificant_id,
        outcome=outcome,
        reason=reason,
        edition=str(application.edition.in_force_from),
        decision=decision.pk,
        **days,
    )
    return decision


@transaction.atomic
def undo(decision: Decision, *, by: User, at: datetime) -> None:
    """Undo a decision before it is final. Nothing has moved yet, so nothing moves back.

    :raises CannotMove: it is final; only reopening on published grounds is left
    """
    lock_application(decision.application_id)
    decision = Decision.objects.get(pk=decision.pk)
    if decision.undone_at or decision.took_effect_at or decision.final_at <= at:
        raise CannotMove(_("This decision is final; it can only be reopened, by a second person."))
    decision.undone_at = at
    decision.save(update_fields=["undone_at"])
    record(
        "decision.undone",
        by=by,
        at=at,
        subject=decision,
        certificant=decision.application.cycle.credential.certificant_id,
    )


@transaction.atomic
def take_effect(decision: Decision, *, at: datetime) -> None:
    """Let a final decision take effect, once: status, next cycle, document owed, notice owed.

    Doing it again changes nothing.

    :raises CannotMove: it is not final yet, or was undone
    """
    application = lock_application(decision.application_id)
    decision = Decision.objects.select_related("edition", "by").get(pk=decision.pk)
    if decision.took_effect_at:
        return
    if decision.undone_at or decision.final_at > at:
        raise CannotMove(_("This decision is not final."))
    application.status = decision.outcome
    application.closed_at = at
    application.held_by = application.held_at = None
    application.save()
    decision.took_effect_at = at
    decision.save(update_fields=["took_effect_at"])
    if decision.outcome == ApplicationStatus.APPROVED:
        _renew(application, decision, at=at)
    else:
        _tell(application, decision, "application_denied", at=at)


def due_decisions(*, at: datetime) -> list[Decision]:
    """Return the decisions that are final and have not taken effect, oldest first."""
    due = Decision.objects.filter(final_at__lte=at, took_effect_at=None, undone_at=None)
    return list(due.order_by("final_at", "id"))


def _renew(application: Application, decision: Decision, *, at: datetime) -> None:
    """Begin the next cycle, as the decision found it or an officer set it; owe its document."""
    old, following = application.cycle, next_cycle_of(decision)
    level = next_level_of(old, Found.from_data(decision.findings))
    cycle = begin_next(old, following=following, level=level, at=at)
    Renewal.objects.create(decision=decision, cycle=cycle, at=at)
    _tell(
        application,
        decision,
        "application_approved",
        at=at,
        begins_on=str(cycle.begins_on),
        ends_on=str(cycle.ends_on),
        cycle=cycle.pk,
    )


def _tell(
    application: Application, decision: Decision, template: str, *, at: datetime, **more: object
) -> None:
    certificant = application.cycle.credential.certificant
    record(
        template.replace("_", ".", 1),
        by=decision.by,
        at=at,
        subject=application,
        certificant=certificant,
        reason=decision.reason,
        decision=decision.pk,
        **more,
    )
    notices.owe(
        template,
        to=certificant,
        key=f"application:{application.pk}:{decision.outcome}",
        at=at,
        context={"application": application.pk, "because": decision.reason, **more},
    )
