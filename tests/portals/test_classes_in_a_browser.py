"""Alice finds a class on her phone, sees that it counts, plans it, and has it in her calendar."""

import re
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from recert import clock
from recert.portals.classes import catalogue
from recert.records.catalogue import PlannedClass
from tests import people
from tests.browser import barriers, watch
from tests.portals.signing import sign_in_browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
NEXT = date(2026, 12, 9)
LOOKS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)
    catalogue.SEARCHES.forget()


@pytest.fixture
def cycle(page, live_server, client):
    cycle = people.alice()
    people.accepted(cycle, of=people.course(minutes=780, title="Anatomy"))
    people.course(code="BAL-2", title="Balance for Older Adults", minutes=300, next_on=NEXT)
    for place in range(14):
        title = f"Kettlebells, part {place:02}"
        people.course(title=title, minutes=60, kind="self_study", price=0 if place == 3 else 900)
    sign_in_browser(page, live_server, client, people.who(cycle))
    page.set_viewport_size({"width": 390, "height": 844})
    return cycle


class Taps:
    """Counts what a thumb does."""

    def __init__(self):
        self.count = 0

    def __call__(self, target):
        target.click()
        self.count += 1


def test_a_class_is_found_seen_to_count_planned_and_in_the_calendar(
    page, live_server, cycle, settings
):
    settings.RECERT_ADDRESS = live_server.url
    faults, tap = watch(page), Taps()
    page.goto(f"{live_server.url}/trainer/")
    tap(page.get_by_role("navigation", name="Main").get_by_role("link", name="Classes"))
    page.get_by_label("Title, code, provider or subject").press_sequentially("balance")
    page.get_by_role("heading", name="1 class", exact=True).wait_for()
    assert page.get_by_text("Brings you to 1.8 of 2.0 CECs").is_visible()
    assert page.url.endswith("/classes/?q=balance")  # it can be sent to somebody
    tap(page.get_by_role("link", name="Balance for Older Adults"))
    page.get_by_role("heading", name="Yes: it would add 0.5 CECs").wait_for()
    assert not barriers(page)
    tap(page.get_by_role("button", name="Plan it"))
    page.get_by_text("Planned for 9 December 2026").wait_for()
    assert tap.count == 3  # from the first page to the plan
    tap(page.get_by_role("link", name="See it in your calendar"))
    tap(page.get_by_role("button", name="Make my calendar address"))
    address = page.get_by_label("Or copy it into a calendar program").input_value()
    assert not barriers(page)
    found = Calendar.from_ical(page.request.get(address).body()).walk("VEVENT")
    classes = [each for each in found if "Balance" in str(each["SUMMARY"])]
    assert [each["DTSTART"].dt for each in classes] == [NEXT]
    assert tap.count == 5
    assert PlannedClass.objects.get().on == NEXT
    assert not faults


@pytest.mark.long
def test_the_way_back_leads_to_the_search_as_it_was(page, live_server, cycle):
    faults = watch(page)
    page.goto(f"{live_server.url}/classes/")
    search = page.get_by_label("Title, code, provider or subject")
    search.press_sequentially("kettle")
    page.get_by_role("heading", name="14 classes", exact=True).wait_for()
    page.get_by_text("Filter and order").click()
    page.get_by_label("Price", exact=True).select_option("free")
    page.get_by_role("heading", name="1 class", exact=True).wait_for()
    assert page.url.endswith("?q=kettle&price=free")
    page.get_by_role("link", name="Kettlebells, part 03").click()
    page.get_by_role("heading", name="Kettlebells, part 03").wait_for()
    page.go_back()
    page.get_by_role("heading", name="1 class", exact=True).wait_for()
    assert search.input_value() == "kettle"
    page.go_back()
    page.get_by_role("heading", name="14 classes", exact=True).wait_for()
    assert page.get_by_label("Price", exact=True).input_value() == ""
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Next").click()
    page.get_by_role("link", name=re.compile("part 13")).wait_for()
    assert not faults


@pytest.mark.long
def test_another_day_is_asked_about_without_leaving_the_page(page, live_server, cycle):
    page.goto(f"{live_server.url}/classes/BAL-2/")
    page.get_by_label("Completed on").fill(str(people.LAST_ON + timedelta(days=1)))
    page.get_by_role("heading", name="No, not on this day").wait_for()
    page.get_by_label("Completed on").fill(str(people.LAST_ON))
    page.get_by_role("heading", name="Yes: it would add 0.5 CECs").wait_for()


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    "path", ["", "?q=nothing+fits&price=free", "BAL-2/", f"{'X' * 40}/", "pace/"]
)
def test_nobody_is_kept_out_of_the_catalogue(page, live_server, cycle, path, look):
    width, scheme = look
    people.course(code="X" * 40, title=f"Balance {'w' * 190}", summary="s" * 900)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/classes/{path}")
    assert not barriers(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.long
def test_without_scripts_everything_is_there(browser, live_server, client, page, cycle):
    context = browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(f"{live_server.url}/classes/")
    plain.get_by_label("Title, code, provider or subject").fill("balance")
    plain.get_by_role("button", name="Find").click()
    plain.get_by_role("link", name="Balance for Older Adults").click()
    plain.get_by_label("Completed on").fill(str(people.LAST_ON + timedelta(days=1)))
    plain.get_by_role("button", name="Ask").click()
    assert plain.get_by_role("heading", name="No, not on this day").is_visible()
    plain.get_by_role("button", name="Plan it").click()
    assert plain.get_by_text("Planned for 9 December 2026").is_visible()
    context.close()
