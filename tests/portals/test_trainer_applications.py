"""A trainer files the application, sees what becomes of it, and holds its papers."""

import io
from datetime import date

import pytest
from django.conf import settings

from recert import clock
from recert.actions import applications, documents, notices, review
from recert.outside import files
from recert.records.applications import Application
from recert.records.history import Document
from tests import people
from tests.portals.signing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


@pytest.fixture
def cycle(client):
    cycle = people.alice()
    sign_in(client, people.who(cycle))
    return cycle


def form_of(cycle):
    return f"/trainer/cycles/{cycle.pk}/application/file/"


def outcome_of(cycle):
    return f"/trainer/cycles/{cycle.pk}/application/"


def everything(on=people.ON):
    return {f"declaration_{each}": "on" for each in people.agreed(on)}


def text_of(response):
    return " ".join(response.content.decode().split())


# --- filing


def test_the_application_holds_the_credits_by_itself_and_asks_only_to_declare(client, cycle):
    people.accepted(cycle)
    people.accepted(cycle)
    shown = text_of(client.get(form_of(cycle)))
    assert "2.0 of 2.0 CECs count" in shown
    assert "$75.00" in shown
    assert (
        "If it is approved, your next cycle is 16 December 2026 through 15 December 2028" in shown
    )
    assert "By check, money order or bank transfer, after you have filed." in shown
    assert shown.count('type="checkbox"') == len(people.agreed())


def test_filing_needs_every_declaration_and_says_which_is_missing(client, cycle):
    one = next(iter(everything()))
    response = client.post(form_of(cycle), {one: "on"})
    assert response.status_code == 422
    shown = text_of(response)
    assert "<title>Error:" in shown
    assert "Not ticked: I understand that ACTION Certification may ask me" in shown
    assert not Application.objects.filter(status="submitted").exists()


def test_a_filed_application_says_who_looks_and_what_is_owed(client, cycle):
    response = client.post(form_of(cycle), everything(), follow=True)
    shown = text_of(response)
    assert "Filed. It waits for the fee" in shown
    assert "Waiting for the fee" in shown
    assert "A reviewer begins once the fee is settled." in shown
    people.paid(Application.objects.get())
    shown_paid = text_of(client.get(outcome_of(cycle)))
    assert "Filed. A reviewer looks at it" in shown_paid
    assert "Reviewer’s turn" in shown_paid
    assert "Filed on 24 November 2026, and judged as of that day." in shown
    assert "within 10 days" in shown
    assert "$75.00" in shown
    assert Application.objects.get().filed_on == people.ON


def test_a_shortfall_may_be_filed_and_is_said_before(client, cycle):
    shown = text_of(client.get(form_of(cycle)))
    assert "You may file now; it cannot be approved before what is short is met." in shown
    assert client.post(form_of(cycle), everything()).status_code == 302


def test_filed_twice_is_filed_once(client, cycle):
    client.post(form_of(cycle), everything())
    again = client.post(form_of(cycle), everything())
    assert again.status_code == 422
    assert "This application is submitted" in text_of(again)
    assert Application.objects.count() == 1


def test_a_closed_window_refuses_and_says_day_and_rule(client, monkeypatch):
    cycle = people.alice(certified_on=date(2024, 11, 23))
    sign_in(client, people.who(cycle))
    shown = text_of(client.get(form_of(cycle)))
    assert "It cannot be filed today." in shown
    assert "Filing closed on 23 November 2026; 24 November 2026 is too late." in shown
    assert "File the application" not in shown
    refused = client.post(form_of(cycle), everything())
    assert refused.status_code == 422
    assert "Filing closed on 23 November 2026" in text_of(refused)
    assert not Application.objects.filter(status="submitted").exists()


def test_a_window_that_is_not_set_lets_it_in_for_a_person_to_decide(client):
    cycle = people.alice(edition=people.adopted(overlay=False), certified_on=date(2024, 11, 23))
    sign_in(client, people.who(cycle))
    shown = text_of(client.get(form_of(cycle)))
    assert "A person decides what the policy does not set." in shown
    assert "not set" in shown.split("Fee")[1]
    assert client.post(form_of(cycle), everything()).status_code == 302
    assert "An officer sets the amount that the policy leaves open" in text_of(
        client.get(outcome_of(cycle))
    )


def test_filing_asks_for_a_fresh_sign_in(client, cycle):
    client.logout()
    client.force_login(people.who(cycle).user)  # signed in, but who knows when
    response = client.post(form_of(cycle), everything())
    assert response.status_code == 302
    assert "confirm" in response["Location"]
    assert not Application.objects.exists()


# --- what became of it


def test_a_returned_application_is_answered_and_its_day_stays(client, cycle, monkeypatch):
    application = people.filed(cycle)
    review.return_(application, text="Which gym?", reviewing=people.looking(application))
    shown = text_of(client.get(outcome_of(cycle)))
    assert "<strong>The question:</strong> Which gym?" in shown
    empty = client.post(f"/trainer/applications/{application.pk}/answer/", {"answer": " "})
    assert empty.status_code == 422
    monkeypatch.setattr(clock, "real_now", lambda: people.later(days=2))
    client.post(f"/trainer/applications/{application.pk}/answer/", {"answer": "Dana's."})
    application.refresh_from_db()
    assert (application.status, application.filed_on) == ("submitted", people.ON)
    assert application.return_answer == "Dana's."


def test_a_withdrawn_application_leaves_the_credits_and_may_be_filed_again(client, cycle):
    people.accepted(cycle)
    application = people.filed(cycle)
    client.post(f"/trainer/applications/{application.pk}/withdraw/")
    application.refresh_from_db()
    assert application.status == "withdrawn"
    assert "1.0 <small>of 2.0 CECs" in text_of(client.get("/trainer/"))
    assert client.get(outcome_of(cycle))["Location"] == form_of(cycle)
    assert client.post(form_of(cycle), everything()).status_code == 302


def test_a_fee_paid_for_a_withdrawn_application_is_seen_to_go_back(client, cycle):
    application = people.ready(cycle)
    shown = text_of(client.get(outcome_of(cycle)))
    assert "Received on 24 November 2026, receipt 000001." in shown
    assert "becomes an amount to refund" in shown
    applications.withdraw(application, by=people.who(cycle).user, at=people.AT)
    assert "To be sent back: the application was withdrawn" in text_of(
        client.get("/trainer/documents/")
    )


def test_a_decided_application_cannot_be_withdrawn(client, cycle):
    application = people.ready(cycle)
    people.decided(application)
    assert "It is decided; the answer reaches you shortly" in text_of(client.get(outcome_of(cycle)))
    url = f"/trainer/applications/{application.pk}/withdraw/"
    refused = client.post(url, follow=True)
    assert "This application is decided" in text_of(refused)


def test_an_approval_says_the_new_days_and_how_it_was_decided(client, cycle):
    people.renewed(cycle)
    shown = text_of(client.get(outcome_of(cycle)))
    assert "You are recertified through 15 December 2028" in shown
    assert "Your new cycle begins on 16 December 2026" in shown
    told = ("You filed the application", "Your fee arrived, receipt", "Approved by a reviewer")
    filed, paid, approved = map(shown.index, told)
    assert filed < paid < approved
    assert "Your certificate is being made" in shown


def test_a_denial_says_why_in_the_reviewers_words(client, cycle):
    decision = people.decided(people.filed(cycle), outcome="denied")
    review.take_effect(decision, at=people.AT)
    shown = text_of(client.get(outcome_of(cycle)))
    assert "Your application was denied" in shown
    assert "<strong>The reason:</strong> The credits are short." in shown
    assert client.post(form_of(cycle), everything()).status_code == 302  # and may be filed again


# --- papers


def kept(cycle):
    pdf = b"%PDF-1.7 the certificate"
    stored = files.store(io.BytesIO(pdf), limit=1_000_000, spare=0, root=settings.DOCUMENTS_ROOT)
    return documents.keep_certificate(
        cycle, level="certification", digest=stored.digest, size=stored.size, at=people.AT
    )


def test_the_certificate_is_downloaded_under_the_trainers_name(client, cycle):
    document = kept(people.renewed(cycle))
    assert f"/trainer/documents/{document.pk}/" in text_of(client.get("/trainer/documents/"))
    assert f"/trainer/documents/{document.pk}/" in text_of(client.get(outcome_of(cycle)))
    got = client.get(f"/trainer/documents/{document.pk}/")
    assert b"".join(got.streaming_content) == b"%PDF-1.7 the certificate"
    assert "Certificate%20%E2%80%93%202026-11-24.pdf" in got["Content-Disposition"]
    assert "no-store" in got["Cache-Control"]


def test_what_was_sent_is_listed_and_what_is_owed_is_not(client, cycle):
    people.filed(cycle)
    assert "Nothing yet" in text_of(client.get("/trainer/notices/"))
    notices.send_due(lambda notice: None, at=people.AT)
    assert "We have your application" in text_of(client.get("/trainer/notices/"))


# --- not yours is not there


def test_charlie_finds_nothing_of_alices_application_and_papers(client, cycle):
    document = kept(people.renewed(cycle))
    application = Application.objects.get()
    sign_in(client, people.who(people.charlie()))
    for url in (outcome_of(cycle), form_of(cycle), f"/trainer/documents/{document.pk}/"):
        assert client.get(url).status_code == 404
    for do in ("answer", "withdraw"):
        response = client.post(f"/trainer/applications/{application.pk}/{do}/", {"answer": "x"})
        assert response.status_code == 404
    assert Document.objects.filter(pk=document.pk).exists()
    assert "AC-" in text_of(client.get("/trainer/documents/"))  # his own
