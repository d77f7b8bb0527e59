"""How long somebody stays signed in, and when they must show again who they are."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.http import HttpResponse
from django.test import RequestFactory

from recert.portals.accounts import confirm
from recert.portals.accounts.fresh import fresh_sign_in
from recert.portals.accounts.sessions import SignIn
from recert.records.models import Guess
from tests.portals import cast

AT = datetime(2026, 11, 24, 20, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def signed_in(*, is_staff=False, is_own_device=False, began=AT, seen=AT):
    return SignIn(
        how="code",
        is_staff=is_staff,
        is_own_device=is_own_device,
        began=began.timestamp(),
        seen=seen.timestamp(),
        proved=began.timestamp(),
    )


# --- the lengths themselves


@pytest.mark.parametrize(
    "kept,idle",
    [
        (signed_in(), HOUR),
        (signed_in(is_own_device=True), timedelta(days=30)),
        (signed_in(is_staff=True), HOUR),
        (signed_in(is_staff=True, is_own_device=True), HOUR),
    ],
)
def test_the_last_second_without_use_is_inside(kept, idle):
    assert not kept.is_over(at=AT + idle)
    assert kept.is_over(at=AT + idle + SECOND)


def test_staff_are_out_after_twelve_hours_however_busy():
    last = AT + timedelta(hours=12)
    assert not signed_in(is_staff=True, seen=last).is_over(at=last)
    assert signed_in(is_staff=True, seen=last).is_over(at=last + SECOND)
    assert not signed_in(seen=last).is_over(at=last + SECOND)


def test_ten_minutes_are_fresh_and_a_second_more_is_not():
    assert signed_in().is_fresh(at=AT + timedelta(minutes=10))
    assert not signed_in().is_fresh(at=AT + timedelta(minutes=10) + SECOND)


# --- in a browser's hands


def is_in(client):
    return client.get("/account/devices/").status_code == 200


@pytest.mark.django_db
def test_use_within_the_hour_keeps_a_session_and_an_idle_hour_ends_it(at):
    client = cast.begin(cast.user(), at)
    for _ in range(3):
        at(minutes=59)
        assert is_in(client)
    at(minutes=61)
    response = client.get("/account/devices/", follow=True)
    assert "You were signed out" in response.content.decode()
    assert not is_in(client)


@pytest.mark.django_db
def test_ones_own_device_is_kept_for_thirty_days_and_its_cookie_too(at):
    client = cast.begin(cast.user(), at, own_device=True)
    at(days=29)
    response = client.get("/account/devices/")
    assert response.status_code == 200
    assert response.cookies["recert"]["max-age"] == 30 * 24 * 3600
    at(days=31)
    assert not is_in(client)


@pytest.mark.django_db
def test_staff_are_signed_out_after_twelve_busy_hours(at):
    client = cast.begin(cast.staff(), at, how="passkey", own_device=True)
    for _ in range(24):
        at(minutes=30)
        assert is_in(client)
    at(minutes=1)
    assert not is_in(client)


@pytest.mark.django_db
def test_a_session_that_is_over_cannot_be_brought_back(at):
    client = cast.begin(cast.user(), at)
    key = client.cookies["recert"].value
    at(hours=2)
    client.get("/account/devices/")
    assert not Session.objects.filter(session_key=key).exists()


@pytest.mark.django_db
def test_use_is_written_down_once_a_minute_and_no_oftener(at, installed, django_assert_num_queries):
    client = cast.begin(cast.user(), at)
    at(seconds=61)
    client.get("/account/sign-out/")
    with django_assert_num_queries(2):  # the session, the user
        client.get("/account/sign-out/")


# --- a fresh sign-in


@fresh_sign_in
def weighty(request):
    return HttpResponse("done")


def asked(client, method="get", **more):
    request = getattr(RequestFactory(), method)("/trainer/apply/", **more)
    request.session = client.session
    request.user = None
    request._messages = type("Notes", (list,), {"add": lambda self, *note: self.append(note)})()
    return request, weighty(request)


@pytest.mark.django_db
def test_what_weighs_much_is_done_within_ten_minutes_of_signing_in(at):
    client = cast.begin(cast.user(), at)
    at(minutes=10)
    assert asked(client)[1].content == b"done"
    at(seconds=1)
    response = asked(client)[1]
    assert response.headers["Location"] == "/account/confirm/?next=%2Ftrainer%2Fapply%2F"


@pytest.mark.django_db
def test_what_was_sent_is_not_sent_for_somebody_and_the_page_says_so(at):
    client = cast.begin(cast.user(), at)
    at(minutes=11)
    request, response = asked(
        client, "post", headers={"Referer": "http://testserver/trainer/form/?step=2"}
    )
    assert response.headers["Location"] == "/account/confirm/?next=%2Ftrainer%2Fform%2F%3Fstep%3D2"
    assert "Nothing was sent yet" in str(request._messages)


@pytest.mark.django_db
@pytest.mark.parametrize("referer", ["https://evil.example/form/", "http://[", "\x00"])
def test_a_form_of_another_site_is_no_place_to_come_back_to(at, referer):
    client = cast.begin(cast.user(), at)
    at(minutes=11)
    _, response = asked(client, "post", headers={"Referer": referer})
    assert response.headers["Location"] == "/account/confirm/?next=%2Ftrainer%2Fapply%2F"


@pytest.mark.django_db
def test_a_code_confirms_and_leads_back(at):
    client = cast.begin(cast.user(), at)
    at(minutes=11)
    add = "/account/devices/passkeys/add/"
    page = client.get(add)
    assert (
        page.headers["Location"]
        == "/account/confirm/?next=%2Faccount%2Fdevices%2Fpasskeys%2Fadd%2F"
    )
    page = client.post("/account/confirm/send/", {"next": add}, follow=True)
    assert "Six digits are on their way" in page.content.decode()
    code = re.search(r"Your code is (\d{6})", mail.outbox[-1].body).group(1)
    response = client.post("/account/confirm/code/", {"code": code, "next": add})
    assert response.headers["Location"] == add
    assert client.get(add).status_code == 200
    assert not Guess.objects.filter(kind="confirm").exists()
    at(minutes=11)
    assert client.post("/account/confirm/code/", {"code": code, "next": add}).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "000000", "\x00", "x" * 30, "١٢٣٤٥٦"])
def test_a_wrong_code_confirms_nothing(at, code):
    client = cast.begin(cast.user(), at)
    at(minutes=11)
    client.post("/account/confirm/send/")
    assert client.post("/account/confirm/code/", {"code": code}).status_code == 422
    assert client.get("/account/devices/passkeys/add/").status_code == 302


@pytest.mark.django_db
def test_no_code_confirms_before_one_was_sent(at):
    client = cast.begin(cast.user(), at)
    at(minutes=11)
    assert client.post("/account/confirm/code/", {"code": "000000"}).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("minutes,status", [(10, 302), (11, 422)])
def test_a_confirming_code_lasts_ten_minutes(at, minutes, status):
    client = cast.begin(cast.user(), at)
    client.post("/account/confirm/send/")
    code = re.search(r"Your code is (\d{6})", mail.outbox[-1].body).group(1)
    at(minutes=minutes)
    assert client.post("/account/confirm/code/", {"code": code}).status_code == status


@pytest.mark.django_db
def test_confirming_codes_are_tried_only_so_often_even_the_right_one(at, monkeypatch):
    monkeypatch.setattr(confirm, "MOST_CODES", 2)
    client = cast.begin(cast.user(), at)
    client.post("/account/confirm/send/")
    code = re.search(r"Your code is (\d{6})", mail.outbox[-1].body).group(1)
    for _ in range(2):
        client.post("/account/confirm/code/", {"code": "wrong"})
    response = client.post("/account/confirm/code/", {"code": code})
    assert response.status_code == 422
    assert "Too many codes were tried" in response.content.decode()


@pytest.mark.django_db
def test_staff_confirm_by_no_code(at):
    client = cast.begin(cast.staff(), at, how="passkey")
    at(minutes=11)
    response = client.post("/account/confirm/send/")
    assert response.status_code == 422
    assert not mail.outbox
