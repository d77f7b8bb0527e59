"""A next cycle that a person sets: the readings offered, and the days that are refused."""

from datetime import date

import pytest

from recert.policy.cycles import Span
from recert.policy.loading import load
from recert.policy.next_cycles import problems_of_next, readings
from tests.laws import ROOT

FILE = ROOT / "policies" / "action-cpt" / "2020-01-01.toml"
POLICY = load(FILE.read_text(), source=f"{FILE.parent.name}/{FILE.name}")
OLD = Span(date(2025, 1, 31), date(2027, 1, 31))
FILED = date(2026, 11, 24)


def offered(on):
    found = readings(POLICY, OLD, certified_on=OLD.first_on, on=on)
    return {each.begins: each.span for each in found}


def test_each_reading_ends_a_full_length_after_the_old_last_day():
    assert offered(FILED) == {
        "after old last day": Span(date(2027, 2, 1), date(2029, 1, 31)),
        "next day": Span(date(2026, 11, 25), date(2029, 1, 31)),
    }


@pytest.mark.parametrize("on", [OLD.last_on, date(2027, 3, 1)])
def test_readings_that_give_the_same_days_are_offered_once(on):
    assert offered(on) == {"after old last day": Span(date(2027, 2, 1), date(2029, 1, 31))}


def test_the_day_before_the_old_last_day_still_gives_two_readings():
    assert offered(date(2027, 1, 30))["next day"].first_on == OLD.last_on


def test_every_reading_may_be_set():
    for on in (FILED, OLD.last_on, date(2027, 3, 1)):
        for span in offered(on).values():
            assert problems_of_next(POLICY, OLD, following=span, on=on) == {}


@pytest.mark.parametrize(
    "first_on, last_on, wrong",
    [
        (date(2026, 11, 25), date(2029, 1, 31), None),
        (date(2026, 11, 24), date(2029, 1, 31), "begins_on"),  # the day of filing itself
        (date(2029, 1, 31), date(2031, 1, 30), None),
        (date(2029, 2, 1), date(2031, 1, 31), "begins_on"),  # a whole length late
        (date(2026, 11, 25), date(2027, 2, 1), None),
        (date(2026, 11, 25), date(2027, 1, 31), "ends_on"),  # no day gained
        (date(2027, 2, 1), date(2031, 2, 1), None),
        (date(2027, 2, 1), date(2031, 2, 2), "ends_on"),  # twice the length and a day
        (date(2027, 2, 2), date(2027, 2, 1), "ends_on"),  # ends before it begins
        (date(2027, 2, 1), date(2209, 1, 31), "ends_on"),  # mistyped
    ],
)
def test_days_out_of_reach_are_refused_on_their_own_field(first_on, last_on, wrong):
    following = Span(first_on, last_on)
    problems = problems_of_next(POLICY, OLD, following=following, on=FILED)
    assert list(problems) == ([wrong] if wrong else [])
