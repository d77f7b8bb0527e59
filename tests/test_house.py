"""The ground itself: what tests may do, and that the watchers of the browser can see."""

import os
import socket

import pytest
from django.db import connection, transaction

from recert.records.history import Installation
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
def test_the_database_is_the_one_that_was_asked_for_and_waits_its_turn():
    assert connection.vendor == os.environ.get("RECERT_TEST_DATABASE", "sqlite")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("10s",)
        else:
            assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
            assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def move_the_day(rows):
    """Read, wait, write: what two workers do wrong unless `rows` locks."""
    with transaction.atomic(), connection.cursor() as cursor:
        found = rows.get()
        cursor.execute("SELECT pg_sleep(0.2)")
        Installation.objects.update(days_ahead=found.days_ahead + 1)


@pytest.mark.postgresql
@pytest.mark.parametrize("locked, days", [(True, 2), (False, 1)])
def test_workers_together_lose_a_change_unless_the_row_is_locked(together, locked, days):
    Installation.objects.create(days_ahead=0)
    rows = Installation.objects.select_for_update() if locked else Installation.objects.all()
    assert together(*[lambda: move_the_day(rows.all())] * 2) == [None, None]
    assert Installation.objects.get().days_ahead == days


@pytest.mark.postgresql
def test_what_a_worker_raises_is_handed_back(together):
    def fail():
        raise LookupError("nothing here")

    (raised,) = together(fail)
    assert isinstance(raised, LookupError)
