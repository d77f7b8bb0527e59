"""What a certificant owes next for a cycle that is not renewed, the most pressing first.

The same order as on their own first page (tests/jobs/test_reminding.py holds the two together).
Where only the body has anything to do, nothing is owed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recert.policy.decision import Decision, PathwayDecision
from recert.policy.lifecycle import ActivityStatus, Turn


class Owed(StrEnum):
    """What somebody owes next for a cycle."""

    ANSWER = "answer"  # a question about an activity
    ANSWER_APPLICATION = "answer about the application"
    PAY = "pay"
    ADD_TO_FILED = "add to what is filed"
    NOTHING = "nothing"  # it is the body's turn
    TOO_LATE = "too late"  # filing has closed
    APPLY = "apply"
    ADD_LATE = "add late"  # only what was completed by the last day
    PROVE = "prove"  # an activity without evidence
    APPLY_WAITING = "apply while credit waits"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the step depends on: the decision by credits, each activity's status, the application.

    `statuses` are in the order of the decision's activities; `turn` is None while nothing is filed.
    """

    decision: Decision
    statuses: tuple[ActivityStatus, ...]
    turn: Turn | None
    on: date


def owed(facts: Facts) -> Owed:
    """Return what is owed next."""
    if ActivityStatus.RETURNED in facts.statuses:
        return Owed.ANSWER
    return _of_filed(facts) if facts.turn else _before_filing(facts)


def _of_filed(facts: Facts) -> Owed:
    if facts.turn == Turn.CERTIFICANT:
        return Owed.ANSWER_APPLICATION
    if facts.turn == Turn.PAYER:
        return Owed.PAY
    if without_evidence(facts.decision):
        return Owed.PROVE
    return Owed.ADD_TO_FILED if still_missing(facts.decision) else Owed.NOTHING


def _before_filing(facts: Facts) -> Owed:
    way, decision = facts.decision.pathway, facts.decision
    ended = facts.on > decision.cycle.last_on
    if ended and _is_closed(way):
        return Owed.TOO_LATE
    if way.outcome != "not eligible":
        return Owed.APPLY
    if ended:
        return Owed.ADD_LATE
    if without_evidence(decision):
        return Owed.PROVE
    return Owed.ADD if still_missing(decision) else Owed.APPLY_WAITING


def _is_closed(way: PathwayDecision) -> bool:
    return any(
        each.requirement == "filing_window" and each.state == "short" for each in way.findings
    )


def still_missing(decision: Decision) -> int:
    """Return the steps that are missing even if everything counts that waits for a reviewer."""
    return max(decision.shortfall - decision.pending, 0)


def without_evidence(decision: Decision) -> tuple[int, ...]:
    """Return the places of the activities that would count if they had evidence."""
    return tuple(
        each.at
        for each in decision.activities
        if each.outcome == "evidence_missing" and each.pending
    )
