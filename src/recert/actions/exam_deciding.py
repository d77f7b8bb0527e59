"""Deciding on a result that was just written: its authorisation, its decision, what follows.

The case is locked by whoever calls.
"""

from datetime import datetime

from recert.actions import exam_effects
from recert.actions.events import record
from recert.policy.replay import case_as_data
from recert.records.certification import Cycle, ExamResult
from recert.records.exam_judging import Judged, judged_exam, pathway_of
from recert.records.exams import ExamAuthorisation, ExamDecision
from recert.records.people import User
from recert.records.policies import edition_of


def put_on_record(
    result: ExamResult,
    *,
    cycle: Cycle,
    by: User | None,
    at: datetime,
    corrects: ExamResult | None = None,
) -> None:
    """Judge a result that was just written, and let follow what follows; the case is locked."""
    told = {"corrects": corrects.pk} if corrects else {}
    record(
        "exam_result.recorded",
        by=by,
        at=at,
        subject=result,
        certificant=result.credential.certificant_id,
        form=result.form,
        taken_on=str(result.taken_on),
        outcome=result.outcome,
        **told,
    )
    pathway = pathway_of(cycle, form=result.form)
    authorisation = _authorisation(result, corrects=corrects)
    if authorisation:
        exam_effects.close_authorisation(authorisation, result=result, corrects=corrects, at=at)
    if pathway is None:  # a body without an exam pathway keeps the fact, and nothing follows
        return
    judged = judged_exam(result, cycle=cycle, pathway=pathway.id)
    decision = _decided(result, judged=judged, authorisation=authorisation, at=at)
    exam_effects.follow(decision, found=judged.found, by=by, at=at)


def _authorisation(result: ExamResult, *, corrects: ExamResult | None) -> ExamAuthorisation | None:
    """Return the authorisation under which an exam was sat, the booked one first; or none.

    One that expired before its result came is meant too. A corrected result keeps its own.
    """
    before = ExamDecision.objects.filter(result=corrects).first() if corrects else None
    if before:
        return before.authorisation
    held = ExamAuthorisation.objects.filter(
        cycle__credential=result.credential,
        form=result.form,
        status__in=["open", "booked", "expired"],
        given_on__lte=result.taken_on,
    ).order_by("-given_at", "-pk")
    fits = [each for each in held if each.last_on is None or each.last_on >= result.taken_on]
    order = {"booked": 0, "open": 1, "expired": 2}
    return min(fits, key=lambda each: order[each.status], default=None)


def _decided(
    result: ExamResult,
    *,
    judged: Judged,
    authorisation: ExamAuthorisation | None,
    at: datetime,
) -> ExamDecision:
    cycle = judged.rows.cycle
    return ExamDecision.objects.create(
        result=result,
        cycle=cycle,
        authorisation=authorisation,
        pathway=judged.found.pathway.id,
        outcome=judged.outcome,
        left=list(judged.left),
        edition=edition_of(cycle),
        edition_digest=judged.found.digest,
        facts=case_as_data(judged.rows.case),
        findings=judged.found.as_data(),
        at=at,
    )
