"""`recert policy check`: see that policy files, overlays and cases are well made."""

import argparse
import sys
from pathlib import Path

from recert.outside.policies import (
    CASES,
    EditionFile,
    NoPoliciesError,
    edition_files,
    folder,
    read,
)
from recert.policy.cases import read_cases
from recert.policy.loading import PolicyError
from recert.policy.problems import FileError, Problem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask for files or folders."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="a file, a program's folder, or a folder of programs (default: policies)",
    )


def run(options: argparse.Namespace) -> int:
    """Check every file and print what is wrong with any; 2 if something is."""
    problems: list[Problem] = []
    for path in options.paths or [folder()]:
        if path.name == CASES:
            problems += _check_cases(path)
            continue
        try:
            files = edition_files(path)
        except NoPoliciesError as error:
            print(error, file=sys.stderr)
            return 2
        except PolicyError as error:
            problems += error.problems
            continue
        for file in files:
            problems += _check(file)
        for program in sorted({file.path.parent for file in files}):
            if (program / CASES).is_file():
                problems += _check_cases(program / CASES)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 2 if problems else 0


def _check(file: EditionFile) -> tuple[Problem, ...]:
    """Check an edition by itself, as a body runs it, and with its overlay."""
    try:
        file.load(demonstration=False)
        policy = file.load(demonstration=True)
    except PolicyError as error:
        return error.problems
    overlay = f" and {file.overlay_path.name}" if file.overlay_path else ""
    print(f"{file.path}{overlay}: good ({policy.title}, in force from {policy.edition})")
    return ()


def _check_cases(path: Path) -> tuple[Problem, ...]:
    try:
        cases = read_cases(read(path), source=str(path))
    except FileError as error:
        return error.problems
    print(f"{path}: good ({len(cases)} worked cases; `recert policy test` runs them)")
    return ()
