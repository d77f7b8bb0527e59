"""Days of a cycle: its first and last, the one after it, and where a credential stands."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from recert.policy.policies import Policy
from recert.policy.units import NOT_SET


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from a first to a last one, both inside.

    >>> date(2026, 3, 10) in Span(date(2024, 3, 10), date(2026, 3, 10))
    True
    >>> date(2026, 3, 11) in Span(date(2024, 3, 10), date(2026, 3, 10))
    False
    """

    first_on: date
    last_on: date

    def __contains__(self, day: date) -> bool:
        """Tell whether a day is inside; the first and the last day are."""
        return self.first_on <= day <= self.last_on


class Standing(StrEnum):
    """Where a credential stands on a day."""

    CURRENT = "current"
    GRACE = "grace"
    LAPSED = "lapsed"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    RETIRED = "retired"
    NOT_SET = "not set"  # after the last day, where the body has not said what follows


@dataclass(frozen=True, slots=True)
class StandingAct:
    """A suspension, revocation or retirement, from a day to a last day (None: no end)."""

    standing: Standing
    first_on: date
    last_on: date | None = None

    def holds(self, *, on: date) -> bool:
        """Tell whether the act holds on a day; its first and last days are inside."""
        return self.first_on <= on and (self.last_on is None or on <= self.last_on)


# The gravest act speaks first.
_GRAVEST_FIRST = (Standing.REVOKED, Standing.SUSPENDED, Standing.RETIRED)


def clamped(year: int, *, month: int, day: int) -> date:
    """Return a day of a month, or the month's last day where it has no such day.

    >>> clamped(2026, month=2, day=29)
    datetime.date(2026, 2, 28)
    """
    return date(year, month, min(day, monthrange(year, month)[1]))


def first_cycle(policy: Policy, certified_on: date) -> Span:
    """Return the cycle that begins with certification and ends on its anniversary."""
    last_on = clamped(
        certified_on.year + policy.cycle.years,
        month=certified_on.month,
        day=certified_on.day,
    )
    return Span(certified_on, last_on)


def anchor_day(old: Span, *, certified_on: date) -> int:
    """Return the day of the month on which cycles end, remembered through short months.

    A cycle that ended on 28 February because 29 was wanted still wants the 29th.
    """
    wanted = clamped(old.last_on.year, month=certified_on.month, day=certified_on.day)
    return certified_on.day if wanted == old.last_on else old.last_on.day


def next_cycle(policy: Policy, old: Span, *, certified_on: date, on: date) -> Span | None:
    """Return the cycle after an old one, if renewed on a day; None if its start is not set.

    Renewing early never shortens: the next cycle ends a full length after the old last day.
    """
    begins = policy.cycle.next_cycle_begins
    if begins is NOT_SET:
        return None
    closes_on = min(on, old.last_on) if begins == "next day" else old.last_on
    last_on = a_length_after(policy, old, certified_on=certified_on)
    return Span(closes_on + timedelta(days=1), last_on)


def a_length_after(policy: Policy, old: Span, *, certified_on: date) -> date:
    """Return the day that is a full length after the last day of a cycle."""
    return clamped(
        old.last_on.year + policy.cycle.years,
        month=old.last_on.month,
        day=anchor_day(old, certified_on=certified_on),
    )


def standing(
    policy: Policy, cycle: Span, *, on: date, acts: Iterable[StandingAct] = ()
) -> Standing:
    """Return where a credential stands on a day; every last day still counts.

    The answer is `Standing.NOT_SET` after the last day if the body has not said what follows.
    """
    holding = {act.standing for act in acts if act.holds(on=on)}
    for gravest in _GRAVEST_FIRST:
        if gravest in holding:
            return gravest
    if on <= cycle.last_on:
        return Standing.CURRENT
    return _standing_after(policy, days=(on - cycle.last_on).days)


def _standing_after(policy: Policy, *, days: int) -> Standing:
    rule = policy.after_last_day
    if rule.grace_days is NOT_SET:
        return Standing.NOT_SET
    if days <= rule.grace_days:
        return Standing.GRACE
    return Standing.NOT_SET if rule.then is NOT_SET else Standing(rule.then)
