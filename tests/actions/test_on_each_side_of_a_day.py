"""Both sides of days and limits on which an exam, a report or a reminder turns."""

from datetime import date, timedelta

import pytest

from recert.actions import exam_rulings, reminders, review
from recert.actions.refusals import CannotMove, Incomplete
from recert.policy.cycles import Span
from recert.records.history import Notice
from recert.records.reminding import ReturnedMail
from tests import examining, offering, sending
from tests import people as cast
from tests.examining import EXAM_ON, alice, authorised, booked, confirmed, proposed, sat

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PLAN = cast.body().reminders
LAST = date(2027, 2, 22)  # of an authorisation that was given on ON


# --- exams


@pytest.mark.parametrize("days, is_its", [(0, True), (-1, False)])
def test_an_exam_on_the_day_of_its_authorisation_is_sat_under_it_and_not_one_before(days, is_its):
    given = authorised(alice(certified_on=date(2025, 6, 25)))
    result = sat(given.cycle, outcome="fail", taken_on=cast.ON + days * DAY)
    assert (result.decision.authorisation == given) is is_its


@pytest.mark.parametrize("days, is_its", [(0, True), (1, False)])
def test_an_exam_on_the_last_day_of_its_authorisation_is_sat_under_it(days, is_its):
    given = authorised(alice(certified_on=date(2025, 6, 25)))
    result = sat(given.cycle, outcome="fail", taken_on=LAST + days * DAY)
    assert (result.decision.authorisation == given) is is_its


def test_a_seat_is_booked_on_the_last_day_of_an_authorisation_and_not_on_the_next():
    given = authorised(alice(certified_on=date(2025, 6, 25)))
    with pytest.raises(CannotMove, match="ended on 22 February 2027"):
        booked(given, first=LAST + DAY, on=LAST + DAY)
    assert booked(given, first=LAST, on=LAST).window_through == LAST


@pytest.mark.parametrize("early, refused", [(0, False), (1, True)])
def test_a_corrected_day_is_today_at_the_latest(early, refused):
    correction = proposed(sat(alice()), taken_on=EXAM_ON)
    given = {"on": EXAM_ON - early * DAY}
    if refused:
        with pytest.raises(Incomplete):
            confirmed(correction, **given)
    else:
        assert confirmed(correction, **given).taken_on == EXAM_ON


def test_an_application_that_is_opened_while_an_officer_sets_the_days_is_withdrawn_by_the_ruling():
    cycle = alice(edition=cast.adopted(overlay=False))
    decision = sat(cycle).decision
    application = cast.opened(cycle)
    exam_rulings.rule(
        decision, upgrade=True, because="As for everybody.", by=cast.olga(), on=EXAM_ON,
        next_cycle=Span(date(2026, 12, 16), date(2028, 12, 15)), at=cast.AT,
    )  # fmt: skip
    application.refresh_from_db()
    assert application.status == "withdrawn"


# --- reports of completions


@pytest.mark.parametrize("days, reported", [(0, True), (1, False)])
def test_a_completion_is_reported_on_its_own_day_and_not_before_it(days, reported):
    cycle, course = cast.alice(), cast.course()
    if reported:
        assert offering.reported(cycle, course, on=cast.ON + days * DAY).report
    else:
        with pytest.raises(Incomplete):
            offering.reported(cycle, course, on=cast.ON + days * DAY)


@pytest.mark.parametrize("days, reported", [(0, True), (1, False)])
def test_the_last_day_of_a_provider_and_of_a_class_is_inside(days, reported):
    last = cast.ON - 5 * DAY
    cycle = cast.alice()
    by_provider = cast.course(cast.dana(approvals=((date(2020, 1, 1), last),)))
    by_class = cast.course(cast.dana(slug="north", name="North"), approved_through=last, code="N-1")
    for place, course in enumerate((by_provider, by_class)):
        dana = offering.speaks(f"d{place}@recert.example", of=course.provider)
        given = {"by": dana, "on": last + days * DAY, "key": offering.uuid.UUID(int=90 + place)}
        if reported:
            assert offering.reported(cycle, course, **given).report
        else:
            with pytest.raises(Incomplete, match="was not approved on"):
                offering.reported(cycle, course, **given)


# --- reminders


def owed(left=21):
    on = cast.LAST_ON - left * DAY
    return reminders.owe_due(PLAN, on=on, at=cast.AT + (on - cast.ON))


def test_a_denial_that_is_still_to_take_effect_keeps_reminders_back():
    application = cast.filed(cast.alice())
    decision = cast.decided(application, outcome="denied")
    assert owed() == 0
    review.take_effect(decision, at=cast.AT)
    assert owed() == 1


def test_an_address_that_an_officer_cleared_is_reminded_again():
    cycle = cast.alice()
    returned = ReturnedMail.objects.create(
        address=cast.who(cycle).email, permanent=True, message_id="<1@x>", at=cast.AT
    )
    assert owed() == 0
    ReturnedMail.objects.filter(pk=returned.pk).update(cleared_at=cast.AT, cleared_by=cast.olga())
    assert owed() == 1


def test_once_a_pass_is_taken_back_its_cycle_is_reminded_and_what_it_began_is_not():
    cycle = examining.alice()
    first = sat(cycle)
    begun = first.decision.renewal.cycle
    assert owed(0) == 0
    confirmed(proposed(first))
    assert owed(0) == 1
    half = (begun.ends_on - cast.LAST_ON).days // 2
    assert owed(-half - 1) == 0
    assert Notice.objects.filter(template="cycle_ending").count() == 1


# --- links


def test_a_new_link_calls_the_older_one_back():
    cycle = cast.alice()
    first = sending.linked(cycle)
    second = sending.linked(cycle, at=cast.later(days=1))
    first.refresh_from_db(), second.refresh_from_db()
    assert (bool(first.called_back_at), bool(second.called_back_at)) == (True, False)
