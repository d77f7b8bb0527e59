"""Olga at the classes: proposals approved or returned, classes changed, providers and contacts."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from recert import clock
from recert.cli import main
from recert.portals.office import classes
from recert.records.education import Course, Provider
from recert.records.people import User
from tests import offering, people
from tests.portals import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


@pytest.fixture
def olga(client):
    people.adopted()
    client.force_login(people.olga())
    return client


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def approve(client, proposal, **given):
    told = {"code": "MOB-1", "credit": "", "approved_from": "2026-01-01", "approved_through": ""}
    return client.post(reverse("office:proposal", args=[proposal.key]), told | given)


def test_a_new_class_is_approved_into_the_catalogue(olga):
    proposal = offering.proposed()
    assert "Mobility" in said(olga.get("/office/classes/"))
    page = said(olga.get(reverse("office:proposal", args=[proposal.key])))
    assert "what its minutes give, 0.5 CECs" in page
    assert "Dana Provider" in page
    assert approve(olga, proposal).headers["Location"] == "/office/classes/"
    assert Course.objects.get().code == "MOB-1"
    assert "MOB-1" in said(Client().get("/classes/"))


def test_a_change_stands_beside_what_the_class_says_now(olga):
    course = people.course(title="Old", minutes=600)
    proposal = offering.proposed(course=course, title="New", minutes=300)
    page = olga.get(reverse("office:proposal", args=[proposal.key])).content.decode()
    assert page.count('class="differs"') == 2
    assert "10 contact hours" in page
    told = {"approved_from": "2020-01-01", "holds_from": "2026-11-24", "credit": "0.4"}
    approve(olga, proposal, **told)
    course.refresh_from_db()
    assert (course.title, course.minutes, str(course.credit)) == ("New", 300, "0.400")
    assert course.version == 2


def test_what_cannot_be_approved_says_why_and_stays(olga):
    proposal = offering.proposed()
    answer = approve(olga, proposal, credit="0.07")
    assert answer.status_code == 422
    assert "in steps of 0.05 CECs" in said(answer)
    people.course(code="mob-1")
    assert "Another class has the code" in said(approve(olga, proposal))


def test_who_speaks_for_the_provider_is_told_that_another_decides(olga):
    proposal = offering.proposed()
    offering.speaks(people.olga().email)
    olga.force_login(people.olga())
    answer = approve(olga, proposal)
    assert answer.status_code == 422
    assert "another officer decides" in said(answer)


def test_credit_is_asked_for_where_the_policy_does_not_set_it(client):
    people.adopted(overlay=False)
    client.force_login(people.olga())
    proposal = offering.proposed()
    answer = approve(client, proposal)
    assert answer.status_code == 422
    assert "The policy does not set how many minutes make 1.0 CEC" in said(answer)
    assert approve(client, proposal, credit="0.5").status_code == 302


def test_a_proposal_is_returned_with_words(olga):
    proposal = offering.proposed()
    address = reverse("office:proposal_return", args=[proposal.key])
    assert olga.post(address, {"words": " "}).status_code == 422
    assert olga.post(address, {"words": "Which hall?"}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.status, proposal.words) == ("returned", "Which hall?")


def test_a_draft_is_its_providers_alone(olga):
    proposal = offering.drafted()
    assert olga.get(reverse("office:proposal", args=[proposal.key])).status_code == 404


def fields(course, **given):
    told = {
        "title": course.title, "summary": "", "kind": course.kind, "hours": "10", "minutes": "",
        "language": "en", "price": "", "credit": "", "approved_from": "2020-01-01",
        "approved_through": "", "holds_from": "2026-11-24",
    }  # fmt: skip
    return told | given


def test_a_class_is_changed_from_a_day_on_not_before_today(olga):
    course = people.course()
    address = reverse("office:class", args=[course.pk])
    early = olga.post(address, fields(course, title="II", holds_from="2026-11-23"))
    assert early.status_code == 422
    assert "24 November 2026 on at the earliest" in said(early)
    assert olga.post(address, fields(course, title="II")).status_code == 302
    assert "From 24 November 2026: II" in said(olga.get(address))


def test_a_class_is_entered_by_hand(olga):
    told = fields(people.course(), title="By hand", code="H-1", provider=offering.provider().pk)
    answer = olga.post(reverse("office:class_new"), told)
    assert answer.status_code == 302
    assert Course.objects.get(code="H-1").title == "By hand"


def test_an_approval_is_ended(olga):
    course = people.course()
    address = reverse("office:class_end", args=[course.pk])
    assert olga.post(address, {"approved_through": "2026-11-22"}).status_code == 422
    assert olga.post(address, {"approved_through": "2026-11-30"}).status_code == 302
    assert "Approved, with an end" in said(olga.get(reverse("office:class", args=[course.pk])))


def test_classes_are_found_by_words(olga):
    people.course(title="Kettlebells")
    people.course(title="Nutrición")
    page = said(olga.get("/office/classes/?q=nutricion"))
    assert "Nutrición" in page
    assert "Kettlebells" not in page


# --- providers and who speaks for them


def test_a_provider_is_entered_and_approved_on_days(olga):
    told = {"name": "Nova", "slug": "nova", "kind": "partner", "website": ""}
    answer = olga.post("/office/providers/", told)
    nova = Provider.objects.get()
    assert answer.headers["Location"] == f"/office/providers/{nova.pk}/"
    assert olga.post("/office/providers/", told).status_code == 422
    address = reverse("office:provider_approve", args=[nova.pk])
    olga.post(address, {"begins_on": "2026-01-01", "ends_on": ""})
    again = olga.post(address, {"begins_on": "2026-06-01", "ends_on": ""})
    assert again.status_code == 422
    olga.post(reverse("office:approval_end", args=[nova.approvals.get().pk]),
              {"ends_on": "2026-12-31"})  # fmt: skip
    assert "1 January 2026 through 31 December 2026" in said(
        olga.get(f"/office/providers/{nova.pk}/")
    )


def test_a_contact_is_mailed_a_link_that_no_officer_sees(olga, mailoutbox):
    dana = offering.provider()
    told = {"email": "dana@recert.example", "name": "Dana Provider"}
    answer = olga.post(reverse("office:contact_add", args=[dana.pk]), told, follow=True)
    [mail] = mailoutbox
    assert mail.to == ["dana@recert.example"]
    [link] = re.findall(r"/account/enrol/(\w+)/", mail.body)
    assert link not in answer.content.decode()
    browser = Client()
    assert browser.post(f"/account/enrol/{link}/").headers["Location"].endswith("/passkeys/add/")
    contact = User.objects.get(email="dana@recert.example").contact_of.get()
    olga.post(reverse("office:contact_link", args=[contact.pk]))
    assert len(mailoutbox) == 2


def test_who_has_a_passkey_is_mailed_none(olga, mailoutbox):
    bob = people.bob()
    cast.passkey_of(bob)
    told = {"email": bob.email, "name": ""}
    address = reverse("office:contact_add", args=[offering.provider().pk])
    assert "has a passkey" in said(olga.post(address, told, follow=True))
    assert not mailoutbox


def test_a_contact_is_ended(olga):
    contact = offering.speaks().contact_of.get()
    olga.post(reverse("office:contact_end", args=[contact.pk]))
    page = said(olga.get(f"/office/providers/{contact.provider_id}/"))
    assert "Nobody yet" in page


def test_of_many_proposals_the_oldest_are_shown_and_how_many_there_are(olga, monkeypatch):
    monkeypatch.setattr(classes, "A_PAGE", 1)
    for at in (1, 2):
        offering.proposed(key=offering.uuid.UUID(int=at), title=f"Proposal {at}")
    page = said(olga.get("/office/classes/"))
    assert "the 1 oldest of 2" in page
    assert "Proposal 1" in page
    assert "Proposal 2" not in page


def test_providers_are_found_by_words_and_shown_in_pages(olga):
    Provider.objects.bulk_create(
        Provider(name=f"Gym {at:03}", slug=f"gym-{at:03}", kind="partner") for at in range(90)
    )
    assert "1 to 40 of 90" in said(olga.get("/office/providers/"))
    assert "81 to 90 of 90" in said(olga.get("/office/providers/?page=3"))
    found = said(olga.get("/office/providers/?q=gYM+042"))
    assert "Gym 042" in found
    assert "Gym 043" not in found
    assert "No provider fits these words" in said(olga.get("/office/providers/?q=zumba"))


# --- recert provider add


def add(capsys, *words):
    code = main(["provider", "add", *words])
    told = capsys.readouterr()
    return code, told.out.strip(), told.err


def test_an_operator_adds_a_contact(client, capsys):
    offering.provider()
    code, link, _ = add(capsys, "dana", "dora@example.org", "--name", "Dora")
    assert code == 0
    assert "Dora" in client.get(link.removeprefix("http://localhost")).content.decode()
    assert User.objects.get(email="dora@example.org").contact_of.get().provider.slug == "dana"


@pytest.mark.parametrize(
    "words, told",
    [
        (["nova", "d@example.org", "--name", "D"], "there are: dana"),
        (["dana", "d"], "no e-mail address"),
        (["dana", "d@example.org"], "name of the person"),
    ],
)
def test_what_cannot_be_added_is_refused_with_2(capsys, words, told):
    offering.provider()
    code, out, error = add(capsys, *words)
    assert (code, out) == (2, "")
    assert told in error
    assert not User.objects.exists()
