"""Every finding can be read: what, why, from which text, and what would change it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from recert.policy.columns import FactsError
from recert.policy.cycles import Standing
from recert.policy.evaluate import decide
from recert.policy.facts import Activity, Exam
from recert.policy.names import OUTCOMES, REQUIREMENTS, STANDINGS, STATES
from tests.policy.known import (
    CARD,
    CERTIFIED,
    LAST,
    action,
    activity,
    alice,
    case,
    changed,
    finding,
    guides,
    holder,
    upgrade,
)

DAY = timedelta(days=1)
MANY = case(
    activity(CERTIFIED - DAY),
    activity(CERTIFIED),
    activity(LAST, course="own-1"),
    activity(LAST, course="own-1"),
    activity(LAST + DAY),
    activity(LAST, provider="Elsewhere", provider_approved=()),
    activity(LAST, evidence=False),
    activity(LAST + DAY, evidence=False),
    activity(LAST, review="pending"),
    activity(LAST + DAY, review="pending"),
    activity(LAST, review="rejected"),
    exams=[upgrade(date(2025, 1, 20), outcome="fail"), upgrade(date(2025, 2, 20))],
)


def every_finding():
    for policy in (action(), action(demonstration=False)):
        for facts in (MANY, case(), case(who=holder(), exams=[upgrade(LAST + DAY)])):
            for on in (CERTIFIED - DAY, LAST, LAST + DAY):
                decision = decide(policy, facts, on=on)
                for way in decision.pathways:
                    yield from way.findings


def test_every_finding_has_a_sentence_a_source_and_a_label():
    for found in every_finding():
        assert found.because.endswith("."), found
        assert found.source is not None
        assert found.source.cite
        assert found.label == REQUIREMENTS.get(found.requirement, "CPR and AED card")
        assert found.required
        assert found.found


def test_whatever_is_not_met_says_what_would_change_it():
    states = set()
    for found in every_finding():
        states.add(found.state)
        assert bool(found.change) == (found.state != "met"), found
    assert states == {"met", "short", "not set"}


def test_every_activity_has_a_sentence_and_only_what_does_not_count_says_what_would_change_it():
    decision = decide(action(), MANY, on=LAST)
    assert [a.at for a in decision.activities] == list(range(len(MANY.activities)))
    assert [a.outcome for a in decision.activities] == [
        "before_window",
        "counted",
        "counted",
        "duplicate_course",
        "after_window",
        "provider_not_approved",
        "evidence_missing",
        "evidence_missing",
        "review_pending",
        "review_pending",
        "rejected",
    ]
    for found in decision.activities:
        assert found.because.endswith(".")
        assert (found.outcome == "counted") == (found.counted > 0)
    assert not decision.activities[1].change
    assert decision.activities[6].change
    assert decision.activities[5].because == (
        "The provider was not approved on 10 March 2026, the day of completion."
    )


def test_evidence_is_not_asked_for_where_it_would_not_help():
    decision = decide(action(), MANY, on=LAST)
    hopeful, hopeless = decision.activities[6], decision.activities[7]
    assert hopeful.pending > 0
    assert hopeless.pending == 0
    assert "Even then: Completed on 11 March 2026, after the last day" in hopeless.because
    assert not hopeless.change


def test_the_shortfall_and_its_remedy_are_said_in_the_unit():
    decision = decide(action(), case(activity(CERTIFIED, "1.3")), on=LAST)
    found = finding(decision, "credits")
    assert (found.required, found.found) == ("2.0 CECs", "1.3 CECs")
    assert found.because == (
        "1.3 of 2.0 CECs count in the cycle of 10 March 2024 to 10 March 2026. Missing: 0.7 CECs."
    )
    assert found.change == "Earn 0.7 CECs more by 10 March 2026."


def test_after_the_last_day_nobody_is_told_to_earn_more():
    change = finding(decide(action(), case(), on=LAST + DAY), "credits").change
    assert change == "The cycle ended on 10 March 2026; only what was completed by then counts."


def test_who_holds_the_exam_already_is_not_sent_to_sit_it():
    mine = finding(decide(action(), case(), on=LAST), "exam.not_passed", pathway="exam_upgrade")
    theirs = case(who=holder())
    other = finding(decide(action(), theirs, on=LAST), "exam.not_passed", pathway="exam_upgrade")
    assert "cannot be used again" in mine.change
    assert other.change == "Pass the accredited exam."


def test_a_pass_of_a_form_that_the_pathway_does_not_ask_for_is_no_pass():
    facts = case(who=alice(), exams=[Exam("online", date(2025, 6, 1), "pass")], cards=[CARD])
    assert decide(action(), facts, on=LAST, pathway="exam_upgrade").pathway.unmet == (
        "exam.not_passed",
    )


def test_the_form_passed_first_follows_from_the_level_where_it_is_not_on_file():
    def unmet(level):
        who = alice(level=level, form=None)
        facts = case(who=who, exams=[upgrade(date(2025, 6, 1))], cards=[CARD])
        return decide(action(), facts, on=LAST, pathway="exam_upgrade").pathway.unmet

    assert unmet("certificate") == ()
    assert unmet("certification") == ("exam.same_form",)


def test_a_failure_after_which_nothing_was_sat_names_the_first_day_allowed():
    facts = case(who=holder(), exams=[upgrade(date(2025, 12, 20), outcome="fail")])
    assert decide(action(), facts, on=LAST).earliest_retake_on == date(2026, 3, 20)
    passed = case(
        who=holder(),
        exams=[upgrade(date(2025, 1, 20), outcome="fail"), upgrade(date(2025, 12, 20))],
    )
    assert decide(action(), passed, on=LAST).earliest_retake_on is None


def test_a_course_told_three_times_counts_once_even_if_the_second_time_fails():
    facts = case(
        activity(CERTIFIED, course="own-1"),
        activity(CERTIFIED + DAY, course="own-1", evidence=False),
        activity(CERTIFIED + 2 * DAY, course="own-1"),
    )
    outcomes = [a.outcome for a in decide(action(), facts, on=LAST).activities]
    assert outcomes == ["counted", "evidence_missing", "duplicate_course"]


def test_of_the_same_course_the_one_completed_first_counts_in_whatever_order_they_are_told():
    early, late = activity(CERTIFIED, "0.3", course="own-1"), activity(LAST, "0.5", course="own-1")
    for told in ((early, late), (late, early)):
        decision = decide(action(), case(*told), on=LAST)
        assert decision.unit.number(decision.counted) == "0.3"
        assert decision.activities[told.index(late)].outcome == "duplicate_course"


def test_what_waits_is_never_less_than_nothing():
    """Proved, the first would put the second in its place, and less would count."""
    waits = activity(CERTIFIED, "0.3", course="own-1", evidence=False)
    decision = decide(action(), case(waits, activity(LAST, "0.5", course="own-1")), on=LAST)
    assert decision.pending == 0
    assert decision.unit.number(decision.counted) == "0.5"


def test_a_body_that_asks_for_no_approval_and_no_evidence_counts_without():
    facts = case(activity(CERTIFIED, "1", provider_approved=(), evidence=False))
    assert decide(guides(), facts, on=LAST).counted == 1


def test_what_happens_after_the_pass_takes_nothing_away():
    """The exam day decides, whenever it is asked: also after the card has ended."""
    exams = [upgrade(date(2025, 6, 1)), upgrade(date(2026, 2, 1), outcome="absent")]
    card = replace(CARD, expires_on=date(2025, 6, 1))
    facts = case(who=holder(), exams=exams, cards=[card])
    assert decide(action(), facts, on=LAST + DAY, pathway="exam_upgrade").eligible


def test_a_cycle_that_an_exam_renews_follows_the_day_of_the_exam():
    policy = changed(('next_cycle_begins = "not set"', 'next_cycle_begins = "next day"'))
    facts = case(who=holder(), exams=[upgrade(date(2025, 6, 1))], cards=[CARD])
    ways = decide(policy, facts, on=date(2025, 9, 1)).pathways
    assert [way.next_cycle.first_on for way in ways] == [date(2025, 9, 2), date(2025, 6, 2)]


def test_an_exam_that_was_not_sat_was_not_sat_too_soon():
    exams = [
        upgrade(date(2025, 1, 20), outcome="fail"),
        upgrade(date(2025, 2, 1), outcome="absent"),
    ]
    facts = case(who=holder(), exams=exams, cards=[CARD])
    way = decide(action(), facts, on=LAST, pathway="exam_upgrade").pathway
    assert way.unmet == ("exam.not_passed",)


@pytest.mark.parametrize(
    "facts, told",
    [
        (case(activity(LAST, "0.33")), "activity 0: credits: 0.33 CECs: expected"),
        (case(activity(LAST), Activity(LAST, minutes=-1)), "activity 1: minutes: -1: expected"),
        (case(exams=[Exam("oral", LAST, "pass")]), "exam 0: form 'oral': expected one of online"),
        (case(who=alice(cycle=(LAST, CERTIFIED))), "expected the first day first"),
    ],
)
def test_facts_that_cannot_be_judged_are_refused_with_their_place(facts, told):
    with pytest.raises(FactsError, match=told):
        decide(action(), facts, on=LAST)


def test_an_unknown_pathway_is_refused_with_those_there_are():
    with pytest.raises(KeyError, match="continuing_education, exam_upgrade"):
        decide(action(), case(), on=LAST, pathway="by_post")


def test_there_are_words_for_every_standing_outcome_and_state():
    assert set(STANDINGS) == {standing.value for standing in Standing}
    assert set(STATES) == {"met", "short", "not set"}
    assert {a.outcome for a in decide(action(), MANY, on=LAST).activities} <= set(OUTCOMES)
