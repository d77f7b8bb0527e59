"""Looks at the body, its policies, the database and what is on record."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from recert import clock
from recert.cli.seen import Look, Seen, State
from recert.outside.body import BodyError, body_in
from recert.outside.policies import EditionFile, NoPoliciesError, edition_files
from recert.policy.problems import FileError
from recert.records.certification import Edition
from recert.records.history import Installation, Notice, Work

SILENT = timedelta(minutes=2)  # a worker says every ten seconds that it runs


def body() -> Iterator[Seen]:
    """The body's own file."""
    try:
        found = body_in(settings.RECERT_BODY)
    except BodyError as error:
        yield Seen("body", State.WRONG, str(error), "Run: recert body check")
        return
    yield Seen("body", State.FINE, f"{found.name}, in {found.zone}, reckoning in {found.currency}")


def policies() -> Iterator[Seen]:
    """Each edition's file, and whether it was adopted as it stands."""
    try:
        files = edition_files(settings.RECERT_POLICIES)
    except (FileError, NoPoliciesError) as error:
        yield Seen("policies", State.WRONG, str(error), "Run: recert policy check")
        return
    for file in files:
        yield _policy(file)


def _policy(file: EditionFile) -> Seen:
    what = f"policy {file.policy_id}"
    try:
        plain, overlaid = (file.load(demonstration=each).digest for each in (False, True))
        edition = file.load(demonstration=False).edition
    except FileError as error:
        return Seen(what, State.WRONG, str(error).splitlines()[0], "Run: recert policy check")
    adopted = Edition.objects.filter(program=file.policy_id, in_force_from=edition).first()
    if adopted is None:
        do = f"Run: recert policy adopt {file.path}"
        return Seen(what, State.TO_DO, f"The edition of {edition} is not adopted.", do)
    if adopted.digest not in {plain, overlaid}:
        found = f"The edition of {edition} was adopted with another text than its file has now."
        return Seen(
            what, State.WRONG, found, "Give a changed text a day, and so a file, of its own."
        )
    with_ = " with the demonstration's settings" if adopted.overlay else ""
    return Seen(what, State.FINE, f"The edition of {edition} is adopted{with_}.")


def database() -> Iterator[Seen]:
    """The database: which, of what version, whether it keeps what it confirmed, and its tables."""
    yield _sqlite() if connection.vendor == "sqlite" else _postgresql()
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        found = f"{len(missing)} migrations are not applied, first {missing[0][0]}."
        yield Seen("tables", State.WRONG, found, "Run: ./manage.py migrate")
    else:
        yield Seen("tables", State.FINE, "Every migration is applied.")


def _asked(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def _sqlite() -> Seen:
    version = _asked("select sqlite_version()")
    name = settings.DATABASES["default"]["NAME"]
    journal, synchronous = _asked("pragma journal_mode"), _asked("pragma synchronous")
    in_memory = journal == "memory"
    if (journal == "wal" or in_memory) and synchronous == "2":
        return Seen("database", State.FINE, f"SQLite {version} in {name}, writing through.")
    found = f"SQLite {version}: journal_mode {journal}, synchronous {synchronous}"
    do = "Let environment.sqlite() build the entry: it asks for WAL and FULL (2)."
    return Seen("database", State.WRONG, found, do)


def _postgresql() -> Seen:
    version = _asked("show server_version")
    off = [
        name
        for name in ("fsync", "synchronous_commit", "full_page_writes")
        if _asked(f"show {name}") == "off"
    ]
    if not off:
        return Seen("database", State.FINE, f"PostgreSQL {version}, writing through.")
    found = f"PostgreSQL {version} runs with {', '.join(off)} off: it may lose what it confirmed."
    return Seen("database", State.WRONG, found, "Switch them on in postgresql.conf.")


def worker() -> Iterator[Seen]:
    """Whether something lets decisions take effect and sends notices."""
    seen_at = Installation.objects.values_list("worker_seen_at", flat=True).first()
    do = "Start it: recert jobs run"
    if seen_at is None:
        yield Seen("worker", State.TO_DO, "It has never run.", do)
        return
    silent = clock.real_now() - seen_at
    if silent > SILENT:
        minutes = int(silent.total_seconds() // 60)
        yield Seen("worker", State.WRONG, f"It was last seen {minutes} minutes ago.", do)
    else:
        yield Seen("worker", State.FINE, f"It was seen {int(silent.total_seconds())} seconds ago.")


def owed() -> Iterator[Seen]:
    """What could not be sent or made, and why."""
    notices = Notice.objects.filter(sent_at=None).exclude(last_error="")
    works = Work.objects.filter(done_at=None).exclude(last_error="")
    for what, waiting in (("notices", notices), ("documents", works)):
        first = waiting.order_by("id").values_list("last_error", flat=True).first()
        if first is None:
            yield Seen(what, State.FINE, "None waits because of a failure.")
        else:
            found = f"{waiting.count()} wait. The first because: {first}"
            yield Seen(what, State.TO_DO, found, "They are tried again by themselves.")


LOOKS: tuple[tuple[str, Look], ...] = (
    ("body", body),
    ("database", database),
    ("policies", policies),
    ("worker", worker),
    ("owed", owed),
)
