"""The demonstration can be made on any day and at any hour, leap days and midnights included."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from recert import clock
from recert.demonstration.making import make
from recert.records.history import Event, Notice
from recert.records.people import Certificant

HERE = ZoneInfo("America/Los_Angeles")


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize(
    "now",
    [
        datetime(2028, 2, 29, 23, 59, tzinfo=HERE),
        datetime(2026, 12, 31, 16, 30, tzinfo=HERE),  # already the next year in UTC
        datetime(2027, 3, 14, 3, 0, tzinfo=HERE),  # clocks went forward an hour ago
    ],
    ids=str,
)
def test_it_is_made_whole_and_nothing_of_it_is_to_come(monkeypatch, now):
    monkeypatch.setattr(clock, "real_now", lambda: now)
    make(400, say=lambda done, whole: None)
    assert Certificant.objects.count() == 400
    assert not Event.objects.filter(at__gt=now).exists()
    assert not Notice.objects.filter(sent_at=None).exists()
