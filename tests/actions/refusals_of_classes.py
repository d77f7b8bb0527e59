"""What is refused of plans of classes."""

from datetime import date, timedelta

from recert.actions import planning
from recert.actions.planning import FURTHEST, MOST_PLANS, TooManyPlans
from recert.actions.refusals import Incomplete
from tests import people as cast
from tests.actions.happenings_of_classes import planned
from tests.actions.refused import Refused

NEXT_MARCH = date(2027, 3, 31)


def plan(given, *, on):
    person, course = given
    return planning.plan(person, course=course, on=on, by=person.user, today=cast.ON, at=cast.AT)


def alice_and(**course):
    return lambda: (cast.who(cast.alice()), cast.course(**course))


def as_many_as_there_may_be():
    cycle, course = cast.alice(), cast.course()
    for day in range(MOST_PLANS):
        planned(cycle, of=course, on=cast.ON + timedelta(days=day))
    return cast.who(cycle), course


REFUSED = (
    Refused("nobody plans a class for yesterday", alice_and(),
            lambda given: plan(given, on=cast.ON - timedelta(days=1)), Incomplete, "past",
            frozenset({"on"})),
    Refused("nobody plans a class for another age", alice_and(),
            lambda given: plan(given, on=cast.ON + FURTHEST + timedelta(days=1)), Incomplete,
            "three years", frozenset({"on"})),
    Refused("a class is planned for no day after its approval",
            alice_and(approved_through=NEXT_MARCH),
            lambda given: plan(given, on=NEXT_MARCH + timedelta(days=1)), Incomplete,
            "not approved", frozenset({"on"})),
    Refused("a class is planned for no day before its approval",
            alice_and(approved_from=NEXT_MARCH),
            lambda given: plan(given, on=NEXT_MARCH - timedelta(days=1)), Incomplete,
            "not approved", frozenset({"on"})),
    Refused("a class that has its days is planned for one of them",
            alice_and(next_on=date(2027, 1, 9)), lambda given: plan(given, on=date(2027, 1, 10)),
            Incomplete, "one of its days", frozenset({"on"})),
    Refused("nobody plans without end", as_many_as_there_may_be,
            lambda given: plan(given, on=cast.ON + timedelta(days=MOST_PLANS)), TooManyPlans,
            "cancel one"),
)  # fmt: skip
