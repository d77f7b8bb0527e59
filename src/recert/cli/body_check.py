"""`recert body check`: says whether the body's file is well made."""

import argparse
import os
import sys
from pathlib import Path

from recert.outside.body import BodyError, body_in

PROJECT = Path(__file__).resolve().parents[3]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask for the body's folder."""
    named = os.environ.get("RECERT_BODY")
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        default=Path(named) if named else PROJECT / "bodies" / "action",
        help="the folder that holds body.toml (default: RECERT_BODY)",
    )


def run(options: argparse.Namespace) -> int:
    """Say what the file describes; 2 with every problem if it cannot be used."""
    try:
        body = body_in(options.folder)
    except BodyError as error:
        print(error, file=sys.stderr)
        return 2
    texts = len(body.declarations)
    print(f"{options.folder}/body.toml: good ({body.name}, {body.zone}, {texts} declarations)")
    return 0
