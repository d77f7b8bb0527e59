"""An application on the desk: what stops it, what is decided, and what that does; and people."""

import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from recert import clock
from recert.actions import applications, editions, evidence, queue, review, review_activities
from recert.actions.documents import keep_certificate, keep_receipt
from recert.outside import files
from recert.records.applications import Application
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: people.AT)
    login = people.bob()
    client.force_login(login)
    return login


def desk(application):
    return reverse("review:application", args=[application.pk])


def act(client, application, name, **given):
    address = reverse("review:decide_application", args=[application.pk, name])
    seen = people.looking(application).seen
    return client.post(address, {"seen": seen, **given})


def said(response):
    return " ".join(response.content.decode().split())


def test_the_desk_shows_every_finding_with_its_source(client, bob):
    page = client.get(desk(people.ready(people.alice())))
    findings = page.context["case"].found.pathway.findings
    assert len(findings) > 1
    for finding in findings:
        assert finding.label in said(page)
        assert finding.source.cite in said(page)


def test_what_is_short_and_what_is_unpaid_are_all_said_beside_the_button(client, bob):
    cycle = people.alice()
    people.accepted(cycle)
    page = client.get(desk(people.filed(cycle)))
    stops = page.context["case"].stops
    assert len(stops) == 2
    for stop in stops:
        assert stop in said(page)
    assert 'aria-disabled="true"' in said(page)


def test_a_case_that_something_stops_is_not_approved_by_a_form_of_ones_own(client, bob):
    cycle = people.alice()
    people.accepted(cycle)
    application = people.filed(cycle)
    refused = act(client, application, "approve")
    assert refused.status_code == 422
    assert "Approval has to wait." in said(refused)
    assert not application.decisions.exists()


def test_approval_takes_effect_and_shows_the_next_cycle(client, bob):
    cycle = people.alice()
    application = people.ready(cycle)
    assert not client.get(desk(application)).context["case"].stops
    response = client.post(
        reverse("review:decide_application", args=[application.pk, "approve"]),
        {"seen": people.looking(application).seen},
        follow=True,
    )
    application.refresh_from_db()
    following = application.decisions.get().renewal.cycle
    assert application.status == "approved"
    assert (following.begins_on - cycle.ends_on).days == 1
    assert following.ends_on.year == cycle.ends_on.year + 2
    assert "15 December 2028" in said(response)


def test_a_denial_needs_its_reason_and_takes_effect(client, bob):
    application = people.filed(people.alice())
    assert act(client, application, "deny", reason=" ").status_code == 422
    response = act(client, application, "deny", reason="The evidence is not yours.")
    application.refresh_from_db()
    assert application.status == "denied"
    shown = said(client.get(response.headers["Location"]))
    assert "The evidence is not yours." in shown
    assert "may appeal" in shown


def test_a_question_returns_the_application_and_the_answer_comes_back_to_the_desk(client, bob):
    cycle = people.alice()
    application = people.filed(cycle)
    act(client, application, "return", text="Is your name still Ångström?")
    application.refresh_from_db()
    assert application.status == "returned"
    applications.answer(application, text="It is.", by=people.who(cycle).user, at=people.AT)
    page = said(client.get(desk(application)))
    assert "Is your name still Ångström?" in page
    assert "It is." in page


def test_evidence_that_came_meanwhile_stops_the_decision(client, bob):
    cycle = people.alice()
    application = people.ready(cycle)
    seen = people.looking(application).seen
    late = people.sent(cycle, with_paper=False)
    evidence.attach(late, evidence=people.paper(cycle), most_files=10, by=None, at=people.AT)
    address = reverse("review:decide_application", args=[application.pk, "deny"])
    refused = client.post(address, {"seen": seen, "reason": "Short."})
    assert refused.status_code == 422
    assert "The evidence changed while you were looking" in said(refused)
    assert "Short." in said(refused)
    again = client.post(
        address, {"seen": refused.context["form"]["seen"].value(), "reason": "Short."}
    )
    assert again.status_code == 302


def test_what_beth_holds_may_only_be_read(client, bob):
    application = people.ready(people.alice())
    queue.take_application(application, by=people.beth(), at=people.AT, lease=people.LEASE)
    page = said(client.get(desk(application)))
    assert "Beth Reviewer has taken this case." in page
    assert "Put back" not in page
    assert act(client, application, "approve").status_code == 422
    assert not application.decisions.exists()


def test_an_application_is_decided_once(client, bob):
    application = people.ready(people.alice())
    act(client, application, "approve")
    refused = act(client, application, "deny", reason="No.")
    assert refused.status_code == 422
    assert "approved by now" in said(refused)
    assert application.decisions.count() == 1


def without_the_demonstrations_settings():
    """A late case on which the policy is silent: ACTION does not publish by when to file."""
    cycle = people.alice(edition=people.adopted(overlay=False))
    activity = people.sent(cycle)
    looked = people.reviewing(activity)
    review_activities.accept_in_part(activity, steps=40, because="By its plan.", review=looked)
    return people.filed(cycle, on=people.LAST_ON + timedelta(days=1))


def test_where_the_policy_is_silent_an_officer_decides_and_the_page_says_so(client, bob):
    page = client.get(desk(without_the_demonstrations_settings()))
    assert page.context["case"].for_officers
    assert "An officer decides." in said(page)
    assert "does not set when the next cycle begins" in said(page)


def referred():
    """A late case, earned and paid, on which an edition leaves open only by when to file."""
    overlay = people.OVERLAY.read_text()
    start = overlay.index("[pathways.continuing_education.filing]")
    end = overlay.index("[pathways.continuing_education.fees.base]")
    edition = editions.adopt(
        people.PROGRAM, text=people.EDITION.read_text(), overlay=overlay[:start] + overlay[end:],
        source="action-cpt/2020-01-01.toml", by=None, at=people.AT,
    )  # fmt: skip
    return people.ready(people.alice(edition=edition), on=people.LAST_ON + timedelta(days=1))


def test_a_reviewer_cannot_approve_a_referred_case(client, bob):
    application = referred()
    assert 'aria-disabled="true"' in said(client.get(desk(application)))
    assert act(client, application, "approve", reason="In time, I find.").status_code == 422
    assert not application.decisions.exists()


def test_an_officer_approves_a_referred_case_with_a_reason_of_their_own(client, bob):
    application = referred()
    client.force_login(people.olga())
    assert "do=approve" in said(client.get(desk(application)))
    assert act(client, application, "approve", reason=" ").status_code == 422
    assert act(client, application, "approve", reason="In time, we find.").status_code == 302
    assert application.decisions.get().reason == "In time, we find."


def test_only_what_was_filed_can_be_opened(client, bob):
    application = people.opened(people.alice())
    assert client.get(desk(application)).status_code == 404


def test_putting_an_application_back_frees_it(client, bob):
    application = people.ready(people.alice())
    client.get(desk(application))
    client.post(reverse("review:release_application", args=[application.pk]))
    assert Application.objects.get(pk=application.pk).held_by is None


@pytest.mark.parametrize("how_many", [2, 20])
def test_a_case_of_many_activities_costs_no_more_statements(
    client, bob, how_many, django_assert_max_num_queries
):
    cycle = people.alice()
    for _ in range(how_many):
        people.sent(cycle, of=people.course())
    application = people.filed(cycle)
    client.get(desk(application))
    with django_assert_max_num_queries(40):
        client.get(desk(application))


# --- people


def test_a_person_is_found_by_a_former_name(client, bob):
    from recert.actions import register  # noqa: PLC0415

    person = people.who(people.alice())
    told = {"by": None, "on": people.ON, "at": people.AT}
    register.rename(person, name="Alice Nakamura", family_name="Nakamura", **told)
    page = client.get(reverse("review:people"), {"q": "ngström"})
    assert "Alice Nakamura" in said(page)


def test_nobody_found_says_what_would_be_found(client, bob):
    page = said(client.get(reverse("review:people"), {"q": "zzz <b>"}))
    assert "Nobody is called “zzz &lt;b&gt;”" in page


def test_a_persons_page_tells_what_happened_and_what_they_were_told(client, bob):
    cycle = people.alice()
    people.rejected(cycle, because="It was a holiday.")
    people.renewed(cycle)
    page = said(client.get(reverse("review:certificant", args=[people.who(cycle).pk])))
    for words in (
        "It was a holiday.",
        "A certificant filed an application.",
        "Receipt 1",
        "You are recertified",
        "16 December 2026",
        "Current",
    ):
        assert words in page


@pytest.mark.parametrize("how_many", [1, 15])
def test_a_long_record_costs_no_more_statements(
    client, bob, how_many, django_assert_max_num_queries
):
    cycle = people.alice()
    for _ in range(how_many):
        people.accepted(cycle, of=people.course())
    address = reverse("review:certificant", args=[people.who(cycle).pk])
    client.get(address)
    with django_assert_max_num_queries(20):
        client.get(address)


def test_a_decision_before_it_is_final_says_so(client, bob):
    decision = people.decided(people.ready(people.alice()))
    shown = said(client.get(reverse("review:decision", args=[decision.pk])))
    assert "Not in effect yet." in shown
    review.take_effect(decision, at=people.AT)
    assert "Not in effect yet." not in said(
        client.get(reverse("review:decision", args=[decision.pk]))
    )


def test_a_certificate_is_handed_over_under_its_owners_name(client, bob):
    kept = files.store(
        io.BytesIO(b"%PDF-1.7 certificate"), limit=100, root=settings.DOCUMENTS_ROOT, spare=0
    )
    cycle = people.renewed(people.alice())
    made = keep_certificate(
        cycle, level="certification", digest=kept.digest, size=kept.size, at=people.AT
    )
    address = reverse("review:document", args=[made.pk])
    assert address in said(client.get(reverse("review:certificant", args=[people.who(cycle).pk])))
    response = client.get(address)
    assert response.getvalue() == b"%PDF-1.7 certificate"
    assert "Certificate%20%E2%80%93%202026-11-24.pdf" in response.headers["Content-Disposition"]


def test_a_receipt_is_the_officers_to_hand_over(client, bob):
    payment = people.paid(people.filed(people.alice()))
    kept = files.store(
        io.BytesIO(b"%PDF-1.7 receipt"), limit=100, root=settings.DOCUMENTS_ROOT, spare=0
    )
    made = keep_receipt(payment, digest=kept.digest, size=kept.size, at=people.AT)
    assert client.get(reverse("review:document", args=[made.pk])).status_code == 404
