"""A trainer recertifies with credits, told through the pages on a telephone, from code to document.

Alice has 1.3 of 2.0 CECs, and three weeks. Bob reviews, Olga records the fee, a stranger asks.
"""

import re
from datetime import date

import pypdfium2
import pytest
from django.core import mail

from recert import clock
from recert.actions.sign_ins import open_enrolment
from recert.jobs.working import run_once
from recert.records.certification import Cycle
from tests import people
from tests.outside.hostile import honest_pdf
from tests.stories import stage
from tests.stories.stage import fits, heading, said, telephone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

MINE = {"name": "scan0001.pdf", "mimeType": "application/pdf", "buffer": honest_pdf(2)}


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon in Los Angeles on 24 November 2026."""
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


@pytest.fixture
def cycle():
    """Alice's cycle through 15 December 2026, in which 1.3 CECs count."""
    cycle = people.alice()
    gym = people.dana()
    for minutes, day in ((480, date(2025, 9, 14)), (300, date(2026, 2, 8))):
        people.accepted(cycle, of=people.course(gym, minutes=minutes), completed_on=day)
    people.course(gym, code="DANA-117", minutes=300, title="Strength After Sixty")
    return cycle


def read_where_she_stands(alice):
    stage.sign_in_by_code(alice, "alice@recert.example")
    alice.wait_for_url("**/trainer/")
    words = said(alice)
    assert "1.3 of 2.0 CECs" in words
    assert re.search(r"to go, about 7 contact hours\s*0\.7", words)
    assert "Next step" in words
    fits(alice)


def add_by_code(alice):
    """The class says its title, provider and hours; the draft saves itself."""
    alice.goto("/trainer/activities/add/")
    alice.get_by_label("Class code").fill("dana-117")
    alice.get_by_label("Class code").blur()
    alice.get_by_role("heading", name="Strength After Sixty").wait_for()
    assert "0.5 CECs" in said(alice)
    alice.get_by_label("Completed on").fill("2026-11-01")
    alice.get_by_label("Completed on").blur()
    alice.get_by_text("Saved on").first.wait_for()
    alice.locator("input[type=file]").set_input_files(MINE)
    fits(alice)
    alice.get_by_role("button", name="Send for review").click()
    alice.wait_for_url("**/trainer/")
    assert "Sent. It is the reviewer’s turn now" in said(alice)


def add_by_hand(alice):
    """Nobody names a file: what it is called is made of her name, what it is, and the day."""
    alice.goto("/trainer/activities/add/")
    alice.get_by_label("Title").fill("Sprint Mechanics")
    alice.get_by_label("Who offered it").fill("Dana's Gym")
    alice.get_by_label("How you took it").select_option("in_person")
    alice.get_by_label("Contact hours").fill("3")
    alice.get_by_label("Completed on").fill("2026-11-08")
    alice.locator("input[type=file]").set_input_files(
        stage.photograph(["Dana's Gym", "Alice Ångström", "Sprint Mechanics", "8 Nov 2026"])
    )
    alice.get_by_role("button", name="Send for review").click()
    alice.wait_for_url("**/trainer/")
    assert "Sprint Mechanics" in said(alice)


def enrol(bob):
    """Bob sets up a passkey by his link, signs out, and signs in with it."""
    stage.with_screen_lock(bob)
    token = open_enrolment(people.bob(), by=None, at=clock.real_now())
    bob.goto(f"/account/enrol/{token}/")
    bob.get_by_role("button", name="Sign in and make a passkey").click()
    bob.get_by_role("button", name="Make the passkey").click()
    bob.wait_for_url("**/account/devices/")
    bob.get_by_role("button", name="Sign out", exact=True).click()
    bob.goto("/account/sign-in/")
    bob.get_by_role("button", name="Use a passkey").click()
    bob.wait_for_url("**/review/**")


def open_case(bob, title):
    bob.goto("/review/")
    bob.locator("[data-case]", has_text=title).get_by_role("link").first.click()
    bob.get_by_role("heading", name=title, level=1).wait_for()


def accept_whole(bob):
    open_case(bob, "Strength After Sixty")
    paper = bob.locator("img.document").first
    paper.scroll_into_view_if_needed()
    bob.wait_for_function("image => image.naturalWidth > 100", arg=paper.element_handle())
    fits(bob)
    bob.get_by_role("button", name=re.compile(r"Accept 0\.5")).click()
    bob.get_by_text("Accepted").first.wait_for()


def ask(bob):
    open_case(bob, "Sprint Mechanics")
    bob.get_by_role("link", name=re.compile("^Return")).click()
    bob.get_by_label("Question on").select_option("minutes")
    bob.get_by_role("textbox", name="Question").fill(
        "The photograph does not show the hours. How long was it?"
    )
    bob.get_by_role("button", name="Return").click()
    bob.get_by_text("Returned").first.wait_for()


def answer(alice):
    alice.goto("/trainer/")
    fits(alice)
    assert "Next step: Answer the reviewer’s question" in said(alice)
    alice.get_by_role("link", name="Read and answer").click()
    alice.get_by_text("The photograph does not show the hours").wait_for()
    fits(alice)
    alice.get_by_label("Your answer").fill("Two hours of teaching, and one of practice.")
    alice.get_by_role("button", name="Answer and send back").click()
    alice.wait_for_url("**/trainer/")


def accept_in_part(bob):
    open_case(bob, "Sprint Mechanics")
    assert "Two hours of teaching, and one of practice." in said(bob)
    bob.get_by_role("link", name=re.compile("in part")).click()
    bob.get_by_label("CECs").fill("0.2")
    bob.get_by_label("Reason").fill("The hour of practice is not instruction.")
    bob.get_by_role("button", name=re.compile("in part")).click()
    bob.get_by_text("in part").first.wait_for()


def file_application(alice):
    alice.goto("/trainer/")
    assert "2.0 of 2.0 CECs" in said(alice)
    alice.get_by_text("Sprint Mechanics").first.click()
    alice.get_by_text("The hour of practice is not instruction.").first.wait_for()
    alice.get_by_role("link", name=re.compile("Apply|application", re.IGNORECASE)).first.click()
    assert heading(alice) == "Recertification application"
    assert "$75.00" in said(alice)
    assert "16 December 2026 through 15 December 2028" in said(alice)
    alice.get_by_role("button", name="File the application").click()
    alice.get_by_text("Not ticked").first.wait_for()
    fits(alice)
    for box in alice.get_by_role("checkbox").all():
        box.check()
    alice.get_by_role("button", name="File the application").click()
    alice.get_by_text("Filed.").first.wait_for()
    fits(alice)


def record_fee(olga):
    olga.goto("/office/")
    assert "$75.00" in said(olga)
    olga.get_by_role("link", name="Record payment Alice Ångström").click()
    assert olga.get_by_label("Amount").input_value() == "75.00"
    olga.get_by_label("How it came").select_option("check")
    olga.get_by_label("Reference").fill("No. 2041")
    olga.get_by_role("button", name="Record and give a receipt").click()
    olga.get_by_role("heading", name="Receipt 1").wait_for()
    fits(olga)


def approve(bob):
    bob.goto("/review/")
    bob.get_by_role("link", name="Alice Ångström").first.click()
    bob.get_by_role("button", name=re.compile("^Approve")).click()
    bob.get_by_role("heading", name="Approved: Alice Ångström").wait_for()
    assert "15 December 2028" in said(bob)
    fits(bob)


def receive_certificate(alice):
    alice.goto("/trainer/")
    fits(alice)
    alice.goto("/trainer/documents/")
    with alice.expect_download() as download:
        alice.get_by_role("link", name=re.compile("certificate", re.IGNORECASE)).first.click()
    kept = download.value
    assert kept.suggested_filename.startswith("Alice Ångström – ")
    words = pypdfium2.PdfDocument(kept.path())[0].get_textpage().get_text_range()
    assert "Alice Ångström" in words
    assert "15 December 2028" in words


def verify(stranger, cycle):
    stranger.goto("/")
    fits(stranger)
    stranger.get_by_label("Number").fill(cycle.credential.number)
    stranger.get_by_label("Family name").fill("angstrom")
    stranger.get_by_role("button", name="Verify").click()
    stranger.get_by_role("heading", name="Certified: current").wait_for()
    words = said(stranger)
    assert "15 December 2028" in words
    assert "alice@recert.example" not in words
    assert "CEC" not in words
    fits(stranger)


def test_a_trainer_recertifies_from_evidence_to_document(browser, live_server, cycle):
    olga = people.olga()
    with (
        telephone(browser, live_server) as alice,
        telephone(browser, live_server) as bob,
        telephone(browser, live_server) as officer,
        telephone(browser, live_server) as stranger,
    ):
        read_where_she_stands(alice)
        add_by_code(alice)
        add_by_hand(alice)
        enrol(bob)
        accept_whole(bob)
        ask(bob)
        answer(alice)
        accept_in_part(bob)
        file_application(alice)
        record_fee(stage.signed_in(officer, live_server, olga))
        approve(bob)
        mail.outbox.clear()
        run_once()
        told = [message.subject for message in mail.outbox if "alice" in message.to[0]]
        assert any("recertified" in subject.lower() for subject in told), told
        receive_certificate(alice)
        verify(stranger, cycle)
    assert Cycle.objects.filter(credential=cycle.credential).count() == 2
