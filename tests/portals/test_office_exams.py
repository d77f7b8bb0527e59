"""Exams in the office: results by hand, corrections, passes to decide."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from recert import clock
from recert.records.certification import Cycle, ExamResult, LevelChange
from recert.records.exams import ExamCorrection
from tests import examined, people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PASSED_ON = date(2026, 11, 20)
LATE_ON = people.LAST_ON + DAY


@pytest.fixture
def olga(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: people.AT)
    login = people.olga()
    client.force_login(login)
    return login


@pytest.fixture
def cycle(olga):
    return examined.carded(examined.holder())


def said(response):
    return " ".join(response.content.decode().split())


def by_hand(cycle, **more):
    told = {
        "number": cycle.credential.number,
        "form": "accredited",
        "taken_on": "2026-11-20",
        "outcome": "pass",
        "vendor": examined.CENTER,
        "reference": "RES-1",
    }
    return told | more


# --- what waits


def test_an_office_without_exams_says_what_would_stand_here(client, olga):
    page = said(client.get(reverse("office:exams")))
    for words in (
        "A result that matches two people, or nobody, waits here",
        "changes nothing before a person confirms it here",
        "A pass after the last day, or one that rests on a rule that is not set, waits here.",
        "No result is on record.",
    ):
        assert words in page


def test_the_list_counts_what_waits_and_names_it(client, olga, cycle):
    late = examined.sat(cycle, exam_on=LATE_ON)
    examined.told_otherwise(late, by=olga)
    examined.taken_in(by=olga)
    response = client.get(reverse("office:exams"))
    assert [len(response.context[name]) for name in ("rows", "corrections", "decisions")] == [1] * 3
    page = said(response)
    assert "passed, 20 November 2026, Nobody" in page
    assert "Exam by the last day" in page


# --- by hand


def test_a_result_by_hand_raises_the_level_at_once(client, cycle):
    response = client.post(reverse("office:exam_enter"), by_hand(cycle))
    assert response.headers["Location"] == reverse("office:exams_of", args=[cycle.credential_id])
    assert LevelChange.objects.get().from_on == PASSED_ON
    assert "16 December 2026 through 15 December 2028" in said(client.get(response["Location"]))


def test_the_same_result_sent_twice_is_one(client, cycle):
    for _twice in range(2):
        client.post(reverse("office:exam_enter"), by_hand(cycle))
    assert ExamResult.objects.count() == 1


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"number": "AC-1"}, "No credential has the number AC-1."),
        ({"taken_on": "2026-11-25"}, "it is not later than today"),
        ({"reference": ""}, "Reference is missing"),
        ({"form": "driving"}, "driving is not one of the available choices"),
    ],
)
def test_a_result_that_cannot_be_is_said_beside_its_field(client, cycle, wrong, words):
    response = client.post(reverse("office:exam_enter"), by_hand(cycle, **wrong))
    assert response.status_code == 422
    assert words in said(response)
    assert not ExamResult.objects.exists()


def test_an_officer_enters_no_result_of_their_own(client, cycle):
    people.accounts.grant_role(people.who(cycle).user, name="officer", by=None, at=people.AT)
    client.force_login(people.who(cycle).user)
    assert client.post(reverse("office:exam_enter"), by_hand(cycle)).status_code == 422
    assert not ExamResult.objects.exists()


# --- corrections


def test_a_correction_is_proposed_from_the_results_of_a_person(client, cycle):
    result = examined.sat(cycle, exam_on=PASSED_ON)
    told = {"outcome": "fail", "taken_on": "2026-11-20", "because": "Two papers were mixed up."}
    response = client.post(reverse("office:exam_correct", args=[result.pk]), told)
    correction = ExamCorrection.objects.get()
    assert response["Location"] == reverse("office:exam_correction", args=[correction.pk])
    page = said(client.get(response["Location"]))
    assert "The level Certification, since 20 November 2026" in page
    assert "The cycle of 16 December 2026 through 15 December 2028, with its document" in page


def test_a_correction_without_its_reason_comes_back_in_place(client, cycle):
    result = examined.sat(cycle, exam_on=PASSED_ON)
    told = {"outcome": "fail", "taken_on": "2026-11-20", "because": " "}
    response = client.post(reverse("office:exam_correct", args=[result.pk]), told)
    assert response.status_code == 422
    assert "What was told wrongly is missing" in said(response)


def test_a_confirmed_correction_takes_back_what_it_showed(client, cycle, olga):
    correction = examined.told_otherwise(examined.sat(cycle, exam_on=PASSED_ON), by=olga)
    address = reverse("office:exam_correction", args=[correction.pk])
    client.post(address, {"do": "confirm"})
    assert not LevelChange.objects.exists()
    assert Cycle.objects.get() == cycle
    page = said(client.get(reverse("office:exams_of", args=[cycle.credential_id])))
    assert "Taken back" in page
    assert client.post(address, {"do": "confirm"}).status_code == 422  # settled already
    assert "Confirmed by" in said(client.get(address))


def test_a_result_may_stay_as_it_is_with_the_reason(client, cycle, olga):
    correction = examined.told_otherwise(examined.sat(cycle, exam_on=PASSED_ON), by=olga)
    address = reverse("office:exam_correction", args=[correction.pk])
    assert client.post(address, {"do": "dismiss", "because": ""}).status_code == 422
    client.post(address, {"do": "dismiss", "because": "The center took it back."})
    assert LevelChange.objects.exists()
    assert "The center took it back." in said(client.get(address))


# --- passes to decide


def rule(client, result, **told):
    told = {"upgrade": "yes", "because": "Ill on the last day."} | told
    return client.post(reverse("office:exam_decision", args=[result.decision.pk]), told)


def test_a_late_pass_asks_whether_the_level_rises_and_which_days_follow(
    client, cycle, olga, monkeypatch
):
    result = examined.sat(cycle, exam_on=LATE_ON)
    monkeypatch.setattr(clock, "now", lambda: people.later(days=30))
    response = rule(client, result, reading="other", begins_on="2026-12-17", ends_on="2028-12-15")
    assert response.status_code == 302
    following = Cycle.objects.latest("begins_on")
    assert (following.begins_on, following.ends_on, following.level) == (
        date(2026, 12, 17),
        date(2028, 12, 15),
        "certification",
    )
    page = said(client.get(reverse("office:exam_decision", args=[result.decision.pk])))
    assert "Next cycle: 17 December 2026 through 15 December 2028." in page


def test_a_late_pass_may_leave_the_level_where_it_is(client, cycle, olga):
    result = examined.sat(cycle, exam_on=LATE_ON)
    assert rule(client, result, upgrade="no").status_code == 302
    assert not LevelChange.objects.exists()
    assert result.decision.ruling.upgrade is False


@pytest.mark.parametrize(
    "told, words",
    [
        ({"because": ""}, "Reason is missing"),
        ({}, "enter its first and last day"),
        ({"reading": "other"}, "Enter the day, since you chose another."),
        ({"reading": "other", "begins_on": "2026-12-15", "ends_on": "2028-12-15"}, "a later one"),
    ],
)
def test_a_ruling_that_says_too_little_is_not_taken(client, cycle, olga, told, words):
    result = examined.sat(cycle, exam_on=LATE_ON)
    response = rule(client, result, **told)
    assert response.status_code == 422
    assert words in said(response)


def test_where_only_the_next_cycle_is_open_nothing_else_is_asked(client, olga):
    edition = people.adopted(overlay=False)
    cycle = examined.carded(examined.holder(edition=edition))
    result = examined.sat(cycle, exam_on=PASSED_ON)
    address = reverse("office:exam_decision", args=[result.decision.pk])
    assert list(client.get(address).context["form"].fields) == [
        "reading",
        "begins_on",
        "ends_on",
        "because",
    ]
    told = {"reading": "after old last day", "because": "As for everybody."}
    assert client.post(address, told).status_code == 302
    assert Cycle.objects.latest("begins_on").begins_on == LATE_ON


def test_what_followed_by_itself_leaves_nothing_to_decide(client, cycle, olga):
    result = examined.sat(cycle, exam_on=PASSED_ON)
    page = said(client.get(reverse("office:exam_decision", args=[result.decision.pk])))
    assert "Nothing is left to decide" in page
    assert rule(client, result).status_code == 422


# --- authorisations


def test_an_authorisation_is_cancelled_with_its_reason(client, cycle, olga):
    authorisation = examined.authorised(cycle)
    address = reverse("office:exam_authorisation", args=[authorisation.pk])
    assert client.post(address, {"because": ""}).status_code == 422
    assert client.post(address, {"because": "The center has closed."}).status_code == 302
    authorisation.refresh_from_db()
    assert authorisation.status == "cancelled"
    page = said(client.get(reverse("office:exams_of", args=[cycle.credential_id])))
    assert "The center has closed." in page
