"""Limits: both sides of the number and of the span, and whose address counts."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from recert.portals import limits
from recert.portals.limits import Limit, address_of

AT = datetime(2026, 11, 24, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_last_allowed_time_passes_and_the_next_does_not():
    limit = Limit(times=3, span=HOUR)
    assert [limit.take("here", at=AT) for _ in range(4)] == [True, True, True, False]


def test_a_time_comes_back_when_the_span_is_over_and_not_a_moment_before():
    limit = Limit(times=1, span=HOUR)
    limit.take("here", at=AT)
    assert not limit.take("here", at=AT + HOUR - timedelta(microseconds=1))
    assert limit.take("here", at=AT + HOUR)


def test_a_refused_time_does_not_lengthen_the_wait():
    limit = Limit(times=1, span=HOUR)
    limit.take("here", at=AT)
    limit.take("here", at=AT + HOUR / 2)
    assert limit.take("here", at=AT + HOUR)


def test_looking_takes_nothing():
    limit = Limit(times=1, span=HOUR)
    assert not limit.is_reached("here", at=AT)
    assert limit.take("here", at=AT)
    assert limit.is_reached("here", at=AT)


def test_memory_is_bounded_and_the_longest_unseen_goes_first(monkeypatch):
    monkeypatch.setattr(limits, "MOST_KEYS", 2)
    limit = Limit(times=1, span=HOUR)
    for key in ("first", "second", "third"):
        limit.take(key, at=AT)
    assert not limit.is_reached("first", at=AT)
    assert limit.is_reached("third", at=AT)


@pytest.mark.parametrize(
    "remote,address",
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_an_address_is_read_as_a_subscriber(remote, address):
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=remote)) == address


def test_what_a_header_says_is_believed_of_a_trusted_proxy_only(settings):
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "203.0.113.1, 192.0.2.7"}
    )
    assert address_of(request) == "10.0.0.1"
    settings.TRUSTED_PROXY = True
    assert address_of(request) == "192.0.2.7"
