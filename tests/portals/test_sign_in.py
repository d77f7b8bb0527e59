"""Signing in by a code: who gets one, what is said to everybody else, how often it may be tried."""

import json
import re
import smtplib
import time

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from recert.actions import accounts as actions
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


# --- the way in


def test_a_certificant_signs_in_with_the_code_from_the_mail(client, alice):
    page = ask(client)
    assert "six digits are on their way" in text(page)
    letter = mail.outbox[-1]
    assert letter.to == ["alice@example.org"]
    assert re.fullmatch(r"\d{6} is your code for ACTION Certification", letter.subject)
    assert "within ten minutes" in letter.body
    assert letter.alternatives[0].mimetype == "text/html"
    response = enter(client, code_in_mail())
    assert response.status_code == 302
    assert response.headers["Location"] == "/account/"
    assert is_signed_in(client)
    signed_in = Event.objects.get(name="user.signed_in")
    assert (signed_in.by, signed_in.details) == (alice, {"how": "code"})


def test_the_code_may_be_typed_with_spaces(client, alice):
    ask(client, "ALICE@example.org ")
    code = code_in_mail()
    assert enter(client, f" {code[:3]} {code[3:]} ").status_code == 302


def test_the_code_works_once(client, alice):
    ask(client)
    code = code_in_mail()
    enter(client, code)
    other = Client()
    ask(other)
    assert code_in_mail() != code
    assert enter(other, code).status_code == 422
    assert not is_signed_in(other)


def test_a_code_works_only_where_it_was_asked_for(client, alice):
    ask(client)
    elsewhere = Client()
    assert enter(elsewhere, code_in_mail()).headers["Location"] == SIGN_IN
    assert not is_signed_in(elsewhere)


@pytest.mark.parametrize("seconds,works", [(599, True), (601, False)])
def test_the_code_lasts_ten_minutes(client, alice, monkeypatch, seconds, works):
    ask(client)
    later = time.time() + seconds
    monkeypatch.setattr(time, "time", lambda: later)
    enter(client, code_in_mail())
    assert is_signed_in(client) == works


def test_a_session_is_a_new_one_after_signing_in(client, alice):
    ask(client)
    before = client.cookies["recert"].value
    enter(client, code_in_mail())
    assert client.cookies["recert"].value != before


# --- what nobody learns


def test_an_unknown_address_reads_the_same_and_gets_a_letter_that_says_so(client, alice):
    known, unknown = text(ask(client)), text(ask(Client(), "nobody@example.org"))
    scrubbed = [
        re.sub(r'value="[A-Za-z0-9]{64}"', "", html).replace(email, "…")
        for html, email in ((known, "alice@example.org"), (unknown, "nobody@example.org"))
    ]
    assert scrubbed[0] == scrubbed[1]
    assert mail.outbox[-1].to == ["nobody@example.org"]
    assert "we do not know it" in mail.outbox[-1].body
    assert not User.objects.filter(email="nobody@example.org").exists()


def test_guessing_for_an_unknown_address_reads_the_same(client, alice):
    ask(client)
    stranger = Client()
    ask(stranger, "nobody@example.org")
    answers = [enter(one, "000000") for one in (client, stranger)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("This is not the code that we sent last" in text(answer) for answer in answers)


def test_an_empty_code_signs_nobody_in(client):
    ask(client, "nobody@example.org")
    for code in ("", " ", "-", "x", "\x00", "٠٠٠٠٠٠"):
        assert enter(client, code).status_code in {422, 302}
    assert not is_signed_in(client)


def test_nobody_makes_an_account(client):
    page = client.get("/account/sign-in/no-account/")
    assert page.status_code == 200
    assert "nothing to sign up for" in text(page)
    assert (
        client.post("/account/sign-in/no-account/", {"email": "x@example.org"}).status_code == 405
    )
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "password/reset/",
        "password/change/",
        "signup/",
        "email/",
        "passkeys/recovery-codes/",
        "login/",
    ],
)
def test_there_are_no_passwords_and_no_other_ways_in(client, path):
    assert client.get(f"/account/{path}").status_code == 404


# --- staff


def test_staff_get_no_code_and_the_page_reads_the_same(client, alice):
    cast.staff()
    page = ask(client, "reviewer@example.org")
    assert "six digits are on their way" in text(page)
    assert "Staff sign in with a passkey" in mail.outbox[-1].body
    assert not re.search(r"\d{6}", mail.outbox[-1].body)


def test_a_role_given_while_a_code_is_on_its_way_refuses_it(client, alice):
    ask(client)
    actions.grant_role(alice, name="reviewer", by=None, at=cast.AT)
    response = client.post(CODE, {"code": code_in_mail()}, follow=True)
    assert "Staff sign in with their passkey" in text(response)
    assert not is_signed_in(client)


def test_a_role_ends_the_sessions_that_began_without_it(client, alice):
    ask(client)
    enter(client, code_in_mail())
    assert is_signed_in(client)
    actions.grant_role(alice, name="reviewer", by=None, at=cast.AT)
    assert not is_signed_in(client)


# --- mistakes


@pytest.mark.parametrize("email", ["", "alice", "a@b@c", "x" * 300 + "@example.org", "a\x00@b.org"])
def test_what_is_no_address_is_refused_on_the_field(client, email):
    response = client.post(SIGN_IN, {"email": email})
    assert response.status_code == 422
    assert "There is a problem" in text(response)
    assert not mail.outbox


def test_a_mail_server_that_is_down_is_said(client, alice, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 9

    def refuse(*_args, **_more):
        raise ConnectionRefusedError

    monkeypatch.setattr(smtplib.SMTP, "connect", refuse)
    page = ask(client)
    assert "could not send the mail" in text(page)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "\thttps://evil.example",
        "http:evil.example",
        "https:///evil.example",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
        "//\\/evil.example",
        "\x00//evil.example",
        "nowhere",  # a word, which is the name of no view
        "public:front_door",  # the name of a view, which is no address
        "/\x00",
        "/a\r\nSet-Cookie: b=c",
        "/" + "x" * 20_000,
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(client, alice, target):
    ask(client, next=target)
    response = enter(client, code_in_mail(), next=target)
    assert response.headers["Location"] == "/account/"


def test_one_goes_on_where_one_wanted_to(client, alice):
    page = client.get("/account/devices/")
    assert page.headers["Location"] == "/account/sign-in/?next=/account/devices/"
    shown = client.get(page.headers["Location"])
    assert 'name="next" value="/account/devices/"' in text(shown)
    response = client.post(SIGN_IN, {"email": alice.email, "next": "/account/devices/"})
    assert response.headers["Location"] == f"{CODE}?next=%2Faccount%2Fdevices%2F"
    shown = client.get(response.headers["Location"])
    assert 'name="next" value="/account/devices/"' in text(shown)
    response = enter(client, code_in_mail(), next="/account/devices/")
    assert response.headers["Location"] == "/account/devices/"


def test_a_session_that_somebody_reads_tells_no_code(client, alice):
    ask(client)
    code = code_in_mail()
    (row,) = Session.objects.all()
    kept = json.dumps(row.get_decoded())
    assert alice.email in kept
    assert code not in kept


def test_an_address_that_nobody_has_has_no_code(client, alice):
    ask(client, email="nobody@example.org")
    for guess in ("", "0", "000000"):
        assert enter(client, guess).status_code == 422
