"""Writes the reference pages that list what the code names: python -m tests.reference PAGE..."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"

EVENTS = """# Events

Every action writes down what happened, in the transaction in which it happened.
An event is never changed and never deleted.
It says who did it, when, on which record, and what a reader will ask: reasons, amounts, edition.

| Event | What happened |
| --- | --- |
"""
NOTICES = """# Notices

A notice is owed in the transaction that decides, and sent once that is committed.
The same notice is never owed twice.

| Notice | What it tells |
| --- | --- |
"""


def table(names: Mapping[str, str]) -> str:
    return "".join(f"| `{name}` | {names[name]} |\n" for name in sorted(names))


def write(page: str) -> None:
    from recert.actions.events import EVENTS as events  # noqa: N811, PLC0415
    from recert.actions.notices import NOTICES as notices  # noqa: N811, PLC0415

    texts = {"events.md": EVENTS + table(events), "notices.md": NOTICES + table(notices)}
    (FOLDER / page).write_text(texts[page], encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recert.settings")
    django.setup()
    for name in sys.argv[1:] or ("events.md", "notices.md"):
        write(name)
