"""Cycles and standings, day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recert.policy.cycles import (
    Span,
    Standing,
    StandingAct,
    clamped,
    first_cycle,
    next_cycle,
    standing,
)
from tests.policy.known import CERTIFIED, LAST, action, guides

DAY = timedelta(days=1)
CYCLE = Span(CERTIFIED, LAST)


def test_a_cycle_ends_on_the_anniversary():
    assert first_cycle(action(), CERTIFIED) == CYCLE


def test_the_first_and_the_last_day_are_inside():
    assert CERTIFIED in CYCLE
    assert LAST in CYCLE
    assert CERTIFIED - DAY not in CYCLE
    assert LAST + DAY not in CYCLE


def test_the_twenty_ninth_of_february_is_remembered_through_short_years():
    born = date(2024, 2, 29)
    cycle = first_cycle(action(), born)
    ends = [cycle.last_on]
    for _ in range(3):
        cycle = next_cycle(action(), cycle, certified_on=born, on=cycle.last_on)
        ends.append(cycle.last_on)
    assert ends == [date(2026, 2, 28), date(2028, 2, 29), date(2030, 2, 28), date(2032, 2, 29)]


def test_a_cycle_that_does_not_follow_from_certification_keeps_its_own_last_day():
    given_cycle = Span(date(2024, 7, 1), date(2026, 6, 30))
    following = next_cycle(action(), given_cycle, certified_on=date(2023, 5, 4), on=LAST)
    assert following == Span(date(2026, 7, 1), date(2028, 6, 30))


def test_early_renewal_keeps_the_days_where_the_policy_says_so():
    early = next_cycle(action(), CYCLE, certified_on=CERTIFIED, on=date(2025, 1, 1))
    assert early == Span(date(2026, 3, 11), date(2028, 3, 10))


def test_renewal_may_close_the_old_cycle_that_day_without_shortening_the_next():
    cycle = Span(date(2024, 5, 6), date(2027, 5, 6))
    early = next_cycle(guides(), cycle, certified_on=date(2024, 5, 6), on=date(2027, 3, 5))
    late = next_cycle(guides(), cycle, certified_on=date(2024, 5, 6), on=date(2027, 6, 5))
    assert early == Span(date(2027, 3, 6), date(2030, 5, 6))
    assert late == Span(date(2027, 5, 7), date(2030, 5, 6))


def test_the_next_cycle_is_unknown_while_its_beginning_is_not_set():
    policy = action(demonstration=False)
    assert next_cycle(policy, CYCLE, certified_on=CERTIFIED, on=LAST) is None


@pytest.mark.parametrize(
    "on, expected",
    [
        (CERTIFIED, Standing.CURRENT),
        (LAST, Standing.CURRENT),
        (LAST + DAY, Standing.EXPIRED),
    ],
)
def test_without_grace_the_credential_expires_the_day_after_its_last(on, expected):
    assert standing(action(), CYCLE, on=on) == expected


@pytest.mark.parametrize(
    "days, expected",
    [(0, Standing.CURRENT), (1, Standing.GRACE), (60, Standing.GRACE), (61, Standing.LAPSED)],
)
def test_grace_lasts_to_its_last_day(days, expected):
    cycle = Span(date(2024, 5, 6), date(2027, 5, 6))
    assert standing(guides(), cycle, on=cycle.last_on + days * DAY) == expected


def test_what_follows_the_last_day_is_not_guessed():
    policy = action(demonstration=False)
    assert standing(policy, CYCLE, on=LAST) == Standing.CURRENT
    assert standing(policy, CYCLE, on=LAST + DAY) == Standing.NOT_SET


def test_the_gravest_act_speaks_first_and_an_act_without_end_goes_on():
    suspended = StandingAct(Standing.SUSPENDED, date(2025, 1, 1), date(2025, 6, 30))
    revoked = StandingAct(Standing.REVOKED, date(2025, 6, 30))

    def on(day):
        return standing(action(), CYCLE, on=day, acts=[suspended, revoked])

    assert on(date(2024, 12, 31)) == Standing.CURRENT
    assert on(date(2025, 1, 1)) == Standing.SUSPENDED
    assert on(date(2025, 6, 29)) == Standing.SUSPENDED
    assert on(date(2025, 6, 30)) == Standing.REVOKED
    assert on(date(2030, 1, 1)) == Standing.REVOKED


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(1, 8))
def test_cycles_follow_each_other_without_a_gap_or_an_overlap(born, times):
    cycle = first_cycle(action(), born)
    for _ in range(times):
        following = next_cycle(action(), cycle, certified_on=born, on=cycle.last_on)
        assert following.first_on == cycle.last_on + DAY
        # An oracle that never looks at the cycle before: straight from the day of certification.
        years = following.last_on.year - born.year
        assert following.last_on == clamped(born.year + years, month=born.month, day=born.day)
        assert following.last_on.year == cycle.last_on.year + 2
        cycle = following
