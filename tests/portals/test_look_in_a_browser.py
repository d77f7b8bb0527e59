"""The look in a browser: no barrier, no sideways scroll; keys, focus, files, failing."""

import pytest

from tests.browser import barriers

PAGES = ["/gallery/", "/gallery/staff/"]
STAFF = "/gallery/staff/"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
        (390, "dark"),
        (1280, "light"),
        pytest.param(390, "light", marks=pytest.mark.long),
        pytest.param(1280, "dark", marks=pytest.mark.long),
    ],
)
@pytest.mark.parametrize("path", PAGES)
def test_no_part_is_a_barrier(examined, live_server, path, width, scheme):
    examined.set_viewport_size({"width": width, "height": 900})
    examined.emulate_media(color_scheme=scheme)
    visit(examined, live_server, path)
    assert barriers(examined) == []


def test_a_part_that_is_spoilt_is_found_to_be_a_barrier(examined, live_server):
    visit(examined, live_server, "/gallery/")
    examined.evaluate(
        """() => {
            document.querySelector('label[for="id_new-title"]').remove();
            document.querySelector('.hint').style.color = 'rgb(200, 195, 185)';
            document.querySelector('svg[role="img"]').removeAttribute('aria-label');
        }"""
    )
    found = {line.split(" ")[0] for line in barriers(examined)}
    assert {"label", "color-contrast", "svg-img-alt"} <= found


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_page_scrolls_sideways(page, live_server, path, direction):
    visit(page, live_server, path)
    page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
    for width in (320, 390, 640, 768, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_a_refused_form_opens_with_its_summary_in_focus(page, live_server):
    visit(page, live_server, "/gallery/")
    assert page.evaluate("document.activeElement.className") == "problem"
    page.get_by_role("link", name="Contact hours must be").click()
    assert page.evaluate("document.activeElement.id") == "id_wrong-contact_hours"


def test_the_skip_link_comes_first_and_leads_past_the_masthead(page, live_server):
    visit(page, live_server, STAFF)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def current(page):
    return page.locator("[data-case][aria-current]").inner_text()


def test_keys_walk_the_queue_and_stop_at_its_ends(page, live_server):
    visit(page, live_server, STAFF)
    first = current(page)
    page.keyboard.press("k")
    assert current(page) == first
    page.keyboard.press("j")
    assert "Nguyễn" in current(page)
    page.keyboard.press("k")
    assert current(page) == first


def test_a_key_is_only_a_letter_inside_a_field(page, live_server):
    visit(page, live_server, STAFF)
    first = current(page)
    page.locator("#q").press_sequentially("jj")
    assert page.locator("#q").input_value() == "jj"
    assert current(page) == first


def test_the_list_of_keys_names_each_button_and_turns_them_off(page, live_server):
    visit(page, live_server, STAFF)
    page.keyboard.press("?")
    listed = page.locator("#keys")
    assert listed.is_visible()
    for words in ("next and previous case", "Accept", "Return", "Hold"):
        assert listed.get_by_text(words, exact=True).count() == 1, words
    listed.get_by_label("Use single keys on this device").uncheck()
    listed.get_by_role("button", name="Close").click()
    first = current(page)
    page.keyboard.press("j")
    assert current(page) == first
    page.reload()
    page.keyboard.press("j")
    assert current(page) == first
    assert not page.locator(".pane--actions kbd").first.is_visible()


def test_a_button_that_cannot_be_pressed_says_why(page, live_server):
    visit(page, live_server, "/gallery/")
    page.locator("button[aria-disabled='true']").click(force=True)
    assert "the declaration is missing" in page.locator("#live").inner_text()


def test_chosen_files_are_listed_and_what_is_too_large_is_said_at_once(page, live_server):
    visit(page, live_server, "/gallery/")
    page.evaluate("document.querySelector('[data-files]').dataset.limit = '10'")
    files = [
        {"name": "slip.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"},
        {"name": "long.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 and more"},
    ]
    page.locator("input[type=file]").set_input_files(files)
    lines = page.locator("[data-chosen] > li").all_inner_texts()
    assert [("larger than we can take" in line) for line in lines] == [False, True]


def test_what_the_server_could_not_do_is_said_where_it_is_seen(page, live_server):
    visit(page, live_server, STAFF)
    page.route("**/nowhere", lambda route: route.fulfill(status=503, body="down"))
    assert not page.locator("#failed").is_visible()
    page.evaluate("htmx.ajax('GET', '/nowhere', {target: '#main'}).catch(() => {})")
    page.locator("#failed").wait_for(state="visible")
    assert "could not answer" in page.locator("#failed").inner_text()
    assert page.get_by_role("heading", name="Queue").first.is_visible()


def test_a_broken_line_is_said_apart_from_a_server_that_fails(page, live_server):
    visit(page, live_server, STAFF)
    page.route("**/nowhere", lambda route: route.abort())
    page.evaluate("htmx.ajax('GET', '/nowhere', {target: '#main'}).catch(() => {})")
    page.locator("#failed").wait_for(state="visible")
    assert "line to us is down" in page.locator("#failed").inner_text()


def test_filters_fold_on_a_phone_and_stand_open_where_there_is_room(page, live_server):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, live_server, "/gallery/")
    assert not page.locator("#cq").is_visible()
    page.get_by_text("Filter classes").click()
    assert page.locator("#cq").is_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()
    assert page.locator("#cq").is_visible()


def test_everything_can_be_read_and_sent_without_a_script(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/gallery/")
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    assert page.locator("input[type=file]").is_visible()
    page.locator(".ledger summary").first.click()
    assert page.get_by_text("so 4 give 0.4").is_visible()
    context.close()
