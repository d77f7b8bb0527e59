"""The first tutorial does what it says: docs/tutorials/first-recertification.md, walked through."""

import re
from datetime import timedelta

import pytest

from recert import clock
from recert.demonstration.making import make
from recert.jobs.working import run_once
from tests.outside.hostile import honest_pdf
from tests.stories.stage import heading, said, telephone

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.long,
]

DESK = {"width": 1280, "height": 900}
PAPER = {"name": "any.pdf", "mimeType": "application/pdf", "buffer": honest_pdf(3)}
MAYA, SAKURA, LUIS = "Maya Okonkwo-Lindqvist", "山本 さくら", "Luís Ferreira Magalhães"
DIMITRA, FREYA, RAVI = "Δήμητρα Παπαδοπούλου", "Freya Lindholm Castillo", "Ravi Subramanian"
BOB, OLGA, STRANGER = "Bob Achterberg", "Olga Petrescu", "A stranger"


@pytest.fixture
def page(browser, live_server, settings):
    """A browser at a desk, in a demonstration of few people; its mail goes into the sink."""
    settings.EMAIL_BACKEND = "recert.outside.mail.SinkBackend"
    make(12, say=lambda _made, _all: None)
    with telephone(browser, live_server) as page:
        page.set_viewport_size(DESK)
        yield page


def be(page, who):
    """Step into somebody's shoes, by the bar."""
    page.goto("/")
    page.locator(".demo-bar summary").click()
    page.locator(".demo-bar").get_by_role("button", name=who).first.click()
    page.wait_for_load_state("networkidle")


def open_case(page, *, holding, kind):
    page.goto(f"/review/?kind={kind}")
    page.locator("[data-case]", has_text=holding).last.get_by_role("link").first.click()


def stand_and_add(page):
    be(page, MAYA)
    assert "1.3 of 2.0 CECs" in said(page)
    page.get_by_role("link", name="Add activity").click()
    page.get_by_label("Class code").fill("ACT-123")
    page.get_by_label("Class code").blur()
    page.get_by_role("heading", name="Breathing and Bracing").wait_for()
    last_month = clock.real_now().date() - timedelta(days=30)
    page.get_by_label("Completed on").fill(last_month.isoformat())
    page.locator("input[type=file]").set_input_files(PAPER)
    page.get_by_role("button", name="Send for review").click()
    page.wait_for_url("**/trainer/")
    assert "Breathing and Bracing" in said(page)


def file_application(page):
    be(page, SAKURA)
    assert "Next step: Apply now" in said(page)
    page.locator("section.next a.button").first.click()
    assert heading(page) == "Recertification application"
    page.get_by_role("button", name="File the application").click()
    page.get_by_text("Not ticked").first.wait_for()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="File the application").click()
    page.get_by_text("Filed.").first.wait_for()


def record_fee(page):
    be(page, OLGA)
    page.goto("/office/")
    page.get_by_role("link", name=f"Record payment {SAKURA}").click()
    page.get_by_label("Amount").fill("70.00")
    page.get_by_role("button", name="Record and give a receipt").click()
    assert "75.00 is owed" in said(page)
    page.get_by_label("Amount").fill("75.00")
    page.get_by_role("button", name="Record and give a receipt").click()
    page.get_by_role("heading", name=re.compile("^Receipt")).wait_for()


def review(page):
    be(page, BOB)
    open_case(page, holding="Breathing and Bracing", kind="activity")
    page.get_by_role("button", name=re.compile("^Accept 0.1 CECs")).wait_for()
    page.keyboard.press("a")
    page.get_by_text("Accepted: Breathing and Bracing").wait_for()
    open_case(page, holding=SAKURA, kind="application")
    page.get_by_role("button", name=re.compile("^Approve")).click()
    page.get_by_role("heading", name=f"Approved: {SAKURA}").wait_for()


def read_mail_and_documents(page):
    run_once()
    page.goto("/demonstration/mail/")
    words = said(page)
    assert "You are recertified through" in words
    assert "Accepted: Breathing and Bracing, 0.1 CECs" in words
    be(page, SAKURA)
    page.goto("/trainer/documents/")
    assert page.get_by_role("link", name=re.compile("^Certificate")).count() == 1
    assert page.get_by_role("link", name=re.compile("^Receipt")).count() == 1


def verify(page):
    be(page, STRANGER)
    page.get_by_role("link", name="Verify a certification").first.click()
    page.get_by_label("Number").fill("AC-20440400")
    page.get_by_label("Family name").fill("山本")
    page.get_by_role("button", name="Verify").click()
    page.get_by_role("heading", name="Certified: current").wait_for()


def go_by_the_exam(page):
    be(page, DIMITRA)
    page.get_by_role("link", name="Compare the ways to recertify").first.click()
    assert heading(page) == "Ways to recertify, side by side"
    assert "Not set" in said(page)
    be(page, FREYA)
    page.goto("/trainer/")
    assert "certification" in said(page)
    be(page, RAVI)
    page.goto("/trainer/")
    assert "officer" in said(page)
    be(page, OLGA)
    page.get_by_role("link", name="Exams").first.click()
    page.wait_for_load_state()
    assert "Ravi Subramanian" in said(page)


def be_late_and_move_the_day(page):
    be(page, LUIS)
    words = said(page)
    assert "Filing closed" in words
    assert "Setting of the demonstration" in words
    page.locator(".demo-bar summary").click()
    page.get_by_role("button", name="+ 30 days").click()
    page.get_by_text("30 days ahead").wait_for()
    be(page, MAYA)
    assert "1.4 of 2.0 CECs" in said(page)


def test_the_first_tutorial_can_be_lived_through(page):
    stand_and_add(page)
    file_application(page)
    record_fee(page)
    review(page)
    read_mail_and_documents(page)
    verify(page)
    go_by_the_exam(page)
    be_late_and_move_the_day(page)
