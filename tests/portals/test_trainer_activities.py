"""A trainer adds an activity: by code, by hand, as a draft; and answers a question about one."""

import uuid

import pytest

from recert import clock
from recert.actions import review_activities
from recert.records.education import Activity
from tests import people

pytestmark = pytest.mark.django_db
BY_HAND = {
    "title": "Mobility for Runners",
    "provider_name": "dana's gym",
    "kind": "self_study",
    "hours": "3",
    "minutes": "30",
    "completed_on": "2026-05-04",
}


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


@pytest.fixture
def cycle(client):
    cycle = people.alice()
    client.force_login(people.who(cycle).user)
    return cycle


def address(key, *more):
    return "/".join(["/trainer/activities", str(key), *more, ""])


def send(client, key=None, *, do="send", htmx=False, **said):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(address(key or uuid.uuid4()), {**said, "do": do}, headers=headers)


def text_of(response):
    return " ".join(response.content.decode().split())


# --- by code, by hand


def test_a_class_code_says_the_rest_itself(client, cycle):
    people.course(code="KB-10", title="Kettlebells", minutes=240)
    key = uuid.uuid4()
    shown = text_of(client.get(address(key, "claim"), {"code": " kb-10 "}))
    assert "Kettlebells" in shown
    assert "0.4 <small>CECs" in shown
    assert "Online class" in shown
    assert 'name="title"' not in shown
    assert send(client, key, code="kb-10", completed_on="2026-05-04").status_code == 302
    activity = Activity.objects.get(key=key)
    assert (activity.title, activity.minutes, activity.status) == ("Kettlebells", 240, "submitted")


def test_a_code_that_is_in_no_catalogue_is_said_beside_the_field_and_saves_nothing(client, cycle):
    response = send(client, code="NO-1")
    assert response.status_code == 422
    assert "No class has the code NO-1." in text_of(response)
    assert not Activity.objects.exists()


def test_by_hand_a_provider_that_we_know_is_recognised_whatever_its_capitals(client, cycle):
    gym = people.dana()
    key = uuid.uuid4()
    assert send(client, key, **BY_HAND).status_code == 302
    activity = Activity.objects.get(key=key)
    assert activity.provider == gym
    assert activity.minutes == 210


def test_an_unknown_provider_is_taken_and_told_that_approval_is_needed(client, cycle):
    people.dana()
    key = uuid.uuid4()
    send(client, key, do="keep", **BY_HAND | {"provider_name": "Nobody Knows"})
    shown = text_of(client.get(address(key)))
    assert "We do not know “Nobody Knows”." in shown
    assert "As it stands it would not count." in shown


def test_the_same_form_sent_twice_is_one_activity(client, cycle):
    key = uuid.uuid4()
    assert send(client, key, **BY_HAND).status_code == 302
    again = send(client, key, **BY_HAND)
    assert again.status_code == 422
    assert "This activity was sent already" in text_of(again)
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    "missing, words",
    [
        ("title", "Enter the title of the class"),
        ("provider_name", "Enter who offered the class."),
        ("hours", "Enter how long it was"),
        ("completed_on", "Enter the day on which you completed it."),
    ],
)
def test_what_is_missing_is_said_in_words_and_the_draft_is_kept(client, cycle, missing, words):
    key = uuid.uuid4()
    said = {name: value for name, value in BY_HAND.items() if name != missing}
    if missing == "hours":
        del said["minutes"]
    response = send(client, key, **said)
    assert response.status_code == 422
    shown = text_of(response)
    assert shown.count(words) == 2  # in the summary and beside the field
    assert "<title>Error:" in shown
    assert Activity.objects.get(key=key).status == "draft"


def test_a_day_that_has_not_come_is_refused_and_today_is_not(client, cycle):
    response = send(client, **BY_HAND | {"completed_on": "2026-11-25"})
    assert "25 November 2026 has not come yet" in text_of(response)
    assert send(client, **BY_HAND | {"completed_on": "2026-11-24"}).status_code == 302


@pytest.mark.parametrize(
    "nonsense", [{"hours": "many"}, {"completed_on": "yesterday"}, {"kind": "x"}]
)
def test_nonsense_is_refused_in_words(client, cycle, nonsense):
    response = send(client, **BY_HAND | nonsense)
    assert response.status_code == 422
    assert "There is a problem" in text_of(response)


# --- drafts


def test_a_draft_saves_itself_and_says_when(client, cycle):
    key = uuid.uuid4()
    response = send(client, key, do="autosave", htmx=True, title="Half a")
    shown = text_of(response)
    assert shown.startswith('<section id="saved"')
    assert "Saved on 24 November 2026 at 12:00, Los Angeles time" in shown
    assert Activity.objects.get(key=key).title == "Half a"
    assert "Half a" in text_of(client.get(address(key)))


def test_before_sending_the_engine_says_what_it_would_give(client, cycle):
    people.dana()
    people.accepted(cycle)
    shown = text_of(send(client, do="autosave", htmx=True, **BY_HAND))
    assert "from 1.0 to 1.35 of 2.0 CECs" in shown
    assert "0.35 <small>CECs" in shown
    assert "There is no evidence for this activity" in shown


def test_before_sending_the_engine_says_what_would_not_count(client, cycle):
    people.dana()
    shown = text_of(
        send(client, do="autosave", htmx=True, **BY_HAND | {"completed_on": "2024-12-14"})
    )
    assert "As it stands it would not count." in shown
    assert "before the first day of the cycle" in shown


def test_a_draft_is_discarded_and_stays_away(client, cycle):
    draft = people.drafted(cycle)
    assert client.post(address(draft.key, "withdraw")).status_code == 302
    draft.refresh_from_db()
    assert draft.status == "withdrawn"
    assert "Drafts, not sent" not in text_of(client.get("/trainer/"))


def test_what_is_with_a_reviewer_may_be_taken_back_and_what_is_decided_may_not(client, cycle):
    sent, done = people.sent(cycle), people.accepted(cycle)
    client.post(address(sent.key, "withdraw"))
    refused = client.post(address(done.key, "withdraw"), follow=True)
    sent.refresh_from_db()
    assert sent.status == "withdrawn"
    assert "This activity is accepted, so it cannot be withdrawn." in text_of(refused)


# --- a question


def test_a_question_stands_on_its_field_and_the_answer_goes_back_with_the_claim(client, cycle):
    people.dana()
    key = uuid.uuid4()
    send(client, key, **BY_HAND)
    activity = Activity.objects.get(key=key)
    review_activities.return_(
        activity, field="minutes", text="Two hours, or three?", review=people.reviewing(activity)
    )
    shown = text_of(client.get(address(key)))
    assert "<strong>About how long it was:</strong> Two hours, or three?" in shown
    assert shown.index("Two hours, or three?") < shown.index('name="hours"')
    assert shown.index('name="kind"') < shown.index("Two hours, or three?")
    unanswered = send(client, key, do="answer", **BY_HAND)
    assert unanswered.status_code == 422
    assert "Write an answer; the reviewer sees it beside the question." in text_of(unanswered)
    answered = send(
        client, key, do="answer", answer="Two.", **BY_HAND | {"hours": "2", "minutes": ""}
    )
    assert answered.status_code == 302
    activity.refresh_from_db()
    assert (activity.status, activity.minutes) == ("submitted", 120)
    assert activity.questions.get().answer == "Two."
    history = text_of(client.get(address(key, "why")))
    assert "Two hours, or three?" in history
    assert "<strong>Your answer:</strong> Two." in history


def test_why_it_was_not_accepted_is_read_where_it_is_listed(client, cycle):
    activity = people.rejected(cycle, because="It is about selling.")
    assert "It is about selling." in text_of(client.get(address(activity.key, "why")))


# --- not yours is not there


@pytest.mark.parametrize("more", [(), ("why",), ("claim",)])
def test_charlie_finds_nothing_at_alices_activity(client, cycle, more):
    activity = people.sent(cycle)
    client.force_login(people.who(people.charlie()).user)
    assert client.get(address(activity.key, *more)).status_code == 404


@pytest.mark.parametrize("more", [(), ("withdraw",), ("more",)])
def test_charlie_changes_nothing_of_alices_activity(client, cycle, more):
    activity = people.drafted(cycle)
    client.force_login(people.who(people.charlie()).user)
    assert client.post(address(activity.key, *more), BY_HAND).status_code == 404
    activity.refresh_from_db()
    assert (activity.status, activity.title) == ("draft", "Kettlebells")


def test_with_two_credentials_the_preflight_is_of_the_one_that_the_first_page_shows(client, cycle):
    gx = people.ROOT / "policies" / "action-gx" / "2020-01-01.toml"
    edition = people.adopted(file=gx, program="action-gx", overlay=False)
    people.certified(people.who(cycle), edition=edition, certified_on=people.ON)
    people.dana()
    shown = text_of(send(client, do="autosave", htmx=True, **BY_HAND))
    assert (
        "ACTION Certified Personal Trainer, once a reviewer accepts it: from 0.0 to 0.35" in shown
    )
