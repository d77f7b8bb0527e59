"""`recert mail take-in`: mail that comes in, from a mail server's pipe or from a maildir.

A mail server keeps a message, and tries again, as long as this says that it could not take it in.
"""

import argparse
import sys
from pathlib import Path

from recert.cli.settled import make_ready

TOO_LARGE, TRY_AGAIN = 69, 75  # sysexits.h: EX_UNAVAILABLE, EX_TEMPFAIL


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask for a maildir; without one, a single message comes on standard input."""
    parser.add_argument(
        "maildir",
        nargs="?",
        type=Path,
        metavar="MAILDIR",
        help="take in what is in its folder new, and move it to cur; else standard input",
    )


def run(options: argparse.Namespace) -> int:
    """Take mail in; 69 if a message is too large, 75 if it is to be tried again."""
    if options.maildir is None:
        return _taken(sys.stdin.buffer.read(), what="standard input")
    new = options.maildir / "new"
    if not new.is_dir():
        print(f"{options.maildir}: no maildir, since it has no folder new.", file=sys.stderr)
        return 2
    return max((_moved(path) for path in sorted(new.iterdir())), default=0)


def _moved(path: Path) -> int:
    """Take in one message of a maildir; what could not be taken in stays where it is."""
    code = _taken(path.read_bytes(), what=path.name)
    if code == 0:
        current = path.parent.parent / "cur"
        current.mkdir(exist_ok=True)
        path.rename(current / f"{path.name}:2,S")
    return code


def _taken(raw: bytes, *, what: str) -> int:
    """Take in one message, kept as it came before anything is done with it."""
    make_ready()
    from django.conf import settings
    from django.db import DatabaseError

    from recert import clock
    from recert.actions.arriving import take_in
    from recert.outside import mail_in
    from recert.outside.body import body_in
    from recert.outside.files import CannotStore, TooLarge

    if not raw.strip():
        print(f"{what}: nothing came; a message was expected.", file=sys.stderr)
        return 2
    at = clock.now()
    ways = body_in(settings.RECERT_BODY)
    try:
        mail_in.keep(raw)
        take_in(mail_in.read(raw), home=ways.requests.address, answer_by=ways.answer_by(at), at=at)
    except TooLarge as error:
        print(f"{what}: {error}", file=sys.stderr)
        return TOO_LARGE
    except (CannotStore, DatabaseError) as error:
        print(f"{what}: {type(error).__name__}; it is to be tried again.", file=sys.stderr)
        return TRY_AGAIN
    return 0
