"""Compare what a worked case expects with what was decided."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from recert.policy.cycles import Span
from recert.policy.decision import Decision
from recert.policy.facts import Case
from recert.policy.money import amount_of
from recert.policy.units import NOT_SET

Expected = Mapping[str, Any]  # by the keys of the format, each read as it says


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that was expected and found otherwise."""

    key: str
    expected: str
    found: str

    def __str__(self) -> str:
        """Read as one line of a report."""
        return f"{self.key}: expected {self.expected}, found {self.found}"


def compare_decision(decision: Decision, expect: Expected, *, case: Case) -> tuple[Difference, ...]:
    """Return each expectation that a decision does not meet. Only the keys present are compared."""
    return tuple(_differences(decision, expect, case=case))


def _differences(decision: Decision, expect: Expected, *, case: Case) -> Iterator[Difference]:
    for key, find in _PLAIN.items():
        if key in expect:
            yield from _differ(key, expect[key], find(decision))
    for key in ("required", "counted", "shortfall", "pending", "surplus", "carried_out"):
        if key in expect:
            yield from _differ(key, expect[key], decision.unit.amount(getattr(decision, key)))
    if "unmet" in expect:
        yield from _differ("unmet", sorted(expect["unmet"]), sorted(decision.pathway.unmet))
    yield from _fees(decision, expect)
    yield from _categories(decision, expect, case=case)
    for row in expect.get("activity", ()):
        yield from _activity(decision, row)


def _days(span: Span | None) -> tuple[date, date] | None:
    return (span.first_on, span.last_on) if span else None


_PLAIN: Mapping[str, Callable[[Decision], Any]] = {
    "eligible": lambda d: d.eligible,
    "pathway": lambda d: d.pathway.id,
    "referred": lambda d: d.referred,
    "standing": lambda d: d.standing.value,
    "cycle": lambda d: _days(d.cycle),
    "next_cycle": lambda d: _days(d.next_cycle),
    "next_level": lambda d: d.next_level,
    "earliest_retake_on": lambda d: d.earliest_retake_on,
    "opens_on": lambda d: d.opens_on,
}


def _differ(key: str, expected: Any, found: Any) -> Iterator[Difference]:
    if expected != found:
        yield Difference(key, _say(expected), _say(found))


def _say(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(str, value)) + "]"
    return str(value)


def _fees(decision: Decision, expect: Expected) -> Iterator[Difference]:
    fee = decision.pathway.fee
    lines = {line.code: line.amount for line in fee.lines}
    wanted = {
        f"fee_lines.{c}": (a, lines.get(c, 0)) for c, a in expect.get("fee_lines", {}).items()
    }
    if "fee" in expect:
        wanted["fee"] = (expect["fee"], fee.total)
    for key, (expected, minor) in wanted.items():
        found = minor if minor is NOT_SET else amount_of(minor, currency=fee.currency)
        yield from _differ(key, expected, found)


def _categories(decision: Decision, expect: Expected, *, case: Case) -> Iterator[Difference]:
    for category, expected in expect.get("counted_by_category", {}).items():
        steps = sum(
            finding.counted
            for finding in decision.activities
            if case.activities[finding.at].category == category
        )
        found: Decimal = decision.unit.amount(steps)
        yield from _differ(f"counted_by_category.{category}", expected, found)


def _activity(decision: Decision, row: Expected) -> Iterator[Difference]:
    at = row["at"]
    if at >= len(decision.activities):
        yield Difference(f"activity {at}", "an activity", "none at this place")
        return
    finding = decision.activities[at]
    if "counted" in row:
        found = decision.unit.amount(finding.counted)
        yield from _differ(f"activity {at} counted", row["counted"], found)
    if "outcome" in row:
        yield from _differ(f"activity {at} outcome", row["outcome"], finding.outcome)
