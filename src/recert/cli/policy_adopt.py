"""`recert policy adopt`: an edition's file becomes the edition in the records."""

import argparse
import sys
from pathlib import Path

from recert.cli.settled import make_ready
from recert.outside.policies import EditionFile, NoPoliciesError, edition_files, read
from recert.policy.problems import FileError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask for the edition's file."""
    parser.add_argument("file", type=Path, metavar="FILE", help="FOLDER/YYYY-MM-DD.toml")
    parser.add_argument(
        "--overlay",
        action="store_true",
        help="with the demonstration's settings beside it; refused outside the demonstration",
    )


def run(options: argparse.Namespace) -> int:
    """Adopt the edition; 2 if it cannot be."""
    make_ready()
    from django.conf import settings

    if options.overlay and not settings.RECERT_DEMONSTRATION:
        print(
            "--overlay: the demonstration's settings hold nowhere else; "
            "put what your board decided into the edition itself.",
            file=sys.stderr,
        )
        return 2
    try:
        files = edition_files(options.file)
    except (FileError, NoPoliciesError) as error:
        print(error, file=sys.stderr)
        return 2
    return max(_adopt(file, overlaid=options.overlay) for file in files)


def _adopt(file: EditionFile, *, overlaid: bool) -> int:
    """Adopt one file; say what came of it."""
    from recert import clock
    from recert.actions.editions import adopt
    from recert.actions.refusals import Refusal

    overlay = read(file.overlay_path) if overlaid and file.overlay_path else ""
    try:
        file.load(demonstration=overlaid)
        edition = adopt(
            file.policy_id,
            text=read(file.path),
            overlay=overlay,
            source=str(file.path),
            by=None,
            at=clock.now(),
        )
    except (FileError, Refusal) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{edition}: adopted, digest {edition.digest[:12]}…")
    return 0
