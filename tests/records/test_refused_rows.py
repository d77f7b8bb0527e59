"""Rows that the database refuses: overlapping cycles, credit and money that do not add up, days."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, models, transaction

from recert.actions import payments, register
from recert.records.applications import Decision, FeeRuling
from recert.records.certification import Cycle, Edition
from recert.records.history import Document, Installation
from tests import people as cast
from tests.records.guarded import copy_of, level_rose, refuses, renewed

pytestmark = pytest.mark.django_db


@pytest.fixture(name="renewed")
def _renewed():
    """Alice's first cycle, renewed, with one row of every table that is only added to."""
    return renewed()


# --- cycles of one credential never overlap


@pytest.mark.parametrize(
    "first_on, last_on, overlaps",
    [
        (date(2026, 12, 15), date(2028, 12, 15), True),  # begins on the last day
        (date(2026, 12, 16), date(2028, 12, 15), False),  # begins the day after
        (date(2022, 12, 15), date(2024, 12, 14), False),  # ends the day before
        (date(2022, 12, 15), date(2024, 12, 15), True),  # ends on the first day
        (date(2025, 1, 1), date(2025, 2, 1), True),  # lies inside
        (date(2020, 1, 1), date(2030, 1, 1), True),  # lies around
    ],
)
def test_cycles_of_one_credential_never_overlap(first_on, last_on, overlaps):
    cycle = cast.alice()
    assert refuses(lambda: _another(cycle, first_on, last_on=last_on)) is overlaps


def test_a_cycle_closed_early_makes_room_from_the_next_day_on():
    cycle = cast.alice()
    Cycle.objects.filter(pk=cycle.pk).update(closed_on=date(2026, 11, 24))
    last_on = date(2028, 12, 15)
    assert refuses(lambda: _another(cycle, date(2026, 11, 24), last_on=last_on))
    assert not refuses(lambda: _another(cycle, date(2026, 11, 25), last_on=last_on))


def test_a_cycle_is_not_stretched_into_the_next():
    cycle = cast.alice()
    following = _another(cycle, date(2026, 12, 16), last_on=date(2028, 12, 15))
    mine = Cycle.objects.filter(pk=following.pk)
    assert refuses(lambda: mine.update(begins_on=date(2026, 12, 15)))
    assert not refuses(lambda: mine.update(begins_on=date(2026, 12, 17)))


def test_cycles_of_two_credentials_may_lie_side_by_side():
    cycle = cast.alice()
    other = cast.charlie()
    assert (cycle.begins_on, cycle.ends_on) == (other.begins_on, other.ends_on)


def _another(cycle, first_on, *, last_on):
    return Cycle.objects.create(
        credential=cycle.credential,
        begins_on=first_on,
        ends_on=last_on,
        level="certification",
        began_at=cast.AT,
    )


# --- the ledger signs


def entry():
    return cast.accepted(cast.alice()).entries.get()


@pytest.mark.parametrize(
    "steps, corrects, stands",
    [
        (20, False, True),
        (0, False, False),
        (-20, False, False),
        (20, True, False),
        (0, True, False),
        (-20, True, True),
    ],
)
def test_only_a_correction_takes_credit_back(steps, corrects, stands):
    granted = entry()
    given = {"steps": steps, "corrects_id": granted.pk if corrects else None}
    assert refuses(lambda: copy_of(granted, **given)) is not stands


def test_an_entry_is_corrected_once():
    granted = entry()
    copy_of(granted, steps=-20, corrects_id=granted.pk)
    assert refuses(lambda: copy_of(granted, steps=-20, corrects_id=granted.pk))


@pytest.mark.parametrize("because, stands", [("", False), ("A reason.", True)])
def test_a_ledger_entry_a_ruling_and_a_decision_say_why(because, stands):
    granted = entry()
    assert refuses(lambda: copy_of(granted, because=because)) is not stands
    application = cast.filed(granted.activity.certificant.credentials.get().cycles.get())
    line = application.fee_lines.get()
    ruling = {"line": line, "amount": 1, "by": cast.olga(), "at": cast.AT}
    assert refuses(lambda: FeeRuling.objects.create(because=because, **ruling)) is not stands
    decision = cast.decided(application, outcome="denied")
    Decision.objects.filter(pk=decision.pk).update(undone_at=cast.AT)
    assert refuses(lambda: copy_of(decision, reason=because)) is not stands


# --- money


def test_a_fee_is_captured_once_and_a_receipt_number_is_given_once():
    payment = cast.paid(cast.filed(cast.alice()))
    other = cast.filed(cast.charlie())
    assert refuses(lambda: copy_of(payment, receipt_number=99))
    assert refuses(lambda: copy_of(payment, application_id=other.pk))
    assert refuses(lambda: copy_of(payment, application_id=other.pk, receipt_number=99, amount=0))
    assert not refuses(lambda: copy_of(payment, application_id=other.pk, receipt_number=99))


def test_a_refund_takes_two_people_and_says_when():
    application = cast.filed(cast.alice())
    payment = cast.paid(application)
    decision = cast.decided(application, outcome="denied")
    from recert.actions import review  # noqa: PLC0415

    review.take_effect(decision, at=cast.AT)
    olga, otto = cast.olga(), cast.otto()
    refund = payments.propose_refund(payment, reason="Denied.", by=olga, at=cast.AT)
    mine = type(refund).objects.filter(pk=refund.pk)
    assert refuses(lambda: mine.update(confirmed_by=olga, confirmed_at=cast.AT))
    assert refuses(lambda: mine.update(confirmed_by=otto))
    assert refuses(lambda: mine.update(confirmed_at=cast.AT))
    assert not refuses(lambda: mine.update(confirmed_by=otto, confirmed_at=cast.AT))
    assert refuses(lambda: copy_of(refund))


# --- days in order


def test_days_come_in_order():
    cycle = cast.alice()
    mine = Cycle.objects.filter(pk=cycle.pk)
    assert refuses(lambda: mine.update(ends_on=cycle.begins_on - timedelta(days=1)))
    assert not refuses(lambda: mine.update(ends_on=cycle.begins_on))
    assert refuses(lambda: mine.update(closed_on=cycle.begins_on - timedelta(days=1)))
    assert refuses(lambda: mine.update(closed_on=cycle.begins_on + timedelta(days=1)))
    provider = cast.dana()
    approval = provider.approvals.get()
    before = approval.begins_on - timedelta(days=1)
    assert refuses(lambda: copy_of(approval, ends_on=before))
    course = cast.course(provider)
    assert refuses(lambda: copy_of(course, code="x", approved_through=before))
    assert refuses(lambda: copy_of(course, code="x", minutes=0))
    card = register.record_companion(
        cast.who(cycle),
        kind="cpr_aed",
        issued_on=cast.ON,
        expires_on=cast.ON,
        hands_on=True,
        evidence=None,
        by=None,
        at=cast.AT,
    )
    assert refuses(lambda: copy_of(card, expires_on=cast.ON - timedelta(days=1)))


def test_the_day_of_the_demonstration_moves_forwards_only():
    Installation.objects.create(pk=1, days_ahead=5)
    mine = Installation.objects.filter(pk=1)
    assert refuses(lambda: mine.update(days_ahead=4), words="forwards only")
    assert not refuses(lambda: mine.update(days_ahead=6))
    assert refuses(lambda: Installation.objects.create(pk=2))


def test_a_document_is_of_a_cycle_or_of_a_payment_and_there_once():
    cycle = cast.alice()
    payment = cast.paid(cast.filed(cycle))
    made = {"digest": "0" * 64, "size": 1, "made_at": cast.AT, "level": "certification"}
    assert refuses(lambda: Document.objects.create(**made))
    assert refuses(lambda: Document.objects.create(cycle=cycle, payment=payment, **made))
    Document.objects.create(cycle=cycle, **made)
    assert refuses(lambda: Document.objects.create(cycle=cycle, **made))
    assert not refuses(
        lambda: Document.objects.create(cycle=cycle, **made | {"level": "certificate"})
    )


def test_what_is_owed_is_owed_once_under_its_key(renewed):
    from recert.records.history import Notice, Work  # noqa: PLC0415

    assert refuses(lambda: copy_of(Notice.objects.first()))
    assert refuses(lambda: copy_of(Work.objects.first()))


def test_one_exam_result_has_a_vendors_reference():
    result = level_rose(cast.alice()).exam_result
    assert refuses(lambda: copy_of(result))
    assert not refuses(lambda: copy_of(result, vendor="another"))


def test_what_others_rest_on_is_not_deleted(renewed):
    for row in (renewed, renewed.credential, cast.who(renewed), Edition.objects.get()):
        with pytest.raises((models.ProtectedError, DatabaseError)), transaction.atomic():
            row.delete()
