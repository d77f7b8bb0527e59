"""What nobody has set, and a way to recertify depends on: named, with its source, never guessed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from recert.policy.decision import Fee, PathwayDecision
from recert.policy.policies import ExamRule, Pathway, Policy, Source
from recert.policy.units import NOT_SET

# What may be open on a way; each page says it in its own words.
What = Literal[
    "fee", "seat", "minutes", "opening", "closing", "wait", "late_pass", "same_form", "next_cycle",
    "grace", "then", "anew",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Something that nobody has set here, on which a way depends; `label` names a fee's line.

    A `seat` is what the testing center takes, `anew` what it takes to certify anew: neither is
    a matter of a recertification policy, so no edition can set them.
    """

    what: What
    source: Source | None = None
    label: str = ""


def of_fees(fee: Fee) -> Iterator[Unsaid]:
    """Yield the lines of a fee that have no amount."""
    for line in fee.lines:
        if line.amount is NOT_SET:
            yield Unsaid("fee", line.source, line.label)


def of_credits(policy: Policy, pathway: Pathway, *, found: PathwayDecision) -> Iterator[Unsaid]:
    """Yield what is open about earning credit, and about when filing begins."""
    if policy.unit.minutes is NOT_SET and found.shortfall:
        yield Unsaid("minutes", policy.source("unit.minutes"))
    if pathway.filing and pathway.filing.opens_days_before is NOT_SET:
        path = f"pathways.{pathway.id}.filing.opens_days_before_last_day"
        yield Unsaid("opening", policy.source(path))


def of_sitting(
    policy: Policy, pathway: Pathway, rule: ExamRule, *, found: PathwayDecision
) -> Iterator[Unsaid]:
    """Yield all that is open on the way by an exam: the seat is never the body's to price."""
    yield Unsaid("seat")
    yield from of_fees(found.fee)
    yield from of_exam(policy, rule, path=f"pathways.{pathway.id}.exam")
    yield from of_next(policy, found)


def of_exam(policy: Policy, rule: ExamRule, *, path: str) -> Iterator[Unsaid]:
    """Yield what is open about sitting an exam; `path` is where the policy speaks of it."""
    if rule.wait_days is NOT_SET:
        yield Unsaid("wait", policy.source(f"{path}.wait_days"))
    if rule.same_form is NOT_SET:
        yield Unsaid("same_form", policy.source(f"{path}.same_form"))
    if rule.after_last_day is NOT_SET:
        yield Unsaid("late_pass", policy.source(f"{path}.after_last_day"))


def of_next(policy: Policy, found: PathwayDecision) -> Iterator[Unsaid]:
    """Yield the start of the next cycle, if it is open."""
    if found.next_cycle is None:
        yield Unsaid("next_cycle", policy.source("renewal.next_cycle_begins"))


def of_after(policy: Policy) -> Iterator[Unsaid]:
    """Yield what is open about the time after the last day."""
    if policy.after_last_day.grace_days is NOT_SET:
        yield Unsaid("grace", policy.source("after_last_day.grace_days"))
    if policy.after_last_day.then is NOT_SET:
        yield Unsaid("then", policy.source("after_last_day.then"))
