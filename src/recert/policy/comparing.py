"""The ways to recertify, side by side: what each costs, asks, gives, and until when it is safe.

Nothing is reckoned here that the engine does not reckon elsewhere: each way is what `decide` finds
if it were gone. The exam is supposed to be passed on the first day on which it can be sat; the late
way is the same application, filed on the day after the last one.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from recert.policy import unsaid
from recert.policy.cycles import Span, Standing
from recert.policy.decision import Decision, Fee, Finding, PathwayDecision
from recert.policy.evaluate import cycle_of, decide
from recert.policy.facts import Case, Exam
from recert.policy.policies import ExamRule, Pathway, Policy, Source
from recert.policy.units import NOT_SET, NotSet
from recert.policy.unsaid import Unsaid

DAY = timedelta(days=1)


class Openness(StrEnum):
    """Whether a way can be gone, the most open first."""

    DONE = "done"  # gone already: everything that it asks is on record
    OPEN = "open"
    REFERRED = "referred"  # the policy does not say; a person decides
    CLOSED = "closed"


_ORDER = tuple(Openness)


@dataclass(frozen=True, slots=True)
class Way:
    """One way, in the numbers of one case. Credit is in steps, contact time in minutes."""

    kind: Literal["credits", "exam", "late"]
    pathway: str
    label: str
    openness: Openness
    against: tuple[Finding, ...]  # what closes it, or leaves it to a person
    to_do: tuple[Finding, ...]  # what is short and can still be met
    fee: Fee
    required: int
    missing: int
    pending: int
    minutes: int | NotSet  # of instruction, that the missing credit takes
    begins_on: date  # the first day on which it can be gone
    latest_on: date | NotSet | None  # the latest safe day; None where there is none
    latest_source: Source | None
    again_by: date | NotSet | None  # an exam sat by then leaves room to sit it again
    again_source: Source | None
    level: str
    standing: Standing  # once the last day is past, if nothing else is done
    follows: Span | None  # the cycle that it begins; None if its start is not set
    follows_source: Source | None
    unsaid: tuple[Unsaid, ...]

    @property
    def files(self) -> bool:
        """Whether an application is filed on this way; an exam alone asks for none."""
        return self.kind != "exam"


def compare(policy: Policy, case: Case, *, on: date) -> tuple[Way, ...]:
    """Return every way to recertify as of a day, the most fitting first.

    That is advice, never a rule: what is open comes before what a person decides; among the open,
    credits that are half earned, then an exam that could be sat twice, then one that could be sat
    once, then credits. Being late comes last.
    """
    cycle = cycle_of(policy, case)
    past = max(on, cycle.last_on + DAY)
    after = decide(policy, case, on=past).standing
    ways = [
        _by_exam(policy, way, way.exam, case=case, cycle=cycle, on=on, after=after)
        if way.exam
        else _in_time(policy, way, case=case, cycle=cycle, on=on, after=after)
        for way in policy.pathways
    ]
    filed = next((way for way in policy.pathways if way.filing), None)
    if filed:
        ways.append(_late(policy, filed, case=case, past=past, after=after))
    return tuple(sorted(ways, key=_fit))


def _fit(way: Way) -> tuple[bool, int, int]:
    if way.kind == "exam":
        left = 1 if way.again_by else 2
    else:
        left = 0 if 2 * way.missing <= way.required else 3
    return way.kind == "late", _ORDER.index(way.openness), left


# --- in time, by credits


def _in_time(
    policy: Policy, pathway: Pathway, *, case: Case, cycle: Span, on: date, after: Standing
) -> Way:
    """Return the way by credits, filed by the last day of the cycle."""
    decision = decide(policy, case, on=on, pathway=pathway.id)
    found, closes_on = decision.pathway, decision.closes_on
    over = on > cycle.last_on
    against = _of(found, "filing_window") if over else ()
    return _way(
        policy,
        decision,
        kind="credits",
        openness=Openness.CLOSED if over else _openness(found),
        against=against or tuple(each for each in found.findings if each.state == "not set"),
        begins_on=max(filter(None, (on, decision.opens_on))),
        latest_on=min(cycle.last_on, closes_on or cycle.last_on),
        latest_source=_filing_source(policy, pathway),
        after=after,
        unsaid=(
            *unsaid.of_fees(found.fee),
            *unsaid.of_credits(policy, pathway, found=found),
            *unsaid.of_next(policy, found),
        ),
    )


def _openness(found: PathwayDecision) -> Openness:
    """Return how open a way is: what is short can still be met, what is not set cannot."""
    return Openness.REFERRED if found.not_set else Openness.OPEN


def _of(found: PathwayDecision, requirement: str) -> tuple[Finding, ...]:
    return tuple(
        each for each in found.findings if each.requirement == requirement and each.state != "met"
    )


# --- by an exam

# Once the exam is supposed to be passed: what is short of these cannot be helped by doing more.
_FINAL = frozenset({"exam.same_form", "exam.too_early", "exam.too_late", "exam.retake_too_soon"})


def _by_exam(
    policy: Policy,
    pathway: Pathway,
    rule: ExamRule,
    *,
    case: Case,
    cycle: Span,
    on: date,
    after: Standing,
) -> Way:
    """Return the way by an exam, supposed to be passed on the first day that it can be sat."""
    now = decide(policy, case, on=on, pathway=pathway.id)
    done = not now.pathway.unmet
    day = max(on, cycle.first_on, now.earliest_retake_on or on)
    then = now if done else _supposed(policy, pathway, rule, case=case, day=day)
    found, against = then.pathway, _against(then.pathway)
    closed = any(each.state == "short" for each in against)
    openness = Openness.CLOSED if closed else _openness(found)
    latest, again = (None, None) if closed else _exam_days(rule, cycle=cycle, day=day)
    return _way(
        policy,
        then,
        kind="exam",
        openness=Openness.DONE if done and found.outcome == "eligible" else openness,
        against=against,
        begins_on=day,
        latest_on=latest,
        latest_source=policy.source("cycle.years"),
        again_source=policy.source(f"pathways.{pathway.id}.exam.wait_days"),
        again_by=again,
        after=after,
        unsaid=() if closed else tuple(unsaid.of_sitting(policy, pathway, rule, found=found)),
    )


def _supposed(
    policy: Policy, pathway: Pathway, rule: ExamRule, *, case: Case, day: date
) -> Decision:
    """Decide a case as if the exam were passed on a day."""
    passed = replace(case, exams=(*case.exams, Exam(rule.form, day, "pass")))
    return decide(policy, passed, on=day, pathway=pathway.id, latest_exam=True)


def _against(found: PathwayDecision) -> tuple[Finding, ...]:
    """Return what closes the way by an exam, or leaves it to a person."""
    return tuple(
        each
        for each in found.findings
        if each.state == "not set" or (each.state == "short" and each.requirement in _FINAL)
    )


def _exam_days(
    rule: ExamRule, *, cycle: Span, day: date
) -> tuple[date | None, date | NotSet | None]:
    """Return the last safe day to sit, and the last one that leaves room for another try."""
    latest = cycle.last_on if day <= cycle.last_on else None
    if rule.wait_days is NOT_SET or latest is None:
        return latest, NOT_SET if latest else None
    again = cycle.last_on - timedelta(days=rule.wait_days)
    return latest, again if again >= day else None


# --- after the last day


def _late(policy: Policy, pathway: Pathway, *, case: Case, past: date, after: Standing) -> Way:
    """Return what remains after the last day: filing late, or letting it lapse and returning."""
    decision = decide(policy, case, on=past, pathway=pathway.id)
    found, against = decision.pathway, _of(decision.pathway, "filing_window")
    closed = any(each.state == "short" for each in against)
    openness = Openness.REFERRED if against else Openness.OPEN
    latest: date | NotSet | None = decision.closes_on or NOT_SET
    path = f"pathways.{pathway.id}.filing.closes_days_after_last_day"
    return _way(
        policy,
        decision,
        kind="late",
        openness=Openness.CLOSED if closed else openness,
        against=against,
        begins_on=past,
        latest_on=None if closed else latest,
        latest_source=policy.source(path),
        after=after,
        unsaid=(
            *(() if closed else unsaid.of_fees(found.fee)),
            *([Unsaid("closing", policy.source(path))] if latest is NOT_SET else []),
            *unsaid.of_after(policy),
            *([Unsaid("anew")] if closed else []),
        ),
    )


# --- what they have in common


def _way(
    policy: Policy,
    decision: Decision,
    *,
    kind: Literal["credits", "exam", "late"],
    openness: Openness,
    against: tuple[Finding, ...],
    begins_on: date,
    latest_on: date | NotSet | None,
    latest_source: Source | None,
    after: Standing,
    unsaid: tuple[Unsaid, ...],
    again_by: date | NotSet | None = None,
    again_source: Source | None = None,
) -> Way:
    found = decision.pathway
    return Way(
        kind=kind,
        pathway=found.id,
        label=found.label,
        openness=openness,
        against=against,
        to_do=tuple(e for e in found.findings if e.state == "short" and e not in against),
        fee=found.fee,
        required=found.required,
        missing=found.shortfall,
        pending=min(decision.pending, found.shortfall),
        minutes=_minutes(policy, found.shortfall),
        begins_on=begins_on,
        latest_on=latest_on,
        latest_source=latest_source,
        again_by=again_by,
        again_source=again_source,
        level=found.next_level,
        standing=after,
        follows=found.next_cycle,
        follows_source=policy.source("renewal.next_cycle_begins"),
        unsaid=unsaid,
    )


def _minutes(policy: Policy, missing: int) -> int | NotSet:
    if not missing:
        return 0
    return NOT_SET if policy.unit.minutes is NOT_SET else policy.unit.minutes_of(missing)


def _filing_source(policy: Policy, pathway: Pathway) -> Source | None:
    return policy.source(f"pathways.{pathway.id}.filing.closes_days_after_last_day")
