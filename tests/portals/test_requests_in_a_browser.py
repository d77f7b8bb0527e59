"""Asking in a browser, by telephone and with few taps; answering by keys alone."""

import uuid

import pytest
from django.test import Client

from recert import clock
from recert.actions import answering, canned
from recert.records.requests import Request, RequestMessage
from tests import asking, people
from tests.browser import barriers
from tests.portals.signing import sign_in_browser
from tests.portals.test_review_in_a_browser import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
LOOKS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


def test_a_trainer_asks_in_two_taps_and_an_answer_goes_by_keys_alone(
    browser, page, live_server, client
):
    alice = people.who(people.alice())
    sign_in_browser(page, live_server, client, alice)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/trainer/")
    page.get_by_role("link", name="Submit a request").click()
    page.get_by_text("0.0 of 2.0 CECs counted").wait_for()
    page.get_by_label("What is it about?").fill("My hours")
    page.get_by_label("Your question").fill("Do breaks count?")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Sent. We answer by 26 November 2026.").wait_for()
    assert Request.objects.get().state["credentials"][0]["standing"] == "current"

    office = browser.new_context()
    desk = office.new_page()
    sign_in(desk, live_server, Client(), people.bob())  # a session of his own
    desk.goto(f"{live_server.url}/office/requests/")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.get_by_role("heading", name="My hours").wait_for()
    desk.keyboard.press("a")
    desk.get_by_role("heading", name="Answer", exact=True).wait_for()
    desk.wait_for_function("document.activeElement.name === 'text'")  # the cursor stands there
    desk.keyboard.type("They do not.")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.get_by_text("Answered: My hours. The asker is told.").wait_for()
    desk.keyboard.press("c")
    desk.get_by_text("Closed: My hours.").wait_for()
    office.close()

    page.reload()
    page.get_by_label("5, very good").check()
    page.get_by_role("button", name="Send the rating").click()
    page.get_by_text("You rated the answer 5 of 5.").wait_for()
    assert RequestMessage.objects.get(side="staff").text == "They do not."


def everything(alice):
    """A thread with something of each side, what is held, mail, and what came back."""
    request = asking.answered(asking.asked(alice, subject="Hours " * 20, text="x" * 400))
    answering.add_note(request, text="A note.", key=uuid.uuid4(), by=people.bob(), at=people.AT)
    asking.taken_in(asking.answer_to(request, "By mail.", Precedence="normal"))
    asking.closed(request)
    asking.held()
    asking.taken_in(asking.letter("y" * 300, to=asking.HOME, message_id="<2@x.example>"))
    asking.taken_in(asking.report(alice.notices.first()))
    canned.write(None, title="Hours", text="{credits}", by=people.bob(), at=people.AT)


OFFICE = ("", "?tab=closed", "1/", "1/?do=answer", "2/", "canned/", "canned/new/",
          "canned/of/hours/", "mail/", "returned/")  # fmt: skip


@pytest.mark.long
def test_no_page_of_requests_has_a_barrier_at_any_width_or_scheme(browser, live_server, client):
    """The policy is set aside: axe styles what it measures. The other tests hold it."""
    alice, found = people.who(people.alice()), []
    everything(alice)
    for login, home, addresses in (
        (alice, "/requests/", ("", "ask/", "1/")),
        (people.olga(), "/office/requests/", OFFICE),
        (None, "/requests/", ("ask/",)),
    ):
        context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
        page = context.new_page()
        if login is alice:
            sign_in_browser(page, live_server, client, alice)
        elif login:
            sign_in(page, live_server, client, login)
        for address in addresses:
            for width, scheme in LOOKS:
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.goto(f"{live_server.url}{home}{address}")
                beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                found += [f"{home}{address} {width} {scheme}: {each}" for each in barriers(page)]
                found += [f"{home}{address} {width}: sideways by {beyond}"] if beyond > 0 else []
        context.close()
    assert not found, "\n".join(found)
