"""A reader votes no, names the step that failed, and the board sees it. No script is needed."""

import pytest

from recert import clock
from recert.portals.help import views
from tests import people
from tests.browser import barriers
from tests.portals import cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)
    views.VOTES.forget()


def test_a_no_names_its_step_and_the_board_sees_it(browser, live_server):
    people.adopted()
    board = cast.begin(people.user("Bea Board", role="board"), clock.real_now, how="passkey")
    reader = browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}
    ).new_page()
    reader.goto(live_server.url + "/help/how-do-i-get-recertified/")

    reader.get_by_role("button", name="No", exact=True).click()
    reader.get_by_role("radio", name="Keep your evidence").check()
    reader.get_by_label("What happened?").fill("My provider gives no certificate.")
    reader.get_by_role("button", name="Tell the board").click()
    assert reader.get_by_text("Thank you. It is counted.").is_visible()
    assert reader.get_by_text("0 of 1 found this helpful").is_visible()

    office = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    office.add_cookies(
        [{"name": "recert", "value": board.cookies["recert"].value, "url": live_server.url}]
    )
    page = office.new_page()
    page.goto(live_server.url + "/office/articles/")
    row = page.get_by_role("row", name="How do I get recertified?")
    assert "Keep your evidence" in row.inner_text()
    row.get_by_role("link").click()
    assert page.get_by_text("My provider gives no certificate.").is_visible()
    for context in (reader.context, office):
        context.close()


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_help_or_guide_is_a_barrier_or_too_wide(browser, live_server, width, scheme):
    cycle = people.alice()
    people.accepted(cycle)
    context = browser.new_context(
        bypass_csp=True, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    session = cast.begin(people.who(cycle).user, clock.real_now).cookies["recert"].value
    page = context.new_page()
    for signed_in in (False, True):
        if signed_in:
            context.add_cookies([{"name": "recert", "value": session, "url": live_server.url}])
        for path in (
            "/help/",
            "/help/how-do-i-get-recertified/",
            "/help/if-the-last-day-has-passed/",
            "/guide/",
            "/guide/action-cpt/2020-01-01/",
            "/guide/action-cpt/2020-01-01/to/2020-01-01/",
        ):
            page.goto(live_server.url + path)
            assert barriers(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()
