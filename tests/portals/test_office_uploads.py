"""Matching at the office: the queue, whose a file is, what becomes of it, and the way back."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from recert import clock
from recert.actions import putting_back
from recert.cli.check import answers
from recert.records.models import (
    Activity,
    Application,
    Attestation,
    Companion,
    Event,
    Evidence,
    FeeLine,
    Upload,
)
from tests import people, sending
from tests.portals import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon in Los Angeles on 24 November 2026."""
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


@pytest.fixture
def bob():
    return cast.begin(people.bob(), clock.real_now, how="passkey")


def words(answer):
    return answer.content.decode()


def main(answer):
    return words(answer).split("<main")[1].split("</main>")[0]


def match(client, upload, kind_, person, **given):
    return client.post(f"/office/uploads/{upload.pk}/as/{kind_}/", {"person": person.pk, **given})


DRAFT = {"title": "Kettlebells", "completed_on": "2026-05-04", "hours": "2", "what": "CPR card"}
CARD = {"kind": "cpr_aed", "issued_on": "2026-03-01", "expires_on": "2028-03-01", "hands_on": "on"}
SIGNED = {"signed": "yes", "declaration_truthful": "on", "declaration_audit": "on"}


def test_what_waits_is_listed_oldest_first_and_counted_in_the_navigation(bob):
    later = sending.upload(name="second.pdf", at=people.later(hours=1))
    first = sending.upload(name="first.pdf", batch=uuid.uuid4())
    page = words(bob.get("/office/uploads/"))
    assert page.index(first.file_name) < page.index(later.file_name)
    assert "Uploads (2)" in page


def test_an_empty_queue_says_what_would_stand_there(bob):
    assert "No file waits" in words(bob.get("/office/uploads/"))


def test_the_likeliest_person_is_chosen_with_the_reasons(bob):
    cycle = people.alice()
    upload = sending.upload(name=f"Angstrom Alice {cycle.credential.number}.pdf")
    page = main(bob.get(f"/office/uploads/{upload.pk}/"))
    assert "the number in the file’s name" in page
    assert "the name in the file’s name" in page
    assert "Put it with Alice Ångström" in page


def test_a_file_that_fits_nobody_is_found_a_person_by_search(bob):
    cycle, upload = (
        people.alice(),
        sending.upload(name="scan0001.pdf", sender=sending.uploads.Sender()),
    )
    assert "fits anybody" in main(bob.get(f"/office/uploads/{upload.pk}/"))
    found = main(bob.get(f"/office/uploads/{upload.pk}/?q=angst"))
    assert f"?person={people.who(cycle).pk}&amp;" in found
    assert "Nobody on record fits" in main(bob.get(f"/office/uploads/{upload.pk}/?q=zzz"))


def test_what_the_document_says_is_there_already(bob):
    people.alice()
    people.course(title="Kettlebell Basics", code="KB-1")
    text = "This certifies that Alice Ångström completed Kettlebell Basics on May 4, 2026."
    upload = sending.upload(name="Alice Angstrom.pdf", text=text, sender=sending.uploads.Sender())
    page = main(bob.get(f"/office/uploads/{upload.pk}/?as=activity"))
    assert 'value="KB-1"' in page
    assert 'value="2026-05-04"' in page
    card = sending.upload(
        batch=uuid.uuid4(), text="Issued March 1, 2026. Renew by March 1, 2028. Alice Ångström"
    )
    page = main(bob.get(f"/office/uploads/{card.pk}/?as=companion"))
    assert 'value="2026-03-01"' in page
    assert 'value="2028-03-01"' in page


def test_a_file_becomes_a_draft_that_its_owner_completes_and_sends(bob):
    cycle, upload = people.alice(), sending.upload()
    answer = match(bob, upload, "activity", people.who(cycle), **DRAFT)
    assert answer.status_code == 302
    draft = Activity.objects.get()
    assert (draft.status, draft.title, draft.minutes) == ("draft", "Kettlebells", 120)
    assert draft.uses.get().evidence.digest == upload.digest
    alice = cast.begin(people.who(cycle).user, clock.real_now)
    page = words(alice.get(f"/trainer/activities/{draft.key}/"))
    assert "We made this draft of a file that reached us" in page
    assert page.count("read from your file") == 3  # title, hours, day


def test_what_its_owner_has_changed_is_not_marked_as_read_any_more(bob):
    cycle, upload = people.alice(), sending.upload()
    match(bob, upload, "activity", people.who(cycle), **DRAFT)
    draft = Activity.objects.get()
    alice = cast.begin(people.who(cycle).user, clock.real_now)
    alice.post(f"/trainer/activities/{draft.key}/", {"title": "Other", "do": "keep"})
    assert "read from your file" not in words(alice.get(f"/trainer/activities/{draft.key}/"))


def test_a_card_is_on_record_with_its_days(bob):
    cycle, upload = people.alice(), sending.upload()
    match(bob, upload, "companion", people.who(cycle), **CARD)
    card = Companion.objects.get()
    assert (str(card.issued_on), str(card.expires_on), card.hands_on) == (
        "2026-03-01", "2028-03-01", True,
    )  # fmt: skip
    assert card.evidence.digest == upload.digest


def test_a_card_that_ends_before_it_began_is_sent_back_with_words(bob):
    cycle, upload = people.alice(), sending.upload()
    answer = match(
        bob, upload, "companion", people.who(cycle), **CARD | {"expires_on": "2020-01-01"}
    )
    assert answer.status_code == 422
    assert "The card ends before it was issued" in words(answer)


def test_a_file_goes_with_a_request_of_its_person(bob):
    cycle, upload = people.alice(), sending.upload()
    assert "has no request" in main(
        bob.get(f"/office/uploads/{upload.pk}/?as=request&person={people.who(cycle).pk}")
    )
    request = sending.asked(cycle)
    match(bob, upload, "request", people.who(cycle), request=request.pk)
    assert request.evidence.get().evidence.digest == upload.digest


def test_a_signed_paper_is_filed_as_of_the_day_on_which_it_came(bob, monkeypatch):
    cycle = people.alice()
    upload = sending.upload(on=people.ON, name="application.pdf")
    monkeypatch.setattr(clock, "real_now", lambda: people.AT + timedelta(days=5))
    bob = cast.begin(people.beth(), clock.real_now, how="passkey")
    answer = match(bob, upload, "application", people.who(cycle), cycle=cycle.pk, **SIGNED)
    assert answer.status_code == 302
    application = Application.objects.get()
    assert (application.status, application.filed_on) == ("submitted", people.ON)
    assert {each.upload for each in Attestation.objects.all()} == {upload}
    assert FeeLine.objects.filter(application=application).exists()
    assert "signed on paper" in words(bob.get(reverse("review:application", args=[application.pk])))
    alice = cast.begin(people.who(cycle).user, clock.real_now)
    assert "24 November 2026" in words(alice.get(f"/trainer/cycles/{cycle.pk}/application/"))


def test_what_was_matched_and_put_back_and_filed_on_paper_holds():
    alice, charlie = people.alice(), people.charlie()
    for number, match_as in enumerate((sending.to_activity, sending.to_companion)):
        upload = sending.upload(batch=uuid.UUID(int=number))
        match_as(upload, alice, sending.matching())
        upload.refresh_from_db()
        putting_back.put_back(upload, by=people.bob(), at=people.later(hours=1))
    sending.on_paper(sending.upload(), charlie, sending.matching())
    assert [each.code for each in answers() if each.broken] == []


def test_an_unsigned_paper_is_a_draft_that_the_person_files(bob):
    cycle, upload = people.alice(), sending.upload()
    match(bob, upload, "application", people.who(cycle), cycle=cycle.pk, signed="no")
    application = Application.objects.get()
    assert (application.status, application.filed_on) == ("draft", None)
    assert not Attestation.objects.exists()
    assert people.filed(cycle) == application


@pytest.mark.parametrize("late, status", [(0, 302), (1, 422)])
def test_a_paper_is_judged_by_the_window_on_the_day_on_which_it_came(bob, late, status):
    cycle = people.alice()
    upload = sending.upload(on=cycle.ends_on + timedelta(days=late))
    answer = match(bob, upload, "application", people.who(cycle), cycle=cycle.pk, **SIGNED)
    assert answer.status_code == status
    assert Application.objects.exists() == (status == 302)


def test_without_a_person_nothing_is_matched(bob):
    upload = sending.upload()
    answer = bob.post(f"/office/uploads/{upload.pk}/as/companion/", CARD, follow=True)
    assert "Say whose it is first" in words(answer)
    assert not Companion.objects.exists()


def test_another_persons_cycle_is_no_choice(bob):
    cycle, other, upload = people.alice(), people.charlie(), sending.upload()
    answer = match(bob, upload, "application", people.who(cycle), cycle=other.pk, **SIGNED)
    assert answer.status_code == 422
    assert not Application.objects.exists()


def test_what_is_set_aside_says_why_and_its_sender_is_told(bob):
    upload = sending.upload()
    bob.post(f"/office/uploads/{upload.pk}/aside/", {"because": "It is a holiday picture."})
    upload.refresh_from_db()
    assert (upload.set_aside, upload.because) == (True, "It is a holiday picture.")
    assert "It is a holiday picture." in words(bob.get(f"/office/uploads/{upload.pk}/"))
    empty = sending.upload(batch=uuid.uuid4())
    assert bob.post(f"/office/uploads/{empty.pk}/aside/", {"because": ""}).status_code == 422


def test_the_wrong_person_keeps_nothing_of_it(bob):
    cycle, upload = people.alice(), sending.upload()
    match(bob, upload, "activity", people.who(cycle), **DRAFT)
    answer = bob.post(f"/office/uploads/{upload.pk}/back/", follow=True)
    assert "It waits again." in words(answer)
    assert not Evidence.objects.exists()
    assert Activity.objects.get().status == "withdrawn"
    match(bob, upload, "companion", people.who(people.charlie()), **CARD)
    assert Upload.objects.get().certificant.name == "Charlie Chaplin"


def test_what_the_person_has_acted_on_stays(bob):
    cycle, upload = people.alice(), sending.upload()
    match(bob, upload, "activity", people.who(cycle), **DRAFT)
    people.activities.withdraw(Activity.objects.get(), by=people.who(cycle).user, at=people.AT)
    answer = bob.post(f"/office/uploads/{upload.pk}/back/", follow=True)
    assert "changed or sent this draft already" in words(answer)
    assert Evidence.objects.exists()


def test_a_file_that_was_on_their_record_before_stays_there():
    cycle = people.alice()
    paper = people.paper(cycle)
    upload = sending.upload(file=_as_came(paper))
    sending.to_companion(upload, cycle, sending.matching(at=people.later(hours=1)))
    upload.refresh_from_db()
    putting_back.put_back(upload, by=people.bob(), at=people.later(hours=2))
    assert Evidence.objects.get() == paper


def _as_came(paper):
    return people.evidence.Received(
        digest=paper.digest, size=paper.size, mime=paper.mime, pages=1, flags=(), scan="clean",
        scanned_by="clamd",
    )  # fmt: skip


def test_the_second_matcher_is_told_who_was_first(bob):
    cycle, upload = people.alice(), sending.upload()
    beth = cast.begin(people.beth(), clock.real_now, how="passkey")
    match(bob, upload, "companion", people.who(cycle), **CARD)
    answer = match(beth, upload, "activity", people.who(cycle), **DRAFT)
    assert answer.status_code == 422
    assert "Bob Reviewer has settled this file already" in words(answer)
    assert not Activity.objects.exists()


def test_every_look_at_a_file_is_written_down(bob):
    upload = sending.upload()
    assert bob.get(f"/office/uploads/{upload.pk}/pages/1/").headers["Content-Type"] == "image/webp"
    assert bob.get(f"/office/uploads/{upload.pk}/pages/99/").status_code == 404
    taken = bob.get(f"/office/uploads/{upload.pk}/original/")
    assert "attachment" in taken.headers["Content-Disposition"]
    for close in taken._resource_closers:  # close() would end the test's database, too
        close()
    assert Event.objects.filter(name="upload.read", subject_id=str(upload.pk)).count() == 2


def test_what_no_scanner_saw_is_held_back_where_the_body_says_so(bob, monkeypatch):
    from dataclasses import replace  # noqa: PLC0415

    from recert.portals import access  # noqa: PLC0415

    upload = sending.upload(file=replace(sending.stored(), scan="not scanned", scanned_by=""))
    assert bob.get(f"/office/uploads/{upload.pk}/pages/1/").status_code == 200
    body = people.body()
    strict = replace(body, files=replace(body.files, release_not_scanned=False))
    monkeypatch.setattr(access, "the_body", lambda: strict)
    assert bob.get(f"/office/uploads/{upload.pk}/pages/1/").status_code == 404
    assert "Held back" in words(bob.get(f"/office/uploads/{upload.pk}/"))
