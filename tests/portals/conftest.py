"""What tests of the doors may ask for."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from recert import clock


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
