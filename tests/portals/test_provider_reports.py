"""Dana reports completions: who it is shows only to number and name, and what became of each."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from recert import clock
from recert.portals.provider.reports import UNANSWERED
from recert.records.catalogue import CompletionReport
from recert.records.education import Activity
from tests import offering, people

pytestmark = pytest.mark.django_db
CLASS = {
    "title": "Mobility", "summary": "For the hips.", "kind": "online_class", "hours": "5",
    "minutes": "", "language": "en", "price": "49", "code": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)
    UNANSWERED.forget()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def dana():
    people.adopted()
    return signed_in(offering.speaks())


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def propose(client, key=None, **given):
    key = key or uuid.uuid4()
    sent = CLASS | {"do": "send"} | given
    return client.post(reverse("provider:proposal", args=[key]), sent)


def asked(cycle, course, **given):
    told = {
        "key": uuid.UUID(int=80), "course": course.pk, "number": cycle.credential.number,
        "family_name": "ångström", "completed_on": "2026-05-04", "hours": "", "minutes": "",
        "do": "look",
    }  # fmt: skip
    return told | given


def test_number_and_name_that_fit_show_who_it_is_and_write_nothing(dana):
    cycle, course = people.alice(), people.course()
    page = dana.post(reverse("provider:report"), asked(cycle, course))
    assert page.status_code == 200
    assert "Alice Ångström" in said(page)
    assert "1.0 CECs" in said(page)
    assert not Activity.objects.exists()


def test_it_is_reported_once_it_is_confirmed(dana):
    cycle, course = people.alice(), people.course()
    answer = dana.post(reverse("provider:report"), asked(cycle, course, do="report"))
    assert answer.headers["Location"] == "/provider/reports/"
    dana.post(reverse("provider:report"), asked(cycle, course, do="report"))
    assert CompletionReport.objects.count() == 1
    page = said(dana.get("/provider/reports/"))
    assert "Credit given" in page
    assert "Alice Ångström" in page


@pytest.mark.parametrize(
    "wrong", [{"family_name": "Chaplin"}, {"number": "AC-0000000"}, {"number": "x"}]
)
def test_a_number_or_a_name_that_does_not_fit_is_answered_alike(dana, wrong):
    cycle, course = people.alice(), people.course()
    answer = dana.post(reverse("provider:report"), asked(cycle, course, **wrong, do="report"))
    assert answer.status_code == 422
    assert "Nobody has this number and this family name" in said(answer)
    assert "Alice" not in said(answer)
    assert not Activity.objects.exists()


def test_a_contact_who_asks_in_vain_too_often_is_refused_for_a_while(dana, monkeypatch):
    cycle, course = people.alice(), people.course()
    wrong = asked(cycle, course, family_name="Chaplin")
    codes = [dana.post(reverse("provider:report"), wrong).status_code for _ in range(30)]
    assert set(codes) == {422}
    assert dana.post(reverse("provider:report"), asked(cycle, course)).status_code == 429
    monkeypatch.setattr(clock, "real_now", lambda: people.AT + timedelta(hours=1))
    assert dana.post(reverse("provider:report"), asked(cycle, course)).status_code == 200


def test_what_is_there_already_offers_nothing_to_press(dana):
    cycle, course = people.alice(), people.course()
    people.accepted(cycle, of=course)
    page = dana.post(reverse("provider:report"), asked(cycle, course))
    assert "There is nothing to report" in said(page)
    assert 'value="report"' not in page.content.decode()


def test_what_cannot_be_reported_says_why(dana):
    cycle, course = people.alice(), people.course()
    late = asked(cycle, course, completed_on="2026-11-25")
    assert "has not come yet" in said(dana.post(reverse("provider:report"), late))
    longer = asked(cycle, course, hours="10", minutes="1")
    assert "600 minutes" in said(dana.post(reverse("provider:report"), longer))


def test_a_held_report_says_what_came_of_it(dana):
    cycle, course = people.alice(), people.course()
    people.rejected(cycle, of=course)
    page = dana.post(reverse("provider:report"), asked(cycle, course))
    assert "a person looks" in said(page)
    dana.post(reverse("provider:report"), asked(cycle, course, do="report"))
    assert "Held, a person looks" in said(dana.get("/provider/reports/"))
    held = CompletionReport.objects.get()
    olga = signed_in(people.olga())
    assert "Reports that are held" in said(olga.get("/office/classes/"))
    settled = reverse("office:report_settle", args=[held.pk])
    olga.post(settled, {"because": "Another Alice."})
    assert "Looked at, no credit Another Alice." in said(dana.get("/provider/reports/"))
    assert "Reports that are held" not in said(olga.get("/office/classes/"))


def test_the_trainer_reads_who_reported_it(dana):
    cycle = people.alice()
    made = offering.reported(cycle, people.course())
    alice = signed_in(people.who(cycle).user)
    page = said(alice.get(reverse("trainer:activity", args=[made.activity.key])))
    assert "Reported by Dana's Gym on 24 November 2026" in page.replace("&#x27;", "'")
    assert "No evidence is attached" not in page
