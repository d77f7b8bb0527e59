"""Corrections of exam results: visible reversals, that a person confirms, and nothing is lost."""

from datetime import date, timedelta

import pytest

from recert.actions import exam_corrections
from recert.policy.cycles import Span
from recert.records.certification import Cycle, ExamResult, LevelChange
from recert.records.exam_lists import (
    corrections_open,
    results_of,
)
from recert.records.exams import ExamCorrection
from recert.records.history import Document, Notice, Work
from recert.records.papers import documents_in_force
from tests import examining
from tests import people as cast
from tests.examining import EXAM_ON, alice, authorised, booked, confirmed, proposed, sat

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST = date(2027, 2, 22)  # of an authorisation that was given on ON
NEXT = Span(date(2026, 12, 16), date(2028, 12, 15))


def told(template):
    return Notice.objects.get(template=template).context


def again(row):
    row.refresh_from_db()
    return row


def test_a_corrected_pass_leaves_everything_as_it_was_before_it_and_every_row_readable():
    cycle = alice()
    first = sat(cycle)
    second = confirmed(proposed(first))
    assert list(Cycle.objects.all()) == [cycle]
    assert not LevelChange.objects.exists()
    assert list(ExamResult.objects.all()) == [second]
    assert Cycle.every.count() == 2
    assert LevelChange.every.count() == 1
    assert [each.pk for each in results_of(cycle.credential)] == [second.pk, first.pk]
    assert second.corrects.result == first
    assert not Work.objects.filter(kind="certificate").exists()
    assert (told("exam_corrected")["was"], told("exam_corrected")["outcome"]) == ("pass", "fail")
    assert told("exam_failed")["retake_on"] == "2027-03-01"


def test_after_a_corrected_pass_the_credits_are_open_again():
    cycle = alice()
    cast.filed(cycle)
    confirmed(proposed(sat(cycle)))
    assert cast.filed(cycle).status == "submitted"


def test_a_corrected_failure_raises_the_level_like_any_pass():
    first = sat(alice(), outcome="fail")
    second = confirmed(proposed(first, outcome="pass"))
    assert second.decision.renewal.cycle.begins_on == NEXT.first_on


def test_a_corrected_day_moves_the_level_to_it():
    confirmed(proposed(sat(alice()), outcome="pass", taken_on=EXAM_ON - DAY))
    assert LevelChange.objects.get().from_on == EXAM_ON - DAY
    assert Cycle.objects.count() == 2


def test_a_correction_lowers_a_cycle_that_was_begun_by_credits_to_the_level_that_is_left():
    cycle = alice()
    following = cast.renewed(cycle)
    confirmed(proposed(sat(cycle)))
    assert again(following).level == "certificate"
    assert Cycle.objects.count() == 2


def test_documents_of_what_was_taken_back_hold_no_more():
    cycle = alice()
    result = sat(cycle)
    begun = result.decision.renewal.cycle
    for of, level in ((cycle, "certificate"), (cycle, "certification"), (begun, "certification")):
        Document.objects.create(cycle=of, level=level, digest="0" * 64, size=1, made_at=cast.AT)
    assert documents_in_force().count() == 3
    confirmed(proposed(result))
    assert [(each.cycle, each.level) for each in documents_in_force()] == [(cycle, "certificate")]


def test_a_corrected_absence_is_of_the_same_seat():
    seat = booked(authorised(alice()))
    first = sat(seat.authorisation.cycle, outcome="absent")
    second = confirmed(proposed(first, outcome="fail"))
    assert again(seat).result == second
    assert again(seat.authorisation).status == "sat"


def test_a_result_is_judged_again_when_a_card_turns_up_that_was_valid_on_the_day():
    cycle = examining.holder()
    first = sat(cycle)
    assert first.decision.outcome == "not eligible"
    examining.carded(cycle)
    second = confirmed(proposed(first, outcome="pass", because="The card came later."))
    assert second.decision.outcome == "eligible"


def test_a_failure_that_is_told_late_has_a_later_pass_judged_again_by_a_person():
    cycle = alice()
    passed = sat(cycle)
    sat(cycle, outcome="fail", taken_on=EXAM_ON - 30 * DAY, reference="R-0")
    correction = corrections_open().get()
    assert (correction.result, correction.by, correction.outcome) == (passed, None, "pass")
    assert LevelChange.objects.exists(), "nothing moves before a person says so"
    assert confirmed(correction).decision.outcome == "not eligible"
    assert Cycle.objects.count() == 1


def test_an_earlier_pass_that_is_told_late_takes_the_place_of_the_later_one():
    cycle = alice()
    sat(cycle)
    first = sat(cycle, taken_on=EXAM_ON - DAY, reference="R-0")
    confirmed(corrections_open().get())
    assert LevelChange.objects.get().exam_result == first
    assert Cycle.objects.get(begins_on=NEXT.first_on).exam_renewal.decision == first.decision


def test_a_dismissed_correction_changes_nothing():
    result = sat(alice())
    exam_corrections.dismiss(proposed(result), because="No.", by=cast.olga(), at=cast.AT)
    assert not again(result).reversed_at
    assert ExamCorrection.objects.get().dismissed_because == "No."
