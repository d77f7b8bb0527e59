"""A holder of the certificate is upgraded by the exam, told through the pages on a telephone.

Alice compares the ways, sends her card, asks, books and sits; Olga takes the testing center's file
in; a stranger asks. Elsewhere it takes ten steps, and a code that is copied by hand.
"""

import pytest

from recert import clock
from recert.jobs.working import run_once
from recert.records.certification import Cycle
from tests import examined, people
from tests.stories import stage
from tests.stories.stage import fits, heading, said, telephone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon in Los Angeles on 24 November 2026."""
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


@pytest.fixture
def cycle():
    """Alice's cycle through 15 December 2026: the online exam's certificate, half of the credit."""
    cycle = examined.holder()
    people.accepted(cycle)
    return cycle


class Taps:
    """Taps as they are counted: each choice, each button; typing is none."""

    def __init__(self, page):
        self.page, self.made = page, []

    def on(self, role, name):
        """Tap what a reader of the page would call so."""
        self.page.get_by_role(role, name=name).first.click()
        self.page.wait_for_load_state()
        self.made.append(name)


def choose(alice, taps):
    """Three ways in her own numbers; the exam waives the fee and raises the level."""
    alice.goto("/trainer/")
    taps.on("link", "Compare the ways to recertify")
    words = said(alice)
    assert "By credits" in words
    assert "10 contact hours" in words
    assert "$75.00" in words
    assert "Waived on this pathway." in words
    fits(alice)
    taps.on("link", "Take this way")


def send_the_card_and_ask(alice, taps):
    assert heading(alice) == "Add your CPR and AED card"
    card = stage.photograph(["CPR and AED", "Alice Ångström", "5 Jan 2026"])
    alice.locator("input[type=file]").set_input_files(card)
    alice.get_by_label("Issued on").fill("2026-01-05")
    alice.get_by_label("Ends on").fill("2028-01-05")
    alice.get_by_label("In person, hands on").check()
    fits(alice)
    taps.on("button", "Add the card, and ask to sit the exam")


def book(alice, taps):
    assert heading(alice) == "Book your seat"
    alice.get_by_label("Where").fill("Los Angeles")
    alice.get_by_label("Day of the exam").fill("2026-12-01")
    alice.get_by_label("Reference").fill("SEAT-4711")
    fits(alice)
    taps.on("button", "Keep this seat")
    assert heading(alice) == "Sit the exam: Tuesday 1 December 2026"
    fits(alice)


def take_the_file_in(olga):
    """What the file would do is said first; one row is hers, by the booking, one is nobody's."""
    olga.set_viewport_size({"width": 1280, "height": 900})
    olga.goto("/office/exams/")
    row = {
        "RESULT_ID": "RES-1",
        "EXAM_DATE": "2026-12-01",
        "RESULT": "pass",
        "BOOKING": "SEAT-4711",
    }
    content = examined.file_of(row, examined.NOBODY)
    file = {"name": "results.csv", "mimeType": "text/csv", "buffer": content}
    olga.get_by_label("File of results").set_input_files(file)
    olga.get_by_role("button", name="See what it would do").click()
    assert "Nothing is recorded yet." in said(olga)
    assert "Recorded 1 Held for a person 1" in said(olga)
    fits(olga)
    olga.get_by_role("button", name="Take it in").click()
    assert "Taken in. Each row says what came of it." in said(olga)
    fits(olga)


def read_what_came_of_it(alice, cycle):
    alice.goto(f"/trainer/cycles/{cycle.pk}/exam/")
    assert heading(alice) == "You are recertified through 15 December 2028"
    assert "hold the certification from that day on" in said(alice)
    assert "$0.00" in said(alice)
    fits(alice)
    alice.get_by_role("link", name="Your certificate").click()
    assert "16 December 2026 through 15 December 2028" in said(alice)


def test_alice_is_upgraded_in_four_taps_and_an_exam(browser, live_server, cycle, monkeypatch):
    with telephone(browser, live_server) as alice:
        taps = Taps(stage.signed_in(alice, live_server, people.who(cycle).user, how="code"))
        choose(alice, taps)
        send_the_card_and_ask(alice, taps)
        book(alice, taps)
        assert len(taps.made) == 4  # compare, choose, ask with the card, book; then she sits
        monkeypatch.setattr(clock, "real_now", lambda: people.later(days=9))
        with telephone(browser, live_server) as olga:
            stage.signed_in(olga, live_server, people.olga())
            take_the_file_in(olga)
        run_once()
        stage.signed_in(alice, live_server, people.who(cycle).user, how="code")
        read_what_came_of_it(alice, cycle)
    assert Cycle.objects.filter(credential=cycle.credential).count() == 2
    with telephone(browser, live_server) as stranger:
        stranger.goto(f"/verify/{cycle.credential.code}/")
        assert stranger.title().startswith("Certified: current")
        assert "Certification" in said(stranger)
