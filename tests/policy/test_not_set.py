"""What the body has not said is never guessed: it refers, it stays open, or it does not matter."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from recert.policy.cycles import Standing
from recert.policy.evaluate import decide
from recert.policy.facts import Activity, Companion
from recert.policy.units import NOT_SET
from tests.policy.known import (
    CARD,
    LAST,
    action,
    activity,
    alice,
    case,
    changed,
    finding,
    holder,
    upgrade,
)

DAY = timedelta(days=1)
ENOUGH = activity(date(2025, 1, 5), "2.0", course="own-1")


def bare(facts, *, on, pathway=None):
    return decide(action(demonstration=False), facts, on=on, pathway=pathway)


# --- the three results for someone late


def test_in_the_demonstration_a_late_trainer_learns_that_filing_closed_and_when_and_by_which_rule():
    decision = decide(action(), case(ENOUGH), on=LAST + DAY)
    window = finding(decision, "filing_window")
    assert (decision.pathway.outcome, window.state) == ("not eligible", "short")
    assert "Filing closed on 10 March 2026" in window.because
    assert window.source.key == "DEMONSTRATION"
    assert decision.closes_on == LAST


def test_an_upgrade_passed_after_the_last_day_is_referred():
    late = case(who=holder(), exams=[upgrade(LAST + DAY)], cards=[CARD])
    decision = decide(action(), late, on=LAST + DAY, pathway="exam_upgrade")
    assert (decision.eligible, decision.referred) == (False, True)
    assert decision.pathway.unmet == ()
    assert decision.pathway.not_set == ("exam.too_late",)
    assert finding(decision, "exam.too_late").source.key == "UNPUBLISHED"


def test_without_the_demonstration_lateness_itself_is_referred():
    decision = bare(case(ENOUGH), on=LAST + DAY)
    assert (decision.eligible, decision.referred) == (False, True)
    assert decision.pathway.not_set == ("filing_window",)
    assert decision.closes_on is None
    assert decision.standing == Standing.NOT_SET
    assert "a person must decide" in finding(decision, "filing_window").because


def test_without_the_demonstration_who_files_in_time_is_simply_eligible():
    decision = bare(case(ENOUGH), on=LAST)
    window = finding(decision, "filing_window")
    assert decision.eligible
    assert window.source.key == "OURS"
    assert window.because == (
        "Filing is open on 10 March 2026. Whether it stays open after 10 March 2026 is not set."
    )
    told = finding(decide(action(), case(ENOUGH), on=LAST), "filing_window")
    assert told.because == "Filing is open on 10 March 2026, and to 10 March 2026."


def test_what_is_short_refuses_even_where_something_else_is_not_set():
    decision = bare(case(), on=LAST + DAY)
    assert (decision.eligible, decision.referred) == (False, False)
    assert decision.pathway.unmet == ("credits",)
    assert decision.pathway.not_set == ("filing_window",)


# --- fees


def test_a_fee_that_is_not_set_stays_open_and_refers_nothing():
    decision = bare(case(ENOUGH), on=LAST)
    fee = decision.pathway.fee
    assert decision.eligible
    assert fee.total is NOT_SET
    assert [(line.code, line.amount) for line in fee.lines] == [("base", NOT_SET)]


def test_a_late_fee_is_a_line_only_after_the_last_day():
    assert [line.code for line in decide(action(), case(), on=LAST).pathway.fee.lines] == ["base"]
    late = decide(action(), case(), on=LAST + DAY).pathway.fee
    assert [line.code for line in late.lines] == ["base", "late"]


def test_a_waived_fee_is_a_visible_line_of_nothing():
    passed = case(who=holder(), exams=[upgrade(date(2025, 6, 1))], cards=[CARD])
    fee = bare(passed, on=date(2025, 6, 1), pathway="exam_upgrade").pathway.fee
    assert [(line.code, line.amount) for line in fee.lines] == [("base", 0)]
    assert "Waived" in fee.lines[0].because
    assert fee.total == 0


# --- minutes, while it is not set how many make a unit


def minutes(amount):
    return Activity(completed_on=date(2025, 1, 5), minutes=amount)


def test_an_activity_in_minutes_is_for_a_person_while_their_worth_is_not_set():
    decision = bare(case(activity(date(2025, 2, 1), "1.9"), minutes(600)), on=LAST)
    found = decision.activities[1]
    assert (found.granted, found.counted, found.outcome) == (NOT_SET, 0, "review_pending")
    assert found.source.key == "UNPUBLISHED"
    assert decision.pathway.not_set == ("credits",)
    assert decision.referred


def test_it_refers_nobody_who_has_enough_without_it():
    assert bare(case(ENOUGH, minutes(600)), on=LAST).eligible


def test_an_activity_without_any_amount_says_so():
    decision = decide(action(), case(Activity(completed_on=date(2025, 1, 5))), on=LAST)
    assert "neither credits nor minutes" in decision.activities[0].because


# --- a rule that is not set is left out of the figures, and refers where it could decide


def twice(first, second, *others):
    same = {"course": "own-1"}
    return case(
        activity(date(2025, 1, 5), first, **same),
        activity(date(2025, 2, 5), second, **same),
        *others,
    )


def test_figures_are_shown_without_a_rule_that_is_not_set():
    decision = bare(twice("1.0", "1.0"), on=LAST)
    assert decision.unit.amount(decision.counted) == Decimal("2.0")
    assert decision.pathway.not_set == ("credits",)
    assert "a person may decide" in decision.activities[1].because
    assert decision.activities[1].source.key == "UNPUBLISHED"


def test_a_rule_that_is_not_set_refers_nobody_whom_it_cannot_change():
    assert bare(twice("1.0", "1.0", activity(date(2025, 3, 5), "1.0")), on=LAST).eligible
    assert bare(twice("0.5", "1.0"), on=LAST).pathway.outcome == "not eligible"


def test_silence_about_evidence_may_make_another_of_the_same_course_count():
    """Asked for or not, one of the two counts: 0.5 if evidence is not asked, else 2.0."""
    policy = changed(
        ('evidence = "required"', 'evidence = "not set"'),
        ('same_course = "not set"', 'same_course = "once in a cycle"'),
    )
    unproved = activity(date(2025, 1, 5), "0.5", course="own-1", evidence=False)
    proved = activity(date(2025, 2, 5), "2.0", course="own-1")
    decision = decide(policy, case(unproved, proved), on=LAST)
    assert decision.pathway.not_set == ("credits",)


@pytest.mark.parametrize("same_form, outcome", [("not set", "referred"), ("accepted", "eligible")])
def test_whether_the_same_exam_may_be_used_twice_is_the_policys_to_say(same_form, outcome):
    policy = changed(('same_form = "refused"', f'same_form = "{same_form}"'))
    again = case(who=alice(), exams=[upgrade(date(2025, 6, 1))], cards=[CARD])
    assert decide(policy, again, on=LAST, pathway="exam_upgrade").pathway.outcome == outcome


def test_a_wait_that_is_not_set_refers_who_passed_after_a_failure():
    policy = changed(("wait_days = 90", 'wait_days = "not set"'))
    exams = [upgrade(date(2025, 1, 20), outcome="fail"), upgrade(date(2025, 12, 1))]
    decision = decide(
        policy, case(who=holder(), exams=exams, cards=[CARD]), on=LAST, pathway="exam_upgrade"
    )
    assert decision.pathway.not_set == ("exam.retake_too_soon",)
    assert decision.earliest_retake_on is None


def test_without_a_wait_there_is_no_first_day_to_name():
    policy = changed(("wait_days = 90", "wait_days = 0"))
    exams = [upgrade(date(2025, 12, 1), outcome="fail"), upgrade(date(2025, 12, 1))]
    failed = case(who=holder(), exams=exams[:1], cards=[CARD])
    passed = case(who=holder(), exams=exams, cards=[CARD])
    assert decide(policy, failed, on=LAST).earliest_retake_on is None
    assert decide(policy, passed, on=LAST, pathway="exam_upgrade").eligible


def test_an_exam_after_the_last_day_may_be_refused_outright():
    policy = changed(('\nafter_last_day = "not set"', '\nafter_last_day = "refused"'))
    late = case(who=holder(), exams=[upgrade(LAST + DAY)], cards=[CARD])
    decision = decide(policy, late, on=LAST + DAY, pathway="exam_upgrade")
    assert decision.pathway.unmet == ("exam.too_late",)


def test_an_opening_day_that_is_not_set_refers_whoever_files_in_the_cycle():
    policy = changed(('= "whole cycle"', '= "not set"'))
    decision = decide(policy, case(ENOUGH), on=LAST)
    assert decision.pathway.not_set == ("filing_window",)
    assert decision.opens_on is None


def test_a_card_that_does_not_say_how_it_was_earned_is_for_a_person_to_look_at():
    card = Companion("cpr_aed", date(2025, 1, 10), date(2027, 1, 10))
    passed = case(who=holder(), exams=[upgrade(date(2025, 6, 1))], cards=[card])
    decision = decide(action(), passed, on=LAST, pathway="exam_upgrade")
    assert decision.pathway.not_set == ("companion.cpr_aed",)
    with_another = case(who=holder(), exams=[upgrade(date(2025, 6, 1))], cards=[card, CARD])
    assert decide(action(), with_another, on=LAST, pathway="exam_upgrade").eligible
