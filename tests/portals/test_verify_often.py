"""A stranger asks whether somebody is certified: what it costs, what is kept, and how often."""

from datetime import date

import pytest
from django.test import Client

from recert.actions import acts, register
from recert.portals.public import views
from tests import examining
from tests.portals import cast
from tests.portals.strangers import ALICE, NOW, VERIFY, ask, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_asked")]


# --- what it costs


def test_an_answer_takes_at_most_three_statements(
    client, alice, installed, django_assert_max_num_queries
):
    """The costliest answer, a level that rose and an act; asked by a stranger and signed in."""
    cycle = cast.certified(alice, level="certificate")
    result = examining.result_alone(cycle, form="ncca", taken_on=date(2026, 5, 1))
    register.raise_level(cycle, result=result, level="certification", by=None, at=NOW)
    acts.act_upon(
        cycle.credential,
        kind="suspended",
        begins_on=date(2026, 11, 1),
        reason="r",
        by=cast.staff(role="officer"),
        at=NOW,
    )
    signed_in = Client()
    signed_in.force_login(alice.user)
    client.get(VERIFY, ALICE)  # the policy's text is read once a process
    for visitor in (client, signed_in):
        for address, question in ((VERIFY, ALICE), ("/verify/b7yk3w/", {})):
            with django_assert_max_num_queries(3):
                assert "Not certified: suspended" in text(visitor.get(address, question))
    assert "Certified: current" in ask(client, on="2026-05-01", **ALICE)
    assert "Certificate: current" in ask(client, on="2026-04-30", **ALICE)


# --- what a browser and a search engine are told


def test_an_answer_is_kept_nowhere_and_sets_no_cookie(client, cycle, installed):
    response = client.get(VERIFY, ALICE)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("address", ["/", "/verify/"])
def test_a_page_about_nobody_may_be_kept_and_sets_no_cookie(client, installed, address):
    response = client.get(address)
    assert response.status_code == 200
    assert "max-age=300" in response.headers["Cache-Control"]
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


# --- how often


def test_a_program_that_guesses_numbers_is_stopped_and_finds_nobody(client, cycle):
    statuses = [
        client.get(VERIFY, {"number": f"AC-{guess:08d}", "family_name": "Ng"}).status_code
        for guess in range(40)
    ]
    assert statuses[:30] == [200] * 30
    assert statuses[30:] == [429] * 10


def test_somebody_elsewhere_is_answered_while_one_address_is_stopped(client, cycle):
    for guess in range(31):
        client.get(VERIFY, {"number": f"AC-{guess:08d}", "family_name": "Ng"})
    assert client.get(VERIFY, ALICE).status_code == 429
    assert client.get(VERIFY, ALICE, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_numbers_alone_are_stopped_everywhere_but_a_name_still_answers(client, cycle, monkeypatch):
    monkeypatch.setattr(views.NUMBERS_ALONE, "times", 5)
    for at in range(5):
        client.get(VERIFY, {"number": f"AC-{at:08d}"}, REMOTE_ADDR=f"198.51.100.{at}")
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.get(VERIFY, {"number": "AC-20441705"}, **elsewhere).status_code == 429
    assert client.get(VERIFY, ALICE, **elsewhere).status_code == 200


def test_wrong_codes_are_counted_for_all_processes_and_then_even_a_right_one_is_refused(
    client, cycle, monkeypatch
):
    monkeypatch.setattr(views, "CODES_GUESSED", 3)
    for _ in range(2):
        assert client.get("/verify/wrong/").status_code == 404
    for limit in (views.QUESTIONS, views.UNANSWERED, views.SHUT_OUT):
        limit.forget()  # another process
    assert client.get("/verify/b7yk3w/").status_code == 200
    assert client.get("/verify/wrong/").status_code == 404
    assert client.get("/verify/b7yk3w/").status_code == 429
    assert client.get("/verify/b7yk3w/", REMOTE_ADDR="198.51.100.7").status_code == 200


def test_a_refused_question_says_when_to_come_back_in_words(client, monkeypatch):
    monkeypatch.setattr(views.QUESTIONS, "times", 0)
    response = client.get(VERIFY, ALICE)
    assert response.status_code == 429
    assert "That was tried too often" in text(response)
    assert response.headers["Retry-After"] == "3600"
