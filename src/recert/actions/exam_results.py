"""The result of an exam, and all that follows from it, in one transaction."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.actions.events import record
from recert.actions.exam_deciding import put_on_record
from recert.actions.locks import lock_case, must_not_be_own
from recert.actions.refusals import CannotMove, Incomplete
from recert.records.certification import Credential, Cycle, ExamResult
from recert.records.exam_judging import cycle_for_exam, judged_exam
from recert.records.exams import ExamCorrection, ExamDecision
from recert.records.people import User
from recert.records.policies import policy_of
from recert.records.words import day_word

OUTCOMES = ("pass", "fail", "absent")


@transaction.atomic
def record_result(
    credential: Credential,
    *,
    form: str,
    taken_on: date,
    outcome: str,
    vendor: str,
    reference: str,
    by: User | None,
    on: date,
    at: datetime,
) -> ExamResult:
    """Put the result of one sitting on record, judge it, and let follow what follows.

    Everything is as of the exam day, whenever the result arrives: a pass raises the level on that
    day and begins the next cycle. The same result twice is one.

    :param vendor: who held the exam; :param reference: what they call this result
    :raises Incomplete: something is missing or cannot be, each field in words
    :raises CannotMove: the reference, or the sitting, is on record otherwise: correct that instead
    :raises NotForYou: it is the result of the person who enters it
    """
    certificant = lock_case(credential.certificant_id)
    if by is not None:
        must_not_be_own(certificant, by=by)
    result = ExamResult(
        credential=credential,
        form=form,
        taken_on=taken_on,
        outcome=outcome,
        vendor=" ".join(vendor.split()),
        reference=reference.strip(),
        received_at=at,
    )
    cycle = cycle_for_exam(credential, on=taken_on)
    _must_be_whole(result, cycle=cycle, on=on)
    known = ExamResult.objects.filter(vendor=result.vendor, reference=result.reference).first()
    if known:
        _must_be_the_same(known, told=result)
        return known
    _must_be_one_sitting(result)
    _must_not_be_taken(result)
    put_on_record(result, cycle=cycle, by=by, at=at)
    _judge_later_ones_again(result, at=at)
    return result


def _must_be_whole(result: ExamResult, *, cycle: Cycle, on: date) -> None:
    problems = {}
    forms = [form.id for form in policy_of(cycle).exam_forms]
    if result.form not in forms:
        problems["form"] = _("Choose one of the exams that there are: %(forms)s.") % {
            "forms": ", ".join(forms)
        }
    if result.outcome not in OUTCOMES:
        problems["outcome"] = _("Say whether it was passed, failed, or not sat.")
    if result.taken_on > on:
        problems["taken_on"] = _("Enter the day of the exam; it is not later than today.")
    for name, most in (("vendor", 60), ("reference", 80)):
        told = getattr(result, name)
        if not told or len(told) > most:
            words = _("Enter it, in at most %(most)d characters.") % {"most": most}
            problems[name] = words
    if problems:
        raise Incomplete(problems)


def _must_be_the_same(known: ExamResult, *, told: ExamResult) -> None:
    for part in ("credential_id", "form", "taken_on", "outcome"):
        if getattr(known, part) != getattr(told, part):
            raise CannotMove(
                _(
                    "%(vendor)s gave the reference %(reference)s to another result; if that was "
                    "told wrongly, propose a correction of it."
                )
                % {"vendor": told.vendor, "reference": told.reference}
            )


def _must_be_one_sitting(result: ExamResult) -> None:
    """Refuse a second result of one exam on one day: one was entered twice, in two ways."""
    same = ExamResult.objects.filter(
        credential=result.credential, form=result.form, taken_on=result.taken_on
    ).first()
    if same:
        raise CannotMove(
            _(
                "A result of this exam on %(day)s is on record, with the reference %(reference)s "
                "of %(vendor)s; if it was told wrongly, propose a correction of it."
            )
            % {"day": day_word(same.taken_on), "reference": same.reference, "vendor": same.vendor}
        )


def _must_not_be_taken(result: ExamResult) -> None:
    """Write the result; of two people who are given one reference at once, one is refused."""
    try:
        with transaction.atomic():
            result.save(force_insert=True)
    except IntegrityError:
        raise CannotMove(
            _("%(vendor)s gave the reference %(reference)s to another result at this moment.")
            % {"vendor": result.vendor, "reference": result.reference}
        ) from None


def _judge_later_ones_again(result: ExamResult, *, at: datetime) -> None:
    """Propose to judge later exams anew, where this one came late and they come out otherwise.

    A person confirms that, like any correction: what was told to somebody does not move by itself.
    """
    later = ExamResult.objects.filter(
        credential=result.credential, taken_on__gt=result.taken_on, outcome="pass"
    )
    for after in later.select_related("decision__cycle").order_by("taken_on", "id"):
        decision: ExamDecision | None = getattr(after, "decision", None)
        if decision and _comes_out_otherwise(decision) and not _is_open(after):
            because = (
                f"A result of {result.form} on {result.taken_on}, told later, changes what was "
                "decided on this one."
            )
            correction = ExamCorrection.objects.create(
                result=after,
                outcome=after.outcome,
                taken_on=after.taken_on,
                because=because,
                by=None,
                at=at,
            )
            record(
                "exam_correction.proposed",
                by=None,
                at=at,
                subject=correction,
                certificant=result.credential.certificant_id,
                result=after.pk,
                because=because,
            )


def _comes_out_otherwise(decision: ExamDecision) -> bool:
    again = judged_exam(decision.result, cycle=decision.cycle, pathway=decision.pathway)
    return again.outcome != decision.outcome


def _is_open(result: ExamResult) -> bool:
    return ExamCorrection.objects.filter(result=result, settled_at=None).exists()
