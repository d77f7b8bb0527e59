"""What an application owes, line by line."""

from datetime import date

from recert.policy.cycles import Span
from recert.policy.decision import Fee, FeeLine
from recert.policy.names import say_day
from recert.policy.policies import FeeRule, Pathway, Policy
from recert.policy.units import NOT_SET, NotSet


def fee(policy: Policy, pathway: Pathway, *, cycle: Span, on: date) -> Fee:
    """Return what is owed by a pathway if filed on a day, eligible or not.

    A waived line is shown as 0. The total is not set as long as an owed line is not.
    """
    lines = tuple(
        _line(policy, pathway, rule, cycle=cycle)
        for rule in pathway.fees
        if rule.owed != "after the last day" or on > cycle.last_on
    )
    return Fee(lines=lines, total=_total(lines), currency=policy.currency)


def _line(policy: Policy, pathway: Pathway, rule: FeeRule, *, cycle: Span) -> FeeLine:
    path = f"pathways.{pathway.id}.fees.{rule.code}"
    value = "owed" if rule.owed == "waived" else "amount"
    return FeeLine(
        code=rule.code,
        label=rule.label,
        amount=rule.amount,
        because=_because(rule, cycle=cycle),
        source=policy.source(f"{path}.{value}"),
    )


def _because(rule: FeeRule, *, cycle: Span) -> str:
    if rule.owed == "waived":
        return "Waived on this pathway."
    when = (
        "Owed with each application."
        if rule.owed == "always"
        else f"Owed when filed after the last day, {say_day(cycle.last_on)}."
    )
    return f"{when} The amount is not set." if rule.amount is NOT_SET else when


def _total(lines: tuple[FeeLine, ...]) -> int | NotSet:
    total = 0
    for line in lines:
        if line.amount is NOT_SET:
            return NOT_SET
        total += line.amount
    return total
