"""What is left to officers at the desk: a next cycle that no policy sets; a decision that waits."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from recert import clock
from recert.records.certification import Cycle
from tests import people, silent
from tests.portals.reviewing import said

pytestmark = pytest.mark.django_db
WHY = "As the board decided in May."


@pytest.fixture
def olga(client, monkeypatch):
    """Olga is signed in, and the pages live in the moment in which the cast lives."""
    monkeypatch.setattr(clock, "now", lambda: people.AT)
    login = people.olga()
    client.force_login(login)
    return login


def desk(application, *, do=""):
    address = reverse("review:application", args=[application.pk])
    return f"{address}?do={do}" if do else address


def approve(client, application, **given):
    address = reverse("review:decide_application", args=[application.pk, "approve"])
    return client.post(address, {"seen": people.looking(application).seen, **given})


def test_the_readings_are_shown_with_their_days_and_none_is_chosen(client, olga):
    page = client.get(desk(silent.unset(), do="approve"))
    assert "The day after the old last day: 16 December 2026 to 15 December 2028" in said(page)
    assert "The day after filing: 25 November 2026 to 15 December 2028" in said(page)
    assert "On another day, entered below" in said(page)
    assert "checked" not in str(page.context["form"]["reading"])


@pytest.mark.parametrize(
    "given, days",
    [
        ({"reading": "after old last day"}, (date(2026, 12, 16), date(2028, 12, 15))),
        ({"reading": "next day"}, (date(2026, 11, 25), date(2028, 12, 15))),
        (
            {"reading": "other", "begins_on": "2027-01-01", "ends_on": "2028-12-31"},
            (date(2027, 1, 1), date(2028, 12, 31)),
        ),
    ],
)
def test_the_days_that_an_officer_chooses_or_enters_are_the_next_cycle(client, olga, given, days):
    application = silent.unset()
    approve(client, application, reason=WHY, **given)
    decision = application.decisions.get()
    cycle = decision.renewal.cycle
    assert (cycle.begins_on, cycle.ends_on) == days
    page = said(client.get(reverse("review:decision", args=[decision.pk])))
    assert "The policy does not set these days; Olga Officer set them" in page
    assert WHY in page


@pytest.mark.parametrize(
    "given, words",
    [
        ({}, "next cycle begins"),
        ({"reading": "soon"}, "not one of the available choices"),
        ({"reading": "next day", "reason": " "}, "Reason"),
        ({"reading": "other"}, "Enter the day, since you chose another."),
        ({"reading": "other", "begins_on": "2027-01-01"}, "since you chose another."),
        ({"reading": "other", "begins_on": "x", "ends_on": "2028-12-31"}, "valid date"),
        ({"reading": "other", "begins_on": "2026-11-24", "ends_on": "2028-12-31"},
         "Enter a first day from 25 November 2026"),
        ({"reading": "other", "begins_on": "2027-01-01", "ends_on": "2026-12-15"},
         "Enter a last day after 15 December 2026"),
        ({"reading": "other", "begins_on": "2027-01-01", "ends_on": "9999-12-31"},
         "Enter a last day from 1 January 2027 to 1 January 2031"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_refused_beside_their_field(client, olga, given, words):
    application = silent.unset()
    refused = approve(client, application, **{"reason": WHY} | given)
    assert refused.status_code == 422
    assert words in said(refused)
    assert not application.decisions.exists()


def test_a_plain_reviewer_is_told_that_an_officer_decides(client, olga):
    client.force_login(people.bob())
    application = silent.unset()
    page = said(client.get(desk(application)))
    assert "The policy does not set: when the next cycle begins. An officer decides." in page
    assert 'aria-disabled="true"' in page
    refused = approve(client, application, reason=WHY, reading="next day")
    assert refused.status_code == 422
    assert "An officer decides this case." in said(refused)
    assert not application.decisions.exists()


def test_a_decision_that_cannot_take_effect_says_why_where_staff_look(client, olga):
    application = people.ready(people.alice())
    old = application.cycle
    Cycle.objects.create(
        credential=old.credential, begins_on=old.ends_on + timedelta(days=1),
        ends_on=old.ends_on + timedelta(days=700), level=old.level, began_at=people.AT,
    )  # fmt: skip
    approve(client, application)
    decision = application.decisions.get()
    assert decision.took_effect_at is None
    page = said(client.get(reverse("review:decision", args=[decision.pk])))
    assert "Approved, and it could not take effect." in page
    owed = said(client.get(reverse("office:owed")))
    assert "Decisions that could not take effect" in owed
    assert reverse("review:decision", args=[decision.pk]) in owed
    assert "A final decision could not take effect" in said(client.get(desk(application)))
