"""`recert jobs run`: the worker, which does what happens by itself."""

import argparse
import sys

from recert.cli.settled import make_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask how long to work."""
    parser.add_argument("--once", action="store_true", help="run every job once, and end")
    parser.add_argument(
        "--with-parent",
        action="store_true",
        help="end when the process that started this one is gone",
    )


def run(options: argparse.Namespace) -> int:
    """Work until told to stop, or once; 1 if a job failed."""
    make_ready()
    from recert.jobs.working import run_once, work_until_told

    if not options.once:
        work_until_told(with_parent=options.with_parent)
        return 0
    try:
        done = run_once()
    except ExceptionGroup as failures:
        for failure in failures.exceptions:
            print(f"{type(failure).__name__}: {failure}", file=sys.stderr)
        return 1
    print(", ".join(f"{name}: {count}" for name, count in done.items()))
    return 0
