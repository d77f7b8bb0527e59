"""The ways side by side: both sides of each boundary, and everything that is not set, named."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from recert.policy.comparing import Openness, compare
from recert.policy.cycles import Span, Standing
from recert.policy.evaluate import decide
from recert.policy.facts import Companion, Exam
from recert.policy.units import NOT_SET
from tests.policy.known import (
    CARD,
    CERTIFIED,
    LAST,
    action,
    activity,
    alice,
    case,
    changed,
    guides,
    holder,
    upgrade,
)

DAY = timedelta(days=1)
NEXT = Span(date(2026, 3, 11), date(2028, 3, 10))
EARLY = date(2025, 6, 1)
WAIT = timedelta(days=90)  # ACTION's own number, after a failed exam


def ways(*activities, on=EARLY, policy=None, who=None, **facts):
    facts = case(*activities, who=who or holder(), **facts)
    return compare(policy or action(), facts, on=on)


def way(kind, *activities, **more):
    return next(each for each in ways(*activities, **more) if each.kind == kind)


def open_questions(one):
    return [each.what for each in one.unsaid]


# --- by credits


def test_credits_say_what_is_missing_in_credit_and_in_hours():
    credits_ = way("credits", activity(date(2025, 1, 5), "1.3"))
    assert (credits_.missing, credits_.minutes) == (14, 420)  # 0.7 of 2.0, at ten hours each
    assert (credits_.openness, credits_.level) == (Openness.OPEN, "certificate")
    assert (credits_.fee.total, credits_.follows) == (7500, NEXT)


def test_no_hours_are_to_do_where_no_credit_is_missing():
    assert way("credits", activity(date(2025, 1, 5), "2.0")).minutes == 0
    bare = way("credits", activity(date(2025, 1, 5), "2.0"), policy=action(demonstration=False))
    assert bare.minutes == 0


def test_the_latest_safe_day_of_credits_is_the_last_day_and_the_day_after_is_closed():
    assert way("credits", on=LAST).latest_on == LAST
    assert way("credits", on=LAST).openness == Openness.OPEN
    assert way("credits", on=LAST + DAY).openness == Openness.CLOSED


def test_filing_that_opens_late_in_the_cycle_is_said_with_its_day():
    one = next(
        w for w in compare(guides(), case(who=alice(form=None, cycle=(CERTIFIED, LAST))), on=EARLY)
    )
    assert one.begins_on == LAST - timedelta(days=90)


# --- by the exam


def test_the_exam_raises_the_level_waives_the_fee_and_asks_no_hours():
    exam = way("exam", cards=[CARD])
    assert (exam.openness, exam.level, exam.follows) == (Openness.OPEN, "certification", NEXT)
    assert (exam.fee.total, exam.missing, exam.minutes) == (0, 0, 0)
    assert [(line.amount, line.because) for line in exam.fee.lines] == [
        (0, "Waived on this pathway.")
    ]
    assert exam.to_do == ()


def test_a_missing_card_is_something_to_do_and_closes_nothing():
    exam = way("exam")
    assert (exam.openness, [each.requirement for each in exam.to_do]) == (
        Openness.OPEN,
        ["companion.cpr_aed"],
    )


def test_a_card_that_does_not_say_how_one_was_trained_leaves_it_to_a_person():
    card = Companion("cpr_aed", date(2025, 1, 10), date(2027, 1, 10), hands_on=None)
    exam = way("exam", cards=[card])
    assert exam.openness == Openness.REFERRED
    assert [each.requirement for each in exam.against] == ["companion.cpr_aed"]


@pytest.mark.parametrize("on, again", [(LAST - WAIT, LAST - WAIT), (LAST - WAIT + DAY, None)])
def test_a_failure_leaves_room_for_another_try_only_so_long_before_the_last_day(on, again):
    exam = way("exam", cards=[CARD], on=on)
    assert (exam.again_by, exam.latest_on) == (again, LAST)


def test_an_exam_that_failed_on_the_day_told_may_be_sat_again_on_the_last_day():
    again_by = way("exam", cards=[CARD]).again_by
    failed = case(who=holder(), cards=[CARD], exams=[upgrade(again_by, outcome="fail")])
    assert decide(action(), failed, on=again_by).earliest_retake_on == LAST


@pytest.mark.parametrize(
    "failed_on, openness, latest",
    [(LAST - WAIT, Openness.OPEN, LAST), (LAST - WAIT + DAY, Openness.REFERRED, None)],
)
def test_after_a_failure_the_exam_is_open_from_the_day_of_the_retake(failed_on, openness, latest):
    exam = way("exam", cards=[CARD], exams=[upgrade(failed_on, outcome="fail")], on=failed_on)
    assert exam.begins_on == failed_on + WAIT
    assert (exam.openness, exam.latest_on) == (openness, latest)


def test_the_last_day_is_an_exam_day_and_the_day_after_is_for_a_person():
    assert way("exam", cards=[CARD], on=LAST).openness == Openness.OPEN
    late = way("exam", cards=[CARD], on=LAST + DAY)
    assert (late.openness, late.latest_on) == (Openness.REFERRED, None)
    assert [each.requirement for each in late.against] == ["exam.too_late"]


def test_whoever_holds_the_certification_is_refused_in_the_words_of_the_rule():
    exam = way("exam", who=alice(), cards=[CARD])
    assert (exam.openness, exam.latest_on, exam.unsaid) == (Openness.CLOSED, None, ())
    (refused,) = exam.against
    assert refused.because == (
        "The accredited exam was passed before, and the same exam cannot be used twice."
    )
    assert refused.source.key == "ACT1"


def test_whoever_upgraded_in_an_earlier_cycle_is_refused_in_the_same_words():
    who = holder(cycle=(NEXT.first_on, NEXT.last_on))
    exam = way("exam", who=who, cards=[CARD], exams=[upgrade(EARLY)], on=NEXT.first_on)
    assert [each.requirement for each in exam.against] == ["exam.same_form"]


def test_an_exam_passed_in_this_cycle_is_done():
    assert way("exam", cards=[CARD], exams=[upgrade(EARLY)]).openness == Openness.DONE


def test_a_pass_of_the_exam_that_one_holds_does_not_hide_the_other():
    online = Exam("online", EARLY, "pass")
    assert way("exam", cards=[CARD], exams=[online]).openness == Openness.OPEN


# --- late


def test_where_filing_closes_with_the_cycle_nothing_is_left_but_to_start_anew():
    late = way("late")
    assert (late.openness, late.latest_on, late.standing) == (
        Openness.CLOSED,
        None,
        Standing.EXPIRED,
    )
    assert open_questions(late) == ["anew"]


def test_where_filing_stays_open_late_costs_the_late_fee_until_its_last_day():
    facts = case(who=alice(form=None, cycle=(CERTIFIED, LAST)))
    late = next(w for w in compare(guides(), facts, on=EARLY) if w.kind == "late")
    assert (late.openness, late.latest_on) == (Openness.OPEN, LAST + timedelta(days=60))
    assert (late.fee.total, late.standing) == (15000, Standing.GRACE)


def test_a_suspension_is_said_of_the_time_after_the_last_day():
    who = holder(suspended=((LAST, LAST + timedelta(days=90)),))
    assert way("late", who=who).standing == Standing.SUSPENDED


# --- not set


def test_everything_that_action_has_not_published_is_named_with_its_source():
    found = {each.kind: each for each in ways(policy=action(demonstration=False), cards=[CARD])}
    assert open_questions(found["credits"]) == ["fee", "minutes", "next_cycle"]
    assert open_questions(found["exam"]) == ["seat", "late_pass", "next_cycle"]
    assert open_questions(found["late"]) == ["fee", "fee", "closing", "grace", "then"]
    named = [each for one in found.values() for each in one.unsaid if each.what != "seat"]
    assert {each.source.key for each in named} == {"UNPUBLISHED"}
    assert (found["credits"].fee.total, found["credits"].minutes) == (NOT_SET, NOT_SET)
    assert (found["late"].latest_on, found["credits"].follows) == (NOT_SET, None)


def test_a_wait_that_is_not_set_leaves_open_until_when_another_try_has_room():
    policy = changed(("wait_days = 90", 'wait_days = "not set"'))
    exam = way("exam", policy=policy, cards=[CARD])
    assert (exam.again_by, exam.latest_on) == (NOT_SET, LAST)
    assert "wait" in open_questions(exam)


# --- which comes first


@pytest.mark.parametrize(
    "amount, on, first",
    [
        ("1.0", EARLY, "credits"),  # half is earned
        ("0.95", EARLY, "exam"),
        ("0.95", LAST - WAIT, "exam"),  # the last day on which a failure leaves room
        ("0.95", LAST - WAIT + DAY, "exam"),
        ("0.95", LAST + DAY, "exam"),  # for a person, and the rest is closed
    ],
)
def test_the_way_with_least_left_to_do_comes_first(amount, on, first):
    found = ways(activity(date(2025, 1, 5), amount), on=on, cards=[CARD])
    assert found[0].kind == first


def test_a_way_that_is_closed_comes_after_one_that_is_open():
    assert [each.kind for each in ways(who=alice())] == ["credits", "exam", "late"]


@given(some.dates(CERTIFIED, LAST + timedelta(days=400)), some.booleans(), some.booleans())
def test_every_way_of_the_policy_is_there_on_every_day_and_late_is_last(on, upgraded, bare):
    policy = action(demonstration=not bare)
    found = ways(policy=policy, who=alice() if upgraded else holder(), on=on)
    assert sorted(each.kind for each in found) == ["credits", "exam", "late"]
    assert found[-1].kind == "late"
    for each in found:
        latest = each.latest_on or each.begins_on
        assert each.openness != Openness.OPEN or latest >= each.begins_on >= on
