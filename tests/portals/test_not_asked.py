"""What no form asks for changes nothing: neither more fields, nor the number of another's thing.

Each test sends what an honest form sends and adds to it what an attacker would: a status, a moment,
an owner, an amount. What is on record afterwards is as if the rest had not been there.
"""

import uuid

import pytest

from recert import clock
from recert.records.applications import Application
from recert.records.education import Activity, EvidenceUse
from recert.records.history import Event
from recert.records.ledger import LedgerEntry
from recert.records.payments import Payment
from tests import people

pytestmark = pytest.mark.django_db
MORE = {
    "id": "1", "pk": "1", "status": "accepted", "version": "99", "filed_on": "2020-01-01",
    "at": "2020-01-01T00:00", "on": "2020-01-01", "received_at": "2020-01-01", "by": "1",
    "user": "1", "certificant": "1", "certificant_id": "1", "owner": "1", "cycle": "1",
    "credit": "9.9", "granted": "99", "final_at": "2020-01-01", "outcome": "approved",
    "receipt_number": "1", "is_staff": "1", "level": "certification", "edition": "1", "fee": "0",
}  # fmt: skip
BY_HAND = {"title": "Mobility", "provider_name": "Dana", "kind": "self_study", "hours": "3",
           "minutes": "0", "completed_on": "2026-05-04"}  # fmt: skip


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)
    monkeypatch.setattr(clock, "now", lambda: people.AT)


@pytest.fixture
def cycle(client):
    cycle = people.alice()
    client.force_login(people.who(cycle).user)
    return cycle


@pytest.fixture
def fresh(monkeypatch):
    """Whoever is signed in has just shown who they are."""
    monkeypatch.setattr("recert.portals.accounts.sessions.SignIn.is_fresh", lambda *_, **__: True)
    kept = people_of_now()
    monkeypatch.setattr("recert.portals.accounts.fresh.sign_in_of", lambda _session: kept)


def people_of_now():
    from recert.portals.accounts.sessions import SignIn  # noqa: PLC0415

    now = people.AT.timestamp()
    return SignIn("code", is_staff=False, is_own_device=False, began=now, seen=now, proved=now)


def test_an_activity_is_its_senders_and_a_draft_whatever_is_sent_along(client, cycle):
    other, key = people.charlie(), uuid.uuid4()
    more = MORE | {"certificant": str(people.who(other).pk)}
    assert client.post(f"/trainer/activities/{key}/", more | BY_HAND | {"do": "keep"}).status_code
    made = Activity.objects.get(key=key)
    assert (made.certificant, made.status) == (people.who(cycle), "draft")
    assert not LedgerEntry.objects.exists()


def test_the_day_of_filing_is_the_day_of_sending(client, cycle, fresh):
    people.accepted(cycle)
    agreed = {f"declaration_{each}": "on" for each in people.agreed()}
    path = f"/trainer/cycles/{cycle.pk}/application/file/"
    assert client.post(path, MORE | agreed).status_code == 302
    made = Application.objects.get()
    assert (made.status, made.filed_on, made.cycle) == ("submitted", people.ON, cycle)


def test_a_fee_is_received_today_by_whoever_records_it(client, cycle):
    application, olga = people.filed(cycle), people.olga()
    client.force_login(olga)
    said = {"amount": "75.00", "method": "check", "received_on": "2026-11-24"}
    client.post(f"/office/application/{application.pk}/payment/", MORE | said)
    paid = Payment.objects.get()
    assert (paid.amount, paid.application) == (7500, application)
    assert Event.objects.get(name="payment.received").by == olga


def test_an_acceptance_grants_what_the_rule_says_whatever_is_sent_along(client, cycle):
    activity, honest = people.sent(cycle), people.accepted(cycle).entries.get()
    client.force_login(people.bob())
    seen = {"seen": people.reviewing(activity).seen}
    client.post(f"/review/activity/{activity.pk}/accept/", MORE | seen)
    assert activity.entries.get().steps == honest.steps


# --- the number of another's thing, in what is sent


def test_charlie_changes_nothing_under_the_key_of_alices_draft(client, cycle):
    draft = people.drafted(cycle)
    before = Activity.objects.filter(pk=draft.pk).values().get()
    client.force_login(people.who(people.charlie()).user)
    for do in ("keep", "send", "answer", "autosave", "attach", "look"):
        path = f"/trainer/activities/{draft.key}/"
        assert client.post(path, BY_HAND | {"do": do}).status_code == 404
    assert Activity.objects.filter(pk=draft.pk).values().get() == before


@pytest.mark.parametrize("path", ["", "more/"])
def test_nobody_ticks_anothers_evidence(client, cycle, path):
    mine = people.sent(cycle)
    other = people.paper(people.charlie())
    key = mine.key if path else uuid.uuid4()
    reuse = BY_HAND | {"reuse": [str(other.pk)], "do": "keep"}
    assert client.post(f"/trainer/activities/{key}/{path}", reuse).status_code == 422
    assert not EvidenceUse.objects.filter(evidence=other).exists()


def test_nobody_takes_a_file_off_anothers_activity_through_their_own(client, cycle):
    mine, other = people.drafted(cycle), people.charlie()
    paper = people.paper(other)
    theirs = people.attached(people.drafted(other), paper=paper)
    path = f"/trainer/activities/{mine.key}/detach/{paper.pk}/"
    assert client.post(path).status_code == 404
    assert theirs.uses.exists()


def test_nobody_answers_for_another(client, cycle):
    asked = people.returned(cycle)
    client.force_login(people.who(people.charlie()).user)
    path = f"/trainer/activities/{asked.key}/"
    assert client.post(path, {"do": "answer", "answer": "Three hours."}).status_code == 404
    asked.refresh_from_db()
    assert asked.status == "returned"
