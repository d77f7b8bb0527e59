"""What it takes to remind a register of its last days: ./run bench notices.

Of 100,000 people 5,000 are to be reminded today; most of the others have had what is due to them.
Measured are choosing, beside an anchor that reads every cycle of the register once; and owing, by
two workers at once, one of which is killed halfway (SIGKILL), and by a third one afterwards. Then
each reminder has to be owed once, and there has to be nothing left to do.
"""

import argparse
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter, sleep

from machine import machine

HERE = Path(__file__).resolve().parent
PEOPLE, OWED, ROUNDS, MOST_STATEMENTS = 100_000, 5_000, 5, 20
ON = date(2026, 11, 24)
KILLED_AFTER = 0.2  # of what is to be owed


def main() -> int:
    """Measure on each database asked for; 1 if something is owed twice, or not at all."""
    parser = argparse.ArgumentParser(prog="./run bench notices", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--owed", type=int, default=OWED)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    before = machine()
    with tempfile.TemporaryDirectory(prefix="recert-bench-") as folder:
        settle(Path(folder), database=options.database)
        lines, holds = measured(people=options.people, owed=options.owed)
    print("\n".join(lines))
    print("; ".join(f"{name} {value}" for name, value in before.items()))
    return 0 if holds else 1


def settle(folder: Path, *, database: str) -> None:
    """Set up an installation in a folder, on one of the databases."""
    os.environ |= {
        "RECERT_VAR": str(folder),
        "RECERT_SECRET_KEY": secrets.token_urlsafe(48),
        "RECERT_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "recert.settings",
    }
    if database == "postgresql":
        sys.path.insert(0, str(HERE.parent))
        from tests.postgresql import start  # noqa: PLC0415

        os.environ["RECERT_DATABASE_URL"] = start()
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)


def measured(*, people: int, owed: int) -> tuple[list[str], bool]:
    """Return what was found, in lines, and whether it is as it has to be."""
    import ending  # noqa: PLC0415
    import people as cast  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    print("Making the register ...", file=sys.stderr)
    edition = cast.adopted(at=at())
    register = ending.fill(edition, plan(), people=people, owed=owed, on=ON)
    anchor, choosing, statements, chosen = chose()
    begun = perf_counter()
    gone, killed_at = raced(owed=register.due)
    last = worker()
    rest = int(last.communicate()[0])
    owing, busy = perf_counter() - begun, getrusage(RUSAGE_CHILDREN)
    found = as_owed(register.due)
    nothing = timed(choose)
    holds = statements <= MOST_STATEMENTS and found.endswith("each once")
    shares = f"{register.due - gone - rest}, {gone} and {rest}"
    times = f"{choosing / anchor:.1f} × reading every cycle once ({anchor:.2f} s)"
    return [
        (
            f"{connection.vendor}: {register.people} people, {register.due} to be reminded, "
            f"{register.filed} filed and waiting for the body alone"
        ),
        (
            f"  choosing {chosen}: {choosing:.2f} s, {statements} statements "
            f"(goal at most {MOST_STATEMENTS}); {times}"
        ),
        (
            f"  owing, two workers, one killed when {killed_at} were owed, one afterwards: "
            f"{owing:.1f} s with their starts, {busy.ru_utime + busy.ru_stime:.1f} s of CPU; "
            f"they owed {shares}"
        ),
        f"  {found}",
        f"  looking when nothing is due: {nothing:.2f} s",
    ], holds


def plan() -> "Reminders":  # noqa: F821  # imported once Django is set up
    """Return ACTION's own schedule."""
    from recert.outside.body import body_in  # noqa: PLC0415

    return body_in(HERE.parent / "bodies" / "action").reminders


def at() -> datetime:
    """Return noon in Los Angeles on the day."""
    return datetime.combine(ON, time(20), tzinfo=UTC)


def choose() -> int:
    """Choose, as the product does; how many were chosen."""
    from recert.records.ending import ending_cycles  # noqa: PLC0415

    return len(ending_cycles(plan(), on=ON))


def read_once() -> int:
    """Read every cycle of the register with its person once."""
    from recert.records.certification import Cycle  # noqa: PLC0415

    columns = ("pk", "begins_on", "ends_on", "credential__certificant_id", "credential__program_id")
    return len(list(Cycle.objects.values_list(*columns)))


def chose() -> tuple[float, float, int, int]:
    """Return the seconds of the anchor and of choosing, its statements, and how many it chose."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    choose()  # the policy is read
    rounds = [(timed(read_once), timed(choose)) for _ in range(ROUNDS)]
    with CaptureQueriesContext(connection) as captured:
        chosen = choose()
    anchor, choosing = (median(times) for times in zip(*rounds, strict=True))
    return anchor, choosing, len(captured), chosen


def timed(act: object) -> float:
    """Return how many seconds something took."""
    begun = perf_counter()
    act()  # type: ignore[operator]
    return perf_counter() - begun


# --- the race


def worker() -> subprocess.Popen[str]:
    """Start a process that owes what is due, and prints how many it owed."""
    command = [sys.executable, str(Path(__file__)), "--work"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def work() -> None:
    """Owe what is due, in a process of its own."""
    import django  # noqa: PLC0415

    django.setup()
    from recert.actions.reminders import owe_due  # noqa: PLC0415

    print(owe_due(plan(), on=ON, at=at()))


def raced(*, owed: int) -> tuple[int, int]:
    """Let two workers owe, and kill one halfway; what the other owed, and how far they were."""
    first, second = worker(), worker()
    while (done := count()) < owed * KILLED_AFTER and first.poll() is None:
        sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.wait()
    return int(second.communicate()[0]), done


def count() -> int:
    """Return how many reminders are owed so far."""
    from recert.records.reminding import Reminder  # noqa: PLC0415

    return Reminder.objects.filter(on=ON, notice__sent_at=None).count()


def as_owed(due: int) -> str:
    """Say whether each reminder is owed once, by one mail, with its event."""
    from recert.records.history import Event, Notice  # noqa: PLC0415
    from recert.records.reminding import Reminder  # noqa: PLC0415

    mine = Reminder.objects.filter(notice__sent_at=None)
    counts = {
        "reminders": mine.count(),
        "cycles": mine.values("cycle").distinct().count(),
        "mails": Notice.objects.filter(sent_at=None).count(),
        "events": Event.objects.filter(name="reminder.owed").count(),
    }
    if set(counts.values()) == {due}:
        return f"owed {due} of {due}, each once"
    return f"WRONG: {due} to be owed, and there are " + ", ".join(
        f"{number} {name}" for name, number in counts.items()
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["--work"]:
        work()
    else:
        sys.exit(main())
