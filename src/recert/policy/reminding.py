"""When a certificant is reminded of the last day of a cycle, and how often at most.

A reminder has a place in days before the last day: 30, or 0 on it, or -1 on the day after. Of the
places that a cycle has reached only the latest is due, and only for so long; one that was missed
and overtaken is never sent. The day is always an argument, and so is what was sent before.
Source: docs/decisions/0033-reminders.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from recert.policy.cycles import Span
from recert.policy.policies import Policy
from recert.policy.units import NOT_SET, NotSet

HALFWAY, LAST_DAY, END_OF_GRACE = "halfway", "last day", "last day of grace"


@dataclass(frozen=True, slots=True)
class Reminders:
    """When certificants are reminded of the end of a cycle, and how often at most."""

    halfway: bool
    days_before: tuple[int, ...]
    days_after: tuple[int, ...]
    last_day_of_grace: bool
    caught_up_for: int  # days for which a missed reminder is still sent
    at_most: int
    in_days: int
    uncapped_before: int  # the last days of a cycle, and the days after it, on which
    uncapped_after: int  # that limit does not hold


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What a policy gives after the last day of a cycle: days of grace, and days for filing."""

    grace_days: int | NotSet
    filing_days: int | NotSet

    @property
    def open_for(self) -> int | NotSet:
        """Days after the last day on which something can still be done, as far as is known."""
        if self.grace_days is NOT_SET or self.filing_days is NOT_SET:
            return NOT_SET
        return max(self.grace_days, self.filing_days, 0)


def afterwards(policy: Policy) -> Afterwards:
    """Return what a policy gives after the last day; filing is that of its first pathway with any.

    Without a pathway that is filed, only grace is there to be spoken of.
    """
    filing = next((way.filing for way in policy.pathways if way.filing), None)
    closes = filing.closes_days_after if filing else 0
    return Afterwards(policy.after_last_day.grace_days, closes)


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is due: its kind, and its place in days before the last day of the cycle."""

    kind: str
    days_before: int


@dataclass(frozen=True, slots=True)
class Reach:
    """The last days of the cycles in which a place of the schedule may be what is due today."""

    days_before: int
    first_on: date
    last_on: date


def due(
    plan: Reminders,
    cycle: Span,
    *,
    after: Afterwards,
    on: date,
    reached: int | None = None,
) -> Due | None:
    """Return the reminder of a cycle that is due on a day and was not sent; None if none is.

    :param after: what the policy gives after the last day
    :param reached: the place of the latest reminder that was sent for this cycle; None if none was

    >>> plan = Reminders(True, (90, 30, 0), (1,), True, 30, 3, 7, 7, 2)
    >>> cycle = Span(date(2025, 6, 25), date(2027, 6, 25))
    >>> due(plan, cycle, after=Afterwards(0, 0), on=date(2027, 6, 1))
    Due(kind='30 before', days_before=30)
    >>> due(plan, cycle, after=Afterwards(0, 0), on=date(2027, 6, 1), reached=30) is None
    True
    """
    left = (cycle.last_on - on).days
    places = _places(plan, cycle, after=after)
    latest = min((place for place in places if place >= left), default=None)
    if latest is None or latest - left > plan.caught_up_for:
        return None
    if reached is not None and reached <= latest:
        return None
    return Due(places[latest], latest)


def half_of(length: int) -> int:
    """Return how many days before the last day half of a cycle has passed.

    :param length: the days from the first day to the last one

    >>> half_of(730), half_of(731)
    (365, 366)
    """
    return length - length // 2


def _places(plan: Reminders, cycle: Span, *, after: Afterwards) -> Mapping[int, str]:
    """Return each place of the schedule inside a cycle or after it, with its kind."""
    length = (cycle.last_on - cycle.first_on).days
    places = {half_of(length): HALFWAY} if plan.halfway else {}
    fixed = fixed_places(plan, after=after)
    return places | {place: kind for place, kind in fixed.items() if place <= length}


def fixed_places(plan: Reminders, *, after: Afterwards) -> Mapping[int, str]:
    """Return each place of the schedule that is the same for every cycle, with its kind.

    Once nothing can be done any more, one reminder says so, and then there is silence.
    """
    places = {days: f"{days} before" if days else LAST_DAY for days in plan.days_before}
    later = {-days: f"{days} after" for days in plan.days_after}
    if plan.last_day_of_grace and after.grace_days is not NOT_SET and after.grace_days > 0:
        later[-after.grace_days] = END_OF_GRACE
    if after.open_for is not NOT_SET:
        too_late = sorted((place for place in later if -place > after.open_for), reverse=True)
        later = {place: kind for place, kind in later.items() if place not in too_late[1:]}
    return places | later


def reaches(plan: Reminders, *, after: Afterwards, on: date) -> Iterator[Reach]:
    """Return, for each fixed place, which last days it may speak of today.

    The same rule as `due`, turned round for a register: no cycle whose reminder is due is missed.
    """
    places = sorted(fixed_places(plan, after=after), reverse=True)
    for place, next_place in pairwise([*places, None]):
        assert place is not None
        least = place - plan.caught_up_for
        if next_place is not None:
            least = max(least, next_place + 1)
        yield Reach(place, on + timedelta(days=least), on + timedelta(days=place))


def may_send(plan: Reminders, cycle: Span, *, sent: Iterable[date], on: date) -> bool:
    """Say whether somebody may have one more reminder on a day: one a day, and a few in a row.

    :param sent: the days of all their reminders, whatever the cycle
    """
    days = set(sent)
    if on in days:
        return False
    left = (cycle.last_on - on).days
    if -plan.uncapped_after <= left <= plan.uncapped_before:
        return True
    since = on - timedelta(days=plan.in_days)
    return sum(since < day <= on for day in days) < plan.at_most
