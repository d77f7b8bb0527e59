"""What follows from a decision on an exam: the level, the next cycle, the mail; and its reversal.

The case is locked by whoever calls.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from recert.actions import notices, work
from recert.actions.events import record
from recert.actions.refusals import CannotMove
from recert.actions.register import raise_level
from recert.actions.renewing import begin_next
from recert.actions.withdrawing import withdraw_for_upgrade
from recert.policy.cycles import Span
from recert.policy.decision import Decision as Found
from recert.policy.exam_asking import exam_label
from recert.policy.names import say_day
from recert.records.applications import Application
from recert.records.applications import Decision as ReviewDecision
from recert.records.certification import Cycle, ExamResult, LevelChange
from recert.records.education import Activity
from recert.records.exam_judging import found_of, next_cycle_of
from recert.records.exams import ExamAuthorisation, ExamDecision, ExamRenewal, ExamRuling
from recert.records.people import User
from recert.records.policies import policy_by_digest
from recert.records.words import day_word


def follow(decision: ExamDecision, *, found: Found, by: User | None, at: datetime) -> None:
    """Let follow from a decision what follows by itself, and tell the certificant."""
    result = decision.result
    if result.outcome != "pass":
        template = "exam_failed" if result.outcome == "fail" else "exam_absent"
        retake = found.earliest_retake_on
        late = retake is not None and retake > decision.cycle.ends_on
        days = {"retake_on": str(retake)} if retake else {}
        _tell(decision, template, at=at, late=late, **days)
    elif decision.outcome == "eligible":
        upgrade(decision, following=next_cycle_of(decision), by=by, at=at)
    elif decision.outcome == "referred":
        _tell(decision, "exam_referred", at=at, left=decision.left)
    else:
        _tell(decision, "exam_not_counted", at=at, because=_shorts(found))


def _shorts(found: Found) -> str:
    return " ".join(
        part
        for finding in found.pathway.findings
        if finding.state == "short"
        for part in (finding.because, finding.change)
        if part
    )


def upgrade(
    decision: ExamDecision,
    *,
    following: Span | None,
    by: User | None,
    at: datetime,
    ruling: ExamRuling | None = None,
) -> None:
    """Let the level rise on the exam day, begin the next cycle, and tell the certificant.

    :param following: the next cycle's days; None leaves them to an officer
    :param ruling: of the officer who decided it, where the policy does not
    """
    begun = _rise(decision, following=following, by=by, at=at)
    days = {"begins_on": str(begun.begins_on), "ends_on": str(begun.ends_on)} if begun else {}
    told = {"because": ruling.because} if ruling else {}
    of = f"exam_ruling:{ruling.pk}" if ruling else ""
    level = found_of(decision).next_level
    _tell(decision, "exam_passed", at=at, of=of, level=level, **days, **told)


def _rise(
    decision: ExamDecision, *, following: Span | None, by: User | None, at: datetime
) -> Cycle | None:
    """Raise the level, and begin the next cycle unless one follows already; return that."""
    cycle, result, level = decision.cycle, decision.result, found_of(decision).next_level
    if result.taken_on <= cycle.ends_on:
        _raise(cycle, result=result, level=level, by=by, at=at)
    if following is None or follows_otherwise(cycle):
        return None
    begun = begin_next(cycle, following=following, level=level, at=at)
    ExamRenewal.objects.create(decision=decision, cycle=begun, at=at)
    record(
        "cycle.begun_by_exam",
        by=by,
        at=at,
        subject=begun,
        certificant=cycle.credential.certificant_id,
        begins_on=str(begun.begins_on),
        ends_on=str(begun.ends_on),
        level=level,
        decision=decision.pk,
    )
    return begun


def _raise(cycle: Cycle, *, result: ExamResult, level: str, by: User | None, at: datetime) -> None:
    """Raise the level of a cycle, or leave it where it is that high already.

    Either way an open application of the cycle is not needed any more.
    """
    risen = LevelChange.objects.filter(cycle=cycle, level=level).exists()
    if cycle.level != level and not risen:
        raise_level(cycle, result=result, level=level, by=by, at=at)
        return
    because = f"The exam passed on {say_day(result.taken_on)} renewed this cycle."
    withdraw_for_upgrade(cycle, because=because, by=by, at=at)


def follows_otherwise(cycle: Cycle) -> bool:
    """Tell whether a next cycle has begun, or is about to, by credits: it keeps its days."""
    later = Cycle.objects.filter(credential=cycle.credential_id, begins_on__gt=cycle.begins_on)
    approved = ReviewDecision.objects.filter(
        application__cycle=cycle, outcome="approved", undone_at=None, took_effect_at=None
    )
    return later.exists() or approved.exists()


def close_authorisation(
    authorisation: ExamAuthorisation,
    *,
    result: ExamResult,
    corrects: ExamResult | None,
    at: datetime,
) -> None:
    """Write what became of the authorisation under which an exam was sat, or was not.

    After a missed exam it stays open through its last day: another seat may be booked.
    """
    mine = authorisation.bookings.filter(cancelled_at=None, result=corrects)
    mine.update(result=result)
    if result.outcome != "absent":
        authorisation.bookings.filter(cancelled_at=None, result=None).update(cancelled_at=at)
        _end(authorisation, "sat", at=at)
    elif authorisation.status in {"booked", "sat"}:
        again = authorisation.cycle.authorisations.filter(
            form=authorisation.form, status__in=["open", "booked"]
        ).exclude(pk=authorisation.pk)
        if again.exists():
            _end(authorisation, "expired", at=at)
        else:
            authorisation.status, authorisation.closed_at = "open", None
            authorisation.save(update_fields=["status", "closed_at"])


def _end(authorisation: ExamAuthorisation, status: str, *, at: datetime) -> None:
    authorisation.status, authorisation.closed_at = status, at
    authorisation.save(update_fields=["status", "closed_at"])


def reverse(result: ExamResult, *, at: datetime) -> None:
    """Take back all that came of a result, by marks; every row stays, and is read no more.

    :raises CannotMove: the person, or somebody for them, acted in the cycle that it began
    """
    decision = ExamDecision.objects.filter(result=result).select_related("cycle").first()
    renewal = ExamRenewal.objects.filter(decision=decision).select_related("cycle").first()
    if renewal:
        _must_be_untouched(renewal.cycle)
        _mark(renewal.cycle, at=at)
        work.forget(work.CERTIFICATE, subject_id=renewal.cycle.pk, part=renewal.cycle.level)
    change = LevelChange.objects.filter(exam_result=result).first()
    if change:
        _mark(change, at=at)
        work.forget(work.CERTIFICATE, subject_id=change.cycle_id, part=change.level)
    if decision:
        _as_before(decision.cycle)
    _mark(result, at=at)


def stand_in(cycle: Cycle, *, by: User | None, at: datetime) -> None:
    """Let another pass of a cycle have its effect, where that of a reversed one had come first."""
    others = ExamDecision.objects.filter(
        cycle=cycle, result__outcome="pass", result__reversed_at=None, outcome="eligible"
    )
    first = others.select_related("cycle", "result").order_by("result__taken_on", "pk").first()
    if first and not ExamRenewal.objects.filter(decision=first).exists():
        _rise(first, following=next_cycle_of(first), by=by, at=at)


def _mark(row: Cycle | LevelChange | ExamResult, *, at: datetime) -> None:
    row.reversed_at = at
    row.save(update_fields=["reversed_at"])


def _must_be_untouched(cycle: Cycle) -> None:
    """Refuse to reverse a cycle in which something happened that a reversal would leave hanging."""
    later = Cycle.objects.filter(credential=cycle.credential_id, begins_on__gt=cycle.begins_on)
    in_it = {
        _("an application"): Application.objects.filter(cycle=cycle).exclude(status="withdrawn"),
        _("an authorisation"): cycle.authorisations.filter(status__in=["open", "booked", "sat"]),
        _("an exam"): ExamDecision.objects.filter(cycle=cycle, result__reversed_at=None),
        _("an activity"): Activity.objects.filter(
            certificant=cycle.credential.certificant_id,
            completed_on__gte=cycle.begins_on,
            completed_on__lte=cycle.ends_on,
        ).exclude(status__in=["draft", "withdrawn"]),
        _("a later cycle"): later,
    }
    found = [words for words, rows in in_it.items() if rows.exists()]
    if found:
        raise CannotMove(
            _(
                "The cycle from %(first)s that this exam began has %(what)s in it. Settle that "
                "with the person first: withdraw or cancel it, then confirm the correction."
            )
            % {"first": day_word(cycle.begins_on), "what": ", ".join(found)}
        )


def _as_before(cycle: Cycle) -> None:
    """Let the cycle of a reversed exam run to its last day again, if nothing follows it early.

    And let a cycle that follows it by credits begin at the level that is left.
    """
    later = Cycle.objects.filter(credential=cycle.credential_id, begins_on__gt=cycle.begins_on)
    following = later.order_by("begins_on").first()
    cycle.refresh_from_db()
    if following is None and cycle.closed_on:
        cycle.closed_on = None
        cycle.save(update_fields=["closed_on"])
    level = _level_at_the_end(cycle)
    for after in later.order_by("begins_on"):
        if after.level != level:
            after.level = level
            after.save(update_fields=["level"])
        level = _level_at_the_end(after)


def _level_at_the_end(cycle: Cycle) -> str:
    risen = LevelChange.objects.filter(cycle=cycle).order_by("-from_on").first()
    return risen.level if risen else cycle.level


def _tell(
    decision: ExamDecision, template: str, *, at: datetime, of: str = "", **more: object
) -> None:
    result = decision.result
    policy = policy_by_digest(decision.edition_digest)
    notices.owe(
        template,
        to=result.credential.certificant,
        key=f"{of or f'exam_result:{result.pk}'}:{template}",
        at=at,
        context={
            "exam_result": result.pk,
            "exam": exam_label(policy, result.form),
            "taken_on": str(result.taken_on),
            "cycle_ends_on": str(decision.cycle.ends_on),
            **more,
        },
    )
