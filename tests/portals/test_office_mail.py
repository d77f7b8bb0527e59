"""Mail at the office: what belongs nowhere by itself, and addresses from which mail comes back."""

import pytest
from django.test import Client
from django.urls import reverse

from recert import clock
from recert.outside import mail_in
from recert.records.reminding import ReturnedMail
from recert.records.requests import ArrivedMail, Request
from tests import asking, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch, settings, tmp_path):
    settings.ARRIVED_ROOT = tmp_path
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


def at_desk(login):
    client = Client()
    client.force_login(login)
    return client


@pytest.fixture
def bob():
    return at_desk(people.bob())


@pytest.fixture
def olga():
    return at_desk(people.olga())


@pytest.fixture
def alices():
    return asking.asked(people.who(people.alice()))


def page(client, address):
    return client.get(address).content.decode()


def test_mail_that_belongs_nowhere_is_placed_opened_or_set_aside(bob, alices):
    for at in range(3):
        raw = asking.letter(f"Mail {at}", to=asking.HOME, message_id=f"<{at}@x>", subject=f"S{at}")
        mail_in.keep(raw)
        asking.taken_in(raw)
    shown = page(bob, "/office/requests/mail/")
    assert "It was not written to a request’s own address." in shown
    first, second, third = ArrivedMail.objects.order_by("id")
    settle = "/office/requests/mail/{}/settle/{}/".format
    assert (
        "no request of this number"
        in bob.post(settle(first.pk, "place"), {"number": 99}, follow=True).content.decode()
    )
    bob.post(settle(first.pk, "place"), {"number": 1})
    bob.post(settle(second.pk, "open"))
    bob.post(settle(third.pk, "aside"))
    assert alices.messages.filter(text="Mail 0").exists()
    assert Request.objects.get(number=2).email == "alice@recert.example"
    assert "No mail waits" in page(bob, "/office/requests/mail/")
    raw = bob.get(reverse("office:mail_original", args=[third.pk]))
    assert b"Mail 2" in b"".join(raw.streaming_content)
    assert raw.headers["Content-Type"] == "message/rfc822"
    raw.close()


def test_an_address_that_returns_mail_is_listed_until_it_is_cleared(olga, alices):
    asking.taken_in(
        asking.report(alices.certificant.notices.get(), code="5.1.1", said="No such user")
    )
    shown = page(olga, "/office/requests/returned/")
    assert "alice@recert.example" in shown
    assert "No such user" in shown
    olga.post(f"/office/requests/returned/{ReturnedMail.objects.get().pk}/clear/")
    assert "No address returns mail" in page(olga, "/office/requests/returned/")
