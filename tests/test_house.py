"""The ground itself: what tests may do, and that the watchers of the browser can see."""

import socket

import pytest
from django.db import connection

from tests.browser import barriers, watch


def test_a_test_may_not_open_a_socket():
    with socket.socket() as plug, pytest.raises(AssertionError, match="may not connect"):
        plug.connect(("127.0.0.1", 9))


@pytest.mark.loopback
def test_a_marked_test_reaches_this_machine_and_no_other():
    with socket.socket() as plug, pytest.raises(ConnectionRefusedError):
        plug.connect(("127.0.0.1", 9))
    with socket.socket() as plug, pytest.raises(AssertionError, match="may not connect"):
        plug.connect(("192.0.2.1", 9))


BAD_PAGE = """<!doctype html><html><head><title>x</title></head><body>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><input placeholder="no label">
<p style="color:#aaa;background:#fff">pale</p></body></html>"""


@pytest.mark.browser
def test_a_page_with_barriers_is_seen_to_have_them(page):
    page.set_content(BAD_PAGE)
    found = {line.split(" ")[0] for line in barriers(page)}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= found


@pytest.mark.browser
def test_a_page_that_asks_another_host_is_seen_to_ask(context):
    page = context.new_page()
    faults = watch(page)
    page.set_content('<img src="http://elsewhere.invalid/x.png">')
    page.wait_for_timeout(200)
    assert any("elsewhere.invalid" in fault for fault in faults)


@pytest.mark.browser
def test_a_page_that_breaks_its_policy_is_seen_to_break_it(context, live_server):
    page = context.new_page()
    faults = watch(page)
    page.goto(live_server.url + "/no-such-page")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    )
    page.wait_for_timeout(200)
    assert any("broke its policy" in fault for fault in faults)


@pytest.mark.django_db
def test_sqlite_queues_its_writers_and_writes_through():
    if connection.vendor != "sqlite":
        assert connection.vendor == "postgresql"
        return
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)


@pytest.mark.postgresql
def test_two_workers_really_work_at_the_same_time(together):
    def wait_with_other():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0]

    first, second = together(wait_with_other, wait_with_other)
    assert first != second
