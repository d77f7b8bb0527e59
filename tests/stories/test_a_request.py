"""A question from the first word to the stars: by page, by mail, at the desk, and back again."""

import io
import uuid

import pytest
from django.core import mail
from django.test import Client

from recert import clock
from recert.cli import main
from recert.jobs import table
from recert.records.requests import Request
from tests import asking, people
from tests.portals.forms_found import read
from tests.portals.signing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world(settings, tmp_path, monkeypatch):
    settings.ARRIVED_ROOT = tmp_path
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


def told():
    """The mail that went out just now, to the asker."""
    table.send_notices(people.AT)
    return mail.outbox[-1]


def post(client, page, action, **given):
    """Fill in the form of a page that goes to an address, and send it."""
    forms, _links = read(client.get(page).content.decode(), at=page)
    fields = next(form.fields for form in forms if form.action == action)
    return client.post(action, fields | given, follow=True).content.decode()


def by_mail(monkeypatch, answered, text):
    """What the asker's mail program makes of an answer, piped in by the mail server."""
    raw = asking.letter(
        f"{text}\n\nOn 24 November 2026, we wrote:\n> {answered.body.splitlines()[0]}\n",
        sender=answered.to[0],
        to=answered.extra_headers["Reply-To"],
        message_id=f"<{uuid.uuid4()}@mail.example>",
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert main(["mail", "take-in"]) == 0


def test_a_question_is_asked_answered_by_mail_reopened_and_rated(monkeypatch):
    alice, bob = Client(), Client()
    sign_in(alice, people.who(people.alice()))
    bob.force_login(people.bob())
    page = post(alice, "/requests/ask/", "/requests/ask/", subject="Hours", text="Do breaks count?")
    assert "Sent. We answer by 26 November 2026." in page
    assert told().subject == "Request 1: Hours"

    desk, answer = "/office/requests/1/", "/office/requests/1/answer/"
    assert "Hours" in bob.get("/office/requests/?q=breaks").content.decode()
    post(bob, f"{desk}?do=answer", answer, text="They do not.\n\nTake them off.")
    post(bob, f"{desk}?do=note", f"{desk}note/", text="She asks well.")
    first = told()
    assert first.subject == "Request 1, answered: Hours"
    assert "Take them off." in first.body

    by_mail(monkeypatch, first, "And the lunch?")
    page = bob.get(desk).content.decode()
    assert "And the lunch?" in page
    assert "we wrote" not in page
    post(bob, f"{desk}?do=answer", answer, text="Lunch is a break.")
    post(bob, desk, f"{desk}close/")
    closing = told()
    assert closing.subject == "Request 1, closed: Hours"

    by_mail(monkeypatch, closing, "And tea?")
    assert Request.objects.get().closed_at is None
    post(bob, f"{desk}?do=answer", answer, text="Tea as well.")
    post(bob, desk, f"{desk}close/")
    page = post(alice, "/requests/1/", "/requests/1/rate/", rating="5", words="Patient.")
    assert "You rated the answer 5 of 5." in page
    said = [
        line for line in ("And the lunch?", "Lunch is a break.", "Tea as well.") if line in page
    ]
    assert len(said) == 3
    assert "She asks well." not in page
    assert "5 of 5: Patient." in bob.get(desk).content.decode()
