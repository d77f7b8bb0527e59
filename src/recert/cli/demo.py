"""`recert demo`: makes the demonstration if it is not there, and serves it until told to stop.

Making happens in a folder beside its place, which is moved there once it is whole. So a making that
was cut off is never served: its leftover is thrown away, and the demonstration is made anew.
"""

import argparse
import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO

from recert.cli.serving import Address, choose_address, serve

PROJECT = Path(__file__).resolve().parents[3]
MIGRATIONS = Path(__file__).resolve().parents[1] / "records" / "migrations"
SCHEMA = "schema.txt"
PEOPLE = 400
FEWEST = 12  # those whom a visitor can be
VISITORS = """
Open {url}
The bar on top of each page steps into somebody's shoes, moves the day, and shows the mail.

  Maya Okonkwo-Lindqvist   a trainer: 1.3 of 2.0 CECs, one activity waits, one draft
  山本 さくら                a trainer who has every credit, and may file now
  Luís Ferreira Magalhães  a trainer who is days too late
  Bob Achterberg           a reviewer, with a queue
  Olga Petrescu            an officer: fees, refunds, documents
  nobody                   a stranger, who checks a certification

Ctrl-C stops it. The data stays in {folder};
./run demo --fresh starts over.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask whether to start over, and how many people."""
    parser.add_argument("--fresh", action="store_true", help="throw the data away and start over")
    parser.add_argument(
        "--people", type=int, default=PEOPLE, help=f"how many certificants (default: {PEOPLE})"
    )


def run(options: argparse.Namespace) -> int:
    """Make what is missing, then serve; 2 if that cannot be."""
    if options.people < FEWEST:
        print(f"--people {options.people}: at least {FEWEST} are needed.", file=sys.stderr)
        return 2
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.default_int_handler)
    folder = folder_of()
    try:
        address = choose_address()
        with held(folder) as hold:
            return _make_and_serve(folder, address, options=options, hold=hold)
    except KeyboardInterrupt:
        print("\nStopped. What was not made yet is made by the next ./run demo.")
        return 130
    except InUse as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or folder}: {error.strerror}.", file=sys.stderr)
        print("Set RECERT_VAR to a folder that can be written, HOST and PORT to an address.",
              file=sys.stderr)  # fmt: skip
    return 2


def _make_and_serve(
    folder: Path, address: Address, *, options: argparse.Namespace, hold: "Hold"
) -> int:
    os.environ.update(settings_of(folder, address=address))
    if options.fresh or not is_made(folder):
        hold.alone()
        if is_half_made(folder):
            print("The demonstration was left half made; it is made anew.")
        throw_away(folder)
        if code := make(folder, people=options.people):
            return code
    bring_up_to_date(folder)
    hold.together()
    return serve(address, words=VISITORS.format(url=address.url, folder=folder))


class InUse(Exception):
    """The demonstration is served, or made, by another process."""


class Hold:
    """A lock on the demonstration: alone to make or remove it, together to serve it."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def alone(self) -> None:
        """Hold it alone. Raises InUse if anybody else has it."""
        self._take(fcntl.LOCK_EX)

    def together(self) -> None:
        """Hold it with others who serve it. Raises InUse if somebody makes it."""
        self._take(fcntl.LOCK_SH)

    def _take(self, how: int) -> None:
        try:
            fcntl.flock(self._file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(
                "Another ./run demo makes or serves this demonstration; stop it first, or set "
                "RECERT_VAR to another folder."
            ) from None


@contextmanager
def held(folder: Path) -> Iterator[Hold]:
    """Hold the demonstration together with others, until the end."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w", encoding="utf-8") as file:
        hold = Hold(file)
        hold.together()
        yield hold


def folder_of() -> Path:
    """Return the folder of the demonstration's data, inside RECERT_VAR."""
    named = os.environ.get("RECERT_VAR", "").strip()
    return (Path(named).expanduser() if named else PROJECT / "var").resolve() / "demonstration"


def is_made(folder: Path) -> bool:
    """Say whether a whole demonstration is there."""
    return (folder / "made.json").is_file()


def throw_away(folder: Path) -> None:
    """Remove the demonstration, and what a making that was cut off left."""
    for each in (folder, _beside(folder)):
        if each.exists():
            shutil.rmtree(each)


def _beside(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.making")


def is_half_made(folder: Path) -> bool:
    """Say whether a making was cut off."""
    return _beside(folder).exists() or (folder.exists() and not is_made(folder))


def make(folder: Path, *, people: int) -> int:
    """Make the demonstration in a process of its own; return its exit code, 0 if it is whole."""
    beside = _beside(folder)
    beside.mkdir(mode=0o700)
    (beside / "secret.key").write_text(secrets.token_urlsafe(48), encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, "-m", "recert.demonstration", str(people)],
        env={**os.environ, **_places(beside)},
    )
    try:
        code = child.wait()
    except KeyboardInterrupt:
        child.terminate()
        child.wait()
        raise
    if code:
        print("The demonstration could not be made; see above.", file=sys.stderr)
        return 1
    (beside / SCHEMA).write_text(schema(), encoding="utf-8")
    beside.rename(folder)
    return 0


def bring_up_to_date(folder: Path) -> None:
    """Migrate a database that another version made. Django is loaded only if there is need."""
    if (folder / SCHEMA).is_file() and (folder / SCHEMA).read_text(encoding="utf-8") == schema():
        return
    from recert.cli.settled import make_ready

    print("Bringing the database up to date ...")
    make_ready()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    connection.close()
    (folder / SCHEMA).write_text(schema(), encoding="utf-8")


def schema() -> str:
    """Return what the tables depend on: our migrations, and the versions of what brings its own."""
    ours = sorted(path.name for path in MIGRATIONS.glob("0*.py"))
    theirs = [f"{name} {version(name)}" for name in ("django", "django-allauth")]
    return "\n".join([*ours, *theirs])


def settings_of(folder: Path, *, address: Address) -> dict[str, str]:
    """Return the environment in which the demonstration is served."""
    return {
        **_places(folder),
        "DJANGO_SETTINGS_MODULE": "recert.settings",
        "RECERT_DEMONSTRATION": "1",
        "RECERT_ADDRESS": address.url,
        "RECERT_HOSTS": os.environ.get("RECERT_HOSTS") or ",".join(address.names),
        "RECERT_LOG_LEVEL": os.environ.get("RECERT_LOG_LEVEL", "WARNING"),
    }


def _places(folder: Path) -> dict[str, str]:
    """Return where the data lies; a database or mail host of the environment is left alone."""
    return {
        "RECERT_VAR": str(folder),
        "RECERT_DATABASE_URL": "",
        "RECERT_DATABASE_URL_FILE": "",
        "RECERT_EMAIL_HOST": "",
        "RECERT_SECRET_KEY": "",
        "RECERT_SECRET_KEY_FILE": str(folder / "secret.key"),
        "RECERT_DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "recert.settings",
    }
