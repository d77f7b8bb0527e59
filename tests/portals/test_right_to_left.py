"""A language that is written from right to left turns the pages around, and they still fit."""

import pytest
from django.utils.translation import trans_real

from recert import clock
from tests import people
from tests.browser import watch
from tests.portals.test_every_page import WIDTHS, wide
from tests.portals.test_matrix import build
from tests.pseudo import Catalogue

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.long,
]

PAGES = [
    ("alice", "trainer:home"),
    ("reviewer", "review:queue"),
    ("reviewer", "review:application"),
]
PAGES += [("anonymous", "public:verify"), ("anonymous", "public:verify_code")]


@pytest.fixture
def arabic(monkeypatch, settings):
    """Every thread of the server speaks a language of that direction, all of it by catalogue."""
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)
    catalogue = Catalogue("ar")
    monkeypatch.setitem(trans_real._translations, "ar", catalogue)
    settings.LANGUAGE_CODE = "ar"
    return catalogue


@pytest.mark.parametrize("reader, name", PAGES)
def test_a_page_turns_around_and_does_not_scroll_sideways(
    context, live_server, arabic, reader, name
):
    world = build()
    page = context.new_page()
    faults = watch(page)
    if reader in world.sessions:
        kept = {"name": "recert", "value": world.sessions[reader], "url": live_server.url}
        context.add_cookies([kept])
    found = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(live_server.url + world.address(name))
        page.wait_for_load_state("networkidle")
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
        found += [f"{width} px: {fault}" for fault in wide(page) + cut_off(page)]
    assert not found + faults
    assert arabic.asked


CUT = """() => [...document.querySelectorAll('main *, header *')]
  .filter(one => one.getClientRects().length && !one.closest('.sr, svg, .scroll, [class*=skip]'))
  .filter(one => one.getBoundingClientRect().left < -1)
  .map(one => one.outerHTML.slice(0, 80))"""


def cut_off(page):
    """What lies beyond the left edge, where no scrolling reaches when pages begin at the right."""
    return [f"cut off at the left: {what}" for what in page.evaluate(CUT)]


def test_a_page_that_does_not_fit_is_seen(context):
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_content("<html dir=rtl><main><p style='width: 900px'>wide</p></main></html>")
    assert cut_off(page)
