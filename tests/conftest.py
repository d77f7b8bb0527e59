"""What every test may ask for, and what no test may do.

* No sockets, but for tests marked `browser` or `loopback`, which reach this machine only.
* Tests marked `postgresql` run on PostgreSQL, tests marked `long` with `--long`. What a run leaves
  to another run is counted in its closing lines.
* `page` drives Debian's Chromium and fails the test if a page asks another host for anything or
  breaks the content security policy.
"""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from importlib import import_module

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections

from tests import guards
from tests.browser import CHROMIUM, CHROMIUM_FLAGS, watch

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
POSTGRESQL = os.environ.get("RECERT_TEST_DATABASE") == "postgresql"
left_out: dict[str, int] = {}


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="also run the tests marked long")


def pytest_configure(config):
    """The same examples for every change; with --long ten times as many, and new ones."""
    hypothesis.settings.register_profile("change", derandomize=True, deadline=None)
    hypothesis.settings.register_profile("long", max_examples=1000, deadline=None, print_blob=True)
    hypothesis.settings.load_profile("long" if config.getoption("--long") else "change")


def pytest_collection_modifyitems(config, items):
    """Leave what needs another run to it, and count what was left."""
    reasons = {}
    if not POSTGRESQL:
        reasons["postgresql"] = "for RECERT_TEST_DATABASE=postgresql"
    if not config.getoption("--long"):
        reasons["long"] = "for ./run test --long"
    if POSTGRESQL and not config.getoption("--long"):
        reasons["told_once"] = "for SQLite, and for PostgreSQL with --long"
    kept, dropped = [], []
    for item in items:
        reason = next((reasons[m] for m in reasons if item.get_closest_marker(m)), None)
        (dropped if reason else kept).append(item)
        if reason:
            left_out[reason] = left_out.get(reason, 0) + 1
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


def pytest_sessionfinish(session):
    """A parallel worker hands its counts to the process that prints."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = left_out


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    left_out.update(getattr(node, "workeroutput", {}).get("left_out", {}))


def pytest_terminal_summary(terminalreporter):
    for reason, count in left_out.items():
        terminalreporter.write_line(f"{count} tests left {reason}")


@pytest.fixture(autouse=True)
def _no_sockets(request, monkeypatch):
    """Refuse every connection that the test is not marked for."""
    local = any(request.node.get_closest_marker(name) for name in ("browser", "loopback"))
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family == socket.AF_UNIX or (local and address[0] in LOOPBACK):
            return connect(self, address)
        raise AssertionError(f"this test may not connect to {address}; mark it, or do without")

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Rows of another test had the same numbers: what was remembered of them is forgotten."""
    for each in caches.all():
        each.clear()


@pytest.fixture(scope="session")
def base_url():
    """No site of its own: a browser test says `live_server.url`. (The plugin's own one warns.)"""
    return


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session", autouse=True)
def _addresses():
    """Read the addresses once, before a test changes a setting that they depend on."""
    import_module(settings.ROOT_URLCONF)


@pytest.fixture(scope="session", autouse=True)
def _database_beside_a_browser():
    """Playwright runs a loop in the test's own thread, which Django takes for asynchronous code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def _guards_put_back(django_db_setup, django_db_blocker):
    """Put the database's guards back once a test's rows are cleared away."""
    lifted = []
    yield lifted
    if lifted:
        with django_db_blocker.unblock():
            guards.put_back(lifted)


@pytest.fixture
def _django_db_helper(_guards_put_back, _django_db_helper):
    """Lift the database's guards before the rows of a test with real transactions are cleared."""
    yield
    if not connection.in_atomic_block:
        _guards_put_back.extend(guards.lifted())


@pytest.fixture
def page(page, request):
    """A page that fails its test for asking elsewhere, or for breaking the policy."""
    faults = watch(page)
    yield page
    assert not faults, "\n".join(faults)


@pytest.fixture
def together(transactional_db) -> Iterator[Callable]:
    """Run functions in threads that start at the same moment, each with its own connection.

    `together(f, g)` returns what each returned or raised, in order. Needs PostgreSQL: SQLite
    locks the whole file, so it would show nothing about rows.
    """
    assert connection.vendor == "postgresql", "mark this test postgresql"

    def run(*functions):
        barrier = threading.Barrier(len(functions))
        results: list = [None] * len(functions)

        def one(at):
            try:
                barrier.wait(10)
                results[at] = functions[at]()
            except Exception as error:  # noqa: BLE001  (the test looks at it)
                results[at] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=(at,)) for at in range(len(functions))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in threads), "a worker hangs"
        return results

    return run
