"""How the product's pages compare with bare views, in one server process: ./run bench web.

Each page has an anchor: a bare view behind the same middleware, answered by the same process in
the same run. What is compared is a ratio, so that the machine and its other work matter little.
Rounds are interleaved: each asks every page for a while, in another order.

The process is granian with one worker, under the settings of a real installation (no demonstration,
HTTPS ended by a proxy, static files collected), on SQLite.

A status page is remembered until something happens to its certificant, so it is measured twice:
seen again, and drawn anew, in a second process that remembers nothing and has its own anchor. The
house asks a quarter of the page seen again; drawn anew, it has a floor that it is not to fall below
(docs/decisions/0021).
"""

import argparse
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic, sleep

from load import CONNECTIONS, Measured, Page, load
from machine import machine

Server = tuple[int, int]  # port and process
HERE = Path(__file__).resolve().parent
ROUNDS, SECONDS, WARM_UP = 7, 1.0, 1.0
PEOPLE, ACTIVITIES = 1000, 30


@dataclass(frozen=True, slots=True)
class Goal:
    """A page, the bare view that it is held against, and what the house asks of it."""

    page: Page
    anchor: Page
    ratio: float
    statements: int
    forgets: bool = False  # asked of the process that remembers nothing


@dataclass(frozen=True, slots=True)
class Found:
    """What a page came to: rates, ratios of each round, and the statements that it makes."""

    goal: Goal
    page: list[Measured]
    anchor: list[Measured]
    statements: int

    @property
    def ratios(self) -> list[float]:
        """The page's rate as a share of its anchor's, round by round."""
        return [page.rate / bare.rate for page, bare in zip(self.page, self.anchor, strict=True)]

    @property
    def holds(self) -> bool:
        """Whether the goal is reached."""
        return median(self.ratios) >= self.goal.ratio and self.statements <= self.goal.statements


def main() -> int:
    """Measure, and print what was found, bad news first; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(prog="./run bench web", description=__doc__)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    before = machine()
    with tempfile.TemporaryDirectory(prefix="recert-bench-") as folder:
        settle(Path(folder))
        print("Making the register ...", file=sys.stderr)
        goals = made()
        with served() as usual, served(BENCH_FORGETS="1") as forgetting:
            found = measure(goals, servers=(usual, forgetting), rounds=options.rounds)
    report = as_json if options.format == "json" else as_text
    print(report(found, before=before))
    return 0 if all(each.holds for each in found) else 1


# --- the installation


def settle(folder: Path) -> None:
    """Set up an installation in a folder, as docs/how-to/run-in-earnest.md does."""
    for name in [name for name in os.environ if name.startswith("RECERT_")]:
        del os.environ[name]
    os.environ |= {
        "RECERT_VAR": str(folder),
        "RECERT_SECRET_KEY": secrets.token_urlsafe(48),
        "RECERT_HOSTS": "recert.example",
        "RECERT_TRUSTED_PROXY": "1",
        "RECERT_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "anchor_settings",
        "PYTHONPATH": str(HERE),
    }
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def made() -> list[Goal]:
    """Make the register, and say what is measured on it."""
    import people  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    at = people.noon()
    edition = people.adopted(at=at)
    cycles = [people.certified(place, edition=edition, at=at) for place in range(1, PEOPLE + 1)]
    classes = people.courses(ACTIVITIES, at=at)
    alice = cycles[PEOPLE // 2]
    people.busy(alice, classes=classes, edition=edition, at=at)
    client = Client(headers={"host": "recert.example"})
    client.force_login(alice.credential.certificant.user)
    cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    number = alice.credential.number
    return [
        Goal(
            Page("public answer", f"/verify/?number={number}&family_name=angstrom"),
            Page("bare view, one indexed read", f"/anchor/read/{alice.credential.number_tidy}/"),
            ratio=1 / 3,
            statements=3,
        ),
        *(
            Goal(
                Page(f"status page, {ACTIVITIES} activities, {how}", "/trainer/", cookie),
                Page("bare view, template of 20 rows", "/anchor/rows/", cookie),
                ratio=ratio,
                statements=10,
                forgets=forgets,
            )
            for how, ratio, forgets in (("seen again", 1 / 4, False), ("drawn anew", 0.1, True))
        ),
    ]


def statements(goal: Goal) -> int:
    """Return how many statements a page makes, sessions and sign-in with them."""
    from django.core.cache import caches  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    page = goal.page
    headers = {"host": "recert.example", "cookie": page.cookie, "x-forwarded-proto": "https"}
    ask = Client(headers=headers)
    assert ask.get(page.path).status_code == 200, page  # noqa: PLR2004  # and warm
    if goal.forgets:
        caches["pages"].clear()
    with CaptureQueriesContext(connection) as captured:
        ask.get(page.path)
    return len(captured)


@contextmanager
def served(**more: str) -> Iterator[tuple[int, int]]:
    """Serve with granian, under more variables; the port, and the process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("granian"), "--interface", "wsgi"]
    command += ["recert.wsgi:application", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(
        [*command, "--workers", "1", "--no-access-log", "--log-level", "error"],
        env={**os.environ, **more},
    )
    try:
        wait_for(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int) -> None:
    """Wait until somebody listens. Raises TimeoutError after 30 seconds."""
    until = monotonic() + 30
    while monotonic() < until:
        with socket.socket() as plug:
            if plug.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise TimeoutError("the server did not begin to listen within 30 seconds")


# --- the measurement


def measure(goals: list[Goal], *, servers: tuple[Server, Server], rounds: int) -> list[Found]:
    """Ask for every page in each round, in another order each time."""
    found = [Found(goal, [], [], statements(goal)) for goal in goals]
    asked = [
        (page, servers[each.goal.forgets], taken)
        for each in found
        for page, taken in ((each.goal.page, each.page), (each.goal.anchor, each.anchor))
    ]
    for page, (port, pid), _taken in asked:
        load(page, port=port, pid=pid, seconds=WARM_UP)
    for turn in range(rounds):
        print(f"round {turn + 1} of {rounds} ...", file=sys.stderr)
        for page, (port, pid), taken in asked[turn % len(asked) :] + asked[: turn % len(asked)]:
            taken.append(load(page, port=port, pid=pid, seconds=SECONDS))
    return found


# --- the report


def as_text(found: list[Found], *, before: dict[str, str]) -> str:
    """Return the report for people, bad news first."""
    ordered = sorted(found, key=lambda each: each.holds)
    lines = [line for each in ordered for line in told(each)]
    on = "; ".join(f"{name} {value}" for name, value in before.items())
    setting = (
        f"SQLite, {PEOPLE} certificants; granian, 1 worker; {CONNECTIONS} connections; "
        f"{len(found[0].page)} interleaved rounds of {SECONDS:g} s; medians (least to most)"
    )
    return "\n".join([*lines, setting, on, "command: ./run bench web"])


def told(each: Found) -> list[str]:
    """Return what was found of one page."""
    goal = each.goal
    verdict = "holds" if each.holds else "MISSED"
    return [
        (
            f"{goal.page.name}: {median(each.ratios):.2f} of a {goal.anchor.name} "
            f"({min(each.ratios):.2f} to {max(each.ratios):.2f}); goal {goal.ratio:.2f}: {verdict}"
        ),
        f"  {each.statements} statements, goal at most {goal.statements}",
        *(
            stretch(page, taken)
            for page, taken in ((goal.page, each.page), (goal.anchor, each.anchor))
        ),
    ]


def stretch(page: Page, taken: list[Measured]) -> str:
    """Return one page's own figures."""
    rates = [one.rate for one in taken]
    cpu = median(one.cpu_ms for one in taken)
    return (
        f"  {page.name}: {median(rates):.0f} a second ({min(rates):.0f} to {max(rates):.0f}), "
        f"{cpu:.2f} ms of CPU, {taken[0].size} bytes"
    )


def as_json(found: list[Found], *, before: dict[str, str]) -> str:
    """Return the report for machines."""
    pages = [
        {
            "page": each.goal.page.name,
            "anchor": each.goal.anchor.name,
            "ratio": round(median(each.ratios), 3),
            "ratios": [round(ratio, 3) for ratio in each.ratios],
            "goal": round(each.goal.ratio, 3),
            "statements": each.statements,
            "most_statements": each.goal.statements,
            "holds": each.holds,
            "page_per_second": round(median(one.rate for one in each.page), 1),
            "anchor_per_second": round(median(one.rate for one in each.anchor), 1),
            "page_cpu_ms": round(median(one.cpu_ms for one in each.page), 3),
            "anchor_cpu_ms": round(median(one.cpu_ms for one in each.anchor), 3),
            "page_bytes": each.page[0].size,
            "anchor_bytes": each.anchor[0].size,
        }
        for each in sorted(found, key=lambda each: each.holds)
    ]
    sizes = {"certificants": PEOPLE, "activities": ACTIVITIES, "connections": CONNECTIONS}
    report = {"pages": pages, "sizes": sizes, "machine": before, "command": "./run bench web"}
    return json.dumps(report, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    sys.exit(main())
