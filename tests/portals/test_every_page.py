"""Every page, as a telephone and a desk show it, in both schemes, with nothing but a keyboard.

The pages are those of the table in matrix.py, with the objects that test_matrix.py makes. What is
found is told all together, page by page.
"""

import pytest

from recert import clock
from tests import people
from tests.browser import barriers, watch
from tests.portals.matrix import ROUTES
from tests.portals.test_matrix import build

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.long,
]

WIDTHS = {390: 844, 1280: 900}
SCHEMES = ("light", "dark")
READERS = ("anonymous", "alice", "reviewer", "officer", "board", "contact")
LEFT_OUT = {
    "accounts:enrol",  # a link that works once
    "demonstration:as_html",  # a mail in a sandbox where no script runs, and axe is one
    "trainer:why",  # parts of a page, which is looked at with them
    "trainer:claim",
}
MOST_STOPS = 150  # more stops of the Tab key than any page has
FOCUSED = """() => {
  const on = document.activeElement;
  if (!on || on === document.body) return null;
  const style = getComputedStyle(on), box = on.getBoundingClientRect();
  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    what: on.outerHTML.slice(0, 90),
    marked: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1)
      || style.boxShadow !== 'none',
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    covered: Boolean(hit) && !on.contains(hit) && !hit.contains(on) && !hit.closest('label'),
    first: on.dataset.stop === '1' || (on.dataset.stop = '1', false),
  };
}"""


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon in Los Angeles on 24 November 2026."""
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


@pytest.fixture
def sight(context):
    """A page, and the list of its faults while it is used."""
    page = context.new_page()
    return page, watch(page)


def wide(page):
    """How many pixels of the page lie beyond its right edge; pictures that scroll inside may."""
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"scrolls sideways by {beyond} pixels"] if beyond > 0 else []


def unmarked(page):
    """What the Tab key stops at without showing that it did, or behind something else."""
    found = []
    page.evaluate("document.activeElement && document.activeElement.blur()")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or stop["first"]:
            return found
        wrong = [word for word in ("marked", "seen") if not stop[word]]
        found += [f"not {word} when focused: {stop['what']}" for word in wrong]
        if stop["seen"] and stop["covered"]:
            found.append(f"covered when focused: {stop['what']}")
    return [*found, f"more than {MOST_STOPS} stops of the Tab key"]


def look(page, address, *, where):
    """All that is wrong with one page."""
    found = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            page.wait_for_load_state("networkidle")
            faults = wide(page) + barriers(page)
            if scheme == "light":
                faults += unmarked(page)
            found += [f"{where}, {width} px, {scheme}: {fault}" for fault in faults]
    return found


def pages(world, reader):
    """The addresses that a reader may open by following a link."""
    browser = world.browser(reader)
    for name in ROUTES:
        if not ROUTES[name].is_for(reader) or name in LEFT_OUT:
            continue
        address = world.address(name)
        response = browser.get(address)
        response.close()  # of a file, which is no page
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and response.status_code in {200, 403, 404, 422}:
            yield name, address


@pytest.mark.parametrize("reader", READERS)
def test_every_page_is_fit_for_eyes_ears_and_hands(sight, live_server, reader):
    page, faults = sight
    world = build()
    if reader in world.sessions:
        kept = {"name": "recert", "value": world.sessions[reader], "url": live_server.url}
        page.context.add_cookies([kept])
    found, seen = [], 0
    for name, address in list(pages(world, reader)):
        found += look(page, live_server.url + address, where=f"{name} ({reader})")
        seen += 1
    found += faults
    assert seen >= 3
    assert not found, "\n" + "\n".join(dict.fromkeys(found))


SPOILT = """<!doctype html><html lang="en"><head><title>x</title></head><body>
<a href="/a">told</a> <a href="/b" style="outline: none">untold</a>
<p style="width: 3000px">wide</p>
<button>under</button><div style="position: fixed; inset: 0"></div></body></html>"""


def test_a_spoilt_page_is_seen_to_be_spoilt(context):
    page = context.new_page()
    page.set_content(SPOILT)
    assert wide(page)
    told = "\n".join(unmarked(page))
    assert 'not marked when focused: <a href="/b"' in told
    assert 'not marked when focused: <a href="/a"' not in told
    assert "covered when focused: <button>under" in told
