"""Files of exam results in the office: looked at, taken in, and their rows that are held."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recert import clock
from recert.portals.office import exam_files
from recert.records.certification import ExamResult, LevelChange
from recert.records.exams import ResultFile, ResultRow
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


# --- by file


def send(client, content, *, name="results.csv", vendor=examined.CENTER):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("office:exam_look"), {"vendor": vendor, "results": file})


def one(cycle, **more):
    person = people.who(cycle)
    row = {
        "RESULT_ID": "RES-1",
        "EXAM_DATE": "2026-11-20",
        "RESULT": "pass",
        "CERTIFICATE_NUMBER": cycle.credential.number,
        "LAST_NAME": person.family_name,
    }
    return row | more


def test_a_file_that_is_looked_at_records_nothing(client, cycle):
    response = send(client, examined.file_of(one(cycle), examined.NOBODY))
    assert dict(response.context["looked"].counts) == {"recorded": 1, "held": 1}
    assert "Nothing in the row says whose result it is" in said(response)
    assert not ExamResult.objects.exists()
    assert not ResultFile.objects.exists()
    assert not LevelChange.objects.exists()


def test_what_was_looked_at_is_what_is_taken_in(client, cycle):
    seen = send(client, examined.file_of(one(cycle), examined.NOBODY)).context["take"]
    for _twice in range(2):
        response = client.post(reverse("office:exam_take"), {"seen": seen["seen"].value()})
    file = ResultFile.objects.get()
    assert response["Location"] == reverse("office:exam_file", args=[file.pk])
    assert ExamResult.objects.get().reference == "RES-1"
    page = said(client.get(response["Location"]))
    assert "Recorded" in page
    assert "Held for a person" in page
    held = client.get(response["Location"], {"state": "held"}).context["page"]
    assert [row.reference for row in held] == ["RES-X"]


def test_a_file_of_json_is_looked_at_alike(client, cycle):
    content = json.dumps([one(cycle)]).encode()
    looked = send(client, content, name="results.json").context["looked"]
    assert dict(looked.counts) == {"recorded": 1}


def test_every_problem_of_a_file_is_said_at_once_with_its_row(client, cycle):
    wrong = (one(cycle, RESULT="great"), one(cycle, EXAM_DATE="20/11/2026"))
    response = send(client, examined.file_of(*wrong))
    assert response.status_code == 422
    page = said(response)
    assert "the outcome &#x27;great&#x27; is none of pass, fail, absent." in page
    assert "the day &#x27;20/11/2026&#x27; is not a day such as 2026-03-14." in page


def test_of_a_file_that_is_wrong_all_over_the_first_problems_are_said(client, cycle, monkeypatch):
    monkeypatch.setattr(exam_files, "PROBLEMS", 2)
    rows = [one(cycle, RESULT_ID=f"RES-{n}", RESULT="great") for n in range(5)]
    assert "And 3 more like these." in said(send(client, examined.file_of(*rows)))


@pytest.mark.parametrize("content, words", [(b"", "empty"), (b"\x00\x01\x02PNG", "")])
def test_what_is_no_file_of_results_is_refused_in_words(client, cycle, content, words):
    response = send(client, content)
    assert response.status_code == 422
    assert words in said(response)
    assert "Nothing was recorded." in said(response)


def test_the_same_file_again_says_so_and_changes_nothing(client, cycle, olga):
    examined.taken_in(one(cycle), by=olga)
    response = send(client, examined.file_of(one(cycle)))
    assert "This very file was taken in on" in said(response)


@pytest.mark.parametrize("seen", ["", "forged", "WyJhIl0:1abcde:forged"])
def test_nothing_is_taken_in_that_was_not_looked_at(client, olga, seen):
    response = client.post(reverse("office:exam_take"), {"seen": seen}, follow=True)
    assert "That look is too old. Choose the file again." in said(response)
    assert not ResultFile.objects.exists()


# --- held rows


def held(olga, **more):
    row = examined.NOBODY | more
    return examined.taken_in(row, by=olga).rows.get()


def test_a_held_row_offers_who_is_called_so(client, cycle, olga):
    row = held(olga, LAST_NAME=people.who(cycle).family_name)
    response = client.get(reverse("office:exam_row", args=[row.pk]))
    assert [each.pk for each in response.context["candidates"]] == [cycle.credential_id]


def test_whoever_is_looked_for_is_found_by_number(client, cycle, olga):
    row = held(olga)
    found = client.get(
        reverse("office:exam_row", args=[row.pk]), {"q": cycle.credential.number}
    ).context["candidates"]
    assert [each.pk for each in found] == [cycle.credential_id]


def test_a_match_records_the_result_with_all_that_follows(client, cycle, olga):
    row = held(olga)
    told = {"do": "match", "credential": str(cycle.credential_id)}
    assert client.post(reverse("office:exam_row", args=[row.pk]), told).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.settled_by) == ("recorded", olga)
    assert LevelChange.objects.get().from_on == PASSED_ON


@pytest.mark.parametrize("credential", ["", "x", "999999", "9" * 40])
def test_a_match_with_nobody_is_refused(client, olga, credential):
    row = held(olga)
    told = {"do": "match", "credential": credential}
    response = client.post(reverse("office:exam_row", args=[row.pk]), told)
    assert response.status_code == 422
    assert "Choose whose result it is." in said(response)


def test_a_row_is_set_aside_with_its_reason_only(client, olga):
    row = held(olga)
    address = reverse("office:exam_row", args=[row.pk])
    assert client.post(address, {"do": "aside", "because": ""}).status_code == 422
    client.post(address, {"do": "aside", "because": "A candidate of another body."})
    row.refresh_from_db()
    assert (row.state, row.because) == ("set_aside", "A candidate of another body.")
    assert "A candidate of another body." in said(client.get(address))


def test_the_list_costs_the_same_for_one_row_and_for_ten(client, olga):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("office:exams"))
        return len(asked)

    examined.taken_in(examined.NOBODY, by=olga)
    few = statements()
    examined.taken_in(*[examined.NOBODY | {"RESULT_ID": f"R-{n}"} for n in range(10)], by=olga)
    assert ResultRow.objects.filter(state="held").count() == 11
    assert statements() == few
