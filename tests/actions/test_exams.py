"""What follows from an exam, on each side of each day, and what is on record of it afterwards."""

from datetime import date, timedelta

import pytest

from recert.actions import acts, exam_results, exam_rulings, review
from recert.policy.cycles import Span
from recert.policy.decision import Decision
from recert.policy.evaluate import decide
from recert.policy.replay import case_from_data
from recert.records.certification import Credential, Cycle, LevelChange
from recert.records.exam_lists import (
    decisions_to_rule,
)
from recert.records.exams import ExamAuthorisation
from recert.records.history import Notice
from recert.records.owing import to_refund
from recert.records.policies import policy_by_digest
from tests import examining
from tests import people as cast
from tests.examining import EXAM_ON, VENDOR, alice, sat

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST = date(2027, 2, 22)  # of an authorisation that was given on ON
NEXT = Span(date(2026, 12, 16), date(2028, 12, 15))


def told(template):
    return Notice.objects.get(template=template).context


def again(row):
    row.refresh_from_db()
    return row


# --- a pass


def test_a_pass_raises_the_level_on_its_day_and_begins_two_further_years():
    cycle = alice()
    result = sat(cycle, at=cast.later(days=30))
    change = LevelChange.objects.get()
    assert (change.level, change.from_on) == ("certification", EXAM_ON)
    following = result.decision.renewal.cycle
    assert (following.begins_on, following.ends_on, following.level) == (
        NEXT.first_on,
        NEXT.last_on,
        "certification",
    )
    context = told("exam_passed")
    assert (context["taken_on"], context["begins_on"], context["ends_on"]) == (
        "2026-12-01",
        "2026-12-16",
        "2028-12-15",
    )


def test_a_pass_asks_no_credits_and_its_fee_is_a_line_of_nothing():
    found = Decision.from_data(sat(alice()).decision.findings)
    (line,) = found.pathway.fee.lines
    assert (line.amount, found.pathway.fee.total) == (0, 0)
    assert "Waived" in line.because
    assert {each.requirement for each in found.pathway.findings}.isdisjoint({"credits"})


def test_a_decision_comes_out_again_from_its_own_facts():
    decision = sat(alice()).decision
    made = decide(
        policy_by_digest(decision.edition_digest), case_from_data(decision.facts),
        on=EXAM_ON, pathway=decision.pathway, latest_exam=True,
    )  # fmt: skip
    assert made.as_data() == decision.findings


def test_a_pass_withdraws_the_open_application_and_its_fee_is_due_back():
    cycle = alice()
    application = cast.filed(cycle)
    cast.paid(application)
    sat(cycle)
    assert again(application).status == "withdrawn"
    assert [payment.application for payment in to_refund()] == [application]


def test_who_renewed_early_by_credits_keeps_the_days_and_takes_the_level():
    cycle = alice()
    following = cast.renewed(cycle)
    days = (following.begins_on, following.ends_on)
    result = sat(cycle)
    again(following)
    assert (following.level, following.begins_on, following.ends_on) == ("certification", *days)
    assert not hasattr(result.decision, "renewal")
    assert Cycle.objects.count() == 2


def test_an_approval_that_is_still_to_take_effect_begins_the_cycle_at_the_level():
    cycle = alice()
    decision = cast.decided(cast.ready(cycle))
    sat(cycle)
    assert Cycle.objects.count() == 1
    review.take_effect(decision, at=cast.AT)
    assert decision.renewal.cycle.level == "certification"
    assert not decisions_to_rule()


@pytest.mark.parametrize(
    "taken_on, outcome", [(cast.LAST_ON, "eligible"), (cast.LAST_ON + DAY, "referred")]
)
def test_the_last_day_of_the_cycle_is_inside_for_an_exam_whenever_its_result_comes(
    taken_on, outcome
):
    result = sat(alice(), taken_on=taken_on, on=date(2027, 6, 1))
    assert result.decision.outcome == outcome
    assert LevelChange.objects.exists() is (outcome == "eligible")
    assert list(decisions_to_rule()) == ([] if outcome == "eligible" else [result.decision])


@pytest.mark.parametrize("days, outcome", [(90, "eligible"), (89, "not eligible")])
def test_the_day_on_which_the_wait_ends_is_the_first_on_which_a_pass_counts(days, outcome):
    cycle = alice()
    sat(cycle, outcome="fail", taken_on=EXAM_ON - days * DAY, reference="R-0")
    result = sat(cycle)
    assert result.decision.outcome == outcome
    if outcome == "not eligible":
        assert "before 90 days had passed" in told("exam_not_counted")["because"]


@pytest.mark.parametrize("days, outcome", [(0, "eligible"), (-1, "not eligible")])
def test_the_card_must_be_valid_on_the_exam_day_itself(days, outcome):
    cycle = examining.carded(examining.holder(), expires_on=EXAM_ON + days * DAY)
    assert sat(cycle).decision.outcome == outcome


def test_the_same_exam_again_recertifies_nobody():
    cycle = examining.carded(cast.alice())
    assert sat(cycle).decision.outcome == "not eligible"
    assert "the same exam cannot be used twice" in told("exam_not_counted")["because"]
    assert Cycle.objects.count() == 1


def test_the_same_exam_in_the_next_cycle_is_the_same_exam_again():
    cycle = alice()
    sat(cycle)
    second = sat(cycle, taken_on=date(2027, 6, 1), reference="R-2")
    assert second.decision.cycle.begins_on == NEXT.first_on
    assert "passed before" in told("exam_not_counted")["because"]


def test_a_pass_while_a_suspension_holds_waits_for_an_officer():
    cycle = alice()
    given = {"by": cast.olga(), "at": cast.AT}
    act = acts.act_upon(
        cycle.credential, kind="suspended", begins_on=cast.ON, reason="A complaint.", **given
    )
    decision = sat(cycle).decision
    assert decision.outcome == "referred"
    assert decision.left == ["The credential is suspended since 24 November 2026."]
    acts.end_act(act, ends_on=EXAM_ON, reason="It was unfounded.", **given)
    exam_rulings.rule(
        decision, upgrade=True, because="The complaint was unfounded.", next_cycle=None,
        by=cast.olga(), on=EXAM_ON, at=cast.AT,
    )  # fmt: skip
    assert LevelChange.objects.get().from_on == EXAM_ON
    assert decision.renewal.cycle.begins_on == NEXT.first_on


# --- a failure


def test_a_failure_names_the_first_day_to_sit_it_again_and_warns_if_that_is_late():
    sat(alice(), outcome="fail")
    context = told("exam_failed")
    assert (context["retake_on"], context["late"]) == ("2027-03-01", True)


def test_a_failure_whose_wait_ends_on_the_last_day_is_not_late():
    sat(alice(), outcome="fail", taken_on=cast.LAST_ON - 90 * DAY)
    context = told("exam_failed")
    assert (context["retake_on"], context["late"]) == ("2026-12-15", False)


def test_a_failure_leaves_the_credits_open():
    cycle = alice()
    application = cast.filed(cycle)
    sat(cycle, outcome="fail")
    assert again(application).status == "submitted"


# --- what an officer sets


def test_where_the_next_cycle_is_not_set_the_level_rises_and_an_officer_sets_the_days():
    cycle = alice(edition=cast.adopted(overlay=False))
    decision = sat(cycle).decision
    assert (decision.outcome, decision.left) == ("eligible", ["When the next cycle begins"])
    assert LevelChange.objects.get().from_on == EXAM_ON
    exam_rulings.rule(
        decision, upgrade=True, because="As for everybody.", next_cycle=NEXT, by=cast.olga(),
        on=EXAM_ON, at=cast.AT,
    )  # fmt: skip
    assert decision.renewal.cycle.ends_on == NEXT.last_on
    assert Notice.objects.filter(template="exam_passed").count() == 2
    assert not decisions_to_rule()


def test_a_late_pass_that_is_ruled_upgraded_begins_a_cycle_at_its_own_level_only():
    decision = sat(alice(), taken_on=cast.LAST_ON + 2 * DAY).decision
    following = Span(cast.LAST_ON + 2 * DAY, date(2028, 12, 15))
    exam_rulings.rule(
        decision, upgrade=True, because="The center was closed.", next_cycle=following,
        by=cast.olga(), on=LAST, at=cast.AT,
    )  # fmt: skip
    assert not LevelChange.objects.exists()
    assert (decision.renewal.cycle.level, decision.cycle.level) == ("certification", "certificate")


# --- a body that has no exam pathway


def test_a_body_without_an_exam_pathway_keeps_the_fact_and_nothing_follows(tmp_path):
    text = cast.EDITION.read_text()
    start = text.index("[pathways.exam_upgrade]")
    folder = tmp_path / "action-cpt"
    folder.mkdir()
    file = folder / "2020-01-01.toml"
    file.write_text(text[:start])
    edition = cast.adopted(file=file, overlay=False)
    cycle = examining.holder(edition=edition)
    result = exam_results.record_result(
        cycle.credential, form="accredited", taken_on=EXAM_ON, outcome="pass", vendor=VENDOR,
        reference="R-1", by=None, on=EXAM_ON, at=cast.AT,
    )  # fmt: skip
    assert not hasattr(result, "decision")
    assert not Notice.objects.exists()
    assert Credential.objects.get().exam_results.get() == result
    assert not ExamAuthorisation.objects.exists()
