"""What ACTION's own text leaves open, an officer says; what an exam upgrades, follows."""

from datetime import date, timedelta

import pytest

from recert.actions import effects, register, review
from recert.cli.check import answers
from recert.policy.cycles import Span
from recert.records.certification import Cycle
from recert.records.fees import account_of
from recert.records.history import Event, Notice, Work
from tests import examining, silent
from tests import people as cast

pytestmark = pytest.mark.django_db


def approved(application, *, following=silent.FOLLOWING, by=None, at=cast.AT):
    brought = cast.looking(application, by=by or cast.olga(), at=at)
    return review.approve(
        application, reason="As the board decided.", following=following, reviewing=brought
    )


def test_an_officer_sets_the_next_cycle_and_it_begins_with_those_days():
    decision = approved(silent.unset())
    review.take_effect(decision, at=cast.AT)
    cycle = decision.renewal.cycle
    assert (cycle.begins_on, cycle.ends_on) == (date(2026, 12, 16), date(2028, 12, 15))
    assert decision.findings["pathways"][0]["next_cycle"] is None, "the policy says none"
    event = Event.objects.get(name="application.decided")
    assert event.details["next_cycle"] == ["2026-12-16", "2028-12-15"]
    assert event.details["reason"] == "As the board decided."


def test_days_that_begin_early_close_the_old_cycle_the_day_before():
    decision = approved(silent.unset(), following=Span(date(2026, 12, 1), date(2028, 12, 15)))
    review.take_effect(decision, at=cast.AT)
    old = decision.application.cycle
    old.refresh_from_db()
    assert old.closed_on == date(2026, 11, 30)


def test_what_an_officer_set_passes_every_check_and_other_days_are_found():
    decision = approved(silent.unset())
    review.take_effect(decision, at=cast.AT)
    assert not [each for each in answers(files=False) if each.broken]
    Cycle.objects.filter(renewal__decision=decision).update(ends_on=date(2028, 12, 14))
    broken = {each.code: each.broken for each in answers(files=False) if each.broken}
    assert "is for 2026-12-16 to 2028-12-15, and began 2026-12-16 to 2028-12-14" in str(
        broken["I14"]
    )


def test_with_the_policys_own_days_nothing_is_set_beside_them():
    decision = cast.decided(cast.ready(cast.alice()))
    assert (decision.next_begins_on, decision.next_ends_on) == (None, None)


# --- a decision that cannot take effect


def stuck():
    """An approval whose days were taken behind its back."""
    decision = cast.decided(cast.ready(cast.alice()))
    old = decision.application.cycle
    Cycle.objects.create(
        credential=old.credential, begins_on=old.ends_on + timedelta(days=1),
        ends_on=old.ends_on + timedelta(days=700), level=old.level, began_at=cast.AT,
    )  # fmt: skip
    return decision


def test_a_decision_that_cannot_take_effect_says_why_once_and_changes_nothing():
    decision = stuck()
    because = effects.effect_or_reason(decision, at=cast.AT)
    assert because
    assert effects.effect_or_reason(decision, at=cast.later(minutes=1)) == because
    assert Event.objects.get(name="decision.waits").details["because"] == because
    decision.refresh_from_db()
    decision.application.refresh_from_db()
    assert (decision.took_effect_at, decision.application.status) == (None, "submitted")


# --- an exam that upgrades a cycle


def upgraded(cycle):
    result = examining.result_alone(cycle)
    return register.raise_level(
        cycle, result=result, level="certification", by=cast.olga(), at=cast.AT
    )


def test_an_upgrade_withdraws_the_open_application_and_its_fee_is_due_back():
    cycle = cast.alice(level="certificate")
    application = cast.filed(cycle)
    cast.paid(application)
    upgraded(cycle)
    application.refresh_from_db()
    assert application.status == "withdrawn"
    assert account_of(application).to_refund == 7500
    because = "The exam passed on 24 November 2026 upgraded this cycle."
    assert Event.objects.get(name="application.withdrawn").details["because"] == because
    assert Notice.objects.get(template="application_withdrawn").context["because"] == because


def test_an_upgrade_leaves_a_decided_application_to_its_decision():
    cycle = cast.alice(level="certificate")
    decision = cast.decided(cast.ready(cycle))
    upgraded(cycle)
    review.take_effect(decision, at=cast.AT)
    assert decision.renewal.cycle.level == "certification"


def test_a_cycle_that_was_begun_early_keeps_its_days_and_takes_the_level():
    cycle = cast.alice(level="certificate")
    following = cast.renewed(cycle)
    days = (following.begins_on, following.ends_on)
    upgraded(cycle)
    following.refresh_from_db()
    assert (following.level, following.begins_on, following.ends_on) == ("certification", *days)


def test_who_renews_by_credits_after_an_upgrade_stays_at_the_new_level():
    cycle = cast.alice(level="certificate")
    upgraded(cycle)
    assert cast.renewed(cycle).level == "certification"


def test_a_document_is_owed_for_each_level_of_a_cycle_once():
    cycle = cast.renewed(cast.alice(level="certificate"))
    result = examining.result_alone(cycle, taken_on=cycle.begins_on)
    register.raise_level(cycle, result=result, level="certification", by=None, at=cast.AT)
    keys = Work.objects.filter(kind="certificate").order_by("id").values_list("key", flat=True)
    assert list(keys) == [
        f"certificate:{cycle.pk}:certificate",
        f"certificate:{cycle.pk}:certification",
    ]
