"""When a reminder is due: the latest place that a cycle has reached, once, and not too late."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recert.policy.cycles import Span
from recert.policy.reminding import HALFWAY, Afterwards, Reminders, due, half_of, may_send, reaches
from recert.policy.units import NOT_SET
from tests.people import body

LAST_ON = date(2027, 6, 25)
CYCLE = Span(date(2025, 6, 25), LAST_ON)
PLAN = body().reminders


def day(left):
    """The day on which so many days are left; below zero it is after the last one."""
    return LAST_ON - timedelta(days=left)


def kind(left, *, grace=NOT_SET, filing=NOT_SET, reached=None, plan=PLAN, cycle=CYCLE):
    after = Afterwards(grace, filing)
    found = due(plan, cycle, after=after, on=day(left), reached=reached)
    return found.kind if found else None


@pytest.mark.parametrize(
    "left, told",
    [
        (366, None), (365, "halfway"), (336, "halfway"), (335, "halfway"), (334, None),
        (181, None), (180, "180 before"), (150, "180 before"), (149, None),
        (90, "90 before"), (61, "90 before"), (60, "60 before"), (31, "60 before"),
        (30, "30 before"), (15, "30 before"), (14, "14 before"), (8, "14 before"),
        (7, "7 before"), (4, "7 before"), (3, "3 before"), (2, "3 before"), (1, "1 before"),
        (0, "last day"), (-1, "1 after"), (-14, "1 after"), (-15, "15 after"),
        (-45, "15 after"), (-46, None),
    ],
)  # fmt: skip
def test_the_latest_place_reached_is_due_for_thirty_days_and_no_longer(left, told):
    assert kind(left) == told


@pytest.mark.parametrize(
    "left, grace, told",
    [
        (-60, 60, "last day of grace"), (-59, 60, None), (-61, 60, "last day of grace"),
        (-90, 60, "last day of grace"), (-91, 60, None), (-60, 0, None), (-60, NOT_SET, None),
        (-15, 15, "last day of grace"),
    ],
)  # fmt: skip
def test_the_last_day_of_grace_is_spoken_of_where_the_policy_gives_any(left, grace, told):
    assert kind(left, grace=grace) == told


@pytest.mark.parametrize(
    "left, grace, filing, told",
    [
        (-1, 0, 0, "1 after"), (-15, 0, 0, "1 after"), (-31, 0, 0, "1 after"), (-32, 0, 0, None),
        (-15, 0, 15, "15 after"), (-15, 15, 0, "last day of grace"), (-15, 0, 14, "15 after"),
        (-15, 0, NOT_SET, "15 after"), (-60, 60, 60, "last day of grace"),
    ],
)  # fmt: skip
def test_once_nothing_can_be_done_one_says_so_and_then_there_is_silence(left, grace, filing, told):
    assert kind(left, grace=grace, filing=filing) == told


def test_what_was_sent_is_not_due_again_and_what_it_overtook_never_is():
    assert kind(20, reached=30) is None
    assert kind(20, reached=14) is None
    assert kind(20, reached=60) == "30 before"


def test_a_cycle_that_is_shorter_than_a_place_does_not_begin_with_a_reminder():
    short = Span(LAST_ON - timedelta(days=100), LAST_ON)
    assert kind(99, cycle=short) is None
    assert kind(50, cycle=short) == "halfway"
    assert kind(60, cycle=Span(LAST_ON - timedelta(days=60), LAST_ON)) == "60 before"


@pytest.mark.parametrize("last_on", [date(2028, 2, 29), date(2027, 2, 28), date(2028, 3, 1)])
def test_places_are_counted_in_days_across_a_leap_day(last_on):
    cycle = Span(last_on - timedelta(days=730), last_on)
    for left in (90, 30, 1):
        found = due(PLAN, cycle, after=Afterwards(0, 0), on=last_on - timedelta(days=left))
        assert found.days_before == left


@pytest.mark.parametrize("length, half", [(730, 365), (731, 366), (1, 1), (0, 0)])
def test_half_of_a_cycle_has_passed_on_the_day_after_which_the_rest_is_no_longer(length, half):
    assert half_of(length) == half


# --- how often

FIRST = day(200)
ROOM = date(2029, 1, 1)  # far from any last day


def sent(*ago, on):
    return [on - timedelta(days=days) for days in ago]


def test_never_two_on_a_day_not_even_in_the_last_week():
    assert not may_send(PLAN, CYCLE, sent=[LAST_ON], on=LAST_ON)
    assert may_send(PLAN, CYCLE, sent=sent(1, 2, 3, 4, on=LAST_ON), on=LAST_ON)


@pytest.mark.parametrize(
    "ago, may", [((1, 2, 6), False), ((1, 2, 7), True), ((1, 2), True), ((1, 2, 3, 4), False)]
)
def test_three_in_seven_days_are_enough(ago, may):
    assert may_send(PLAN, CYCLE, sent=sent(*ago, on=FIRST), on=FIRST) is may


@pytest.mark.parametrize("left, may", [(8, False), (7, True), (0, True), (-2, True), (-3, False)])
def test_but_in_the_last_seven_days_and_the_two_after_them(left, may):
    assert may_send(PLAN, CYCLE, sent=sent(1, 2, 3, on=day(left)), on=day(left)) is may


# --- whatever the days on which somebody looks

plans = st.builds(
    Reminders,
    halfway=st.booleans(),
    days_before=st.lists(st.integers(0, 200), max_size=6).map(tuple),
    days_after=st.lists(st.integers(1, 60), max_size=3).map(tuple),
    last_day_of_grace=st.booleans(),
    caught_up_for=st.integers(0, 40),
    at_most=st.integers(1, 4),
    in_days=st.integers(1, 14),
    uncapped_before=st.integers(0, 10),
    uncapped_after=st.integers(0, 5),
)
last_days = st.dates(date(2027, 1, 1), date(2028, 12, 31))
cycles = st.builds(
    lambda last_on, length: Span(last_on - timedelta(days=length), last_on),
    last_days,
    st.integers(1, 800),
)
some_days = st.one_of(st.just(NOT_SET), st.integers(0, 60))
afters = st.builds(Afterwards, some_days, some_days)


@given(plans, st.lists(cycles, min_size=1, max_size=3), afters, st.sets(st.integers(-120, 900)))
def test_any_days_of_looking_send_each_once_never_two_a_day_and_few_in_a_row(
    plan, cycles, after, looks
):
    """One person with some credentials, looked at on any days, as the product looks."""
    last_on = max(cycle.last_on for cycle in cycles)
    reached, said, days = {}, [], []
    for left in sorted(looks, reverse=True):
        on = last_on - timedelta(days=left)
        told = _look(plan, cycles, after=after, on=on, reached=reached, days=days)
        assert not told or not _look(plan, cycles, after=after, on=on, reached=reached, days=days)
        said += told
    assert len(said) == len(set(said))
    assert len(days) == len(set(days))


def _look(plan, cycles, *, after, on, reached, days):
    """What one look sends: all that is due and may be sent, in one mail."""
    told = []
    for at, cycle in enumerate(cycles):
        found = due(plan, cycle, after=after, on=on, reached=reached.get(at))
        if found and may_send(plan, cycle, sent=days, on=on):
            told.append((at, found.kind))
            reached[at] = found.days_before
            left = (cycle.last_on - on).days
            if not -plan.uncapped_after <= left <= plan.uncapped_before:
                recent = [day for day in days if on - timedelta(days=plan.in_days) < day <= on]
                assert len(recent) < plan.at_most
    if told:
        days.append(on)
    return told


def _each_due(plan, cycle, *, after):
    """Every day around the end of a cycle on which something is due, and what is."""
    for left in range(-110, 420):
        on = cycle.last_on - timedelta(days=left)
        found = due(plan, cycle, after=after, on=on)
        if found:
            yield on, left, found


@settings(max_examples=50)
@given(plans, cycles, afters)
def test_turned_round_for_a_register_the_rule_misses_nobody(plan, cycle, after):
    for on, _left, found in _each_due(plan, cycle, after=after):
        assert found.kind == HALFWAY or any(
            reach.days_before == found.days_before
            and reach.first_on <= cycle.last_on <= reach.last_on
            for reach in reaches(plan, after=after, on=on)
        )


@settings(max_examples=50)
@given(plans, cycles, afters)
def test_what_is_due_was_reached_inside_the_cycle_and_a_short_while_ago(plan, cycle, after):
    length = (cycle.last_on - cycle.first_on).days
    for on, left, found in _each_due(plan, cycle, after=after):
        assert 0 <= found.days_before - left <= plan.caught_up_for
        assert found.days_before <= length
        assert due(plan, cycle, after=after, on=on, reached=found.days_before) is None
