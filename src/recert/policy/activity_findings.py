"""Say of each activity what became of it, why, and what would change it."""

from dataclasses import dataclass

from recert.policy.columns import UNSET
from recert.policy.cycles import Span
from recert.policy.decision import ActivityFinding
from recert.policy.facts import Activity, Case
from recert.policy.names import say_day
from recert.policy.policies import Policy
from recert.policy.requirements import (
    AFTER_WINDOW,
    BEFORE_WINDOW,
    COUNTED,
    CREDIT_NOT_SET,
    DUPLICATE_COURSE,
    EVIDENCE_MISSING,
    PROVIDER_NOT_APPROVED,
    REJECTED,
    REVIEW_PENDING,
)
from recert.policy.tally import Tally
from recert.policy.units import NOT_SET

OUTCOME_NAMES = {
    COUNTED: "counted",
    EVIDENCE_MISSING: "evidence_missing",
    REVIEW_PENDING: "review_pending",
    REJECTED: "rejected",
    PROVIDER_NOT_APPROVED: "provider_not_approved",
    BEFORE_WINDOW: "before_window",
    AFTER_WINDOW: "after_window",
    DUPLICATE_COURSE: "duplicate_course",
    CREDIT_NOT_SET: "review_pending",
}

# The value of the policy on which each outcome rests; a review rests on the reviewer.
_RESTS_ON = {
    COUNTED: "cycle.years",
    EVIDENCE_MISSING: "activities.evidence",
    PROVIDER_NOT_APPROVED: "activities.providers",
    BEFORE_WINDOW: "cycle.years",
    AFTER_WINDOW: "cycle.years",
    DUPLICATE_COURSE: "activities.same_course",
    CREDIT_NOT_SET: "unit.minutes",
}


@dataclass(frozen=True, slots=True)
class _Told:
    """What the sentences speak of."""

    policy: Policy
    activity: Activity
    cycle: Span
    hoped: int

    @property
    def completed(self) -> str:
        return say_day(self.activity.completed_on)

    @property
    def days(self) -> str:
        return f"{say_day(self.cycle.first_on)} to {say_day(self.cycle.last_on)}"


def activity_findings(
    policy: Policy, case: Case, *, cycle: Span, tally: Tally
) -> tuple[ActivityFinding, ...]:
    """Return a finding for each activity, in the order of the case."""
    rows: dict[int, list[int]] = {}
    for row, at in enumerate(tally.columns.at):
        rows.setdefault(at, []).append(row)
    return tuple(
        _finding(policy, case.activities[at], rows=rows[at], cycle=cycle, tally=tally)
        for at in sorted(rows)
    )


def _finding(
    policy: Policy, activity: Activity, *, rows: list[int], cycle: Span, tally: Tally
) -> ActivityFinding:
    """Rows of one activity share its outcome: `count` says how many there are."""
    row, times = rows[0], len(rows)
    outcome, amount = tally.outcome[row], tally.columns.amount[row]
    steps = 0 if amount == UNSET else amount * times
    told = _Told(policy, activity, cycle, hoped=tally.hoped[row])
    because, change = _SENTENCES[outcome](told)
    waits = outcome != COUNTED and tally.hoped[row] == COUNTED
    silent = tally.strict[row] != outcome
    return ActivityFinding(
        at=tally.columns.at[row],
        granted=NOT_SET if amount == UNSET else steps,
        counted=steps if outcome == COUNTED else 0,
        pending=steps if waits else 0,
        outcome=OUTCOME_NAMES[outcome],
        because=because + (_silence(tally.strict[row]) if silent else ""),
        change=change,
        source=policy.source(_RESTS_ON.get(tally.strict[row] if silent else outcome, "")),
    )


def _silence(strict: int) -> str:
    """Say which rule that the policy does not set would decide otherwise."""
    rule = {
        EVIDENCE_MISSING: "without evidence",
        PROVIDER_NOT_APPROVED: "from a provider that is not approved",
        DUPLICATE_COURSE: "when the same course was counted before",
    }.get(strict, "otherwise")
    return f" The policy does not set whether an activity counts {rule}, so a person may decide."


def _counted(told: _Told) -> tuple[str, str]:
    return f"Completed on {told.completed}, inside the cycle of {told.days}.", ""


def _evidence_missing(told: _Told) -> tuple[str, str]:
    hopeless = "" if told.hoped == COUNTED else f" Even then: {_reason(told)}"
    return (
        f"There is no evidence for this activity, so it does not count yet.{hopeless}",
        "Add the certificate or another proof that you completed it." if not hopeless else "",
    )


def _review_pending(told: _Told) -> tuple[str, str]:
    if told.hoped == COUNTED:
        return "A reviewer has not looked at this yet.", "It counts once a reviewer accepts it."
    return f"A reviewer has not looked at this yet. Even then: {_reason(told)}", ""


def _reason(told: _Told) -> str:
    return _SENTENCES[told.hoped](told)[0]


def _rejected(_: _Told) -> tuple[str, str]:
    return (
        "A reviewer rejected this activity.",
        "Read the reviewer's reason; other evidence may change it.",
    )


def _provider_not_approved(told: _Told) -> tuple[str, str]:
    return (
        f"The provider was not approved on {told.completed}, the day of completion.",
        "Choose a class of an approved provider.",
    )


def _before_window(told: _Told) -> tuple[str, str]:
    return (
        (
            f"Completed on {told.completed}, before the first day of the cycle, "
            f"{say_day(told.cycle.first_on)}."
        ),
        "If the day is wrong, correct it. Otherwise it cannot count in this cycle.",
    )


def _after_window(told: _Told) -> tuple[str, str]:
    return (
        (
            f"Completed on {told.completed}, after the last day of the cycle, "
            f"{say_day(told.cycle.last_on)}."
        ),
        "If the day is wrong, correct it. Otherwise it cannot count in this cycle.",
    )


def _duplicate(_: _Told) -> tuple[str, str]:
    return (
        "The same course already counts in this cycle, and a course counts once.",
        "If it was another course, correct the course. Otherwise choose a different one.",
    )


def _credit_not_set(told: _Told) -> tuple[str, str]:
    unit, activity = told.policy.unit, told.activity
    decides = f"A reviewer can say how many {unit.plural} it gives."
    if activity.minutes is not None:
        why = f"How many minutes make 1.0 {unit.name} is not set, so a person must decide."
        return f"It was entered in minutes. {why}", decides
    if activity.academic_credits is not None:
        return "What academic credits give is not set, so a person must decide.", decides
    return "It says neither credits nor minutes.", f"Say how long it took. {decides}"


_SENTENCES = {
    COUNTED: _counted,
    EVIDENCE_MISSING: _evidence_missing,
    REVIEW_PENDING: _review_pending,
    REJECTED: _rejected,
    PROVIDER_NOT_APPROVED: _provider_not_approved,
    BEFORE_WINDOW: _before_window,
    AFTER_WINDOW: _after_window,
    DUPLICATE_COURSE: _duplicate,
    CREDIT_NOT_SET: _credit_not_set,
}
