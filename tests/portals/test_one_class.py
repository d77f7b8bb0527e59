"""One class: whether it would count on a day, planning it, and having completed it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from recert import clock
from recert.records.catalogue import PlannedClass
from tests import people
from tests.actions.happenings_of_classes import planned
from tests.portals.signing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon in Los Angeles on the day of the cast."""
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


@pytest.fixture
def cycle(client):
    """Alice's cycle, which ends on 15 December 2026; she is signed in."""
    cycle = people.alice()
    sign_in(client, people.who(cycle))
    return cycle


def says(client, url, *, status=200):
    response = client.get(url)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def address(course, more=""):
    return f"/classes/{course.code}/{more}"


# --- would it count for me?


def test_a_class_would_count_today_and_says_what_it_would_bring(client, cycle):
    people.accepted(cycle, of=people.course(minutes=300))
    people.sent(cycle, of=people.course(minutes=60))
    text = says(client, address(people.course(title="Next", minutes=120, kind="self_study")))
    assert "Yes: it would add 0.2 CECs" in text
    assert "from 0.5 to 0.7 of 2.0 CECs" in text
    assert "0.1 CECs more wait for a reviewer" in text
    assert "Completed on 24 November 2026, inside the cycle" in text
    assert "How-do-I-get-Recertified" in text


@pytest.mark.parametrize(
    "on, answer",
    [
        (people.LAST_ON, "Yes: it would add 1.0 CECs"),
        (people.LAST_ON + timedelta(days=1), "No, not on this day"),
        (people.CERTIFIED_ON, "Yes: it would add 1.0 CECs"),
        (people.CERTIFIED_ON - timedelta(days=1), "No, not on this day"),
    ],
)
def test_the_first_and_the_last_day_of_the_cycle_are_inside(client, cycle, on, answer):
    assert answer in says(client, address(people.course(), f"?on={on}"))


@pytest.mark.parametrize(
    "on, answer",
    [(date(2026, 11, 30), "Yes: it would add 1.0"), (date(2026, 12, 1), "No, not on this day")],
)
def test_the_provider_must_be_approved_on_the_day(client, cycle, on, answer):
    leaves = people.dana(
        slug="leaves", name="Leaves", approvals=[(date(2020, 1, 1), date(2026, 11, 30))]
    )
    text = says(client, address(people.course(leaves), f"?on={on}"))
    assert answer in text
    assert ("provider was not approved" in text) == answer.startswith("No")


def test_the_same_class_again_would_not_count_and_says_which_one_there_is(client, cycle):
    course = people.course()
    people.accepted(cycle, of=course)
    text = says(client, address(course))
    assert "No, not on this day" in text
    assert "You have it on record already, completed on 4 May 2026." in text


def test_the_class_that_closes_the_gap_says_so(client, cycle):
    assert "Nothing would be missing then." in says(client, address(people.course(minutes=1200)))
    assert "Nothing would be missing" not in says(client, address(people.course(minutes=1199)))


def test_a_credit_that_was_approved_goes_before_the_hours(client, cycle):
    assert "it would add 0.7 CECs" in says(client, address(people.course(minutes=60, credit="0.7")))


def test_where_no_credit_is_set_a_reviewer_would_have_to_say(client):
    cycle = people.alice(edition=people.adopted(overlay=False))
    sign_in(client, people.who(cycle))
    text = says(client, address(people.course()))
    assert "A reviewer would have to say" in text
    assert "How many minutes make 1.0 CEC is not set" in text


def test_the_day_of_the_next_class_is_asked_about_first(client, cycle):
    course = people.course(next_on=date(2026, 12, 9))
    assert "Completed on 9 December 2026" in says(client, address(course))


def test_a_day_that_is_none_is_refused_in_words(client, cycle):
    text = says(client, address(people.course(), "?on=tomorrow"), status=422)
    assert "Enter the day as year, month and day" in text


def test_another_day_brings_the_answer_alone(client, cycle):
    response = client.get(
        address(people.course(), "?on=2026-12-01"),
        headers={"HX-Request": "true", "HX-Target": "answers"},
    )
    text = response.content.decode()
    assert "<html" not in text
    assert "Yes: it would add 1.0 CECs" in text
    assert 'name="on"' not in text  # the day stays under the thumb that chose it


def test_a_stranger_is_told_when_it_counts_and_by_which_rule(client):
    people.adopted()
    text = says(client, address(people.course(minutes=120)))
    for said in (
        "0.2 <small>CECs", "2 contact hours", "inside your cycle of 2 years",
        "You send evidence", "Dana&#x27;s Gym is, since 1 January 2020", "it counts once",
        "Sign in to see whether it counts for you", "How-do-I-get-Recertified",
    ):  # fmt: skip
        assert said in text
    assert "Plan it" not in text


@pytest.mark.parametrize("code", ["kb-10", "KB-10", "a/b c", "ä?&"])
def test_a_code_may_hold_anything(client, code):
    course = people.course(code=code.upper(), title="Kettlebells")
    assert "Kettlebells" in says(client, reverse("classes:one", args=[course.code]))
    assert client.get("/classes/none/").status_code == 404
    assert client.get("/classes/%00/").status_code == 404


def test_the_page_of_a_class_costs_the_same_whatever_one_has(
    client, cycle, installed, django_assert_max_num_queries
):
    for place in range(4):
        people.accepted(cycle, of=people.course(title=f"Part {place}", minutes=60))
    course = people.course(next_on=date(2026, 12, 9))
    client.get(address(course))
    with django_assert_max_num_queries(14):
        client.get(address(course))


# --- plan it


def test_a_class_is_planned_once_and_shown_on_the_first_page(client, cycle):
    course = people.course(title="Kettlebells", next_on=date(2026, 12, 9))
    for _again in range(2):
        response = client.post(address(course, "plan/"), {"on": "2026-12-09"}, follow=True)
        assert "Planned for 9 December 2026" in response.content.decode()
    assert PlannedClass.objects.get().on == date(2026, 12, 9)
    home = says(client, "/trainer/")
    assert "Classes you planned" in home
    assert 'Kettlebells</a><span class="quiet">9 December 2026' in home


def test_a_plan_that_cannot_be_is_refused_beside_the_day(client, cycle):
    course = people.course(next_on=date(2026, 12, 9))
    response = client.post(address(course, "plan/"), {"on": "2026-12-10"})
    assert response.status_code == 422
    assert "not held on this day" in response.content.decode()
    assert not PlannedClass.objects.exists()


def test_a_plan_is_cancelled_by_its_owner_alone(client, cycle):
    others = planned(people.charlie(edition=cycle.credential.program.editions.get()))
    mine = planned(cycle, on=people.ON)
    assert client.post(f"/classes/plans/{others.pk}/cancel/").status_code == 404
    assert client.post(f"/classes/plans/{mine.pk}/cancel/").status_code == 302
    assert PlannedClass.objects.get(cancelled_at=None) == others
    assert "None yet." in says(client, "/trainer/")


def test_a_plan_whose_day_is_past_asks_whether_it_was_completed(client, cycle, monkeypatch):
    planned(cycle, of=people.course(code="KB-10"), on=people.ON)
    assert "I have completed it" not in says(client, "/trainer/")
    monkeypatch.setattr(clock, "real_now", lambda: people.later(days=1))
    assert "/trainer/activities/add/?code=KB-10&amp;on=2026-11-24" in says(client, "/trainer/")


# --- I have completed it


def test_what_was_completed_is_added_with_the_class_filled_in(client, cycle):
    people.course(code="KB-10", title="Kettlebells")
    text = says(client, "/trainer/activities/add/?code=kb-10&on=2026-11-20")
    assert "In the catalogue" in text
    assert 'value="2026-11-20"' in text
    assert 'name="title"' not in text  # nothing else is to be typed


@pytest.mark.parametrize(
    "query", ["?code=none", "?on=yesterday", "?code=" + "a" * 300, "?code=%00"]
)
def test_an_address_that_brings_nonsense_opens_an_empty_form(client, cycle, query):
    assert 'name="title"' in says(client, f"/trainer/activities/add/{query}")


# --- pace


def test_pace_says_where_one_is_against_the_advice_and_that_it_is_advice(client, cycle):
    people.accepted(cycle, completed_on=date(2026, 9, 30))
    text = says(client, "/classes/pace/")
    assert "advises a class every 2 to 3 months. It is advice, never a rule" in text
    assert "1 class since 15 December 2024" in text
    assert "The advice would have 7 to 11 by today." in text
    assert "The next keeps the rhythm between 30 November 2026 and 30 December 2026." in text
    assert "How-do-I-get-Recertified" in text


def test_a_class_that_would_be_due_is_said_without_alarm(client, cycle):
    people.accepted(cycle, completed_on=date(2026, 8, 23))
    text = says(client, "/classes/pace/")
    assert "A class would be due" in text
    assert "by 23 November 2026" in text


def test_the_next_sensible_classes_say_why(client, cycle):
    people.accepted(cycle, of=people.course(title="Taken", minutes=600))
    people.course(title="Whole gap", minutes=660, kind="self_study", price=9900)
    people.course(title="Too large", minutes=1200, kind="self_study", price=9900)
    people.course(title="Soon", minutes=60, next_on=date(2026, 12, 1))
    people.course(title="Gift", minutes=60, kind="self_study", price=0)
    people.course(title="Too late", minutes=60, next_on=people.LAST_ON + timedelta(days=1))
    planned(cycle, of=people.course(title="Planned already", minutes=60, kind="self_study"))
    text = (
        says(client, "/classes/pace/").partition("What makes sense next")[2].partition("<aside")[0]
    )
    assert "Whole gap" in text
    assert "closes your gap, at any time, not taken yet" in text
    assert "in 7 days, not taken yet" in text
    assert "free, at any time, not taken yet" in text
    for left_out in ("Taken<", "Too late", "Planned already"):
        assert left_out not in text


def test_nobody_without_a_credential_is_told_a_pace(client):
    person = people.enrolled("Nora New")
    sign_in(client, person)
    assert "No credential yet" in says(client, "/classes/pace/")
    assert "Classes that count" in says(client, "/classes/")
    text = says(client, address(people.course()))
    assert "You hold no credential yet" in text
