"""`recert exams take-in`: a file of exam results, for feeds that no person drops on a page.

The same file again changes nothing, so a feed may send what it likes as often as it likes.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from recert.cli.settled import make_ready
from recert.outside.results import ResultsError, ResultsTold, read_results


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask for the file and who sent it."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or JSON, one result a row")
    parser.add_argument("--vendor", required=True, help="who sent it, as bookings name them")


def run(options: argparse.Namespace) -> int:
    """Take the file in and say what became of its rows; 1 if some wait for a person, 2 if none."""
    make_ready()
    try:
        content = options.file.read_bytes()
        told = read_results(content, name=options.file.name, vendor=options.vendor)
    except OSError as error:
        print(f"{options.file}: {error.strerror}", file=sys.stderr)
        return 2
    except ResultsError as error:
        for problem in error.problems:
            print(f"{options.file}: {problem}", file=sys.stderr)
        return 2
    return _taken_in(told)


def _taken_in(told: ResultsTold) -> int:
    """Take a file in as nobody's act; say what became of its rows."""
    from django.conf import settings

    from recert import clock
    from recert.actions.refusals import Refusal
    from recert.actions.result_files import take_in
    from recert.outside.body import body_in

    on = clock.today(zone=body_in(settings.RECERT_BODY).zone)
    try:
        file = take_in(told, by=None, on=on, at=clock.now())
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    states = Counter(file.rows.values_list("state", flat=True))
    print(f"{file.name}: " + ", ".join(f"{states[word]} {word}" for word in sorted(states)))
    for row in file.rows.filter(state="held").order_by("place"):
        print(f"row {row.place}, {row.reference}: {row.because}", file=sys.stderr)
    return 1 if states["held"] or states["correction"] else 0
