"""The time an answer takes tells nothing either: medians of many, asked in turn."""

import time
from statistics import median

import pytest
from django.core.cache import cache
from django.test import Client

from recert.portals.accounts import forms
from recert.portals.public import views
from tests.portals import cast

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ALIKE = 0.10  # of the longer median
ROUNDS = 100


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch):
    for limit in (views.QUESTIONS, views.UNANSWERED, views.NUMBERS_ALONE):
        limit.forget()
        monkeypatch.setattr(limit, "times", 10**6)
    monkeypatch.setattr(forms, "MOST_LETTERS", 10**6)
    monkeypatch.setattr(forms, "MOST_ASKED", 10**6)


def medians(*asked):
    """How long each takes, in seconds; in turn, so that a busy machine is busy for all."""
    taken = [[] for _ in asked]
    for _ in range(ROUNDS):
        for ask, seconds in zip(asked, taken, strict=True):
            cache.clear()
            client, began = Client(), time.perf_counter()
            ask(client)
            seconds.append(time.perf_counter() - began)
    return [median(seconds) for seconds in taken]


def test_an_unlisted_number_takes_as_long_as_one_that_nobody_has():
    cast.certified(cast.certificant())
    first, second = medians(
        lambda client: client.get("/verify/", {"number": "AC-20441705"}),
        lambda client: client.get("/verify/", {"number": "AC-20441713"}),
    )
    assert abs(first - second) <= ALIKE * max(first, second)


def test_a_known_address_takes_as_long_as_an_unknown_one():
    cast.certificant()
    first, second = medians(
        lambda client: client.post("/account/sign-in/", {"email": "alice@example.org"}),
        lambda client: client.post("/account/sign-in/", {"email": "nobody@example.org"}),
    )
    assert abs(first - second) <= ALIKE * max(first, second)
