"""Credit as whole steps, against arithmetic that shares nothing with it."""

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recert.policy.money import minor_units, say_money
from recert.policy.units import NOT_SET, Unit
from tests.policy.known import action, guides

CEC = action().unit
STEPS = st.sampled_from(["0.05", "0.1", "0.25", "0.5", "1", "0.01", "2.5"]).map(Decimal)
UNITS = st.builds(
    Unit,
    name=st.just("unit"),
    plural=st.just("units"),
    minutes=st.integers(1, 6000),
    step=STEPS,
    places=st.integers(0, 2),
    rounding=st.sampled_from(["down", "nearest"]),
)


@given(UNITS, st.integers(0, 10**6))
def test_minutes_give_the_steps_that_fractions_say(unit, minutes):
    exact = Fraction(minutes, unit.minutes) / Fraction(unit.step)
    expected = floor(exact) if unit.rounding == "down" else floor(exact + Fraction(1, 2))
    assert unit.steps_of_minutes(minutes) == expected


@given(UNITS, st.integers(0, 10**6))
def test_steps_come_back_from_their_amount(unit, steps):
    assert unit.steps(unit.amount(steps)) == steps
    assert Decimal(unit.number(steps)) == unit.amount(steps)


@given(UNITS.filter(lambda unit: unit.rounding == "down"), st.integers(0, 10**4))
def test_minutes_of_steps_are_the_fewest_that_give_them(unit, steps):
    minutes = unit.minutes_of(steps)
    assert unit.steps_of_minutes(minutes) >= steps
    assert minutes == 0 or unit.steps_of_minutes(minutes - 1) < steps


def test_three_tenths_are_summed_exactly():
    assert CEC.amount(sum(map(CEC.steps, map(Decimal, ("0.6", "0.7", "0.7"))))) == Decimal("2.0")


@pytest.mark.parametrize("amount", ["0.33", "0.01", "-0.05", "NaN", "Infinity"])
def test_an_amount_that_is_no_whole_number_of_steps_is_refused(amount):
    with pytest.raises(ValueError, match="expected"):
        CEC.steps(Decimal(amount))


def test_minutes_give_nothing_while_their_worth_is_not_set():
    with pytest.raises(ValueError, match="not set"):
        action(demonstration=False).unit.steps_of_minutes(60)


@pytest.mark.parametrize(
    "amount, currency", [("0.005", "USD"), ("-1", "USD"), ("0.5", "JPY"), ("NaN", "USD")]
)
def test_money_that_its_currency_does_not_have_is_refused(amount, currency):
    with pytest.raises(ValueError, match="is not an amount of"):
        minor_units(Decimal(amount), currency=currency)


def test_money_keeps_the_places_of_its_currency():
    assert say_money(7500, currency="USD") == "USD 75.00"
    assert say_money(12000, currency="JPY") == "JPY 12,000"
    assert say_money(1234567, currency="KWD") == "KWD 1,234.567"


def test_amounts_read_as_people_write_them():
    assert CEC.say(0) == "0.0 CECs"
    assert CEC.say(20) == "1.0 CECs"
    assert CEC.say(25) == "1.25 CECs"
    assert guides().unit.say(1) == "1 point"
    assert guides().unit.say(30) == "30 points"


def test_not_set_is_false_and_says_so():
    assert not NOT_SET
    assert repr(NOT_SET) == "not set"
