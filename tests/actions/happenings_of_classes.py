"""What can happen to plans of classes, and to the address of a calendar."""

from datetime import date

from recert.actions import calendars, planning
from tests import people as cast
from tests.actions.happening import THEN, Happening

IN_JUNE = date(2027, 6, 12)


def planned(cycle, *, of=None, on=IN_JUNE, at=cast.AT):
    person = cast.who(cycle)
    return planning.plan(
        person, course=of or cast.course(), on=on, by=person.user, today=cast.ON, at=at
    )


HAPPENINGS = (
    Happening(
        planning.plan,
        lambda: (cast.who(cast.alice()), cast.course()),
        lambda given: planning.plan(
            given[0], course=given[1], on=IN_JUNE, by=given[0].user, today=cast.ON, at=THEN
        ),
        ("plan.made",),
        writes={"plannedclass": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        planning.cancel,
        lambda: planned(cast.alice()),
        lambda it: planning.cancel(it, by=it.certificant.user, at=THEN),
        ("plan.cancelled",),
        writes={"plannedclass": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        calendars.make_address,
        lambda: cast.who(cast.alice()),
        lambda alice: calendars.make_address(alice, by=alice.user, at=THEN),
        ("calendar.address_made",),
        writes={"calendaraddress": 1},
        by="Alice",
    ),
    Happening(
        calendars.make_address,
        lambda: (
            calendars.make_address(
                alice := cast.who(cast.alice()), by=alice.user, at=cast.AT
            ).certificant
        ),
        lambda alice: calendars.make_address(alice, by=alice.user, at=THEN),
        ("calendar.address_made",),
        writes={"calendaraddress": 1},
        by="Alice",
        title="an address that there was",
    ),
)
