"""`recert policy diff`: what is different between two editions, in plain words."""

import argparse
import sys
from pathlib import Path

from recert.outside.policies import NoPoliciesError, edition_files
from recert.policy.differences import Difference, differences
from recert.policy.policies import Policy
from recert.policy.problems import FileError
from recert.policy.sentences import Sentence


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask for two editions of one program."""
    parser.add_argument("old", type=Path, metavar="A", help="an edition: FOLDER/YYYY-MM-DD.toml")
    parser.add_argument("new", type=Path, metavar="B", help="another edition of the same program")
    parser.add_argument(
        "--demonstration",
        action="store_true",
        help="with the demonstration's settings beside each",
    )


def run(options: argparse.Namespace) -> int:
    """Say what is different; 2 if a file cannot be used, or they are of two programs."""
    try:
        old, new = (
            _edition(path, demonstration=options.demonstration)
            for path in (options.old, options.new)
        )
        found = differences(old, new)
    except (FileError, NoPoliciesError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{new.id}: from the edition of {old.edition} to that of {new.edition}\n")
    if not found.rules:
        print("It is the same edition." if found.same_text else "No rule is different.")
        return 0
    for difference in found.rules:
        _tell(difference)
    print(found.reaches)
    return 0


def _edition(path: Path, *, demonstration: bool) -> Policy:
    if not path.is_file():
        raise NoPoliciesError(f"{path}: no such file; expected FOLDER/YYYY-MM-DD.toml")
    (file,) = edition_files(path)
    return file.load(demonstration=demonstration)


def _tell(difference: Difference) -> None:
    print(f"{difference.section} ({difference.kind})")
    for word, sentence in (("was", difference.was), ("is", difference.becomes)):
        print(f"  {word + ':':<5}{_said(sentence)}")
    print()


def _said(sentence: Sentence | None) -> str:
    if sentence is None:
        return "no such rule"
    return f"{sentence.text} [{sentence.source.key}]" if sentence.source else sentence.text
