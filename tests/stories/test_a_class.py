"""A class from its proposal to somebody's credit, and a change of it that no credit follows.

Dana speaks for a gym and Olga approves; Alice finds the class, learns that it counts, plans it and
completes it. Told by actions, and by the pages on which Alice reads; all must hold at the end.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from icalendar import Calendar

from recert import clock
from recert.actions import calendars, catalogue, planning, proposals
from recert.records.classes import Wanted, classes_that_fit, plain_words
from recert.records.education import Course
from recert.records.ledger import LedgerEntry
from tests import offering
from tests import people as cast
from tests.portals.signing import sign_in
from tests.stories.record import at_noon, everything_holds, found, told

pytestmark = pytest.mark.django_db
HELD_ON, CHANGED_ON = date(2026, 12, 5), date(2026, 12, 6)


@pytest.fixture
def now(monkeypatch):
    """Move the clock of the pages to noon of a day."""
    return lambda on: monkeypatch.setattr(clock, "real_now", lambda: at_noon(on))


def proposed_returned_and_approved(dana):
    """Olga asks for the days it is held on; Dana sends it again; Olga approves 0.6 CECs."""
    proposal = offering.proposed(by=dana)
    assert not classes_that_fit(Wanted(), on=cast.ON).exists()
    proposals.return_(proposal, words="How long is it?", by=cast.olga(), at=cast.later(hours=1))
    again = offering.drafted(by=dana, summary="Five hours, with breaks.", at=cast.later(hours=2))
    again = proposals.submit(again, by=dana, at=cast.later(hours=2))
    at = cast.later(hours=3)
    offering.approve(again, credit=Decimal("0.6"), approved_from=date(2026, 11, 1), at=at)
    course = Course.objects.get()
    catalogue.add_date(course, on=HELD_ON, place="Online", by=dana, today=cast.ON, at=at)
    return course


def reads(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def finds_and_plans(client, cycle, course):
    """She finds it by a word of it, is told what it would add, and has it in her calendar."""
    assert list(classes_that_fit(Wanted(words=plain_words("mobil break")), on=cast.ON)) == [course]
    assert "Mobility" in reads(client, "/classes/?q=breaks")
    assert "Yes: it would add 0.6 CECs" in reads(client, f"/classes/{course.code}/?on={HELD_ON}")
    alice = cast.who(cycle)
    plan = planning.plan(
        alice, course=course, on=HELD_ON, by=alice.user, today=cast.ON, at=cast.later(hours=4)
    )
    assert "Mobility" in reads(client, "/trainer/")
    address = calendars.token_of(calendars.make_address(alice, by=alice.user, at=cast.AT))
    feed = Calendar.from_ical(client.get(f"/calendar/{address}.ics").content)
    events = {str(each["UID"]).partition("@")[0]: each for each in feed.walk("VEVENT")}
    assert events[f"plan-{plan.pk}"]["DTSTART"].dt == HELD_ON


def changed(course):
    """From the day after it is held, it is shorter and gives less."""
    offering.change(
        course, minutes=120, title="Mobility, short", on=cast.ON, holds_from=CHANGED_ON,
        approved=offering.Approved(Decimal("0.2"), date(2026, 11, 1)), at=cast.later(hours=5),
    )  # fmt: skip
    for on, many in ((HELD_ON, 0), (CHANGED_ON, 1)):
        assert catalogue.come_into_force(on=on, at=at_noon(on)) == many
    course.refresh_from_db()


def test_a_class_is_proposed_found_planned_reported_and_its_credit_outlives_a_change(client, now):
    cycle, dana = cast.alice(), offering.speaks()
    sign_in(client, cast.who(cycle))
    now(cast.ON)
    course = proposed_returned_and_approved(dana)
    finds_and_plans(client, cycle, course)
    changed(course)
    assert (course.title, course.version) == ("Mobility, short", 2)

    # What was completed on the last day of the first version is reported after the change.
    reported_on = CHANGED_ON + timedelta(days=2)
    given = {"by": dana, "today": reported_on, "at": at_noon(reported_on)}
    first = offering.reported(cycle, course, on=HELD_ON, minutes=300, **given)
    assert first.activity.title == "Mobility"
    assert offering.reported(cycle, course, on=HELD_ON, minutes=300, **given).report == first.report
    assert found(cycle, on=reported_on).counted == 12
    assert told(cycle) == ["activity_reported"]
    now(reported_on)
    page = reads(sign_in(client, cast.who(cycle), at=at_noon(reported_on)), "/trainer/")
    assert "0.6 of 2.0 CECs" in page

    # The next day is of the second version; what was granted stays.
    charlie = cast.charlie()
    key = offering.uuid.UUID(int=71)
    offering.reported(charlie, course, on=CHANGED_ON, minutes=120, key=key, **given)
    assert found(charlie, on=reported_on).counted == 4
    assert list(LedgerEntry.objects.order_by("id").values_list("steps", flat=True)) == [12, 4]
    assert found(cycle, on=reported_on).counted == 12
    everything_holds()
