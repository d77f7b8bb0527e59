"""Changing one's e-mail address: by a code from the new one, told to the old one."""

import re

import pytest
from django.core import mail

from recert.portals.accounts import address
from recert.records.models import Certificant, Event, User
from tests.portals import cast

pytestmark = pytest.mark.django_db
ADDRESS, CODE = "/account/address/", "/account/address/code/"


@pytest.fixture
def alice():
    return cast.certificant().user


def asked(client, email="new@example.org"):
    return client.post(ADDRESS, {"email": email})


def code():
    return re.search(r"Your code is (\d{6})", mail.outbox[-1].body).group(1)


def test_the_address_changes_when_the_code_comes_back(alice, at):
    here, there = cast.begin(alice, at), cast.begin(alice, at)
    assert asked(here).headers["Location"] == CODE
    assert mail.outbox[-1].to == ["new@example.org"]
    assert User.objects.get(pk=alice.pk).email == "alice@example.org"
    assert here.post(CODE, {"code": code()}).headers["Location"] == "/account/devices/"
    assert User.objects.get(pk=alice.pk).email == "new@example.org"
    assert Certificant.objects.get(user=alice).email == "new@example.org"
    assert Event.objects.filter(name="user.address_changed", by=alice).count() == 1
    told = mail.outbox[-1]
    assert told.to == ["alice@example.org"]
    assert "changed to new@example.org" in told.body
    assert here.get("/account/devices/").status_code == 200
    assert there.get("/account/devices/").status_code == 302


def test_the_address_of_another_is_told_only_to_whoever_reads_its_mail(alice, at):
    cast.user("charlie@example.org", "Charlie")
    client = cast.begin(alice, at)
    assert asked(client, "CHARLIE@example.org").headers["Location"] == CODE
    response = client.post(CODE, {"code": code()})
    assert response.status_code == 422
    assert "the address of another login" in response.content.decode()
    assert User.objects.get(pk=alice.pk).email == "alice@example.org"


@pytest.mark.parametrize("email", ["", "x", "ALICE@example.org", "a@b.org\nBcc: c@d.org"])
def test_what_is_no_new_address_is_refused(alice, at, email):
    client = cast.begin(alice, at)
    assert asked(client, email).status_code == 422
    assert not mail.outbox


def test_a_wrong_code_changes_nothing_and_is_tried_only_so_often(alice, at, monkeypatch):
    monkeypatch.setattr(address, "MOST_CODES", 2)
    client = cast.begin(alice, at)
    asked(client)
    for _ in range(2):
        assert client.post(CODE, {"code": "wrong"}).status_code == 422
    assert "Too many codes" in client.post(CODE, {"code": code()}).content.decode()
    assert User.objects.get(pk=alice.pk).email == "alice@example.org"


def test_it_takes_a_fresh_sign_in(alice, at):
    client = cast.begin(alice, at)
    at(minutes=10)
    assert client.get(ADDRESS).status_code == 200
    at(seconds=1)
    assert client.get(ADDRESS).headers["Location"].startswith("/account/confirm/")


def test_no_code_is_taken_before_one_was_sent(alice, at):
    client = cast.begin(alice, at)
    assert client.post(CODE, {"code": "000000"}).headers["Location"] == ADDRESS
