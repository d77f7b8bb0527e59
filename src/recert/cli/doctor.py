"""`recert doctor`: what is configured, what is missing, and what to do about it.

Exit 0: nothing is wrong, though something may be left to do; 1: something is wrong.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict

from recert.cli.seen import Look, Seen, State
from recert.cli.settled import make_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask for the form of the answer."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """Look at everything and say what was seen; 1 if something is wrong."""
    make_ready()
    seen = looked()
    if options.format == "json":
        print(json.dumps([asdict(each) for each in seen], ensure_ascii=False, indent=2))
    else:
        print("\n".join(_told(seen)))
    return 1 if any(each.state == State.WRONG for each in seen) else 0


def looked() -> list[Seen]:
    """Return what every look found; one that fails is itself something wrong."""
    from recert.cli import doctor_inside, doctor_outside

    looks: tuple[tuple[str, Look], ...] = (*doctor_inside.LOOKS, *doctor_outside.LOOKS)
    return [seen for what, look in looks for seen in _careful(what, look)]


def _careful(what: str, look: Look) -> list[Seen]:
    try:
        return list(look())
    except Exception as error:  # noqa: BLE001  # whatever is broken here is what is asked for
        found = f"{type(error).__name__}: {error}".strip().splitlines()[0]
        return [Seen(what, State.WRONG, found, "See what this says, and put it right first.")]


def _told(seen: list[Seen]) -> Iterator[str]:
    width = max(len(each.what) for each in seen)
    for each in seen:
        yield f"{each.state:<6} {each.what:<{width}}  {each.found}"
        if each.do:
            yield f"{'':<6} {'':<{width}}  → {each.do}"
    wrong, to_do = (sum(e.state == state for e in seen) for state in (State.WRONG, State.TO_DO))
    yield f"{wrong} wrong, {to_do} to do." if wrong or to_do else "All is well."
