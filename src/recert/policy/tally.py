"""Count one certificant's activities: as they stand, and as silent rules might turn out."""

from dataclasses import dataclass
from itertools import product

from recert.policy.columns import (
    UNSET,
    ActivityColumns,
    ActivityNumbers,
    activity_columns,
    activity_numbers,
)
from recert.policy.cycles import Span
from recert.policy.facts import Case
from recert.policy.policies import Policy
from recert.policy.requirements import COUNTED, CREDIT_NOT_SET, judge_activities, total


@dataclass(frozen=True, slots=True)
class Tally:
    """What the activities give. Rows are those of `columns`; credit is in steps.

    `counted` leaves out rules that the policy does not set; `surely` and `possibly` are the
    least and the most it could be, however these are set. `strict` reads them all as asked.
    """

    columns: ActivityColumns
    outcome: tuple[int, ...]
    strict: tuple[int, ...]
    hoped: tuple[int, ...]
    counted: int
    surely: int
    possibly: int
    pending: int

    @property
    def open_amounts(self) -> int:
        """How many activities would count if the policy said how much credit they give."""
        return self.outcome.count(CREDIT_NOT_SET)


def tally(policy: Policy, case: Case, *, cycle: Span) -> Tally:
    """Count the activities of a case for one cycle."""
    columns = activity_columns(policy, case)
    asked = activity_numbers(policy, cycle)
    lenient, strict = asked.silence_read_as(0), asked.silence_read_as(1)
    outcome = _judge(columns, lenient)
    hoped = _judge(columns.if_all_ends_well(), lenient)
    counted = total(outcome, columns.amount)
    readings = [total(_judge(columns, reading), columns.amount) for reading in _readings(asked)]
    return Tally(
        columns=columns,
        outcome=outcome,
        strict=outcome if strict == lenient else _judge(columns, strict),
        hoped=hoped,
        counted=counted,
        surely=min([counted, *readings]),
        possibly=max([counted, *readings]),
        pending=max(0, total(hoped, columns.amount) - counted),
    )


def _judge(columns: ActivityColumns, asked: ActivityNumbers) -> tuple[int, ...]:
    outcome = [COUNTED] * len(columns.day)
    judge_activities(
        outcome,
        columns.day,
        columns.amount,
        columns.same_course,
        columns.evidence,
        columns.review,
        columns.approved,
        asked.first,
        asked.last,
        asked.evidence,
        asked.approval,
        asked.once,
    )
    return tuple(outcome)


def _readings(asked: ActivityNumbers) -> list[ActivityNumbers]:
    """Return every way in which the rules that are not set could be set; none if all are."""
    rules = (asked.evidence, asked.approval, asked.once)
    if UNSET not in rules:
        return []
    return [
        ActivityNumbers(
            first=asked.first, last=asked.last, evidence=evidence, approval=approval, once=once
        )
        for evidence, approval, once in product(
            *((0, 1) if rule == UNSET else (rule,) for rule in rules)
        )
    ]
