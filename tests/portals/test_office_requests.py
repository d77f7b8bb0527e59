"""Requests at the office: the queue, the answer, who is quicker, what looks like spam, mail."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from recert import clock
from recert.actions import answering, canned
from recert.jobs import table
from recert.records.requests import CannedAnswer, Request, RequestMessage
from tests import asking, people
from tests.portals.forms_found import read

pytestmark = pytest.mark.django_db
QUEUE = "/office/requests/"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
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


def form(client, number, act, *, query=""):
    """The form of something that can be done, as the page gives it."""
    shown = page(client, f"{QUEUE}{number}/?do={act}{query}")
    forms, _links = read(shown, at=QUEUE)
    return next(each.fields for each in forms if each.action == f"{QUEUE}{number}/{act}/")


def send(client, number, act, *, query="", **given):
    told = form(client, number, act, query=query) | given
    return client.post(f"{QUEUE}{number}/{act}/", told)


# --- the queue


def test_each_part_has_its_requests_with_what_is_overdue_in_front(bob):
    person = people.who(people.alice())
    late = asking.asked(person, subject="Late", answer_by=people.ON - timedelta(days=1))
    asking.asked(person, subject="Fresh", answer_by=asking.LATER)
    asking.answered(asking.asked(person, subject="With her"), by=people.beth())
    asking.closed(asking.asked(person, subject="Done"), by=people.beth())
    asking.asked(person, subject="Strange", held="often")
    answering.assign(late, to=people.bob(), by=people.olga(), at=people.AT)
    found = {
        tab: [s for s in ("Late", "Fresh", "With her", "Done", "Strange") if s in shown]
        for tab in ("", "unassigned", "mine", "asker", "closed", "held")
        if (shown := page(bob, f"{QUEUE}?tab={tab}"))
    }
    assert found == {
        "": ["Late", "Fresh"],
        "unassigned": ["Fresh"],
        "mine": ["Late"],
        "asker": ["With her"],
        "closed": ["Done"],
        "held": ["Strange"],
    }
    shown = page(bob, QUEUE)
    assert shown.index("Late") < shown.index("Fresh")
    assert shown.count("Overdue") == 1


@pytest.mark.parametrize("words", ["1", "#1", "alice", "My hours", "do breaks", "alice@recert"])
def test_a_request_is_found_by_number_name_address_and_words(bob, alices, words):
    asking.asked_by_stranger()
    shown = page(bob, f"{QUEUE}?q={words.replace('#', '%23')}")
    assert "My hours" in shown
    assert "A question" not in shown


def test_words_that_nobody_wrote_find_nothing_and_say_so(bob, alices):
    assert "No request fits these words" in page(bob, f"{QUEUE}?q=xyzzy")


def test_the_queue_asks_as_much_of_the_database_for_fifty_as_for_one(
    bob, django_assert_num_queries
):
    person = people.who(people.alice())
    asking.asked(person)
    bob.get(QUEUE)
    with django_assert_num_queries(QUERIES):
        bob.get(QUEUE)
    for at in range(8):
        answering.take(
            asking.asked(person, subject=str(at)),
            by=people.beth(),
            at=people.AT,
            lease=people.LEASE,
        )
    with django_assert_num_queries(QUERIES):
        bob.get(QUEUE)


QUERIES = 9


# --- answering


def test_an_answer_reaches_the_asker_and_it_is_their_turn(bob, alices):
    response = send(bob, 1, "answer", text="They do not.")
    assert response.status_code == 302
    table.send_notices(people.AT)
    assert mail.outbox[-1].subject == "Request 1, answered: My hours"
    assert "They do not." in mail.outbox[-1].body
    alices.refresh_from_db()
    assert alices.assigned_to == people.bob()
    assert "Answered" in page(bob, f"{QUEUE}1/")


def test_an_answer_sent_twice_is_one(bob, alices):
    told = form(bob, 1, "answer") | {"text": "They do not."}
    for _ in range(2):
        bob.post(f"{QUEUE}1/answer/", told)
    assert RequestMessage.objects.filter(side="staff").count() == 1


def test_two_people_never_answer_unaware_of_each_other(bob, olga, alices):
    told = form(bob, 1, "answer") | {"text": "From Bob."}
    shown = page(olga, f"{QUEUE}1/")
    assert "Bob Reviewer is answering" in shown
    assert "Bob Reviewer is writing an answer" in page(olga, f"{QUEUE}1/?do=answer")
    late = olga.post(f"{QUEUE}1/answer/", told | {"text": "From Olga.", "key": str(uuid.uuid4())})
    assert late.status_code == 422
    assert "From Olga." in late.content.decode(), "what she wrote is not lost"
    assert bob.post(f"{QUEUE}1/answer/", told).status_code == 302


def test_what_was_written_meanwhile_is_shown_before_the_answer_goes(bob, alices):
    told = form(bob, 1, "answer") | {"text": "They do not."}
    asking.written(alices, text="Never mind!")
    refused = bob.post(f"{QUEUE}1/answer/", told)
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "Never mind!" in shown
    assert "They do not." in shown
    forms, _links = read(shown, at=QUEUE)
    again = next(each.fields for each in forms if each.action == f"{QUEUE}1/answer/")
    assert bob.post(f"{QUEUE}1/answer/", again | {"text": "Good."}).status_code == 302


def test_a_note_is_for_staff_and_changes_nobodys_turn(bob, alices):
    send(bob, 1, "note", text="Ask Olga.")
    shown = page(bob, f"{QUEUE}1/")
    assert "noted, for staff only" in shown
    assert "Our turn" in shown


def test_a_day_is_promised_and_the_asker_told(bob, alices):
    assert send(bob, 1, "promise", answer_by="2026-11-23").status_code == 422
    assert send(bob, 1, "promise", answer_by="2026-12-02").status_code == 302
    table.send_notices(people.AT)
    first = mail.outbox[-1].body.splitlines()[0]
    assert first == "We answer your request 1 by 2 December 2026."


def test_a_request_is_given_put_back_and_closed(bob, olga, alices):
    send(olga, 1, "assign", to=str(people.bob().pk))
    assert "My hours" in page(bob, f"{QUEUE}?tab=mine")
    bob.post(f"{QUEUE}1/put-back/")
    alices.refresh_from_db()
    assert alices.assigned_to is None
    assert bob.post(f"{QUEUE}1/close/", {"seen": alices.version}).status_code == 302
    table.send_notices(people.AT)
    assert mail.outbox[-1].subject == "Request 1, closed: My hours"


def test_staff_see_where_the_case_stood_and_whose_number_a_stranger_gave(bob):
    cycle = people.alice()
    number = cycle.credential.number
    asked = asking.Asked(
        name="Eve", email="eve@strangers.example", subject="Hi", text="?", said_number=number
    )
    asking.ask(asked, key=uuid.uuid4(), answer_by=asking.LATER, by=None, at=people.AT)
    shown = page(bob, f"{QUEUE}1/")
    assert "Alice Ångström" in shown
    assert "whose address is another one" in shown
    assert "they were not signed in" in shown


# --- what looks like spam


def test_what_looks_like_spam_is_let_in_and_then_acknowledged_or_discarded(bob):
    asking.held()
    asking.held(text="Another")
    assert "It has many links." in page(bob, f"{QUEUE}1/")
    bob.post(f"{QUEUE}1/release/")
    bob.post(f"{QUEUE}2/discard/")
    table.send_notices(people.AT)
    assert [sent.subject for sent in mail.outbox] == ["We have your request 1"]
    assert "Discarded as spam" in page(bob, f"{QUEUE}2/")
    assert Request.objects.count() == 2


# --- canned answers


def write_canned(client, **given):
    told = {"title": "Hours", "text": "You need {credits}, that is {credit_hours}."} | given
    return client.post("/office/requests/canned/new/", told)


def test_a_canned_answer_begins_an_answer_with_the_figures_that_hold(bob, olga, alices):
    assert write_canned(olga).status_code == 302
    told = form(bob, 1, "answer", query="&canned=hours")
    bob.post(f"{QUEUE}1/answer/", told | {"text": "You need {credits}."})
    said = RequestMessage.objects.get(side="staff")
    assert said.text == "You need 2.0 CECs."
    assert said.canned.title == "Hours"
    assert "You need 2.0 CECs, that is 20 contact hours." in page(
        bob, f"{QUEUE}1/?do=answer&canned=hours"
    )


def test_what_was_sent_stays_when_a_canned_answer_changes_or_ends(bob, olga, alices):
    write_canned(olga)
    send(bob, 1, "answer", query="&canned=hours", text="You need 2.0 CECs.")
    olga.post("/office/requests/canned/of/hours/", {"title": "Hours", "text": "Ask us."})
    olga.post("/office/requests/canned/of/hours/end/")
    said = RequestMessage.objects.get(side="staff")
    assert said.text == "You need 2.0 CECs."
    assert said.canned.text.startswith("You need {credits}")
    assert "Begin with a canned answer" in page(bob, f"{QUEUE}1/?do=answer")
    assert "canned=hours" not in page(bob, f"{QUEUE}1/?do=answer")
    assert list(CannedAnswer.objects.get().texts.values_list("number", flat=True)) == [1, 2]


def test_a_placeholder_that_stands_for_nothing_is_refused(olga):
    refused = write_canned(olga, text="{creditz}")
    assert refused.status_code == 422
    assert "{creditz} stands for nothing" in refused.content.decode()
    assert not CannedAnswer.objects.exists()


def test_reviewers_read_canned_answers_and_officers_write_them(bob, olga):
    canned.write(None, title="Hours", text="Ten.", by=people.olga(), at=people.AT)
    assert "Hours" in page(bob, "/office/requests/canned/")
    assert write_canned(bob).status_code == 404


def test_nobody_reads_the_notes_on_what_they_asked_themselves(bob, olga):
    asking.asked_by_stranger(email=people.bob().email, by=people.bob())
    send(olga, 1, "note", text="Bob is too easy on his friends.")
    assert "Bob is too easy" in page(olga, f"{QUEUE}1/")
    shown = page(bob, f"{QUEUE}1/")
    assert "How?" in shown
    assert "Bob is too easy" not in shown
