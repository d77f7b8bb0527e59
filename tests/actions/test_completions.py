"""What becomes of a report: credit at once, nothing new, or a person who looks."""

from datetime import date
from decimal import Decimal

import pytest

from recert.actions import activities, completions, review_activities
from recert.actions.completions import GRANTED, HELD, THERE
from recert.actions.reconsidering import reconsider
from recert.actions.refusals import CannotMove
from recert.policy.evaluate import decide
from recert.records.cases import rows_of
from recert.records.catalogue import CompletionReport
from recert.records.education import Activity
from recert.records.history import Notice
from recert.records.ledger import LedgerEntry
from tests import offering
from tests import people as cast

pytestmark = pytest.mark.django_db
OTHER = offering.uuid.UUID(int=72)


@pytest.fixture
def cycle():
    return cast.alice()


def test_a_report_gives_credit_that_counts_without_a_file(cycle):
    made = offering.reported(cycle, cast.course())
    rows = rows_of(cycle)
    assert decide(rows.policy, rows.case, on=cast.ON).counted == 20
    assert (made.outcome, made.activity.status) == (GRANTED, "accepted")
    assert Notice.objects.get().context["provider"] == "Dana's Gym"


def test_a_report_gives_the_credit_that_was_approved_for_the_class(cycle):
    offering.reported(cycle, cast.course(credit=Decimal("1.2")))
    assert LedgerEntry.objects.get().steps == 24


def test_a_report_of_part_of_a_class_gives_what_those_minutes_give(cycle):
    made = offering.reported(cycle, cast.course(credit=Decimal("1.2")), minutes=300)
    assert (LedgerEntry.objects.get().steps, made.activity.status) == (10, "accepted")


WAITING = {
    "a draft": cast.drafted,
    "one that was sent": cast.sent,
    "one that was sent without evidence": lambda cycle, **of: cast.sent(
        cycle, with_paper=False, **of
    ),
    "one that came back with a question": cast.returned,
}


@pytest.mark.parametrize("make", WAITING.values(), ids=WAITING)
def test_what_waits_is_accepted_by_the_report(cycle, make):
    kettlebells = cast.course()
    waiting = make(cycle, of=kettlebells)
    made = offering.reported(cycle, kettlebells)
    assert (made.outcome, made.activity.pk) == (GRANTED, waiting.pk)
    activity = Activity.objects.get()
    assert (activity.status, activity.held_by) == ("accepted", None)
    assert not activity.questions.filter(answered_at=None).exists()


def test_a_report_of_less_than_was_claimed_accepts_in_part(cycle):
    kettlebells = cast.course()
    cast.sent(cycle, of=kettlebells)
    made = offering.reported(cycle, kettlebells, minutes=300)
    assert (made.activity.status, LedgerEntry.objects.get().steps) == ("accepted_in_part", 10)


def test_a_report_of_more_than_was_claimed_gives_what_was_claimed(cycle):
    kettlebells = cast.course()
    cast.sent(cycle, of=kettlebells, minutes=300)
    made = offering.reported(cycle, kettlebells)
    assert (LedgerEntry.objects.get().steps, made.activity.status) == (10, "accepted")


def test_what_was_accepted_is_there_already_and_stays_as_it_is(cycle):
    kettlebells = cast.course()
    cast.accepted(cycle, of=kettlebells)
    before = Activity.objects.get().version
    made = offering.reported(cycle, kettlebells)
    assert (made.outcome, made.report) == (THERE, None)
    assert (LedgerEntry.objects.count(), Activity.objects.get().version) == (1, before)
    assert not CompletionReport.objects.exists()


def test_another_report_of_the_same_finds_it_there(cycle):
    kettlebells = cast.course()
    offering.reported(cycle, kettlebells)
    assert offering.reported(cycle, kettlebells, key=OTHER).outcome == THERE
    assert LedgerEntry.objects.count() == 1


def test_another_day_is_another_completion(cycle):
    kettlebells = cast.course()
    offering.reported(cycle, kettlebells)
    again = offering.reported(cycle, kettlebells, key=OTHER, on=date(2026, 5, 5))
    assert again.outcome == GRANTED


@pytest.mark.parametrize("why", ["rejected", "withdrawn", "taken back by a correction"])
def test_what_was_decided_otherwise_before_is_held_once(cycle, why):
    kettlebells = cast.course()
    if why == "rejected":
        cast.rejected(cycle, of=kettlebells)
    elif why == "withdrawn":
        activities.withdraw(cast.sent(cycle, of=kettlebells), by=None, at=cast.AT)
    else:
        wrong = offering.reported(cycle, kettlebells).activity
        review_activities.correct(
            wrong.entries.get(), steps=0, because="Another Alice.", review=cast.reviewing(wrong)
        )
    made = offering.reported(cycle, kettlebells, key=OTHER)
    again = offering.reported(cycle, kettlebells, key=offering.uuid.UUID(int=73))
    assert (made.outcome, again.report) == (HELD, made.report)
    rows = rows_of(cycle)
    assert decide(rows.policy, rows.case, on=cast.ON).counted == 0


def test_a_draft_that_was_thrown_away_stands_in_no_reports_way(cycle):
    kettlebells = cast.course()
    activities.withdraw(cast.drafted(cycle, of=kettlebells), by=None, at=cast.AT)
    assert offering.reported(cycle, kettlebells).outcome == GRANTED
    assert Activity.objects.count() == 2


def test_a_held_report_is_evidence_for_whoever_takes_the_rejection_back(cycle):
    kettlebells = cast.course()
    activity = cast.sent(cycle, of=kettlebells, with_paper=False)
    review_activities.reject(activity, because="No evidence.", review=cast.reviewing(activity))
    offering.reported(cycle, kettlebells)
    entry = reconsider(
        activity, steps=20, because="It was reported.", review=cast.reviewing(activity)
    )
    assert entry.steps == 20


def test_a_form_of_one_contact_is_not_another_contacts(cycle):
    kettlebells = cast.course()
    offering.reported(cycle, kettlebells)
    other = offering.speaks("dora@recert.example", name="Dora")
    with pytest.raises(CannotMove, match="another report"):
        offering.reported(cycle, kettlebells, by=other)


def test_the_words_of_a_settled_report_stay(cycle):
    kettlebells = cast.course()
    cast.rejected(cycle, of=kettlebells)
    held = offering.reported(cycle, kettlebells).report
    completions.settle_held(held, because="Another Alice.", by=cast.olga(), at=cast.AT)
    assert offering.reported(cycle, kettlebells, key=OTHER).report != held
