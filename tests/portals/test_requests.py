"""Asking: by whoever has a question, with where the case stands; and the thread that follows."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from recert import clock, portals
from recert.actions.threads import way_back, way_in
from recert.jobs import table
from recert.portals.requests import asking as pages
from recert.portals.requests import threads
from recert.records.history import Event
from recert.records.requests import Request, RequestMessage
from tests import asking, people
from tests.portals.forms_found import read
from tests.portals.signing import sign_in

pytestmark = pytest.mark.django_db
ASK = "/requests/ask/"
PORTALS = Path(portals.__file__).parent


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon in Los Angeles; what a process remembers of who asked ends with each test."""
    now = [people.AT]
    monkeypatch.setattr(clock, "real_now", lambda: now[0])
    for limit in (pages.SENT, threads.WRITTEN):
        limit.forget()
    return now


@pytest.fixture
def later(_noon):
    """A minute passes."""

    def pass_by(**span):
        _noon[0] += timedelta(**span or {"minutes": 1})

    return pass_by


@pytest.fixture
def alice(client):
    cycle = people.alice()
    sign_in(client, people.who(cycle))
    return people.who(cycle)


def form_at(client, address, *, action=None):
    """The form of a page that goes somewhere, filled in as the page gave it."""
    found, _links = read(client.get(address).content.decode(), at=address)
    return next(form.fields for form in found if form.action == (action or address))


def fill(client, **given):
    return form_at(client, ASK) | {"subject": "My hours", "text": "Do breaks count?"} | given


def stranger(client, **given):
    told = {"name": "Eve", "email": "eve@strangers.example"}
    return fill(client, **told | given)


# --- somebody who is signed in


def test_a_certificant_asks_with_where_their_case_stands(client, alice):
    page = client.get(ASK).content.decode()
    assert "0.0 of 2.0 CECs counted" in page
    assert "A person answers by Thursday 26 November 2026" in page
    response = client.post(ASK, fill(client, attach="on"), follow=True)
    assert response.redirect_chain == [("/requests/1/", 302)]
    kept = Request.objects.get()
    (credential,) = kept.state["credentials"]
    assert (kept.asked_by, kept.certificant) == (alice.user, alice)
    assert credential["standing"] == "current"
    assert credential["digest"] == people.adopted().digest
    assert "Sent. We answer by 26 November 2026." in response.content.decode()


def test_wherever_a_page_says_to_write_a_request_is_one_tap_away():
    for page in sorted(PORTALS.rglob("*.html")):
        words = page.read_text(encoding="utf-8")
        if "mailto:{{ body.contact.email }}" in words:
            assert "{% url 'requests:ask' %}" in words, page.name


def test_a_certificant_may_leave_their_case_out(client, alice):
    given = fill(client)
    assert given.pop("attach") is not None
    client.post(ASK, given)
    assert Request.objects.get().state == {}


def test_a_form_sent_twice_is_one_request_and_with_other_words_is_another(client, alice):
    given = fill(client)
    client.post(ASK, given)
    client.post(ASK, given)
    assert Request.objects.count() == 1
    client.post(ASK, given | {"text": "And pauses?"})
    assert list(Request.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_question_without_words_comes_back_with_what_is_there(client, alice):
    response = client.post(ASK, fill(client, text=" "))
    assert response.status_code == 422
    page = response.content.decode()
    assert "Your question is missing" in page
    assert 'value="My hours"' in page
    assert not Request.objects.exists()


def test_it_is_acknowledged_by_mail_with_its_number_and_the_day(client, alice):
    client.post(ASK, fill(client))
    table.send_notices(people.AT)
    (sent,) = mail.outbox
    assert sent.subject == "Request 1: My hours"
    first = sent.body.splitlines()[0]
    assert first == "We have your request 1, and answer by 26 November 2026."
    token = way_in(Request.objects.get())
    assert sent.extra_headers["Reply-To"] == f"requests+1.{token}@actioncertification.example"
    assert "http://localhost/requests/1/" in sent.body
    assert token not in sent.body


def test_a_request_is_nobody_elses(client, alice):
    client.post(ASK, fill(client))
    charlie = sign_in(Client(), people.who(people.charlie()))
    for address in ("/requests/1/", "/requests/1/write/", "/requests/1/rate/"):
        assert charlie.post(address).status_code == 404
    assert "My hours" not in charlie.get("/requests/").content.decode()


# --- a stranger


def test_a_stranger_asks_and_is_told_the_number_and_the_day(client, later):
    given = stranger(client, said_number="AC-2044170")
    later()
    response = client.post(ASK, given, follow=True)
    page = response.content.decode()
    kept = Request.objects.get()
    assert (kept.name, kept.email, kept.said_number) == (
        "Eve", "eve@strangers.example", "AC-2044170",
    )  # fmt: skip
    assert (kept.certificant, kept.asked_by, kept.held_because) == (None, None, "")
    assert "26 November 2026" in page
    assert "The answer goes to eve@strangers.example" in page


@pytest.mark.parametrize("there", [True, False])
def test_a_number_is_never_confirmed_to_a_stranger(client, later, there):
    number = people.alice().credential.number if there else "AC-9999999"
    given = stranger(client, said_number=number)
    later()
    page = client.post(ASK, given, follow=True).content.decode()
    assert number not in page
    assert "Alice" not in page


@pytest.mark.parametrize(
    "sent, wait, because",
    [
        ({}, 2, "too fast"),
        ({"shown_at": "1732000000:forged"}, 60, "too fast"),
        ({"website": "http://x.example"}, 60, "hidden field"),
        ({"text": "www.a www.b https://c http://d"}, 60, "many links"),
        ({"text": "www.a https://c http://d"}, 60, ""),
        ({}, 3, ""),
    ],
)
def test_what_looks_like_spam_is_held_and_its_asker_sees_the_same_page(
    client, later, sent, wait, because
):
    given = stranger(client, **sent)
    later(seconds=wait)
    page = client.post(ASK, given, follow=True).content.decode()
    assert Request.objects.get().held_because == because
    assert "We have your request" in page
    assert "The answer goes to eve@strangers.example" in page
    table.send_notices(people.later(hours=1))
    assert len(mail.outbox) == (0 if because else 1)


@pytest.mark.parametrize("same", ["network", "address"])
def test_many_from_one_network_or_address_are_held(client, later, same):
    for at in range(6):
        given = stranger(client, text=f"Question {at}")
        if same == "network":
            given["email"] = f"eve{at}@strangers.example"
        given["key"] = str(uuid.uuid4())
        later()
        client.post(ASK, given, REMOTE_ADDR="192.0.2.1" if same == "network" else f"192.0.2.{at}")
    held = list(Request.objects.order_by("number").values_list("held_because", flat=True))
    assert held == ["", "", "", "", "", "often"]


def test_a_program_that_asks_without_end_is_answered_no_more(client):
    answers = [client.post(ASK, stranger(client)).status_code for _ in range(31)]
    assert answers[-2:] == [302, 429]


# --- the thread


def test_an_asker_reads_the_answer_and_never_a_note(client, alice):
    request = asking.answered(asking.asked(alice))
    asking.answering.add_note(
        request, text="She is difficult.", key=uuid.uuid4(), by=people.bob(), at=people.AT
    )
    page = client.get("/requests/1/").content.decode()
    assert "They do not." in page
    assert "She is difficult." not in page
    table.send_notices(people.AT)
    assert "She is difficult." not in "".join(sent.body for sent in mail.outbox)


def test_what_an_asker_adds_is_kept_once_and_it_is_our_turn(client, alice):
    asking.answered(asking.asked(alice))
    given = form_at(client, "/requests/1/", action="/requests/1/write/") | {"text": "Thank you."}
    for _ in range(2):
        assert client.post("/requests/1/write/", given).status_code == 302
    assert RequestMessage.objects.filter(text="Thank you.").count() == 1
    assert "We answer by" in client.get("/requests/1/").content.decode()


def test_a_closed_request_is_rated_once_and_opens_again_when_its_asker_writes(client, alice):
    asking.closed(asking.answered(asking.asked(alice)))
    client.post("/requests/1/rate/", {"rating": "4", "words": "Quick."})
    again = client.post("/requests/1/rate/", {"rating": "1"}, follow=True).content.decode()
    assert "You have rated this already." in again
    given = form_at(client, "/requests/1/", action="/requests/1/write/") | {"text": "One more."}
    client.post("/requests/1/write/", given)
    kept = Request.objects.get()
    assert (kept.rating, kept.rating_words, kept.closed_at) == (4, "Quick.", None)
    assert Event.objects.filter(name="request.reopened").count() == 1


def test_a_stranger_comes_back_by_the_link_of_the_mail_and_by_no_other(client):
    request = asking.closed(asking.answered(asking.asked_by_stranger()))
    table.send_notices(people.AT)
    link = f"/requests/1/by/{way_back(request)}/"
    assert all(f"http://localhost{link}" in sent.body for sent in mail.outbox)
    assert "They do not." in client.get(link).content.decode()
    assert client.get(link).headers["Referrer-Policy"] == "same-origin"  # no other site learns it
    client.post(f"{link}rate/", {"rating": "5"})
    given = form_at(client, link, action=f"{link}write/") | {"text": "One more."}
    assert client.post(f"{link}write/", given).status_code == 302
    request.refresh_from_db()
    assert (request.rating, request.closed_at) == (5, None)
    wrong = link[:-2] + ("0" if link[-2] != "0" else "1") + "/"
    assert client.get(wrong).status_code == 404
    assert client.get("/requests/1/").status_code == 302


def test_nobody_writes_to_others_through_the_acknowledgement(client):
    asking.asked_by_stranger(text="Cheap pills")
    table.send_notices(people.AT)
    (sent,) = mail.outbox
    said = f"{sent.subject} {sent.body} {sent.alternatives}"
    assert "We have your request 1" in sent.subject
    assert not [words for words in ("Eve", "A question", "Cheap") if words in said]


def test_the_address_that_answers_go_to_opens_no_thread(client, alice):
    for request in (asking.asked(alice), asking.asked_by_stranger()):
        link = f"/requests/{request.number}/by"
        client.logout()
        assert client.get(f"{link}/{way_in(request)}/").status_code == 404
        assert client.get(f"{link}/{way_back(request)}/").status_code == 200


def test_links_cannot_be_guessed_without_end(client, later):
    asking.asked_by_stranger()
    answers = [client.get(f"/requests/1/by/{at:020x}/").status_code for at in range(31)]
    assert answers[-2:] == [404, 429]
    later(hours=2)
    assert client.get(f"/requests/1/by/{0:020x}/").status_code == 404


def test_the_way_back_survives_another_secret_while_the_old_one_is_kept(client, settings):
    request = asking.asked_by_stranger()
    link = f"/requests/1/by/{way_back(request)}/"
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret of these tests, which is long enough for its purpose"
    assert client.get(link).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(link).status_code == 404


def test_nobody_without_a_request_finds_an_empty_list_and_what_to_do(client, alice):
    page = client.get("/requests/").content.decode()
    assert "You have asked nothing yet" in page
    assert ASK in page
