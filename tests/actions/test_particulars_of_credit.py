"""Particulars of activities, credit and holding a case, that the tables do not show."""

from datetime import date, timedelta

import pytest

from recert.actions import (
    activities,
    queue,
    review_activities,
)
from recert.actions.refusals import HeldByAnother
from tests import people as cast

pytestmark = pytest.mark.django_db


# --- activities


def test_a_class_of_the_catalogue_brings_its_words_and_its_length():
    draft = cast.drafted(cast.alice(), of=cast.course(title="Kettlebells", minutes=600))
    assert (draft.title, draft.provider_name, draft.minutes) == ("Kettlebells", "Dana's Gym", 600)
    shorter = cast.drafted(cast.charlie(), of=draft.course, minutes=300)
    assert shorter.minutes == 300


def test_saving_the_same_claim_again_raises_no_version():
    cycle = cast.alice()
    draft = cast.drafted(cycle)
    again = cast.drafted(cycle, of=draft.course, key=draft.key)
    assert (again.pk, again.version) == (draft.pk, draft.version)


def test_two_drafts_of_one_class_may_stand_but_not_both_be_sent():
    cycle = cast.alice()
    draft = cast.drafted(cycle)
    assert cast.drafted(cycle, of=draft.course).pk != draft.pk


def test_a_class_counts_on_the_first_and_the_last_day_of_its_approval():
    cycle = cast.alice()
    one_day = {"approved_from": date(2026, 5, 4), "approved_through": date(2026, 5, 4)}
    assert cast.sent(cycle, of=cast.course(**one_day)).status == "submitted"


def test_an_activity_completed_today_may_be_sent_today():
    assert cast.sent(cast.alice(), completed_on=cast.ON).status == "submitted"


def test_a_rejected_class_may_be_claimed_anew():
    cycle = cast.alice()
    kettlebells = cast.course()
    cast.rejected(cycle, of=kettlebells)
    assert cast.sent(cycle, of=kettlebells).status == "submitted"


def test_an_answer_is_kept_beside_its_question():
    activity = cast.returned(cast.alice())
    activities.answer(
        activity, text=" Ten hours. ", by=activity.certificant.user, on=cast.ON, at=cast.AT
    )
    question = activity.questions.get()
    assert (question.answer, question.answered_at) == ("Ten hours.", cast.AT)


def test_evidence_that_arrives_raises_the_version():
    cycle = cast.alice()
    activity = cast.sent(cycle)
    before = activity.version
    assert cast.attached(activity, paper=cast.paper(cycle)).version == before + 1


def test_one_paper_may_back_two_activities():
    cycle = cast.alice()
    paper = cast.paper(cycle)
    for _ in range(2):
        cast.attached(cast.drafted(cycle), paper=paper)
    assert paper.uses.count() == 2


def test_the_same_content_of_two_people_is_two_pieces_of_evidence():
    content = b"%PDF-1.4 the same"
    first = cast.paper(cast.alice(), content=content)
    second = cast.paper(cast.charlie(), content=content)
    assert first.digest == second.digest
    assert first != second


# --- the ledger


@pytest.mark.parametrize("minutes, steps", [(30, 1), (59, 1), (60, 2), (600, 20), (615, 20)])
def test_minutes_become_whole_steps_rounded_down(minutes, steps):
    activity = cast.accepted(cast.alice(), of=cast.course(minutes=minutes))
    assert activity.entries.get().steps == steps


def _corrected_to(steps, *, minutes=600):
    activity = cast.accepted(cast.alice(), of=cast.course(minutes=minutes))
    entry = activity.entries.get()
    fresh = review_activities.correct(
        entry, steps=steps, because="It was so.", review=cast.reviewing(activity)
    )
    activity.refresh_from_db()
    return activity, fresh


def test_a_correction_keeps_both_entries_and_grants_what_is_right():
    activity, fresh = _corrected_to(10)
    steps = list(activity.entries.order_by("id").values_list("steps", flat=True))
    assert steps == [20, -20, 10]
    assert fresh.steps == 10
    assert activity.status == "accepted_in_part"


def test_a_correction_to_nothing_leaves_the_activity_rejected():
    activity, fresh = _corrected_to(0)
    assert fresh is None
    assert sum(activity.entries.values_list("steps", flat=True)) == 0
    assert activity.status == "rejected"


def test_a_part_that_is_corrected_to_the_whole_is_accepted():
    activity = cast.sent(cast.alice())
    entry = review_activities.accept_in_part(
        activity, steps=10, because="Half.", review=cast.reviewing(activity)
    )
    review_activities.correct(
        entry, steps=20, because="It was whole.", review=cast.reviewing(activity)
    )
    activity.refresh_from_db()
    assert activity.status == "accepted"


def test_the_entry_in_force_may_be_corrected_again():
    activity, fresh = _corrected_to(10)
    review_activities.correct(
        fresh, steps=12, because="Six hours.", review=cast.reviewing(activity)
    )
    assert sum(activity.entries.values_list("steps", flat=True)) == 12


# --- holding a case


@pytest.mark.parametrize("early, held", [(timedelta(seconds=1), True), (timedelta(0), False)])
def test_a_case_is_held_until_its_lease_ends(early, held):
    activity = cast.sent(cast.alice())
    queue.take_activity(activity, by=cast.beth(), at=cast.AT, lease=cast.LEASE)
    at = cast.AT + cast.LEASE - early
    if held:
        with pytest.raises(HeldByAnother):
            queue.take_activity(activity, by=cast.bob(), at=at, lease=cast.LEASE)
    else:
        taken = queue.take_activity(activity, by=cast.bob(), at=at, lease=cast.LEASE)
        assert taken.held_by == cast.bob()


def test_taking_a_case_again_keeps_it_longer():
    activity = cast.sent(cast.alice())
    for minutes in (0, 20):
        at = cast.later(minutes=minutes)
        activity = queue.take_activity(activity, by=cast.bob(), at=at, lease=cast.LEASE)
    assert activity.held_at == cast.later(minutes=20)


def test_what_somebody_else_holds_is_not_put_back():
    activity = cast.sent(cast.alice())
    queue.take_activity(activity, by=cast.beth(), at=cast.AT, lease=cast.LEASE)
    assert queue.release_activity(activity, by=cast.bob(), at=cast.AT).held_by == cast.beth()
