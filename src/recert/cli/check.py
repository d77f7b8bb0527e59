"""`recert check`: whether what is on record is as it must be, row by row, file by file.

The questions share no code with what writes. Exit 0: all holds; 1: something is broken.
"""

import argparse
import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

from recert.cli.settled import make_ready


class Kept(NamedTuple):
    """One thing that must hold, and what breaks it, in words."""

    code: str
    sentence: str
    broken: tuple[str, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask what to leave out, and the form of the answer."""
    parser.add_argument("--no-files", action="store_true", help="do not read the stored files")
    parser.add_argument("--no-replay", action="store_true", help="do not make decisions again")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """Ask everything and print the answers; 1 if anything is broken."""
    make_ready()
    kept = answers(files=not options.no_files, replay=not options.no_replay)
    if options.format == "json":
        print(json.dumps([each._asdict() for each in kept], ensure_ascii=False, indent=2))
    else:
        print("\n".join(_told(kept)))
    return 1 if any(each.broken for each in kept) else 0


def answers(*, files: bool = True, replay: bool = True) -> list[Kept]:
    """Return what must hold, each with what breaks it now."""
    from recert.cli import check_decisions, check_files
    from recert.records.invariants import invariants

    kept = [Kept(each.code, each.sentence, tuple(each.broken())) for each in invariants()]
    more: list[tuple[str, str, Callable[[], Iterable[str]]]] = []
    if replay:
        more += check_decisions.QUESTIONS
    if files:
        more += check_files.QUESTIONS
    kept += [Kept(code, sentence, tuple(ask())) for code, sentence, ask in more]
    return sorted(kept, key=lambda each: int(each.code.removeprefix("I")))


def _told(kept: list[Kept]) -> Iterable[str]:
    for each in kept:
        state = f"{len(each.broken)} broken" if each.broken else "holds"
        yield f"{each.code:<4} {state:<10} {each.sentence}"
        yield from (f"     - {words}" for words in each.broken)
    broken = sum(len(each.broken) for each in kept)
    yield f"{broken} broken. Nothing was changed." if broken else "Everything holds."
