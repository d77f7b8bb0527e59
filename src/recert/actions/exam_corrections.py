"""Corrections of exam results: told by the testing side or by an officer, confirmed by a person.

Nothing is rewritten. The first result and all that came of it are marked as reversed and stay
readable; a second result takes its place and is judged like any other.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions import exam_effects, notices
from recert.actions.events import record
from recert.actions.exam_deciding import put_on_record
from recert.actions.exam_results import OUTCOMES
from recert.actions.locks import lock_case, must_not_be_own
from recert.actions.refusals import CannotMove, Incomplete
from recert.policy.exam_asking import exam_label
from recert.records.certification import ExamResult
from recert.records.exam_judging import cycle_for_exam
from recert.records.exams import ExamCorrection, ExamDecision, ResultRow
from recert.records.people import User
from recert.records.policies import policy_of


@transaction.atomic
def propose(
    result: ExamResult,
    *,
    outcome: str,
    taken_on: date,
    because: str,
    by: User | None,
    row: ResultRow | None = None,
    at: datetime,
) -> ExamCorrection:
    """Say that a result was told wrongly; or, with the same outcome and day, have it judged again.

    The same proposal twice is one. Nothing changes until a person confirms it.

    :raises Incomplete: no reason, or no such outcome
    :raises CannotMove: another correction of it is open, or it was corrected already
    """
    result = _locked(result)
    if outcome not in OUTCOMES:
        raise Incomplete({"outcome": _("Say whether it was passed, failed, or not sat.")})
    if not because.strip():
        raise Incomplete({"because": _("Say what was told wrongly, and by whom you know.")})
    known = ExamCorrection.objects.filter(result=result, settled_at=None).first()
    if known and (known.outcome, known.taken_on) == (outcome, taken_on):
        return known
    if known:
        raise CannotMove(_("Another correction of this result is open; settle that one first."))
    correction = ExamCorrection.objects.create(
        result=result,
        outcome=outcome,
        taken_on=taken_on,
        because=because.strip(),
        row=row,
        by=by,
        at=at,
    )
    _remember(correction, "exam_correction.proposed", by=by, at=at, because=because.strip())
    return correction


def _locked(result: ExamResult) -> ExamResult:
    """Hold the case of a result, and return it as it is now.

    :raises CannotMove: it was corrected already
    """
    lock_case(result.credential.certificant_id)
    result = ExamResult.every.select_related("credential__certificant").get(pk=result.pk)
    if result.reversed_at:
        raise CannotMove(_("This result was corrected already; look at the one in its place."))
    return result


@transaction.atomic
def confirm(correction: ExamCorrection, *, by: User, on: date, at: datetime) -> ExamResult:
    """Let a correction take effect: what came of the first result is reversed, visibly.

    Return the result that takes its place, judged on its own day by what is known now.

    :raises CannotMove: it is settled already, or the person acted in the cycle that it would take
        back
    :raises Incomplete: its day is still to come
    :raises NotForYou: it is the case of the person who confirms
    """
    first = _locked(correction.result)
    must_not_be_own(first.credential.certificant, by=by)
    correction = _open(correction)
    if correction.taken_on > on:
        raise Incomplete({"taken_on": _("The day of an exam is not later than today.")})
    before = ExamDecision.objects.filter(result=first).select_related("cycle").first()
    exam_effects.reverse(first, at=at)
    second = _in_its_place(first, correction=correction, at=at)
    correction.settled_by, correction.settled_at, correction.confirmed = by, at, True
    correction.corrected = second
    correction.save()
    _remember(correction, "exam_correction.confirmed", by=by, at=at, corrected=second.pk)
    _tell(correction, first, second, at=at)
    cycle = cycle_for_exam(second.credential, on=second.taken_on)
    put_on_record(second, cycle=cycle, by=by, at=at, corrects=first)
    if before:
        exam_effects.stand_in(before.cycle, by=by, at=at)
    return second


def _open(correction: ExamCorrection) -> ExamCorrection:
    correction = ExamCorrection.objects.get(pk=correction.pk)
    if correction.settled_at:
        raise CannotMove(_("This correction is settled already."))
    return correction


def _in_its_place(first: ExamResult, *, correction: ExamCorrection, at: datetime) -> ExamResult:
    return ExamResult.objects.create(
        credential=first.credential,
        form=first.form,
        taken_on=correction.taken_on,
        outcome=correction.outcome,
        vendor=first.vendor,
        reference=first.reference,
        received_at=at,
    )


@transaction.atomic
def dismiss(correction: ExamCorrection, *, because: str, by: User, at: datetime) -> None:
    """Leave a result as it is, with the reason.

    :raises Incomplete: no reason
    :raises CannotMove: it is settled already
    :raises NotForYou: it is the case of the person who dismisses
    """
    result = _locked(correction.result)
    must_not_be_own(result.credential.certificant, by=by)
    correction = _open(correction)
    if not because.strip():
        raise Incomplete({"because": _("Say why the result stays as it is.")})
    correction.settled_by, correction.settled_at, correction.confirmed = by, at, False
    correction.dismissed_because = because.strip()
    correction.save()
    _remember(correction, "exam_correction.dismissed", by=by, at=at, because=because.strip())


def _remember(
    correction: ExamCorrection, event: str, *, by: User | None, at: datetime, **more: object
) -> None:
    record(
        event,
        by=by,
        at=at,
        subject=correction,
        certificant=correction.result.credential.certificant_id,
        result=correction.result_id,
        outcome=correction.outcome,
        taken_on=str(correction.taken_on),
        **more,
    )


def _tell(
    correction: ExamCorrection, first: ExamResult, second: ExamResult, *, at: datetime
) -> None:
    cycle = cycle_for_exam(first.credential, on=first.taken_on)
    notices.owe(
        "exam_corrected",
        to=first.credential.certificant,
        key=f"exam_correction:{correction.pk}:confirmed",
        at=at,
        context={
            "exam_result": second.pk,
            "exam": exam_label(policy_of(cycle), first.form),
            "taken_on": str(first.taken_on),
            "now_taken_on": str(second.taken_on),
            "was": first.outcome,
            "outcome": second.outcome,
            "because": correction.because,
        },
    )
