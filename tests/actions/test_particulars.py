"""Particulars of the actions that the tables do not show: days, editions, versions, locks."""

import uuid
from datetime import date, timedelta

import pytest

from recert.actions import activities, applications, payments, queue, review, review_activities
from recert.actions.activities import Claim
from recert.actions.refusals import HeldByAnother, NotForYou
from recert.policy import loading
from recert.policy.decision import Decision as Found
from recert.policy.evaluate import decide
from recert.policy.replay import case_from_data
from recert.records.cases import evidence_digest, rows_of
from recert.records.certification import Cycle
from recert.records.education import Activity
from recert.records.fees import account_of
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
    from recert.actions import editions  # noqa: PLC0415

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
    with pytest.raises(NotForYou, match="an officer decides"):
        cast.decided(application)
    brought = cast.looking(application, by=cast.olga())
    with pytest.raises(Exception, match="say why you decide so"):
        review.approve(application, reason=" ", reviewing=brought)
    decision = review.approve(application, reason="In time, we find.", reviewing=brought)
    assert decision.reason == "In time, we find."


def _referring():
    """An edition that leaves open by when to file, and nothing else."""
    from recert.actions import editions  # noqa: PLC0415

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
    from recert.actions import editions  # noqa: PLC0415

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
    "a result": lambda cycle, _: _sat(cycle),
    "a card": lambda cycle, _: _card(cycle),
    "an act": lambda cycle, _: _suspended(cycle),
}


def _sat(cycle):
    from recert.actions import register  # noqa: PLC0415

    return register.record_exam_result(
        cycle.credential, form="accredited", taken_on=cast.ON, outcome="fail", vendor="board",
        reference="1", by=None, at=cast.AT,
    )  # fmt: skip


def _card(cycle):
    from recert.actions import register  # noqa: PLC0415

    return register.record_companion(
        cast.who(cycle), kind="cpr_aed", issued_on=cast.ON, expires_on=None, hands_on=True,
        evidence=None, by=None, at=cast.AT,
    )  # fmt: skip


def _suspended(cycle):
    from recert.actions import register  # noqa: PLC0415

    return register.act_upon(
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
