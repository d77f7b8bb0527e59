"""Fees that go back: by two people, or by a body of one with its reason; denials keep theirs."""

from dataclasses import replace

import pytest
from django.urls import reverse

from recert import clock
from recert.actions import applications, review
from recert.records.payments import Payment
from tests import people
from tests.portals.reviewing import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: people.AT)
    monkeypatch.setattr(clock, "today", lambda *, zone: people.ON)
    login = people.olga()
    client.force_login(login)
    return login


@pytest.fixture
def withdrawn(olga):
    """A payment for an application that was withdrawn."""
    cycle = people.alice()
    application = people.filed(cycle)
    payment = people.paid(application, by=olga)
    applications.withdraw(application, by=people.who(cycle).user, at=people.AT)
    return payment


def refund(client, payment, **given):
    return client.post(reverse("office:refund", args=[payment.pk]), given)


def test_a_refund_takes_two_people(client, olga, withdrawn):
    page = reverse("office:payment", args=[withdrawn.pk])
    assert page in said(client.get(reverse("office:money")))
    refund(client, withdrawn, reason="Withdrawn before review.")
    assert "A second person confirms it." in said(client.get(page))
    own = refund(client, withdrawn, reference="22")
    assert own.status_code == 422
    assert "You proposed this refund" in said(own)
    client.force_login(people.otto())
    assert "Confirm that $75.00 went back" in said(client.get(page))
    refund(client, withdrawn, reference="22")
    done = Payment.objects.get().refund
    assert (done.confirmed_by.name, done.reference) == ("Otto Officer", "22")
    assert "Given back" in said(client.get(page))


@pytest.fixture
def body_of_one(monkeypatch):
    """ACTION, were it one person: its file says that a refund does not take two."""
    body = people.body()
    alone = replace(body, office=replace(body.office, two_persons=False))
    monkeypatch.setattr("recert.portals.access.the_body", lambda: alone)


def test_a_body_of_one_confirms_its_own_refund_and_says_why(client, olga, withdrawn, body_of_one):
    page = reverse("office:payment", args=[withdrawn.pk])
    refund(client, withdrawn, reason="Withdrawn before review.")
    shown = said(client.get(page))
    assert "This body works with one person" in shown
    refused = refund(client, withdrawn, reference="22", alone_because=" ")
    assert refused.status_code == 422
    refund(client, withdrawn, reference="22", alone_because="I am the whole office.")
    done = Payment.objects.get().refund
    assert (done.confirmed_by, done.alone_because) == (olga, "I am the whole office.")
    assert "Proposed and confirmed by one person: I am the whole office." in said(client.get(page))


def test_a_second_person_of_a_body_of_one_says_no_reason(client, olga, withdrawn, body_of_one):
    refund(client, withdrawn, reason="Withdrawn.")
    client.force_login(people.otto())
    refund(client, withdrawn, reference="22")
    done = Payment.objects.get().refund
    assert (done.confirmed_by.name, done.alone_because) == ("Otto Officer", "")


def test_a_fee_kept_after_a_denial_is_an_officers_choice_in_words(client, olga):
    application = people.filed(people.alice())
    payment = people.paid(application, by=olga)
    assert "Denied, and the fee kept" not in said(client.get(reverse("office:money")))
    review.take_effect(people.decided(application, outcome="denied"), at=people.AT)
    money = client.get(reverse("office:money"))
    assert list(money.context["to_refund"]) == []
    assert list(money.context["denied"]) == [payment]
    assert "A denial gives no fee back by itself." in said(money)
    page = said(client.get(reverse("office:payment", args=[payment.pk])))
    assert "Whether its fee goes back is for an officer to choose" in page
    refund(client, payment, reason="The denial was late.")
    money = client.get(reverse("office:money"))
    assert (list(money.context["denied"]), list(money.context["to_confirm"])) == ([], [payment])


def test_a_refund_needs_its_reason_and_its_reference(client, olga, withdrawn):
    assert refund(client, withdrawn, reason="").status_code == 422
    refund(client, withdrawn, reason="Withdrawn.")
    client.force_login(people.otto())
    assert refund(client, withdrawn, reference="").status_code == 422


def test_a_refund_is_confirmed_once(client, olga, withdrawn):
    refund(client, withdrawn, reason="Withdrawn.")
    client.force_login(people.otto())
    refund(client, withdrawn, reference="22")
    assert refund(client, withdrawn, reference="23").status_code == 422


def test_the_fee_of_an_application_under_review_stays(client, olga):
    payment = people.paid(people.filed(people.alice()), by=olga)
    page = said(client.get(reverse("office:payment", args=[payment.pk])))
    assert "Give it back" not in page
    assert refund(client, payment, reason="Asked.").status_code == 422
