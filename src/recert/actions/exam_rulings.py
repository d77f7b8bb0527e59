"""What an officer decides on an exam where the policy leaves it open; never in their own case."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions import exam_effects, notices
from recert.actions.events import record
from recert.actions.locks import lock_case, must_not_be_own
from recert.actions.refusals import CannotMove, Incomplete
from recert.actions.rulings import must_be_officers
from recert.policy.cycles import Span
from recert.policy.exam_asking import exam_label
from recert.policy.next_cycles import problems_of_next
from recert.records.cases import acts_upon
from recert.records.exam_judging import found_of, next_cycle_of
from recert.records.exam_lists import decisions_to_rule
from recert.records.exams import ExamDecision, ExamRuling
from recert.records.people import User
from recert.records.policies import policy_by_digest
from recert.records.words import day_word, status_word


@transaction.atomic
def rule(
    decision: ExamDecision,
    *,
    upgrade: bool,
    because: str,
    next_cycle: Span | None,
    by: User,
    on: date,
    at: datetime,
) -> ExamRuling:
    """Decide a pass that was referred, or set the next cycle that the policy does not.

    :param upgrade: whether the level rises and the next cycle begins
    :param next_cycle: its days, only where the policy does not give them
    :param on: the body's day
    :raises NotForYou: this person is no officer, or it is their own case
    :raises CannotMove: nothing is left to decide, or an act upon the credential must end first
    :raises Incomplete: no reason, or days that are missing or cannot be
    """
    certificant = lock_case(decision.result.credential.certificant_id)
    must_not_be_own(certificant, by=by)
    waiting = decisions_to_rule().filter(pk=decision.pk).first()
    if waiting is None:
        raise CannotMove(_("Nothing is left to decide on this exam."))
    decision = waiting
    must_be_officers(decision.left, reason=because, by=by)
    following = None
    if upgrade:
        _must_have_no_act(decision, on=on)
        following = _next(decision, asked=next_cycle)
    else:
        _must_be_open_to_refusal(decision, asked=next_cycle)
    ruling = _ruled(decision, upgrade=upgrade, because=because, days=following, by=by, at=at)
    if upgrade:
        days = following or next_cycle_of(decision)
        exam_effects.upgrade(decision, following=days, by=by, at=at, ruling=ruling)
    else:
        _tell(decision, ruling, at=at)
    return ruling


def _must_have_no_act(decision: ExamDecision, *, on: date) -> None:
    for act in acts_upon(decision.result.credential_id).filter(begins_on__lte=on):
        if not hasattr(act, "end"):
            raise CannotMove(
                _("The credential is %(act)s since %(day)s; end that act first.")
                % {"act": status_word(act.kind), "day": day_word(act.begins_on)}
            )


def _must_be_open_to_refusal(decision: ExamDecision, *, asked: Span | None) -> None:
    if decision.outcome == "eligible":
        raise CannotMove(
            _("The level rose by the policy; what is left is when the next cycle begins.")
        )
    if asked is not None:
        raise CannotMove(_("Without an upgrade no next cycle begins; leave its days empty."))


def _next(decision: ExamDecision, *, asked: Span | None) -> Span | None:
    """Return the next cycle as an officer set it; None where it is not theirs to set."""
    if next_cycle_of(decision) or exam_effects.follows_otherwise(decision.cycle):
        if asked is not None:
            raise CannotMove(_("The days of the next cycle are set already; leave them empty."))
        return None
    if asked is None:
        words = _(
            "The policy does not set when the next cycle begins: enter its first and last day."
        )
        raise Incomplete({"begins_on": words})
    problems = _problems(decision, following=asked)
    if problems:
        raise Incomplete(problems)
    return asked


def _problems(decision: ExamDecision, *, following: Span) -> dict[str, str]:
    """Return what is wrong with the days: they also wait for the exam, which gives the level."""
    found, taken_on = found_of(decision), decision.result.taken_on
    policy = policy_by_digest(decision.edition_digest)
    problems = problems_of_next(policy, found.cycle, following=following, on=taken_on)
    if taken_on > found.cycle.last_on and following.first_on < taken_on:
        words = _("The exam was passed on %(day)s; enter that day or a later one.")
        problems["begins_on"] = words % {"day": day_word(taken_on)}
    return problems


def _ruled(
    decision: ExamDecision,
    *,
    upgrade: bool,
    because: str,
    days: Span | None,
    by: User,
    at: datetime,
) -> ExamRuling:
    ruling = ExamRuling.objects.create(
        decision=decision,
        upgrade=upgrade,
        because=because.strip(),
        next_begins_on=days.first_on if days else None,
        next_ends_on=days.last_on if days else None,
        by=by,
        at=at,
    )
    set_ = {"next_cycle": [str(days.first_on), str(days.last_on)]} if days else {}
    record(
        "exam.ruled",
        by=by,
        at=at,
        subject=ruling,
        certificant=decision.result.credential.certificant_id,
        decision=decision.pk,
        upgrade=upgrade,
        because=because.strip(),
        **set_,
    )
    return ruling


def _tell(decision: ExamDecision, ruling: ExamRuling, *, at: datetime) -> None:
    result = decision.result
    notices.owe(
        "exam_not_counted",
        to=result.credential.certificant,
        key=f"exam_ruling:{ruling.pk}:exam_not_counted",
        at=at,
        context={
            "exam_result": result.pk,
            "exam": exam_label(policy_by_digest(decision.edition_digest), result.form),
            "taken_on": str(result.taken_on),
            "cycle_ends_on": str(decision.cycle.ends_on),
            "because": ruling.because,
        },
    )
