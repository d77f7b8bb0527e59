"""Signing in by a code: how often it may be tried, and what ends a session."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from recert import clock
from recert.portals.accounts import forms
from recert.records.models import Event, User
from tests.portals import cast

pytestmark = pytest.mark.django_db
SIGN_IN, CODE = "/account/sign-in/", "/account/sign-in/code/"


@pytest.fixture
def alice():
    return cast.certificant().user


def text(response):
    return response.content.decode()


def ask(client, email="alice@example.org", **more):
    return client.post(SIGN_IN, {"email": email, **more}, follow=True)


def code_in_mail():
    return re.search(r"Your code is (\d{6})", mail.outbox[-1].body).group(1)


def enter(client, code, **more):
    return client.post(CODE, {"code": code, **more})


def is_signed_in(client):
    return client.get("/account/devices/").status_code == 200


# --- how often


def test_ten_codes_may_be_tried_for_an_address_from_everywhere_together(alice, monkeypatch):
    monkeypatch.setattr(forms, "MOST_LETTERS", 100)
    for _ in range(forms.MOST_CODES):
        cache.clear()  # what one process remembers is not what stops it
        guesser = Client()
        ask(guesser)
        assert enter(guesser, "000000").status_code == 422
    cache.clear()
    last = Client()
    ask(last)
    response = enter(last, code_in_mail())
    assert response.status_code == 422
    assert "Too many codes were tried" in text(response)
    assert not is_signed_in(last)


def test_the_owner_stays_signed_in_while_somebody_guesses(client, alice):
    ask(client)
    enter(client, code_in_mail())
    guesser = Client()
    ask(guesser)
    for _ in range(5):
        enter(guesser, "000000")
    assert is_signed_in(client)


def test_an_hour_later_the_code_works_again(alice, monkeypatch):
    monkeypatch.setattr(forms, "MOST_CODES", 1)
    guesser = Client()
    ask(guesser)
    enter(guesser, "000000")
    now = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(hours=1, seconds=1))
    owner = Client()
    ask(owner)
    assert enter(owner, code_in_mail()).status_code == 302


def test_five_wrong_codes_end_the_code(client, alice):
    ask(client)
    code = code_in_mail()
    for _ in range(5):
        enter(client, "000000" if code != "000000" else "111111")
    assert enter(client, code).headers["Location"] == SIGN_IN


def test_one_place_asks_for_only_so_many_addresses(client, alice, monkeypatch):
    monkeypatch.setattr(forms, "MOST_ASKED", 2)
    for one in range(2):
        ask(Client(), f"nobody{one}@example.org")
    response = Client().post(SIGN_IN, {"email": "alice@example.org"})
    assert response.status_code == 422
    assert "from where you are" in text(response)
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.post(SIGN_IN, {"email": "alice@example.org"}).status_code == 302


def test_one_address_is_written_to_only_so_often(alice, monkeypatch):
    monkeypatch.setattr(forms, "MOST_LETTERS", 2)
    for _ in range(2):
        ask(Client())
    response = Client().post(SIGN_IN, {"email": "alice@example.org"})
    assert response.status_code == 422
    assert "many codes within the hour" in text(response)
    assert len(mail.outbox) == 2


# --- the way out


def test_signing_out_ends_the_session_and_clears_what_the_browser_kept(client, alice):
    ask(client)
    enter(client, code_in_mail())
    old = client.cookies["recert"].value
    response = client.post("/account/sign-out/")
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert response.headers["Location"] == "/"
    client.cookies["recert"] = old
    assert not is_signed_in(client)


def test_another_site_cannot_sign_anybody_out(alice):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    assert strict.post("/account/sign-out/").status_code == 403
    assert is_signed_in(strict)


def test_a_closed_account_is_out_at_the_next_request_on_every_device(alice):
    devices = [Client() for _ in range(3)]
    for device in devices:
        ask(device)
        enter(device, code_in_mail())
        assert is_signed_in(device)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert not any(is_signed_in(device) for device in devices)


def test_signing_out_everywhere_ends_every_session(alice):
    here, there = Client(), Client()
    for device in (here, there):
        ask(device)
        enter(device, code_in_mail())
    here.post("/account/devices/sign-out/")
    assert not is_signed_in(here)
    assert not is_signed_in(there)
    assert Event.objects.filter(name="user.sessions_ended", by=alice).exists()


def test_somebody_who_is_neither_is_told_what_to_do(client):
    cast.user("dana@example.org", "Dana")
    ask(client, "dana@example.org")
    enter(client, code_in_mail())
    assert "nothing here is yours yet" in text(client.get("/account/"))
