"""Plans of classes: both sides of each day, and a plan made again after it was cancelled."""

from datetime import date, timedelta

import pytest

from recert.actions import calendars, planning
from recert.records.catalogue import PlannedClass
from tests import people as cast
from tests.actions.happenings_of_classes import planned

pytestmark = pytest.mark.django_db
NEXT_MARCH = date(2027, 3, 31)


@pytest.mark.parametrize(
    "on, of",
    [
        (cast.ON, {}),
        (cast.ON + planning.FURTHEST, {}),
        (NEXT_MARCH, {"approved_through": NEXT_MARCH}),
        (NEXT_MARCH, {"approved_from": NEXT_MARCH}),
        (date(2027, 1, 9), {"next_on": date(2027, 1, 9)}),
        (date(2027, 1, 9), {"next_on": cast.ON - timedelta(days=1)}),  # its days are all past
    ],
)
def test_a_class_is_planned_for_the_last_day_that_can_be(on, of):
    assert planned(cast.alice(), of=cast.course(**of), on=on).on == on


def test_a_plan_that_was_cancelled_can_be_made_again():
    cycle, course = cast.alice(), cast.course()
    first = planned(cycle, of=course)
    planning.cancel(first, by=None, at=cast.AT)
    again = planned(cycle, of=course)
    assert again.pk != first.pk
    assert PlannedClass.objects.filter(cancelled_at=None).get() == again


def test_one_persons_plans_are_not_anothers():
    course = cast.course()
    assert planned(cast.alice(), of=course).pk != planned(cast.charlie(), of=course).pk


def test_an_address_that_is_made_again_is_another():
    alice = cast.who(cast.alice())
    first = calendars.make_address(alice, by=alice.user, at=cast.AT).nonce
    assert calendars.make_address(alice, by=alice.user, at=cast.AT).nonce != first
