"""What tests of the doors may ask for."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from recert import clock
from recert.portals.public import views
from tests.portals import cast
from tests.portals.strangers import NOW


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    """What a process remembers of who tried what ends with each test."""
    cache.clear()


@pytest.fixture
def at(monkeypatch):
    """The real moment, which the test moves: at(hours=2)."""
    moment = [datetime.now(UTC)]
    monkeypatch.setattr(clock, "real_now", lambda: moment[0])

    def move(**span):
        moment[0] += timedelta(**span)
        return moment[0]

    return move


@pytest.fixture
def installed(settings):
    """A body's own installation: no demonstration, so no bar and no day that moves."""
    templates = deepcopy(settings.TEMPLATES)
    context = templates[0]["OPTIONS"]["context_processors"]
    context.remove("recert.portals.demonstration.context.bar")
    settings.TEMPLATES = templates
    settings.RECERT_DEMONSTRATION = False


@pytest.fixture
def nobody_has_asked(monkeypatch):
    """The moment in which strangers ask, and no question before theirs."""
    monkeypatch.setattr(clock, "real_now", lambda: NOW)
    for limit in (views.QUESTIONS, views.UNANSWERED, views.NUMBERS_ALONE, views.SHUT_OUT):
        limit.forget()


@pytest.fixture
def alice():
    return cast.certificant()


@pytest.fixture
def cycle(alice):
    return cast.certified(alice)
