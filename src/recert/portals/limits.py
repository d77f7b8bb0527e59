"""Limits that guard reading: how often one address may ask, counted in this process's memory.

A limit is a number of times within a span; what lies further back than the span is forgotten. What
guards a secret is counted in the database instead (recert.actions.guesses), since a process
forgets when it ends and does not know of its neighbours.
"""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MOST_KEYS = 50_000  # what one process remembers; the longest unseen is forgotten first
IPV6_ONE_HOUSEHOLD = 64  # bits of an address that belong to one subscriber


class Limit:
    """At most `times` within `span`, for each key.

    >>> from datetime import UTC
    >>> limit, at = Limit(times=2, span=timedelta(hours=1)), datetime(2026, 1, 1, tzinfo=UTC)
    >>> [limit.take("192.0.2.1", at=at) for _ in range(3)]
    [True, True, False]
    >>> limit.take("192.0.2.2", at=at), limit.take("192.0.2.1", at=at + timedelta(hours=1))
    (True, True)
    """

    def __init__(self, *, times: int, span: timedelta) -> None:
        """Allow so many times within a span."""
        self.times, self.span = times, span
        self._taken: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def is_reached(self, key: str, *, at: datetime) -> bool:
        """Say whether a key has used up what it has, without taking anything."""
        with self._lock:
            return len(self._recent(key, at=at)) >= self.times

    def take(self, key: str, *, at: datetime) -> bool:
        """Take one of a key's times; say whether there was one left."""
        with self._lock:
            recent = self._recent(key, at=at)
            if len(recent) >= self.times:
                return False
            recent.append(at)
            self._taken[key] = recent
            self._taken.move_to_end(key)
            while len(self._taken) > MOST_KEYS:
                self._taken.popitem(last=False)
            return True

    def forget(self) -> None:
        """Forget everything, as a new process would."""
        with self._lock:
            self._taken.clear()

    def _recent(self, key: str, *, at: datetime) -> deque[datetime]:
        recent = self._taken.get(key, deque())
        while recent and recent[0] <= at - self.span:
            recent.popleft()
        return recent


def too_often(request: HttpRequest, *, limit: Limit) -> HttpResponse:
    """Answer 429, in words, with when to come back."""
    response = render(request, "429.html", {"messages": ()}, status=429)
    response.headers["Retry-After"] = str(int(limit.span.total_seconds()))
    response.headers["Cache-Control"] = "no-store"
    return response


def address_of(request: HttpRequest) -> str:
    """Return the address that a request came from, an IPv6 one by its subscriber's network.

    What a header says is believed only of the proxy that the settings call trusted.
    """
    given = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.TRUSTED_PROXY and forwarded:
        given = forwarded.rpartition(",")[2].strip()
    try:
        address = ip_address(given)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, IPV6_ONE_HOUSEHOLD), strict=False).network_address)
    return str(address)
