"""How often somebody took a class, against what the body advises. Advice, never a rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from recert.policy.cycles import clamped

MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Classes of a cycle until a day, and how many the advice would have."""

    taken: int
    least: int  # one in each of the longer spans of months that are behind
    most: int
    last_on: date | None  # when the last one was completed
    next_from: date  # the next one between these days keeps to the advice
    next_through: date
    on: date

    @property
    def state(self) -> str:
        """Return "ahead", "even" or "behind"; ahead of what is advised is no fault."""
        if self.taken > self.most:
            return "ahead"
        return "even" if self.taken >= self.least else "behind"

    @property
    def is_overdue(self) -> bool:
        """Whether the next class would have been due by now."""
        return self.on > self.next_through


def rhythm(
    completed: Iterable[date], *, every: tuple[int, int], first_on: date, on: date
) -> Rhythm:
    """Compare days on which classes were completed with a class every so many months.

    :param every: from so many months to so many
    :param first_on: the first day of the cycle, from which the months are counted

    >>> told = rhythm([date(2026, 2, 28)], every=(2, 3), first_on=date(2026, 1, 1),
    ...               on=date(2026, 7, 1))
    >>> told.taken, told.least, told.most, told.state
    (1, 2, 3, 'behind')
    >>> told.next_from, told.next_through, told.is_overdue
    (datetime.date(2026, 4, 28), datetime.date(2026, 5, 28), True)
    """
    shortest, longest = every
    days = sorted(day for day in completed if first_on <= day <= on)
    months = _months_between(first_on, on)
    begin = days[-1] if days else first_on
    return Rhythm(
        taken=len(days),
        least=months // longest,
        most=months // shortest,
        last_on=days[-1] if days else None,
        next_from=months_after(begin, shortest),
        next_through=months_after(begin, longest),
        on=on,
    )


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month.

    >>> months_after(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, MONTHS_IN_YEAR)
    return clamped(day.year + years, month=month + 1, day=day.day)


def _months_between(first: date, last: date) -> int:
    """Return how many whole months lie between two days."""
    months = (last.year - first.year) * MONTHS_IN_YEAR + last.month - first.month
    return months if months_after(first, months) <= last else months - 1
