"""The link by which staff enrol, and the command that makes it."""

import pytest
from django.test import Client

from recert.actions.sign_ins import open_enrolment
from recert.cli import main
from recert.records.models import User
from tests.portals import cast


@pytest.mark.django_db
def test_a_link_signs_in_once_and_only_to_make_a_passkey(client, at):
    token = open_enrolment(cast.staff(), by=None, at=at())
    address = f"/account/enrol/{token}/"
    assert "Bob Reviewer" in client.get(address).content.decode()
    assert client.get(address).status_code == 200  # looking uses nothing up
    assert client.post(address).headers["Location"] == "/account/devices/passkeys/add/"
    assert client.get("/account/devices/passkeys/add/").status_code == 200
    for elsewhere in ("/account/", "/account/devices/", "/gallery/"):
        assert client.get(elsewhere).headers["Location"] == "/account/devices/passkeys/add/"
    again = Client()
    assert again.get(address).status_code == 410
    assert again.post(address).status_code == 410


@pytest.mark.django_db
@pytest.mark.parametrize("minutes,status", [(29, 200), (30, 410)])
def test_a_link_lasts_thirty_minutes(client, at, minutes, status):
    token = open_enrolment(cast.staff(), by=None, at=at())
    at(minutes=minutes)
    assert client.get(f"/account/enrol/{token}/").status_code == status


@pytest.mark.django_db
def test_who_came_by_a_link_makes_the_passkey_within_ten_minutes_or_is_out(client, at):
    token = open_enrolment(cast.staff(), by=None, at=at())
    client.post(f"/account/enrol/{token}/")
    at(minutes=10)
    assert client.get("/account/devices/passkeys/add/").status_code == 200
    at(seconds=1)
    response = client.get("/account/devices/passkeys/add/")
    assert response.headers["Location"].startswith("/account/sign-in/")


@pytest.mark.django_db
def test_a_newer_link_ends_the_older_one(client, at):
    bob = cast.staff()
    older, newer = (open_enrolment(bob, by=None, at=at()) for _ in range(2))
    assert client.get(f"/account/enrol/{older}/").status_code == 410
    assert client.get(f"/account/enrol/{newer}/").status_code == 200


@pytest.mark.django_db
def test_links_are_guessed_only_so_often(client, at):
    token = open_enrolment(cast.staff(), by=None, at=at())
    statuses = {client.get(f"/account/enrol/{guess}/").status_code for guess in range(20)}
    assert statuses == {410}
    assert client.get(f"/account/enrol/{token}/").status_code == 429
    assert client.get(f"/account/enrol/{token}/", REMOTE_ADDR="198.51.100.7").status_code == 200


# --- recert staff add


def add(capsys, *words):
    code = main(["staff", "add", *words])
    said = capsys.readouterr()
    return code, said.out.strip(), said.err


@pytest.mark.django_db
def test_a_new_member_of_staff_gets_a_link_that_works(client, capsys):
    code, link, _ = add(capsys, "bob@example.org", "--name", "Bob", "--role", "reviewer")
    assert code == 0
    assert link.startswith("http://localhost/account/enrol/")
    response = client.get(link.removeprefix("http://localhost"))
    assert "Bob" in response.content.decode()
    assert [role.name for role in User.objects.get().roles.all()] == ["reviewer"]


@pytest.mark.django_db
def test_somebody_known_gets_a_new_link_by_the_address_alone(capsys):
    cast.staff()
    code, link, _ = add(capsys, "REVIEWER@example.org")
    assert code == 0
    assert "/account/enrol/" in link
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words,said",
    [
        (["bob@example.org", "--role", "reviewer"], "give a name with --name"),
        (["bob@example.org", "--name", "Bob"], "has no role"),
        (["bob", "--name", "Bob", "--role", "reviewer"], "is no e-mail address"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(capsys, words, said):
    code, link, wrong = add(capsys, *words)
    assert (code, link) == (2, "")
    assert said in wrong
    assert not User.objects.exists()
