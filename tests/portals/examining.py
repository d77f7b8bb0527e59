"""What tests of an exam's pages read and send, and the days on which they do."""

from datetime import date

from recert import clock
from tests import people

PASSED_ON = date(2026, 11, 20)
SEAT = {"place": "Los Angeles", "window_from": "2026-12-01", "reference": "SEAT-1"}


def mover(monkeypatch):
    """Moves the day: after move(2) it is two days later than at first."""

    def move(days):
        monkeypatch.setattr(clock, "now", lambda: people.later(days=days))

    move(0)
    return move


def address(cycle, what=""):
    return f"/trainer/cycles/{cycle.pk}/exam/{what}"


def read(client, cycle):
    """The page: its state, its title, and all of its words."""
    response = client.get(address(cycle))
    assert response.status_code == 200
    words = " ".join(response.content.decode().split())
    return response.context["page"].state.value, response.context["said"].title, words
