"""The office door: who reaches it, fees, rulings, refunds by two people, lists of record."""

import pytest
from django.urls import reverse

from recert import clock
from recert.actions import notices, work
from recert.outside.mail import CannotDeliver
from recert.records.history import Notice, Work
from recert.records.payments import Payment
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: people.AT)
    monkeypatch.setattr(clock, "today", lambda *, zone: people.ON)
    login = people.olga()
    client.force_login(login)
    return login


def said(response):
    return " ".join(response.content.decode().split())


PAGES = ["office:money", "office:owed", "office:editions", "office:roles"]


@pytest.mark.parametrize(
    "role, allowed",
    [
        ("officer", set(PAGES)),
        ("reviewer", {"office:editions"}),
        ("board", {"office:editions"}),
        ("operator", set()),
        (None, set()),
    ],
)
def test_who_reaches_what(client, role, allowed):
    people.adopted()
    client.force_login(people.user("Rita Roles", role=role))
    reached = {page for page in PAGES if client.get(reverse(page)).status_code == 200}
    refused = {page for page in PAGES if client.get(reverse(page)).status_code == 404}
    assert (reached, refused) == (allowed, set(PAGES) - allowed)


def test_a_certificant_finds_no_money_here(client):
    cycle = people.alice()
    application = people.filed(cycle)
    client.force_login(people.who(cycle).user)
    assert client.get(reverse("office:record", args=[application.pk])).status_code == 404


# --- recording a fee


def pay(client, application, **given):
    told = {"amount": "75.00", "method": "check", "reference": "17", "received_on": "2026-11-24"}
    return client.post(reverse("office:record", args=[application.pk]), {**told, **given})


def test_an_open_fee_is_listed_with_what_is_owed(client, olga):
    people.filed(people.alice())
    page = said(client.get(reverse("office:money")))
    assert "$75.00" in page
    assert "Record payment" in page


def test_the_amount_owed_and_the_day_are_there_already(client, olga):
    application = people.filed(people.alice())
    form = client.get(reverse("office:record", args=[application.pk])).context["form"]
    assert form["amount"].value() == "75.00"
    assert form["received_on"].value() == people.ON


def test_a_payment_gets_its_receipt_number_and_leaves_the_list(client, olga):
    application = people.filed(people.alice())
    response = pay(client, application)
    payment = Payment.objects.get()
    assert response.headers["Location"] == reverse("office:payment", args=[payment.pk])
    assert (payment.receipt_number, payment.amount, payment.method) == (1, 7500, "check")
    assert "Record payment" not in said(client.get(reverse("office:money")))


@pytest.mark.parametrize(
    "given, words",
    [
        ({"amount": "74.99"}, "USD 75.00 is owed"),
        ({"amount": "75.01"}, "USD 75.00 is owed"),
        ({"amount": "75.001"}, "no more than 2 decimal places"),
        ({"amount": "-75"}, "greater than or equal to 0"),
        ({"amount": ""}, "Amount in USD is missing"),
        ({"amount": "NaN"}, "Enter a number"),
        ({"received_on": "2026-11-25"}, "today or before"),
        ({"received_on": "soon"}, "Enter a valid date"),
        ({"method": "cash"}, "not one of the available choices"),
        ({"reference": "x" * 121}, "at most 120 characters"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_recorded(
    client, olga, given, words
):
    refused = pay(client, people.filed(people.alice()), **given)
    assert refused.status_code == 422
    assert words in said(refused)
    assert "There is a problem" in said(refused)
    assert not Payment.objects.exists()


def test_a_fee_is_recorded_once(client, olga):
    application = people.filed(people.alice())
    pay(client, application)
    refused = pay(client, application)
    assert refused.status_code == 422
    assert "recorded already, with receipt 1" in said(refused)
    assert Payment.objects.count() == 1


def test_an_officer_does_not_record_their_own_fee(client, olga):
    cycle = people.alice()
    client.force_login(people.user("Alice Ångström", role="officer"))
    assert pay(client, people.filed(cycle)).status_code == 422
    assert not Payment.objects.exists()


# --- ruling


@pytest.fixture
def unset():
    """A fee line that the policy does not set."""
    application = people.filed(people.alice(edition=people.adopted(overlay=False)))
    return application.fee_lines.filter(amount=None).first()


def test_a_fee_that_the_policy_does_not_set_is_ruled_on_once_with_a_reason(client, olga, unset):
    address = reverse("office:rule", args=[unset.pk])
    assert address in said(client.get(reverse("office:money")))
    assert client.post(address, {"amount": "60", "because": " "}).status_code == 422
    assert client.post(address, {"amount": "60", "because": "As in 2025."}).status_code == 302
    assert unset.ruling.amount == 6000
    assert client.get(address).status_code == 404


def test_nothing_to_pay_is_an_amount_too(client, olga, unset):
    client.post(
        reverse("office:rule", args=[unset.pk]), {"amount": "0", "because": "Waived by the board."}
    )
    assert unset.ruling.amount == 0


def test_a_line_that_the_policy_sets_cannot_be_ruled_on(client, olga):
    line = people.filed(people.alice()).fee_lines.first()
    assert client.get(reverse("office:rule", args=[line.pk])).status_code == 404


# --- receipts and lists


def test_a_receipt_is_handed_over_once_it_is_made(client, olga):
    import io  # noqa: PLC0415

    from django.conf import settings  # noqa: PLC0415

    from recert.actions.documents import keep_receipt  # noqa: PLC0415
    from recert.outside import files  # noqa: PLC0415

    payment = people.paid(people.filed(people.alice()), by=olga)
    address = reverse("office:receipt", args=[payment.pk])
    assert client.get(address).status_code == 404
    kept = files.store(
        io.BytesIO(b"%PDF-1.7 receipt"), limit=100, root=settings.DOCUMENTS_ROOT, spare=0
    )
    keep_receipt(payment, digest=kept.digest, size=kept.size, at=people.AT)
    response = client.get(address)
    assert response.getvalue() == b"%PDF-1.7 receipt"
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert "Receipt%201" in response.headers["Content-Disposition"]


def test_a_document_that_waits_says_why(client, olga):
    payment = people.paid(people.filed(people.alice()), by=olga)

    def cannot(_work):
        raise RuntimeError("No font has the character ꙮ.")

    work.run_due({"receipt": cannot}, at=people.AT)
    assert Work.objects.get(subject_id=payment.pk, kind="receipt").attempts == 1
    page = said(client.get(reverse("office:owed")))
    assert "No font has the character ꙮ." in page
    assert "Alice Ångström" in page


def test_a_notice_that_failed_says_why(client, olga):
    people.filed(people.alice())

    def cannot(_notice: Notice):
        raise OSError("mail server is away")

    assert "No notice has failed." in said(client.get(reverse("office:owed")))
    notices.send_due(cannot, at=people.AT)
    assert "mail server is away" in said(client.get(reverse("office:owed")))


def test_editions_show_their_digest_and_whether_they_are_of_the_demonstration(client, olga):
    edition = people.adopted()
    page = said(client.get(reverse("office:editions")))
    assert edition.digest in page
    assert "With the demonstration’s settings." in page


def test_an_edition_without_overlay_says_nothing_of_the_demonstration(client, olga):
    people.adopted(overlay=False)
    assert "demonstration" not in said(client.get(reverse("office:editions"))).split("<main")[1]


def test_roles_are_listed(client, olga):
    assert "Olga Officer" in said(client.get(reverse("office:roles")))


def refused_for_good(cycle):
    """A notice to the owner of a cycle that the mail server will never take."""

    def refuse(_notice):
        raise CannotDeliver("no such mailbox", permanent=True)

    people.filed(cycle)
    notices.send_due(refuse, at=people.AT)
    return Notice.objects.get()


def test_a_notice_that_mail_refused_for_good_is_sent_again_by_an_officer(client, olga):
    notice = refused_for_good(people.alice())
    page = said(client.get(reverse("office:owed")))
    assert "Refused by mail, not tried again" in page
    again = reverse("office:send_again", args=[notice.pk])
    assert again in page
    said_back = said(client.post(again, follow=True))
    assert f"It is sent again, to {notice.to}." in said_back
    assert "was not refused" in said(client.post(again, follow=True))
    assert notices.send_due(lambda _: None, at=people.AT) == 1


def test_its_recipient_sees_that_a_notice_was_refused(client, olga):
    cycle = people.alice()
    notice = refused_for_good(cycle)
    client.force_login(people.who(cycle).user)
    page = said(client.get(reverse("trainer:notices")))
    assert "Refused by mail, not tried again" in page
    assert f"The mail server of {notice.to} refused it." in page
