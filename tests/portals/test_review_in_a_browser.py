"""Review and office in a browser: a day's work by keys alone, no barrier, nothing sideways."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from recert import clock
from recert.actions import applications, queue
from recert.records.education import Activity
from tests import people
from tests.browser import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    """The pages live in the moment in which the cast lives."""
    monkeypatch.setattr(clock, "now", lambda: people.AT)
    monkeypatch.setattr(clock, "today", lambda *, zone: people.ON)


def sign_in(page, live_server, client, login):
    client.force_login(login)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )


@pytest.fixture
def office(client):
    """Cases of every kind, and the pages that show them."""
    cycle, other = people.alice(), people.charlie()
    differs = people.sent(
        cycle, of=people.course(minutes=120, title="Programming for Hypertension"), minutes=180
    )
    held = people.sent(cycle, of=people.course(title="Kettlebell Weekend"))
    queue.take_activity(held, by=people.beth(), at=people.AT, lease=people.LEASE)
    done = people.accepted(cycle, of=people.course(title="Corrective Exercise"))
    people.returned(cycle, of=people.course(title="Balance"))
    filed, paid = people.filed(cycle), people.ready(other)
    decision = people.decided(paid)
    withdrawn = people.certified(people.enrolled("Δήμητρα Παπαδοπούλου"))
    payment = people.paid(application := people.filed(withdrawn), by=people.otto())
    applications.withdraw(application, by=people.who(withdrawn).user, at=people.AT)
    desk = reverse("review:activity", args=[differs.pk])
    return {
        "queue": reverse("review:queue"),
        "trainer": reverse("review:queue") + "?tab=trainer",
        "decided": reverse("review:queue") + "?tab=decided",
        "desk": desk,
        "part": desk + "?do=part",
        "return": desk + "?do=return&reason=hours_differ",
        "held": reverse("review:activity", args=[held.pk]),
        "correct": reverse("review:activity", args=[done.pk]) + "?do=correct",
        "application": reverse("review:application", args=[filed.pk]),
        "deny": reverse("review:application", args=[filed.pk]) + "?do=deny",
        "decision": reverse("review:decision", args=[decision.pk]),
        "people": reverse("review:people") + "?q=a",
        "person": reverse("review:certificant", args=[people.who(cycle).pk]),
        "money": reverse("office:money"),
        "record": reverse("office:record", args=[filed.pk]),
        "payment": reverse("office:payment", args=[payment.pk]),
        "owed": reverse("office:owed"),
        "editions": reverse("office:editions"),
        "roles": reverse("office:roles"),
    }


def visit(page, live_server, path):
    page.goto(live_server.url + path)
    page.wait_for_load_state("networkidle")


@pytest.fixture
def examined(browser):
    """A page on which axe may style what it measures, the policy being set aside."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    "width, scheme",
    [
        pytest.param(1280, "light", marks=pytest.mark.long),
        (390, "dark"),
        pytest.param(1280, "dark", marks=pytest.mark.long),
        pytest.param(390, "light", marks=pytest.mark.long),
    ],
)
def test_no_page_is_a_barrier(  # noqa: PLR0917  (fixtures)
    examined, live_server, client, office, width, scheme
):
    examined.set_viewport_size({"width": width, "height": 900})
    examined.emulate_media(color_scheme=scheme)
    sign_in(examined, live_server, client, people.olga())
    found = {}
    for name, path in office.items():
        visit(examined, live_server, path)
        found[name] = barriers(examined)
    assert {name: one for name, one in found.items() if one} == {}


def test_no_page_scrolls_sideways(page, live_server, client, office):
    sign_in(page, live_server, client, people.olga())
    for path in office.values():
        visit(page, live_server, path)
        for width in (320, 390, 768, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_a_day_of_review_by_keys_alone(page, live_server, client):
    cycle = people.alice()
    first, second, third = (
        people.sent(cycle, of=people.course(title=title), at=people.later(hours=-hours))
        for hours, title in ((3, "First"), (2, "Second"), (1, "Third"))
    )
    sign_in(page, live_server, client, people.bob())
    visit(page, live_server, reverse("review:queue"))
    press, heading = page.keyboard.press, page.get_by_role("heading", level=1)
    press("j")
    press("k")
    press("Enter")
    page.wait_for_url(f"**{reverse('review:activity', args=[first.pk])}")
    assert heading.inner_text() == "First"
    press("a")
    page.get_by_role("heading", name="Second", level=1).wait_for()
    page.wait_for_load_state()  # keys are heard once the script has run
    press("r")
    page.get_by_role("heading", name="Return").wait_for()
    expect(page.locator("[name=text]")).to_be_focused()  # the form takes the focus when it opens
    page.get_by_role("link", name="Hours not on the evidence").focus()  # keys are letters in fields
    press("1")
    expect(page.locator("[name=text]")).to_have_value(re.compile("does not say how long"))
    page.locator("[name=text]").press("Tab")
    press("Enter")
    page.get_by_role("heading", name="Third", level=1).wait_for()
    page.wait_for_load_state()  # keys are heard once the script has run
    press("p")
    page.get_by_role("heading", name="Accept in part").wait_for()
    page.locator("[name=credit]").focus()
    page.keyboard.type("0.4")
    press("Tab")
    page.keyboard.type("Breaks do not count.")
    press("Tab")
    press("Enter")
    page.get_by_text("Nothing waits for a reviewer").wait_for()
    states = dict(Activity.objects.values_list("pk", "status"))
    assert states == {first.pk: "accepted", second.pk: "returned", third.pk: "accepted_in_part"}


def test_the_document_is_a_picture_that_can_be_seen(page, live_server, client):
    activity = people.sent(people.alice())
    sign_in(page, live_server, client, people.bob())
    visit(page, live_server, reverse("review:activity", args=[activity.pk]))
    picture = page.locator("img.document")
    picture.scroll_into_view_if_needed()
    picture.evaluate("img => img.decode()")
    assert picture.evaluate("img => img.naturalWidth") > 0
    assert picture.get_attribute("alt").startswith("Page 1 of Alice")


def test_everything_is_done_without_script(browser, live_server, client):
    activity = people.sent(people.alice(), of=people.course(minutes=120), minutes=180)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, client, people.bob())
    page.goto(live_server.url + reverse("review:activity", args=[activity.pk]))
    page.get_by_role("link", name="Return").click()
    page.get_by_role("link", name="Hours differ").click()
    page.get_by_role("button", name="Return", exact=True).click()
    page.get_by_text("Returned with your question").wait_for()
    context.close()
    assert "You claimed 3 contact hours" in activity.questions.get().text
