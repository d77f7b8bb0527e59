"""The provider's door: Dana's classes, what she proposes, what she reports; and nobody else's."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from recert import clock
from recert.actions import providers
from recert.portals.provider.reports import UNANSWERED
from recert.records.catalogue import CourseProposal
from recert.records.education import Course
from recert.records.people import User
from tests import offering, people
from tests.portals import cast

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


# --- whose it is


def test_a_contact_begins_at_their_classes_though_certified_too(client):
    cycle = people.alice()
    dana = offering.speaks(people.who(cycle).user.email)
    assert signed_in(dana).get("/account/").headers["Location"] == "/provider/"
    page = signed_in(dana).get("/provider/")
    assert "Your own certification" in said(page)
    assert signed_in(dana).get("/trainer/").status_code == 200


def test_staff_who_speak_for_a_provider_begin_at_their_work():
    dana = offering.speaks(people.bob().email)
    assert signed_in(dana).get("/account/").headers["Location"] == "/review/"


def test_nothing_of_another_provider_is_there():
    other = people.dana(slug="other", name="Other")
    course = people.course(other, next_on=people.LAST_ON)
    theirs = offering.proposed(course=course, title="II", by=offering.speaks(of=other))
    eve = signed_in(offering.speaks("eve@recert.example", name="Eve"))
    for name, of in (
        ("course", course.pk), ("change", course.pk), ("add_date", course.pk),
        ("proposal", theirs.key), ("withdraw", theirs.key), ("cancel_date", course.dates.get().pk),
    ):  # fmt: skip
        address = reverse(f"provider:{name}", args=[of])
        assert eve.post(address, CLASS).status_code in (404, 405)
        assert eve.get(address).status_code in (404, 405)
    assert course.title not in said(eve.get(reverse("provider:classes")))
    assert course.title not in said(eve.get(reverse("provider:report")))
    asked = {"key": uuid.uuid4(), "course": course.pk, "number": "AC-1", "family_name": "x"}
    answer = eve.post(reverse("provider:report"), asked | {"completed_on": "2026-05-04"})
    assert answer.status_code == 422


def test_whoever_speaks_no_longer_finds_nothing(dana):
    contact = User.objects.get(email="dana@recert.example").contact_of.get()
    providers.end_contact(contact, by=people.olga(), at=people.AT)
    again = Client()
    again.force_login(contact.user)
    assert again.get("/provider/").status_code == 404


def test_a_contact_has_no_code_by_mail(mailoutbox):
    offering.speaks()
    Client().post("/account/sign-in/", {"email": "dana@recert.example"})
    assert len(mailoutbox) == 1
    assert "passkey" in mailoutbox[0].body
    assert not re.search(r"\b\d{6}\b", mailoutbox[0].body)


# --- proposing


def test_a_class_is_proposed_and_stands_among_the_new_ones(dana):
    answer = propose(dana)
    assert answer.headers["Location"] == "/provider/"
    proposal = CourseProposal.objects.get()
    assert (proposal.status, proposal.minutes, proposal.price) == ("submitted", 300, 4900)
    page = said(dana.get("/provider/"))
    assert "Mobility" in page
    assert "Officer’s turn" in page
    assert not Course.objects.exists()


def test_a_draft_keeps_what_is_there_so_far(dana):
    key = uuid.uuid4()
    nothing = dict.fromkeys(CLASS, "") | {"title": "Half", "do": "keep"}
    answer = dana.post(reverse("provider:proposal", args=[key]), nothing)
    assert answer.headers["Location"] == f"/provider/proposals/{key}/"
    assert "Half" in said(dana.get("/provider/"))
    page = dana.get(f"/provider/proposals/{key}/").content.decode()
    assert "Half" in page
    assert "Keep as a draft" in page


def test_the_same_form_sent_twice_is_one_proposal(dana):
    key = uuid.uuid4()
    propose(dana, key)
    assert propose(dana, key).status_code == 422
    assert CourseProposal.objects.count() == 1


def test_what_is_missing_is_said_beside_its_field(dana):
    answer = propose(dana, title="", hours="", kind="")
    assert answer.status_code == 422
    for words in ("Enter the title", "Choose how it is taken", "Enter how long it is"):
        assert words in said(answer)


def test_a_change_opens_with_what_the_class_says(dana):
    course = people.course(title="Kettlebells", minutes=90, price=0)
    page = dana.get(reverse("provider:change", args=[course.pk])).content.decode()
    assert "Kettlebells" in page
    assert 'name="minutes" value="30"' in page
    assert 'name="price" value="0.00"' in page
    assert 'name="code"' not in page


def test_a_change_that_is_open_is_gone_on_with(dana):
    course = people.course()
    proposal = offering.drafted(course=course, title="II")
    answer = dana.get(reverse("provider:change", args=[course.pk]))
    assert answer.headers["Location"] == f"/provider/proposals/{proposal.key}/"


def test_what_came_back_is_one_card_with_its_words(dana):
    proposal = offering.returned(words="Which hall?")
    page = said(dana.get("/provider/"))
    assert "Returned: Mobility Which hall?" in page
    answer = propose(dana, proposal.key, title="Mobility, in the hall")
    assert answer.status_code == 302
    proposal.refresh_from_db()
    assert (proposal.status, proposal.title) == ("submitted", "Mobility, in the hall")


def test_a_proposal_is_taken_back(dana):
    proposal = offering.proposed()
    dana.post(reverse("provider:withdraw", args=[proposal.key]))
    proposal.refresh_from_db()
    assert proposal.status == "withdrawn"


def test_who_speaks_for_two_says_for_which(dana):
    other = people.dana(slug="other", name="Other")
    dana = signed_in(offering.speaks(of=other))  # which ended her session
    assert "Other" in dana.get(reverse("provider:new")).content.decode()
    propose(dana, provider=other.pk)
    assert CourseProposal.objects.get().provider == other


# --- days


def test_a_day_is_in_the_catalogue_at_once_and_out_of_it_at_once(dana):
    course = people.course()
    told = {"on": "2026-12-24", "place": "Salem"}
    dana.post(reverse("provider:add_date", args=[course.pk]), told)
    assert "24 December 2026, Salem" in said(dana.get(f"/provider/classes/{course.pk}/"))
    dana.post(reverse("provider:cancel_date", args=[course.dates.get().pk]))
    assert "24 December 2026" not in said(dana.get(f"/provider/classes/{course.pk}/"))


def test_a_day_that_has_passed_is_refused_in_words(dana):
    course = people.course()
    told = {"on": "2026-11-23", "place": ""}
    answer = dana.post(reverse("provider:add_date", args=[course.pk]), told)
    assert answer.status_code == 422
    assert "Enter a day to come" in said(answer)


def test_pages_of_many_classes_ask_no_more_than_pages_of_few(dana, django_assert_max_num_queries):
    people.course()
    for _ in range(8):
        people.course(next_on=people.LAST_ON)
    offering.drafted(course=people.course(), title="II")
    with django_assert_max_num_queries(12):
        dana.get("/provider/")
    cycle = people.alice()
    for at in range(6):
        key, course = uuid.UUID(int=200 + at), people.course()
        offering.reported(cycle, course, key=key)
    with django_assert_max_num_queries(12):
        dana.get("/provider/reports/")


def test_passkeys_of_a_contact_last(client):
    dana = offering.speaks()
    passkey = cast.passkey_of(dana)
    begun = cast.begin(dana, clock.real_now, how="passkey")
    begun.post(reverse("accounts:remove_passkey", args=[passkey.pk]))
    assert dana.authenticator_set.count() == 1


def test_a_provider_with_many_classes_reads_them_in_pages(dana):
    for at in range(52):
        people.course(code=f"P-{at:02}", title=f"Class {at:02}")
    assert "1 to 50 of 52" in said(dana.get("/provider/"))
    assert "Class 51" in said(dana.get("/provider/?page=2"))
