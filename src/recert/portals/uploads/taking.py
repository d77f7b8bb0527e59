"""Files are taken in one by one: kept whole, looked at in a child, scanned, put on record.

Each has its own answer. What is said to be taken is on disk and on record before it is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from recert import clock
from recert.actions import uploads
from recert.actions.guesses import count_guess, guesses
from recert.actions.refusals import Refusal
from recert.actions.uploads import LONGEST_FILE_NAME, LONGEST_TEXT, Sender
from recert.outside.body import Body
from recert.outside.body_sections import Desk
from recert.portals.limits import address_of
from recert.portals.trainer.intake import kept, looked_at
from recert.records.uploads import UploadLink

DAY = timedelta(days=1)
COUNTED = "upload"  # files from one network address


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file: nothing refused it, or these words."""

    name: str
    size: int  # bytes
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What comes together: by whom, under which key, by which link if any."""

    batch: UUID
    sender: Sender
    link: UploadLink | None = None


def is_enough(request: HttpRequest, *, desk: Desk) -> bool:
    """Say whether one network address has sent as many files as go in a day."""
    sent = guesses(COUNTED, about=address_of(request), at=clock.real_now(), within=DAY)
    return sent >= desk.files_a_day


def take_all(
    request: HttpRequest,
    chosen: Sequence["UploadedFile[bytes]"],
    *,
    delivery: Delivery,
    body: Body,
    desk: Desk,
) -> list[Line]:
    """Take files in; one that is refused does not keep the others out."""
    address, at = address_of(request), clock.now()
    lines = []
    for file in chosen:
        refused = ""
        many = count_guess(COUNTED, about=address, at=clock.real_now(), within=DAY)
        if many > desk.files_a_day:
            refused = _("That is enough from your network for today; send this one tomorrow.")
        else:
            refused = _take(file, delivery=delivery, body=body, desk=desk, at=at)
        lines.append(Line(shown(file.name or ""), size=file.size or 0, refused=refused))
    return lines


def _take(
    file: "UploadedFile[bytes]", *, delivery: Delivery, body: Body, desk: Desk, at: datetime
) -> str:
    """Take one file in; return why not, or nothing."""
    try:
        seen = looked_at(kept(file, body=body), characters=LONGEST_TEXT)
        uploads.take_in(
            seen.received,
            batch=delivery.batch,
            file_name=shown(file.name or ""),
            text=seen.text,
            sender=delivery.sender,
            link=delivery.link,
            most_by_link=desk.link_files,
            on=at.astimezone(body.tz).date(),
            at=at,
        )
    except Refusal as refused:
        return str(refused)
    return ""


def shown(name: str) -> str:
    r"""Return a file's name in one line, without what is no letter.

    >>> shown("Jane\x00 Doe\n CPR.pdf")
    'Jane Doe CPR.pdf'
    """
    plain = "".join(letter if letter.isprintable() else " " for letter in name)
    return " ".join(plain.split())[:LONGEST_FILE_NAME]
