"""A next cycle that a person sets, because the policy does not say when it begins."""

from dataclasses import dataclass
from datetime import date, timedelta

from recert.policy.cycles import Span, a_length_after, clamped
from recert.policy.names import say_day
from recert.policy.policies import Policy

LONGEST = 2  # times the length that the policy sets: what early renewal by "next day" could give


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which bodies begin a next cycle, and the days that it would give here."""

    begins: str  # as a policy spells it: recert.policy.policies, next_cycle_begins
    span: Span


def readings(policy: Policy, old: Span, *, certified_on: date, on: date) -> tuple[Reading, ...]:
    """Return the usual readings, so that a person can choose one; none of them is the policy's.

    Each ends a full length after the old last day. Where two give the same days, one is left.

    :param on: the day of filing
    """
    last_on = a_length_after(policy, old, certified_on=certified_on)
    after_old = Reading("after old last day", Span(old.last_on + timedelta(days=1), last_on))
    if on >= old.last_on:
        return (after_old,)
    return (after_old, Reading("next day", Span(on + timedelta(days=1), last_on)))


def problems_of_next(policy: Policy, old: Span, *, following: Span, on: date) -> dict[str, str]:
    """Return what is wrong with the days that a person entered for a next cycle; nothing if right.

    :param on: the day of filing, before which no next cycle begins
    :returns: `begins_on` or `ends_on` → what is expected
    """
    years = policy.cycle.years
    earliest = min(on, old.last_on) + timedelta(days=1)
    latest = _years_after(old.last_on, years=years)
    longest = _years_after(following.first_on, years=LONGEST * years)
    problems = {}
    if not earliest <= following.first_on <= latest:
        problems["begins_on"] = f"Enter a first day from {say_day(earliest)} to {say_day(latest)}."
    elif following.last_on <= old.last_on:
        problems["ends_on"] = f"Enter a last day after {say_day(old.last_on)}, the old one."
    elif not following.first_on <= following.last_on <= longest:
        problems["ends_on"] = (
            f"Enter a last day from {say_day(following.first_on)} to {say_day(longest)}."
        )
    return problems


def _years_after(day: date, *, years: int) -> date:
    return clamped(day.year + years, month=day.month, day=day.day)
