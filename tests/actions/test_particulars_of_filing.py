"""Particulars of filing, deciding and taking effect, that the tables do not show."""

import uuid
from datetime import date, timedelta

import pytest

from recert.actions import activities, acts, applications, editions, payments, register, review
from recert.actions.activities import Claim
from recert.actions.refusals import NotForYou
from recert.policy import loading
from recert.policy.decision import Decision as Found
from recert.policy.evaluate import decide
from recert.policy.replay import case_from_data
from recert.records.cases import evidence_digest, rows_of
from recert.records.certification import Cycle
from recert.records.education import Activity
from recert.records.fees import account_of
from tests import examining
from tests import people as cast

pytestmark = pytest.mark.django_db


# --- filing


def test_filing_is_open_through_the_last_day():
    assert cast.filed(cast.alice(), on=cast.LAST_ON).filed_on == cast.LAST_ON


def test_without_the_demonstrations_settings_nobody_is_told_that_filing_closed():
    cycle = cast.alice(edition=cast.adopted(overlay=False))
    assert cast.filed(cycle, on=date(2027, 3, 1)).status == "submitted"


def test_the_day_of_filing_does_not_move_when_an_application_is_returned():
    application = cast.filed(cast.alice())
    review.return_(application, text="Which?", reviewing=cast.looking(application))
    again = applications.answer(
        application, text="The first.", by=cast.bob(), at=cast.later(days=30)
    )
    assert (again.filed_on, again.submitted_at) == (cast.ON, cast.later(days=30))


def test_a_withdrawn_application_makes_room_for_another():
    cycle = cast.alice()
    first = cast.filed(cycle)
    applications.withdraw(first, by=None, at=cast.AT)
    second = cast.filed(cycle)
    assert second.pk != first.pk
    assert second.status == "submitted"


def test_a_fee_that_was_paid_for_a_withdrawn_application_is_shown_as_due_back():
    application = cast.filed(cast.alice())
    cast.paid(application)
    application = applications.withdraw(application, by=None, at=cast.AT)
    account = account_of(application)
    assert (account.paid, account.to_refund) == (7500, 7500)
    refund = payments.propose_refund(
        account.payment, reason="Withdrawn.", by=cast.olga(), at=cast.AT
    )
    assert account_of(application).to_refund == 7500
    payments.confirm_refund(refund, reference="TX", by=cast.otto(), at=cast.AT)
    assert account_of(application).to_refund == 0


def test_receipts_are_numbered_without_gaps_though_a_payment_was_refused():
    cast.paid(cast.filed(cast.alice()))
    charlie = cast.filed(cast.charlie())
    with pytest.raises(Exception, match="is owed"):
        cast.paid(charlie, amount=1)
    assert cast.paid(charlie).receipt_number == 2


# --- the decision


def another_text():
    """ACTION's text with another figure, which would be short of what Alice has."""
    text = cast.EDITION.read_text().replace("credits = 2.0 #", "credits = 3.0 #")
    assert loading.load(text, source="action-cpt/2024-01-01.toml").pathways[0].credits == 60
    return text


def test_an_edition_adopted_meanwhile_does_not_judge_what_was_filed_before():
    application = cast.ready(cast.alice())
    editions.adopt(
        cast.PROGRAM, text=another_text(), overlay=cast.OVERLAY.read_text(),
        source="action-cpt/2024-01-01.toml", by=None, at=cast.AT,
    )  # fmt: skip
    decision = cast.decided(application)
    assert decision.outcome == "approved"
    assert decision.edition == application.edition
    assert decision.edition_digest == application.edition.digest == decision.findings["digest"]


def test_a_decision_can_be_made_again_from_its_facts():
    decision = cast.decided(cast.ready(cast.alice()))
    found = Found.from_data(decision.findings)
    policy = loading.load(
        decision.edition.text, source="action-cpt/2020-01-01.toml",
        overlay=decision.edition.overlay, overlay_source="overlay",
    )  # fmt: skip
    again = decide(policy, case_from_data(decision.facts), on=found.on, pathway=found.pathway.id)
    assert again.as_data() == decision.findings


def test_eligibility_is_judged_on_the_day_of_filing_however_late_the_decision():
    application = cast.ready(cast.alice(), on=cast.LAST_ON)
    decision = cast.decided(application, at=cast.later(days=90))
    assert decision.findings["on"] == cast.LAST_ON.isoformat()
    assert decision.outcome == "approved"


def test_a_referred_case_is_an_officers():
    application = cast.ready(cast.alice(edition=_referring()), on=date(2026, 12, 20))
    with pytest.raises(NotForYou, match="An officer decides"):
        cast.decided(application)
    brought = cast.looking(application, by=cast.olga())
    with pytest.raises(Exception, match="Say why you decide so"):
        review.approve(application, reason=" ", reviewing=brought)
    decision = review.approve(application, reason="In time, we find.", reviewing=brought)
    assert decision.reason == "In time, we find."


def _referring():
    """An edition that leaves open by when to file, and nothing else."""
    closes = "closes_days_after_last_day = 0\n"
    overlay = cast.OVERLAY.read_text()
    start = overlay.index("[pathways.continuing_education.filing]")
    end = overlay.index("[pathways.continuing_education.fees.base]")
    assert closes in overlay[start:end]
    return editions.adopt(
        cast.PROGRAM, text=cast.EDITION.read_text(), overlay=overlay[:start] + overlay[end:],
        source="action-cpt/2020-01-01.toml", by=None, at=cast.AT,
    )  # fmt: skip


# --- taking effect


def test_early_renewal_keeps_the_days_that_were_left():
    cycle = cast.alice()
    following = cast.renewed(cycle)
    cycle.refresh_from_db()
    assert (following.begins_on, following.ends_on) == (date(2026, 12, 16), date(2028, 12, 15))
    assert cycle.closed_on is None


def test_where_the_policy_says_next_day_the_act_closes_the_old_cycle():
    cycle = cast.alice(edition=_next_day())
    following = cast.renewed(cycle)
    cycle.refresh_from_db()
    assert cycle.closed_on == cast.ON
    assert (following.begins_on, following.ends_on) == (date(2026, 11, 25), date(2028, 12, 15))


def test_next_day_after_the_last_day_closes_nothing_early():
    cycle = cast.alice(edition=_next_day())
    following = cast.renewed(cycle, on=cast.LAST_ON)
    cycle.refresh_from_db()
    assert following.begins_on == date(2026, 12, 16)
    assert cycle.closed_on in (None, cast.LAST_ON)


def _next_day():
    overlay = cast.OVERLAY.read_text().replace('"after old last day"', '"next day"')
    return editions.adopt(
        cast.PROGRAM, text=cast.EDITION.read_text(), overlay=overlay,
        source="action-cpt/2020-01-01.toml", by=None, at=cast.AT,
    )  # fmt: skip


def test_a_denial_begins_no_cycle():
    cycle = cast.alice()
    review.take_effect(cast.decided(cast.filed(cycle), outcome="denied"), at=cast.AT)
    assert Cycle.objects.get() == cycle


def test_the_certificate_follows_the_clean_decision_even_after_a_night():
    decision = cast.decided(cast.ready(cast.alice()))
    assert review.due_decisions(at=cast.AT - timedelta(seconds=1)) == []
    assert review.due_decisions(at=cast.later(days=1)) == [decision]
    review.take_effect(decision, at=cast.later(days=1))
    assert review.due_decisions(at=cast.later(days=1)) == []


# --- what a decision looked at


CHANGES = {
    "a claim": lambda cycle, it: activities.save(
        cast.who(cycle),
        key=it.key,
        claim=Claim(course=it.course, completed_on=cast.ON),
        by=None,
        at=cast.AT,
    ),
    "a file": lambda cycle, it: cast.attached(it, paper=cast.paper(cycle)),
    "an activity": lambda cycle, _: cast.sent(cycle),
    "a result": lambda cycle, _: examining.result_alone(cycle, outcome="fail"),
    "a card": lambda cycle, _: _card(cycle),
    "an act": lambda cycle, _: _suspended(cycle),
}


def _card(cycle):
    return register.record_companion(
        cast.who(cycle), kind="cpr_aed", issued_on=cast.ON, expires_on=None, hands_on=True,
        evidence=None, by=None, at=cast.AT,
    )  # fmt: skip


def _suspended(cycle):
    return acts.act_upon(
        cycle.credential, kind="suspended", begins_on=cast.ON, reason="A complaint.",
        by=cast.olga(), at=cast.AT,
    )  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_a_decision_rests_on_gives_another_digest_when_it_changes(what):
    cycle = cast.alice()
    activity = cast.returned(cycle)
    before = evidence_digest(rows_of(cycle))
    assert evidence_digest(rows_of(cycle)) == before
    CHANGES[what](cycle, activity)
    assert evidence_digest(rows_of(cycle)) != before


def test_a_draft_is_no_part_of_what_a_decision_looks_at():
    cycle = cast.alice()
    before = evidence_digest(rows_of(cycle))
    cast.drafted(cycle)
    assert evidence_digest(rows_of(cycle)) == before


def test_the_same_key_of_another_person_makes_no_second_activity():
    draft = cast.drafted(cast.alice(), key=uuid.UUID(int=1))
    assert Activity.objects.get() == draft
