"""A partner's class, from the proposal to somebody's credit, told through the pages on telephones.

Dana proposes a class; Olga approves it; a stranger finds it in the catalogue; Dana reports that
Alice completed it; Alice has the credit, and sent nothing. Elsewhere each step is a mail.
"""

import pytest

from recert import clock
from tests import offering, people
from tests.stories.stage import fits, heading, said, signed_in, telephone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon in Los Angeles on 24 November 2026."""
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


def propose(dana):
    dana.goto("/provider/")
    assert "No class of yours is in the catalogue yet" in said(dana)
    fits(dana)
    dana.get_by_role("link", name="Propose a class").click()
    dana.get_by_label("Title").fill("Landing and Deceleration")
    dana.get_by_label("In a few sentences").fill("How to teach stopping before speed.")
    dana.get_by_label("How it is taken").select_option("In person")
    dana.get_by_label("Contact hours").fill("4")
    dana.get_by_label("Language").select_option("English")
    dana.get_by_label("Price").fill("89")
    fits(dana)
    dana.get_by_role("button", name="Send for approval").click()
    dana.get_by_text("Sent. An officer looks at it").wait_for()
    assert "Officer’s turn" in said(dana)


def approve(olga):
    olga.goto("/office/classes/")
    fits(olga)
    olga.get_by_role("link", name="Landing and Deceleration").click()
    assert "what its minutes give, 0.4 CECs" in said(olga)
    olga.get_by_label("Code").fill("DANA-4")
    olga.get_by_label("Approved from").fill("2026-11-01")
    fits(olga)
    olga.get_by_role("button", name="Approve").click()
    olga.get_by_text("Approved: Landing and Deceleration, version 1.").wait_for()


def find(stranger):
    stranger.goto("/classes/?q=landing")
    assert "Landing and Deceleration" in said(stranger)
    assert "0.4 CECs" in said(stranger)


def report(dana, number):
    dana.get_by_role("link", name="Report", exact=True).click()
    dana.get_by_label("Class").select_option("Landing and Deceleration (DANA-4)")
    dana.get_by_label("Certification number").fill(number)
    dana.get_by_label("Family name").fill("Angstrom")
    dana.get_by_label("Completed on").fill("2026-11-20")
    fits(dana)
    dana.get_by_role("button", name="See who that is").click()
    dana.get_by_role("heading", name="Alice Ångström").wait_for()
    fits(dana)
    dana.get_by_role("button", name="Report it").click()
    dana.get_by_text("Alice Ångström has the credit").wait_for()
    assert "Credit given" in said(dana)
    fits(dana)


def reads(alice):
    alice.goto("/trainer/")
    assert heading(alice) == "Where you stand"
    assert "0.4 of 2.0 CECs" in said(alice)
    alice.get_by_text("Landing and Deceleration").first.click()
    alice.get_by_text("Reported by Dana's Gym on 24 November 2026").wait_for()


def test_a_partners_class_is_proposed_approved_found_reported_and_counts(browser, live_server):
    cycle, dana, olga = people.alice(), offering.speaks(), people.olga()
    with (
        telephone(browser, live_server) as danas,
        telephone(browser, live_server) as olgas,
        telephone(browser, live_server) as strangers,
        telephone(browser, live_server) as alices,
    ):
        propose(signed_in(danas, live_server, dana))
        approve(signed_in(olgas, live_server, olga))
        find(strangers)
        report(danas, cycle.credential.number)
        reads(signed_in(alices, live_server, people.who(cycle).user, how="code"))
