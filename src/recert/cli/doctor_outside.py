"""Looks at what surrounds the product: storage, fonts, mail, scanner, kernel, deployment."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks

from recert.cli.seen import Look, Seen, State
from recert.outside import children, fonts
from recert.outside.files import SPARE_BYTES
from recert.outside.scanning import ScanState, scan

SCRIPTS = {
    "Latin, Greek and Cyrillic": "AΩЖ",
    "Chinese, Japanese and Korean": "水あ한",
    "Arabic": "ع",
}


def storage() -> Iterator[Seen]:
    """Each folder that files are kept in: whether it can be written, and its room."""
    for what, folder in (
        ("evidence", Path(settings.EVIDENCE_ROOT)),
        ("documents", Path(settings.DOCUMENTS_ROOT)),
    ):
        yield _folder(f"{what} folder", folder)


def _folder(what: str, folder: Path) -> Seen:
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        do = "Let the user that runs the product write there, or set RECERT_VAR."
        return Seen(what, State.WRONG, f"{there} cannot be written.", do)
    free = shutil.disk_usage(there).free
    found = f"{folder}, {free / 1e9:.1f} GB free"
    if free < 2 * SPARE_BYTES:
        return Seen(what, State.WRONG, found, "Make room: uploads are refused soon.")
    return Seen(what, State.FINE, found)


def documents() -> Iterator[Seen]:
    """Whether names in the scripts of this world can be set."""
    do = f"Install {' and '.join(fonts.PACKAGES)}; documents that need them stay owed."
    try:
        missing = [script for script, text in SCRIPTS.items() if fonts.missing(text)]
    except fonts.NoFonts as error:
        yield Seen("fonts", State.TO_DO, str(error), do)
        return
    if missing:
        yield Seen("fonts", State.TO_DO, f"No font for {', '.join(missing)}.", do)
    else:
        yield Seen("fonts", State.FINE, f"Names in {len(SCRIPTS)} families of scripts can be set.")


def mail() -> Iterator[Seen]:
    """Where mail goes."""
    if settings.EMAIL_HOST:
        yield Seen("mail", State.FINE, f"It goes to {settings.EMAIL_HOST}:{settings.EMAIL_PORT}.")
    elif settings.RECERT_DEMONSTRATION:
        yield Seen("mail", State.FINE, f"It stays in {settings.EMAIL_FILE_PATH}, and is shown.")
    else:
        found = f"No host is set; it stays in {settings.EMAIL_FILE_PATH}, and nobody can sign in."
        do = "Set RECERT_EMAIL_HOST and RECERT_EMAIL_FROM."
        yield Seen("mail", State.WRONG, found, do)


def scanner() -> Iterator[Seen]:
    """Whether files are scanned for malware, found by having one scanned."""
    if not settings.RECERT_CLAMD:
        do = "Set RECERT_CLAMD; until then files are shown as not scanned."
        yield Seen("scanner", State.TO_DO, "None is set.", do)
        return
    answer = scan(Path(settings.RECERT_BODY) / "body.toml")
    if answer.state is ScanState.CLEAN:
        yield Seen("scanner", State.FINE, f"It answers at {settings.RECERT_CLAMD}.")
    else:
        yield Seen("scanner", State.WRONG, answer.detail, "Start it, or correct RECERT_CLAMD.")


def confinement() -> Iterator[Seen]:
    """What a process that reads a member's file could still do on this machine."""
    found = children.confinement()
    if found is None:
        yield Seen("file reader", State.WRONG, "It did not answer.", "See the logs.")
        return
    could = [name for name in found.__slots__ if getattr(found, name)]
    if could:
        do = "Allow unprivileged user namespaces, and run on a kernel with Landlock (5.13)."
        yield Seen("file reader", State.TO_DO, f"It still could do: {', '.join(could)}.", do)
    else:
        yield Seen("file reader", State.FINE, "No network, no other file, no other program.")


def deployment() -> Iterator[Seen]:
    """What the deployment checks say; in the demonstration they only inform."""
    if settings.RECERT_DEMONSTRATION:
        yield Seen("demonstration", State.TO_DO, "It is on.", "Unset RECERT_DEMONSTRATION to run.")
        return
    messages = [
        each for each in checks.run_checks(include_deployment_checks=True) if not each.is_silenced()
    ]
    for each in messages:
        state = State.WRONG if each.is_serious() else State.TO_DO
        yield Seen(f"deployment {each.id}", state, str(each.msg), str(each.hint or ""))
    if not messages:
        yield Seen("deployment", State.FINE, "Every deployment check passes.")


def secret() -> Iterator[Seen]:
    """Whether a secret was given."""
    if settings.SECRET_KEY_IS_SET:
        yield Seen("secret key", State.FINE, "It is set.")
    elif settings.AT_HOME:
        yield Seen("secret key", State.FINE, "None is set; at home each start makes its own.")
    else:
        do = "Put 50 or more random characters into a file; name it in RECERT_SECRET_KEY_FILE."
        yield Seen("secret key", State.WRONG, "None is set: sessions end with a process.", do)


LOOKS: tuple[tuple[str, Look], ...] = (
    ("storage", storage),
    ("fonts", documents),
    ("mail", mail),
    ("scanner", scanner),
    ("file reader", confinement),
    ("secret key", secret),
    ("deployment", deployment),
)
