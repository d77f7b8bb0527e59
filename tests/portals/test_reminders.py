"""Stopping reminders: by a mail's link, by a mail program's own click, or signed in."""

import pytest

from recert import clock
from recert.actions import notices, reminders
from recert.jobs.telling import tell
from recert.records.history import Event, Notice
from recert.records.reminding import ReminderStop, ReturnedMail
from tests import people as cast

pytestmark = pytest.mark.django_db
NOTICES = "/trainer/notices/"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon in Los Angeles on the day of the cast."""
    monkeypatch.setattr(clock, "real_now", lambda: cast.AT)


@pytest.fixture(name="cycle")
def _cycle():
    return cast.alice()


def link(cycle):
    return f"/reminders/{reminders.token_of(cast.who(cycle))}/"


def said(response):
    return " ".join(response.content.decode().split())


def stopped():
    return ReminderStop.objects.filter(ended_at=None).exists()


def owe():
    reminders.owe_due(cast.body().reminders, on=cast.ON, at=cast.AT)


def test_a_link_stops_nothing_by_being_opened(client, cycle):
    """Mail scanners open links; only a press of the button stops."""
    page = said(client.get(link(cycle)))
    assert "Stop the reminders" in page
    assert not stopped()


def test_the_button_behind_the_link_stops_them_and_starts_them_again(client, cycle):
    page = client.post(link(cycle), {"do": "stop"}, follow=True)
    assert "Your reminders are stopped" in said(page)
    assert stopped()
    page = client.post(link(cycle), {"do": "start"}, follow=True)
    assert "Stop the reminders" in said(page)
    assert not stopped()
    names = Event.objects.filter(name__startswith="reminders.").values_list("name", "by")
    assert list(names) == [("reminders.stopped", None), ("reminders.started", None)]


def test_a_mail_program_stops_them_by_one_request_without_a_cookie(cycle):
    from django.test import Client  # noqa: PLC0415

    strict = Client(enforce_csrf_checks=True)
    for _ in range(2):  # sent twice is once
        answer = strict.post(link(cycle), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert ReminderStop.objects.count() == 1


def test_the_page_names_nobody_and_keeps_its_address_to_itself(client, cycle):
    answer = client.get(link(cycle))
    assert "Ångström" not in said(answer)
    assert "alice@" not in said(answer)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("way", ["get", "post"])
def test_a_link_that_nobody_sent_is_not_there(client, cycle, way):
    wrong = link(cycle)[:-2] + "x/"
    assert getattr(client, way)(wrong).status_code == 404
    assert not stopped()


# --- signed in


def test_signed_in_one_button_stops_them_and_one_starts_them(client, cycle):
    client.force_login(cast.who(cycle).user)
    assert "Stop the reminders" in said(client.get(NOTICES))
    page = client.post(f"{NOTICES}reminders/", {"do": "stop"}, follow=True)
    assert "They are stopped: you asked for none." in said(page)
    assert "Decisions, questions and receipts still reach you." in said(page)
    assert stopped()
    page = client.post(f"{NOTICES}reminders/", {"do": "start"}, follow=True)
    assert "You are reminded again." in said(page)
    assert not stopped()


def test_the_list_says_which_reminder_was_sent_when(client, cycle):
    client.force_login(cast.who(cycle).user)
    owe()
    notices.send_due(lambda each: tell(each, at=cast.AT), at=cast.AT)
    page = said(client.get(NOTICES))
    assert "30 days before 15 December 2026." in page
    assert "24 November 2026" in page
    assert "Not sent" not in page


def test_the_list_says_what_was_withheld_and_why(client, cycle):
    client.force_login(cast.who(cycle).user)
    owe()
    reminders.stop(cast.who(cycle), by=None, at=cast.AT)
    notices.send_due(lambda each: tell(each, at=cast.AT), at=cast.AT)
    page = said(client.get(NOTICES))
    assert "Not sent" in page
    assert "You had asked for no more reminders by then." in page


@pytest.mark.parametrize(
    "permanent, words", [(True, "sent it back"), (False, "Delayed by a mail server")]
)
def test_the_list_says_what_came_back(client, cycle, permanent, words):
    client.force_login(cast.who(cycle).user)
    owe()
    notices.send_due(lambda _: None, at=cast.AT)
    ReturnedMail.objects.create(
        notice=Notice.objects.get(), address="alice@recert.example", permanent=permanent,
        message_id="<1@x>", at=cast.AT,
    )  # fmt: skip
    assert words in said(client.get(NOTICES))


def test_the_list_costs_the_same_for_many_notices(client, cycle, django_assert_max_num_queries):
    client.force_login(cast.who(cycle).user)
    for place in range(20):
        cast.accepted(cycle, of=cast.course(code=f"C{place}"), completed_on=cast.ON)
    owe()
    notices.send_due(lambda _: None, at=cast.AT)
    with django_assert_max_num_queries(8):
        client.get(NOTICES)
