"""Writes the reference pages that list what the code says: python -m tests.reference [PAGE]...

A page that is written here is never edited by hand; tests/test_reference.py holds them to the code.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(map(cell, cells))} |\n" for cells in lines)


def cell(words: str) -> str:
    """Words that a table can hold: a bar would begin the next column."""
    return words.replace("|", "\\|")


def code(*words: str) -> str:
    return ", ".join(f"`{word}`" for word in words) or "–"


# --- what happened, and what is told

EVENTS = """# Events

Every action writes down what happened, in the transaction in which it happened.
An event is never changed and never deleted.
It says who did it, when, on which record, and what a reader will ask: reasons, amounts, edition.

"""
NOTICES = """# Notices

A notice is owed in the transaction that decides, and sent once that is committed.
The same notice is never owed twice.

"""


def named(head: tuple[str, str], names: Mapping[str, str]) -> str:
    return table(head, ((code(name), names[name]) for name in sorted(names)))


def events() -> str:
    from recert.actions.events import EVENTS as listed  # noqa: N811, PLC0415

    return EVENTS + named(("Event", "What happened"), listed)


def notices() -> str:
    from recert.actions.notices import NOTICES as listed  # noqa: N811, PLC0415

    return NOTICES + named(("Notice", "What it tells"), listed)


# --- how things may move

STATES = """# States and moves

An application and an activity store a status; what else is said of them is derived.
*In review* is a submitted case that a member of staff has taken and still holds.
Whether an activity counts is never stored: the policy says it, each time that somebody asks.
[Decision 8](../decisions/0008-states.md) says why.

"""
STANDINGS = """
## Standing of a credential

Standing is derived from the days of the cycle and from acts of the body, and never stored.
An act has a first day, may have a last day, and holds on both; the gravest act speaks first.
Between filing and decision a body may let a credential count as current; the policy says so.

"""


def states() -> str:
    from recert.policy.lifecycle import ACTIVITY_MOVES, APPLICATION_MOVES  # noqa: PLC0415
    from recert.policy.names import STANDINGS as standings  # noqa: N811, PLC0415

    return "".join(
        [
            STATES,
            "## Application\n\n",
            moves(APPLICATION_MOVES),
            "\n## Activity\n\n",
            moves(ACTIVITY_MOVES),
            STANDINGS,
            table(("Standing", "Reads"), ((code(str(one)), standings[one]) for one in standings)),
        ]
    )


def moves(allowed: Mapping) -> str:
    from recert.policy.lifecycle import TURN  # noqa: PLC0415

    rows = [
        (
            code(status.value),
            code(*(to.value for to in type(status) if to in following)),
            TURN[status].value if status in TURN else "nobody",
        )
        for status, following in allowed.items()
    ]
    return table(("Status", "May become", "Whose turn it is"), rows)


# --- what the database keeps

GUARDS = """# What the database itself keeps

These hold whoever writes, on SQLite and on PostgreSQL alike.
[Decision 7](../decisions/0007-one-app-and-guards.md) says why, and what a migration has to mind.

## What must be, row by row

"""
TRIGGERS = """
## What may not change

On PostgreSQL an exclusion constraint keeps cycles apart; all others are triggers on both.

"""


def guards() -> str:
    from tests.guards import refusals  # noqa: PLC0415

    changes = [(f"`{table_}`", words) for table_, words in refusals()]
    return "".join(
        [
            GUARDS,
            table(("Table", "Name of the constraint"), constraints()),
            TRIGGERS,
            table(("Table", "Words of the refusal"), changes),
        ]
    )


def constraints() -> Iterator[tuple[str, str]]:
    """The table and the name of each constraint that has a name of ours."""
    from django.apps import apps  # noqa: PLC0415

    for model in sorted(apps.get_app_config("records").get_models(), key=lambda m: m.__name__):
        for constraint in model._meta.constraints:
            yield f"`{model._meta.db_table.removeprefix('records_')}`", f"`{constraint.name}`"


# --- the command line

COMMAND_LINE = """# The command line

`./run recert COMMAND` runs a command in the product's own environment; `recert COMMAND` does where that environment is active.
`./run recert --help` lists them, and `./run recert COMMAND --help` says what one takes.

A command ends with 0 if it did what was asked, with 1 if it found something wanting, and with 2 if it was refused what it needs.
What is wrong goes to standard error, and says where, what, and what was expected.
"""  # noqa: E501


def command_line() -> str:
    from recert.cli import COMMANDS  # noqa: PLC0415

    return COMMAND_LINE + "".join(map(command_page, COMMANDS))


def command_page(command) -> str:
    parser = argparse.ArgumentParser(add_help=False)
    module = importlib.import_module(command.module)
    module.add_arguments(parser)
    rows = [(code(argument(action)), action.help or "") for action in parser._actions]
    page = f"\n## `recert {command.name}`\n\n{command.summary}\n"
    return page + ("\n" + table(("Takes", ""), rows) if rows else "")


def argument(action: argparse.Action) -> str:
    """An argument as one types it. (argparse's own help differs from one Python to the next.)"""
    value = "|".join(action.choices) if action.choices else str(action.metavar or action.dest)
    if not action.option_strings:
        shown = value.upper() if action.metavar is None else value
        return {"*": f"[{shown} ...]", "+": f"{shown} ...", "?": f"[{shown}]"}.get(
            str(action.nargs), shown
        )
    takes = "" if action.nargs == 0 else f" {value.upper() if not action.choices else value}"
    return f"[{action.option_strings[-1]}{takes}]"


# --- the pages and who may reach them

PAGES_HEAD = """# Pages, and who may reach them

Somebody who is not signed in is asked to sign in.
Somebody who is, and has no business there, finds nothing: 404, as for an address that does not exist.
Within a page the lookup is the right: what is not yours is not there.
"""  # noqa: E501
PORTALS = {
    "public": "The public door",
    "accounts": "Signing in",
    "help": "Help",
    "guide": "The Guide",
    "trainer": "Certificants",
    "classes": "Classes",
    "calendars": "Calendars",
    "provider": "Providers",
    "uploads": "The upload desk",
    "reminders": "Reminders",
    "requests": "Requests",
    "review": "Reviewers",
    "office": "The office",
    "demonstration": "The demonstration only",
}


def pages() -> str:
    return PAGES_HEAD + "".join(
        f"\n## {PORTALS[portal]}\n\n" + table(("Address", "Name", "Who"), rows)
        for portal, rows in routes().items()
        if rows
    )


def routes() -> dict[str, list[tuple[str, ...]]]:
    """For each portal its addresses, their names, and who may reach them."""
    from django.urls import get_resolver  # noqa: PLC0415

    found: dict[str, list[tuple[str, ...]]] = {portal: [] for portal in PORTALS}
    for route in get_resolver().url_patterns:
        inside = getattr(route, "url_patterns", None)
        module = getattr(route.urlconf_name, "__name__", "") if inside else "recert.portals.public"
        rows = [
            (
                f"`/{route.pattern}{one.pattern if inside else ''}`",
                code(one.name),
                who(one.callback),
            )
            for one in inside or [route]
        ]
        portal = (
            "demonstration" if str(route.pattern).startswith("gallery") else module.split(".")[2]
        )
        found[portal] += rows
    return found


def who(view: Callable) -> str:
    """Whom a view lets in, read from the decorators of `portals.access` that are around it."""
    around: Callable | None = view
    while around is not None:
        name = getattr(getattr(around, "__code__", None), "co_qualname", "")
        if name == "for_certificants.<locals>.answer":
            return "certificants"
        if name == "for_contacts.<locals>.answer":
            return "contacts of providers"
        if name == "for_staff.<locals>.guard.<locals>.answer":
            cells = dict(zip(around.__code__.co_freevars, around.__closure__ or (), strict=True))
            return ", ".join(sorted(cells["names"].cell_contents))
        if name == "login_required" or "user_passes_test" in name:
            inner = who(around.__wrapped__)
            return "whoever is signed in" if inner == "everybody" else inner
        around = getattr(around, "__wrapped__", None)
    return "everybody"


PAGES: Mapping[str, Callable[[], str]] = {
    "command-line.md": command_line,
    "events.md": events,
    "guards.md": guards,
    "notices.md": notices,
    "pages.md": pages,
    "states.md": states,
}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.db import connection

    # The guards are asked of a database, which is made in memory for it.
    connection.creation.create_test_db(verbosity=0)
    for page in sys.argv[1:] or PAGES:
        (FOLDER / page).write_text(PAGES[page](), encoding="utf-8")
