"""Authorisations and seats: what they name, when they end, and what the exam makes of them."""

from datetime import date, timedelta

import pytest

from recert.actions import exams
from recert.policy.cycles import Span
from recert.records.exam_lists import (
    authorisations_of,
    standing_booking,
)
from recert.records.history import Notice
from tests import examining
from tests import people as cast
from tests.examining import EXAM_ON, alice, authorised, booked, sat

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST = date(2027, 2, 22)  # of an authorisation that was given on ON
NEXT = Span(date(2026, 12, 16), date(2028, 12, 15))


def told(template):
    return Notice.objects.get(template=template).context


def again(row):
    row.refresh_from_db()
    return row


# --- before the exam


def test_an_authorisation_names_its_card_its_days_and_what_was_found():
    cycle = examining.carded(alice(), expires_on=date(2028, 1, 1))
    given = authorised(cycle)
    assert (given.given_on, given.last_on) == (cast.ON, LAST)
    assert given.companion.expires_on == date(2028, 1, 1)
    assert {each["state"] for each in given.findings} == {"met"}


def test_what_the_policy_does_not_set_is_kept_and_stands_in_nobodys_way():
    given = authorised(alice(edition=cast.adopted(overlay=False)))
    assert given.last_on is None
    states = {each["requirement"]: each["state"] for each in given.findings}
    assert states["exam.authorisation"] == "not set"
    assert exams.expire_due(on=date(2099, 1, 1), at=cast.AT) == 0


@pytest.mark.parametrize("on, expired", [(LAST, 0), (LAST + DAY, 1)])
def test_the_last_day_of_an_authorisation_is_inside(on, expired):
    given = authorised(alice())
    assert exams.expire_due(on=on, at=cast.AT) == expired
    assert again(given).status == ("expired" if expired else "open")
    assert exams.expire_due(on=on, at=cast.AT) == 0


def test_a_window_may_end_on_the_last_day():
    assert booked(authorised(alice()), first=cast.ON, last=LAST).window_through == LAST


def test_another_seat_is_booked_once_the_first_is_cancelled():
    given = authorised(alice())
    exams.cancel_booking(booked(given), by=None, at=cast.AT)
    assert again(given).status == "open"
    second = booked(given, reference="B-2")
    assert standing_booking(again(given)) == second
    assert [len(each.bookings.all()) for each in authorisations_of(given.cycle)] == [2]


# --- what became of the authorisation


@pytest.mark.parametrize("outcome", ["pass", "fail"])
def test_the_exam_closes_its_authorisation_and_names_the_seat(outcome):
    seat = booked(authorised(alice()))
    result = sat(seat.authorisation.cycle, outcome=outcome)
    assert again(seat.authorisation).status == "sat"
    assert again(seat).result == result
    assert result.decision.authorisation == seat.authorisation


def test_a_missed_exam_leaves_the_authorisation_open_for_another_seat():
    seat = booked(authorised(alice()))
    sat(seat.authorisation.cycle, outcome="absent")
    assert again(seat.authorisation).status == "open"
    assert booked(seat.authorisation, reference="B-2", first=EXAM_ON + DAY).result is None
    assert told("exam_absent")["taken_on"] == "2026-12-01"


def test_a_result_that_comes_after_its_authorisation_expired_is_of_it_all_the_same():
    given = authorised(alice())
    exams.expire_due(on=LAST + DAY, at=cast.AT)
    assert sat(given.cycle).decision.authorisation == given
    assert again(given).status == "sat"


def test_an_exam_without_an_authorisation_counts_and_has_none():
    assert sat(alice()).decision.authorisation is None
