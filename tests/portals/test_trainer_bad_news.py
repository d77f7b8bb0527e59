"""What the trainer's pages say where something is short, late, denied or ended."""

from datetime import date

import pytest

from recert import clock
from recert.actions import acts, review
from recert.records.certification import Act
from tests import people
from tests.portals.signing import sign_in

pytestmark = pytest.mark.django_db
HOME = "/trainer/"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon in Los Angeles on the day of the cast."""
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


def reads(client, cycle, url=HOME):
    """What Alice reads at an address, in one line."""
    client.force_login(people.who(cycle).user)
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def denied(cycle):
    """A cycle whose application was denied, and the denial is in effect."""
    decision = people.decided(people.filed(cycle), outcome="denied")
    review.take_effect(decision, at=people.AT)
    return cycle


def outcome_of(cycle):
    return f"/trainer/cycles/{cycle.pk}/application/"


def ending(days):
    """A cycle whose last day is so many days after the day of the cast."""
    last_on = people.later(days=days).astimezone(people.body().tz).date()
    return people.alice(certified_on=last_on.replace(year=last_on.year - 2))


@pytest.mark.parametrize("days, word", [(1, "Not yet met"), (0, "Not yet met"), (-1, "Not met")])
def test_what_is_short_is_not_yet_met_through_the_last_day_and_not_met_after(client, days, word):
    text = reads(client, ending(days))
    finding = text.split("<table")[-1].split("Filing window")[0]
    assert word in finding
    assert ("Not met" in finding) == (word == "Not met")


def test_a_revoked_trainer_is_shown_no_credit_to_go_and_no_days_left(client):
    cycle = people.alice()
    act = {"kind": Act.REVOKED, "reason": "Decided.", "by": people.olga(), "at": people.AT}
    acts.act_upon(cycle.credential, begins_on=people.ON, **act)
    text = reads(client, cycle)
    assert "Your certification was revoked" in text
    assert "days left" not in text
    assert "even pace" not in text
    assert "if renewed" not in text
    assert "Not yet met" not in text


def test_filing_with_too_little_says_what_is_missing_and_offers_to_add_it(client):
    cycle = people.alice()
    people.filed(cycle)
    home = reads(client, cycle)
    assert "Nothing to do" not in home
    assert "Add what is missing; your application is with us" in home
    outcome = reads(client, cycle, outcome_of(cycle))
    assert "2.0 CECs are still missing" in outcome
    assert 'href="/trainer/activities/add/">Add an activity' in outcome


def test_a_denied_trainer_learns_on_the_first_page_that_it_was_denied(client):
    cycle = denied(people.alice())
    home = reads(client, cycle)
    assert "Your application of 24 November 2026 was denied." in home
    assert f'href="{outcome_of(cycle)}"' in home


@pytest.mark.parametrize("days, again", [(0, True), (1, False)])
def test_a_denied_trainer_may_file_again_through_the_last_day(client, monkeypatch, days, again):
    cycle = denied(people.alice())
    last = (cycle.ends_on - people.ON).days
    monkeypatch.setattr(clock, "real_now", lambda: people.later(days=last + days))
    outcome = reads(client, cycle, outcome_of(cycle))
    assert ("File again" in outcome) == again
    assert ("so it cannot be filed again" in outcome) != again
    assert "You may ask for it to be looked at again." in outcome


def test_where_filing_is_closed_nothing_is_asked_and_no_fee_is_named(client):
    cycle = people.alice(certified_on=date(2024, 11, 23))
    sign_in(client, people.who(cycle))
    text = " ".join(client.get(f"{outcome_of(cycle)}file/").content.decode().split())
    assert "It cannot be filed today." in text
    assert "Your declaration" not in text
    assert "You pay" not in text
