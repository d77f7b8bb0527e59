"""A class changes; what was completed before the day of the change keeps what the class was."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recert.actions import activities, catalogue, review_activities
from recert.actions.class_texts import Approved
from recert.policy.evaluate import decide
from recert.records.cases import rows_of
from recert.records.education import Course
from recert.records.ledger import LedgerEntry
from recert.records.overview import cycles_of, overview_of
from recert.records.versions import claimed_steps, version_on
from tests import offering
from tests import people as cast
from tests.offering import FROM, TOMORROW, YESTERDAY

pytestmark = pytest.mark.django_db
CHANGED_ON = cast.ON  # the first day of the second version in these tests


def changed(**given):
    """A class of ten hours until yesterday, and of five from today on."""
    kettlebells = cast.course(title="Kettlebells", minutes=600)
    offering.change(kettlebells, **{"title": "Kettlebells, short", "minutes": 300} | given)
    kettlebells.refresh_from_db()
    return kettlebells


@pytest.mark.parametrize(
    "day, title, minutes",
    [(YESTERDAY, "Kettlebells", 600), (CHANGED_ON, "Kettlebells, short", 300)],
)
def test_an_activity_is_what_its_class_was_on_the_day(day, title, minutes):
    activity = cast.drafted(cast.alice(), of=changed(), completed_on=day)
    assert (activity.title, activity.minutes) == (title, minutes)


def test_a_day_that_is_corrected_brings_the_class_of_that_day():
    cycle, kettlebells = cast.alice(), changed()
    activity = cast.drafted(cycle, of=kettlebells, completed_on=CHANGED_ON)
    claim = activities.Claim(course=kettlebells, completed_on=YESTERDAY)
    again = activities.save(
        cast.who(cycle), key=activity.key, claim=claim, by=cast.who(cycle).user, at=cast.AT
    )
    assert (again.title, again.minutes) == ("Kettlebells", 600)


def test_what_waits_and_what_was_granted_does_not_follow_a_change():
    cycle, kettlebells = cast.alice(), cast.course(minutes=600)
    waiting = cast.sent(cycle, of=kettlebells, completed_on=date(2026, 5, 4))
    cast.accepted(cycle, of=kettlebells, completed_on=date(2026, 4, 4))
    before = decide(rows_of(cycle).policy, rows_of(cycle).case, on=cast.ON).as_data()
    less = Approved(Decimal("0.1"), date(2020, 1, 1))
    offering.change(kettlebells, minutes=60, title="Less", approved=less)
    assert decide(rows_of(cycle).policy, rows_of(cycle).case, on=cast.ON).as_data() == before
    review_activities.accept(waiting, review=cast.reviewing(waiting))
    assert sorted(LedgerEntry.objects.values_list("steps", flat=True)) == [20, 20]


def test_the_days_of_an_approval_are_those_of_the_version_of_the_day():
    kettlebells = cast.course()
    offering.end(kettlebells, approved_through=cast.ON, by=cast.olga())
    cycle = cast.alice()
    for day, fits in ((YESTERDAY, True), (cast.ON, True), (TOMORROW, False)):
        activity = cast.drafted(cycle, of=kettlebells, completed_on=day)
        assert ("completed_on" not in activities.problems_of(activity, on=TOMORROW)) is fits


def test_what_was_approved_before_a_gap_stays_approved():
    kettlebells = cast.course()
    offering.end(kettlebells, approved_through=YESTERDAY, by=cast.olga())
    later = Approved(None, cast.ON + timedelta(days=30))
    offering.change(
        kettlebells, approved=later, holds_from=later.approved_from, on=later.approved_from
    )
    found = [version_on(kettlebells, on=day) for day in (YESTERDAY, cast.ON, later.approved_from)]
    assert [version.number for version in found] == [1, 2, 3]


# --- approved credit


@pytest.mark.parametrize(
    "minutes, steps", [(600, 24), (599, 19), (601, 24), (60, 2)]
)  # 1.2 CECs for the whole; else what the minutes give
def test_approved_credit_is_for_the_whole_class(minutes, steps):
    cycle, kettlebells = cast.alice(), cast.course(credit=Decimal("1.2"))
    activity = cast.sent(cycle, of=kettlebells, minutes=minutes)
    rows = rows_of(cycle)
    assert claimed_steps(activity, unit=rows.policy.unit) == steps
    assert decide(rows.policy, rows.case, on=cast.ON).pending == steps
    entry = review_activities.accept(activity, review=cast.reviewing(activity))
    assert entry.steps == steps
    activity.refresh_from_db()
    assert activity.status == "accepted"


def test_approved_credit_is_accepted_where_the_policy_does_not_set_what_minutes_give():
    cycle = cast.alice(edition=cast.adopted(overlay=False))
    activity = cast.sent(cycle, of=cast.course(credit=Decimal("1.2")))
    assert review_activities.accept(activity, review=cast.reviewing(activity)).steps == 24


def test_credit_that_is_no_whole_number_of_steps_of_another_unit_is_what_the_minutes_give():
    cycle = cast.alice()
    activity = cast.sent(cycle, of=cast.course(credit=Decimal("0.123")))
    assert claimed_steps(activity, unit=rows_of(cycle).policy.unit) == 20


def test_the_first_page_looks_at_approved_credit_and_reports_as_a_decision_does():
    cycle = cast.alice()
    cast.sent(cycle, of=cast.course(credit=Decimal("1.2")), with_paper=False)
    offering.reported(cycle, cast.course(), on=date(2026, 6, 1))
    [seen] = cycles_of(cast.who(cycle))
    assert overview_of(seen).rows.case == rows_of(cycle).case
    assert [one.evidence for one in rows_of(cycle).case.activities] == [False, True]


# --- a version ahead of its day


def test_a_version_ahead_of_its_day_waits_for_it():
    kettlebells = cast.course(title="Old", minutes=600)
    offering.change(kettlebells, title="New", minutes=60, holds_from=TOMORROW)
    assert catalogue.come_into_force(on=cast.ON, at=cast.AT) == 0
    assert Course.objects.get().title == "Old"
    assert catalogue.come_into_force(on=TOMORROW, at=cast.AT) == 1
    now = Course.objects.get()
    assert (now.title, now.minutes, now.version) == ("New", 60, 2)
    assert " new" in now.folded
    assert catalogue.come_into_force(on=TOMORROW, at=cast.AT) == 0


def test_of_two_versions_whose_day_has_come_the_later_holds():
    kettlebells = cast.course(title="Old")
    offering.change(kettlebells, title="New", holds_from=TOMORROW)
    offering.change(kettlebells, title="Newest", holds_from=TOMORROW)
    assert catalogue.come_into_force(on=TOMORROW, at=cast.AT) == 1
    assert Course.objects.get().title == "Newest"


def test_a_proposal_that_is_approved_is_the_class():
    cast.adopted()
    version = offering.approve(offering.proposed(), credit=Decimal("0.6"))
    course = Course.objects.get()
    assert (course.title, course.credit, course.approved_from) == ("Mobility", Decimal("0.6"), FROM)
    assert (version.number, version.holds_from) == (1, FROM)


# --- whatever changes, in whatever order


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 40),  # days after the first
        st.integers(30, 900),  # minutes
        st.sampled_from([None, Decimal("0.2"), Decimal("1.5")]),
    ),
    min_size=1,
    max_size=6,
)


@given(changes=CHANGES)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_change_moves_the_credit_of_a_day_that_has_passed(db, changes):
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        cycle, kettlebells = cast.alice(), cast.course(minutes=600)
        unit = rows_of(cycle).policy.unit
        day, seen = date(2026, 9, 1), {}
        for later, minutes, credit in changes:
            for back in range(later + 1):
                on = day + timedelta(days=back)
                seen.setdefault(on, version_on(kettlebells, on=on).pk)
            day += timedelta(days=later + 1)
            offering.change(
                kettlebells, on=day, minutes=minutes, title=f"{day} {minutes}",
                approved=Approved(credit, date(2020, 1, 1)),
            )  # fmt: skip
            kettlebells.refresh_from_db()
            latest = kettlebells.versions.order_by("-number")[0]
            assert (kettlebells.version, kettlebells.minutes) == (latest.number, latest.minutes)
        assert seen == {on: version_on(kettlebells, on=on).pk for on in seen}
        activity = cast.drafted(cycle, of=kettlebells, completed_on=date(2026, 9, 1))
        assert claimed_steps(activity, unit=unit) == 20
        transaction.set_rollback(True)
