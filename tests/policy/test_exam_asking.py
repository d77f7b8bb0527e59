"""Whether somebody may be authorised to sit an exam, in the rule's words, on each side of a day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from recert.policy.exam_asking import (
    authorisation_findings,
    authorised_through,
    exam_label,
    pathway_for,
)
from recert.policy.facts import Case, Certificant, Companion, Exam
from tests.policy.known import action, changed

CYCLE = (date(2024, 12, 15), date(2026, 12, 15))
ON = date(2026, 11, 24)
DAY = timedelta(days=1)
CARD = Companion("cpr_aed", date(2026, 1, 1), date(2027, 12, 31), hands_on=True)


def case(*exams, held="online", level="certificate", cards=(CARD,)):
    return Case(
        certificant=Certificant(certified_on=CYCLE[0], level=level, exam_form=held, cycle=CYCLE),
        activities=(),
        exams=exams,
        companions=cards,
    )


def found(facts, *, on=ON, policy=None):
    policy = policy or action()
    asked = authorisation_findings(policy, facts, pathway="exam_upgrade", on=on)
    return {each.requirement: each for each in asked}


def states(facts, **given):
    return {name: each.state for name, each in found(facts, **given).items()}


def failed(on):
    return Exam("accredited", on, "fail")


def test_a_holder_of_the_certificate_with_a_card_may_sit_the_accredited_exam():
    assert states(case()) == {
        "exam.same_form": "met",
        "exam.too_late": "met",
        "companion.cpr_aed": "met",
        "exam.authorisation": "met",
    }


@pytest.mark.parametrize(
    "facts",
    [
        case(held="accredited", level="certification"),
        case(held=None, level="certification"),
        case(Exam("accredited", date(2025, 3, 1), "pass")),
    ],
    ids=["first passed", "the level says so", "passed since"],
)
def test_the_same_exam_twice_is_refused_in_the_rules_words(facts):
    finding = found(facts)["exam.same_form"]
    assert finding.state == "short"
    assert "the same exam cannot be used twice" in finding.because
    assert finding.source.key == "ACT1"


def test_where_the_rule_is_silent_on_the_same_exam_a_person_decides():
    policy = changed(('same_form = "refused"', 'same_form = "not set"'))
    facts = case(held="accredited", level="certification")
    assert states(facts, policy=policy)["exam.same_form"] == "not set"


@pytest.mark.parametrize("on, state", [(CYCLE[1], "met"), (CYCLE[1] + DAY, "not set")])
def test_the_last_day_of_the_cycle_is_inside(on, state):
    assert states(case(), on=on)["exam.too_late"] == state


def test_after_the_last_day_a_rule_that_refuses_is_short():
    policy = changed(('\nafter_last_day = "not set"', '\nafter_last_day = "refused"'))
    finding = found(case(), on=CYCLE[1] + DAY, policy=policy)["exam.too_late"]
    assert (finding.state, finding.change) == ("short", "Only starting anew remains.")


@pytest.mark.parametrize("on, state", [(CYCLE[0], "met"), (CYCLE[0] - DAY, "short")])
def test_the_first_day_of_the_cycle_is_inside(on, state):
    name = "exam.too_late" if state == "met" else "exam.too_early"
    assert states(case(), on=on)[name] == state


@pytest.mark.parametrize("days, state", [(90, "met"), (89, "short")])
def test_the_day_on_which_the_wait_ends_is_the_first_to_ask(days, state):
    finding = found(case(failed(ON - days * DAY)))["exam.retake_too_soon"]
    assert finding.state == state
    assert bool(finding.change) is (state == "short")


def test_a_retake_after_the_last_day_is_warned_of():
    finding = found(case(failed(ON)))["exam.retake_too_soon"]
    assert "That is after the last day of the cycle, 15 December 2026." in finding.because
    assert finding.change.endswith("only another way remains.")


def test_a_wait_that_is_not_set_leaves_the_question_open():
    policy = changed(("wait_days = 90", 'wait_days = "not set"'))
    assert states(case(failed(ON)), policy=policy)["exam.retake_too_soon"] == "not set"


@pytest.mark.parametrize(
    "card, state",
    [
        (replace(CARD, expires_on=ON), "met"),
        (replace(CARD, expires_on=ON - DAY), "short"),
        (replace(CARD, issued_on=ON), "met"),
        (replace(CARD, issued_on=ON + DAY), "short"),
        (replace(CARD, hands_on=False), "short"),
        (replace(CARD, hands_on=None), "not set"),
    ],
    ids=["ends today", "ended", "issued today", "not yet", "online", "not stated"],
)
def test_a_card_is_looked_at_on_the_day_of_asking(card, state):
    assert states(case(cards=(card,)))["companion.cpr_aed"] == state


def test_who_has_no_card_is_told_which():
    finding = found(case(cards=()))["companion.cpr_aed"]
    assert finding.state == "short"
    assert finding.change == (
        "Add a CPR and AED card valid on 24 November 2026, from in-person training."
    )


@pytest.mark.parametrize("days, warned", [(90, False), (89, True)])
def test_a_card_that_ends_before_the_authorisation_does_is_warned_of(days, warned):
    card = replace(CARD, expires_on=ON + days * DAY)
    finding = found(case(cards=(card,)))["companion.cpr_aed"]
    assert finding.state == "met"
    assert bool(finding.change) is warned


def test_of_two_cards_the_one_that_ends_last_speaks():
    early = replace(CARD, expires_on=ON)
    assert not found(case(cards=(early, CARD)))["companion.cpr_aed"].change


def test_an_authorisation_holds_for_the_days_that_the_policy_says():
    assert authorised_through(action(), pathway="exam_upgrade", on=ON) == ON + 90 * DAY
    finding = found(case())["exam.authorisation"]
    assert "holds through 22 February 2027" in finding.because


def test_days_that_are_not_set_are_left_to_the_body():
    policy = action(demonstration=False)
    assert authorised_through(policy, pathway="exam_upgrade", on=ON) is None
    assert states(case(), policy=policy)["exam.authorisation"] == "not set"


def test_without_the_key_there_is_no_limit():
    policy = changed(
        ('authorisation_days = "not set"\n', ""), (', authorisation_days = "UNPUBLISHED"', "")
    )
    assert authorised_through(policy, pathway="exam_upgrade", on=ON) is None
    assert "exam.authorisation" not in states(case(), policy=policy)


def test_a_form_finds_the_pathway_that_asks_for_it_else_the_first_with_an_exam():
    assert pathway_for(action(), form="accredited").id == "exam_upgrade"
    assert pathway_for(action(), form="online").id == "exam_upgrade"
    without = replace(action(), pathways=action().pathways[:1])
    assert pathway_for(without, form="online") is None


def test_a_pathway_without_an_exam_is_not_asked():
    with pytest.raises(ValueError, match="asks for no exam"):
        authorisation_findings(action(), case(), pathway="continuing_education", on=ON)


def test_a_form_that_the_policy_does_not_know_is_called_as_it_is():
    assert exam_label(action(), "accredited") == "accredited exam"
    assert exam_label(action(), "oral") == "oral"
