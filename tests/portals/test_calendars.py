"""A calendar at a secret address: what stands in it, who finds it, and that readers understand."""

from datetime import date, timedelta

import pytest
from django.conf import settings as conf
from django.test import Client, override_settings
from django.utils.translation import get_language
from icalendar import Calendar

from recert import clock
from recert.actions import calendars, editions, planning, register
from recert.logs import _without_secrets
from recert.portals.calendars import views
from recert.records.people import Certificant
from tests import people
from tests.actions.happenings_of_classes import planned
from tests.portals.signing import sign_in

pytestmark = pytest.mark.django_db
PAGE, ANEW = "/calendar/", "/calendar/anew/"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon in Los Angeles on the day of the cast, and nobody has asked yet."""
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)
    views.SHUT_OUT.forget()
    views.FETCHES.forget()


@pytest.fixture
def cycle():
    return people.alice()


def made(cycle):
    """The secret address of Alice's calendar."""
    alice = people.who(cycle)
    row = calendars.make_address(alice, by=alice.user, at=people.AT)
    return f"/calendar/{calendars.token_of(row)}.ics"


def read(client, address, *, status=200, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == status
    return response


def events(client, address):
    """What a reader finds, by identifier."""
    found = Calendar.from_ical(read(client, address).content)
    return {str(event["UID"]).partition("@")[0]: event for event in found.walk("VEVENT")}


def days(event):
    """The first and the last day as a reader shows them: DTEND is the day after."""
    return event["DTSTART"].dt, event["DTEND"].dt - timedelta(days=1)


# --- what stands in it


def test_the_days_of_a_cycle_stand_in_it_as_whole_days(client, cycle):
    found = events(client, made(cycle))
    assert set(found) == {f"{what}-{cycle.pk}" for what in ("cycle-ends", "filing-closes")}
    last = found[f"cycle-ends-{cycle.pk}"]
    assert days(last) == (people.LAST_ON, people.LAST_ON)
    assert type(last["DTSTART"].dt) is date
    assert last["DTSTART"].params["VALUE"] == "DATE"
    assert "Last day of your cycle" in str(last["SUMMARY"])
    assert days(found[f"filing-closes-{cycle.pk}"]) == (people.LAST_ON, people.LAST_ON)


def test_half_of_the_cycle_stands_in_it_until_it_is_long_past(client):
    cycle = people.alice(certified_on=date(2026, 1, 1))
    half = events(client, made(cycle))[f"cycle-half-{cycle.pk}"]
    assert days(half) == (date(2027, 1, 1), date(2027, 1, 1))


def test_a_filing_day_that_is_not_set_does_not_stand_in_it(client):
    cycle = people.alice(edition=people.adopted(overlay=False))
    assert f"filing-closes-{cycle.pk}" not in events(client, made(cycle))


def test_once_filed_only_the_last_day_is_left(client, cycle):
    people.filed(cycle)
    assert set(events(client, made(cycle))) == {f"cycle-ends-{cycle.pk}"}


def test_a_planned_class_stands_in_it_and_stays_as_cancelled(client, cycle):
    plan = planned(cycle, of=people.course(title="Kettlebells; part 1,2"), on=date(2026, 12, 9))
    address = made(cycle)
    first = events(client, address)[f"plan-{plan.pk}"]
    assert str(first["SUMMARY"]) == "Class: Kettlebells; part 1,2"
    assert days(first) == (date(2026, 12, 9), date(2026, 12, 9))
    assert (first["SEQUENCE"], first["STATUS"]) == (0, "CONFIRMED")
    planning.cancel(plan, by=None, at=people.later(hours=3))
    then = events(client, address)[f"plan-{plan.pk}"]
    assert (then["SEQUENCE"], then["STATUS"]) == (2, "CANCELLED")
    assert then["LAST-MODIFIED"].dt == people.later(hours=3)
    assert not then.walk("VALARM")


def test_a_day_that_a_provider_called_off_says_so(client, cycle):
    course = people.course(title="Kettlebells", next_on=date(2026, 12, 9))
    plan = planned(cycle, of=course, on=date(2026, 12, 9))
    course.dates.update(cancelled_at=people.later(hours=1))
    found = events(client, made(cycle))[f"plan-{plan.pk}"]
    assert str(found["SUMMARY"]) == "No longer held: Kettlebells"
    assert found["SEQUENCE"] == 1


def test_the_newest_card_of_a_kind_stands_in_it(client, cycle):
    for expires_on in (date(2027, 1, 10), date(2028, 1, 10)):
        register.record_companion(
            people.who(cycle), kind="cpr_aed", issued_on=date(2026, 1, 10), expires_on=expires_on,
            hands_on=True, evidence=None, by=None, at=people.AT,
        )  # fmt: skip
    cards = [event for uid, event in events(client, made(cycle)).items() if "card" in uid]
    assert [days(card)[0] for card in cards] == [date(2028, 1, 10)]
    assert "CPR and AED card" in str(cards[0]["SUMMARY"])


def test_alarms_ring_in_the_morning_before_a_deadline(client, cycle):
    last = events(client, made(cycle))[f"cycle-ends-{cycle.pk}"]
    morning = timedelta(hours=9)
    assert [alarm["TRIGGER"].dt for alarm in last.walk("VALARM")] == [
        morning - timedelta(days=30), morning - timedelta(days=7), morning - timedelta(days=1),
    ]  # fmt: skip


def test_a_later_edition_that_moves_a_day_keeps_its_identifier_and_raises_its_sequence(
    client, cycle
):
    address, uid = made(cycle), f"filing-closes-{cycle.pk}"
    before = events(client, address)[uid]
    text = people.EDITION.read_text().replace("2020-01-01", "2024-01-01")
    text = text.replace('closes_days_after_last_day = "not set"', "closes_days_after_last_day = 30")
    editions.adopt(
        people.PROGRAM, text=text, source="action-cpt/2024-01-01.toml", by=None,
        at=people.later(days=1),
    )  # fmt: skip
    after = events(client, address)[uid]
    assert days(after)[0] == people.LAST_ON + timedelta(days=30)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


def test_nothing_of_anybody_else_stands_in_it(client, cycle):
    planned(people.charlie(edition=cycle.credential.program.editions.get()), on=people.ON)
    assert not [uid for uid in events(client, made(cycle)) if uid.startswith("plan")]


def test_it_costs_the_same_whatever_stands_in_it(
    client, cycle, installed, django_assert_max_num_queries
):
    address = made(cycle)
    for place in range(5):
        planned(cycle, of=people.course(title=f"Part {place}"), on=people.ON)
    with django_assert_max_num_queries(7):
        client.get(address)


# --- who finds it


def test_a_reader_needs_no_sign_in_and_keeps_what_has_not_changed(client, cycle):
    address = made(cycle)
    response = read(Client(), address)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-cache"
    etag = response.headers["ETag"]
    assert read(Client(), address, status=304, **{"If-None-Match": etag}).content == b""
    planned(cycle, on=people.ON)
    assert read(Client(), address, **{"If-None-Match": etag}).headers["ETag"] != etag
    assert not response.cookies


def test_an_address_made_anew_is_dead_at_once_like_one_that_never_was(client, cycle):
    old = made(cycle)
    new = made(cycle)
    assert read(client, new).status_code == 200
    dead = read(client, old, status=404)
    wrong = read(client, f"/calendar/{'A' * 43}.ics", status=404)
    assert dead.content == wrong.content


@pytest.mark.parametrize("token", ["", "A", "A" * 42, "A" * 44, "ä" * 43, "-" * 43, "." * 43])
def test_no_other_word_opens_a_calendar(token):
    assert calendars.sealed_nonce(token) is None


def test_a_word_with_any_letter_changed_opens_nothing(cycle):
    alice = people.who(cycle)
    row = calendars.make_address(alice, by=alice.user, at=people.AT)
    token = calendars.token_of(row)
    assert calendars.sealed_nonce(token) == row.nonce
    for place, letter in enumerate(token):
        other = "A" if letter != "A" else "B"
        assert calendars.sealed_nonce(token[:place] + other + token[place + 1 :]) is None


def test_what_is_on_record_alone_opens_nothing(cycle):
    row = calendars.make_address(people.who(cycle), by=None, at=people.AT)
    here = calendars.token_of(row)
    with override_settings(SECRET_KEY="another installation's"):
        assert calendars.token_of(row) != here
        assert calendars.sealed_nonce(here) is None
    with override_settings(SECRET_KEY="a newer one", SECRET_KEY_FALLBACKS=[conf.SECRET_KEY]):
        assert calendars.sealed_nonce(here) == row.nonce


def test_guessing_is_limited_and_a_reader_behind_the_same_address_still_reads(
    client, cycle, monkeypatch
):
    monkeypatch.setattr(views, "MOST_GUESSED", 3)
    address = made(cycle)
    for _guess in range(3):
        read(client, f"/calendar/{'A' * 43}.ics", status=404)
    read(client, f"/calendar/{'A' * 43}.ics", status=429)
    read(client, address)


def test_a_reader_of_a_dead_address_is_no_guesser(client, cycle, monkeypatch):
    monkeypatch.setattr(views, "MOST_GUESSED", 2)
    old = made(cycle)
    made(cycle)
    for _again in range(5):
        read(client, old, status=404)
    read(client, f"/calendar/{'A' * 43}.ics", status=404)


def test_a_reader_that_asks_without_end_is_asked_to_wait(client, cycle, monkeypatch):
    monkeypatch.setattr(views.FETCHES, "times", 2)
    address = made(cycle)
    read(client, address)
    read(client, address)
    assert "Retry-After" in read(client, address, status=429).headers


def test_the_address_stands_in_no_log(cycle):
    address = made(cycle)
    assert _without_secrets(f"Not Found: {address}") == "Not Found: /calendar/..."


# --- the page


def test_the_page_makes_the_address_shows_it_again_and_makes_it_anew(client, cycle):
    sign_in(client, people.who(cycle))
    assert "Make my calendar address" in client.get(PAGE).content.decode()
    first = client.post(ANEW, follow=True).content.decode()
    shown = first.partition('value="http')[2].partition('"')[0]
    assert shown.endswith(".ics")
    assert f"webcal{shown.removeprefix('s')}" in first
    assert shown in client.get(PAGE).content.decode()
    assert "Last day of your cycle" in first
    assert shown not in client.post(ANEW, follow=True).content.decode()


def test_it_is_written_in_the_language_of_its_owner(client, cycle, monkeypatch):
    Certificant.objects.update(language="es")
    spoken = []
    monkeypatch.setattr(views, "entries_of", lambda *_a, **_k: spoken.append(get_language()) or [])
    read(client, made(cycle), **{"Accept-Language": "de"})
    assert spoken == ["es"]


def test_an_identifier_of_one_installation_is_not_anothers(client, cycle):
    with override_settings(RECERT_ADDRESS="https://body.example"):
        text = read(client, made(cycle)).content.decode()
    assert f"UID:cycle-ends-{cycle.pk}@body.example" in text
