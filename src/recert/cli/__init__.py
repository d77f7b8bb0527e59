"""The command line. Each command is a module that is imported only when it is asked for.

A command's module has `add_arguments(parser)` and `run(options) -> int`, the exit code:
0 done, 1 done and found wanting, 2 refused.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple


class Command(NamedTuple):
    """A command: its words, the module that runs it, and what it does."""

    name: str
    module: str
    summary: str


COMMANDS = (
    Command("policy check", "recert.cli.policy_check", "Check policy files and their cases."),
    Command("policy test", "recert.cli.policy_test", "Run worked cases against the policies."),
    Command("policy adopt", "recert.cli.policy_adopt", "Adopt an edition of a policy."),
    Command("policy diff", "recert.cli.policy_diff", "Say what differs between two editions."),
    Command("body check", "recert.cli.body_check", "Check the body's own file."),
    Command("check", "recert.cli.check", "Check that all that is on record is as it must be."),
    Command("doctor", "recert.cli.doctor", "Say what is configured, what is missing, what to do."),
    Command("decide", "recert.cli.decide", "Decide a case from a file."),
    Command("mail take-in", "recert.cli.mail_take_in", "Take in mail that comes in."),
    Command("jobs run", "recert.cli.jobs_run", "Do what happens by itself, until told to stop."),
    Command(
        "staff add", "recert.cli.staff_add", "Let somebody work here; print their sign-in link."
    ),
    Command(
        "exams take-in", "recert.cli.exams_take_in", "Take in a file of exam results, CSV or JSON."
    ),
    Command(
        "provider add",
        "recert.cli.provider_add",
        "Let somebody speak for a provider; print their sign-in link.",
    ),
    Command("demo", "recert.cli.demo", "Serve the demonstration."),
)

READER_LEFT = 141  # what a shell says of a command that SIGPIPE ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in {"-h", "--help"}:
        print(usage())
        return 0
    command = _named(words)
    if command is None:
        asked = " ".join(words[:2])
        print(f'recert: no command "{asked}"\n\n{usage()}', file=sys.stderr)
        return 2
    return _run(command, words[len(command.name.split()) :])


def usage() -> str:
    """Return the list of commands."""
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:<{width}}  {command.summary}" for command in COMMANDS]
    return "\n".join(["Usage: recert COMMAND …; recert COMMAND --help says more.", "", *lines])


def _named(words: Sequence[str]) -> Command | None:
    """Return the command that the words begin with; the one of more words first."""
    by_length = sorted(COMMANDS, key=lambda command: -len(command.name.split()))
    for command in by_length:
        name = command.name.split()
        if list(words[: len(name)]) == name:
            return command
    return None


def _run(command: Command, arguments: Sequence[str]) -> int:
    module = importlib.import_module(command.module)
    parser = argparse.ArgumentParser(
        prog=f"recert {command.name}", description=command.summary, allow_abbrev=False
    )
    module.add_arguments(parser)
    try:
        code: int = module.run(parser.parse_args(arguments))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_LEFT
    except Exception as error:
        if type(error).__module__ != "django.db.utils":  # which help must not wait for
            raise
        print(
            f"The database cannot be used: {error}. `recert doctor` says what to do.",
            file=sys.stderr,
        )
        return 2
    return code
