"""Evidence comes in: kept whole, looked at in a child process, scanned, then written on record."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from recert.actions.evidence import Received, receive
from recert.actions.refusals import Refusal
from recert.outside import files, inspection, scanning
from recert.outside.body import Body
from recert.portals.access import FromCertificant
from recert.records.education import Evidence

log = logging.getLogger(__name__)


class NotTaken(Refusal):
    """A file is not taken as evidence; the words say what it is and what to do instead."""


def take_in(
    request: FromCertificant, file: "UploadedFile[bytes]", *, what: str, body: Body, at: datetime
) -> Evidence:
    """Take one uploaded file in as the certificant's evidence.

    What is refused stays in the store until a job sweeps it out: somebody else may be sending the
    same content at this moment, and what is theirs is not removed under their hands.

    :param what: the middle of the name it is shown by
    :raises NotTaken: it is too large, empty, of a kind that cannot be read, or held back
    """
    return receive(
        request.certificant,
        file=looked_at(kept(file, body=body)).received,
        what=what,
        most_bytes=body.files.cycle_bytes,
        by=request.user,
        at=at,
    )


def kept(file: "UploadedFile[bytes]", *, body: Body) -> files.Stored:
    """Keep an uploaded file, and answer once it is durable.

    :raises NotTaken: it is too large, empty, or there is no room
    """
    try:
        return files.store(cast(BinaryIO, file), limit=body.files.file_bytes)  # it reads like one
    except files.CannotStore as refused:
        raise NotTaken(str(refused)) from refused


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in a kept file: what it is, and the beginning of its text if asked for."""

    received: Received
    text: str


def looked_at(stored: files.Stored, *, characters: int = 0) -> Look:
    """Look at a kept file in a child process, and have it scanned.

    :param characters: how much of its text is wanted
    :raises NotTaken: it is of a kind that cannot be read, or held back
    """
    path = files.path_of(stored.digest)
    seen = inspection.inspect(path, characters=characters)
    if seen.refused:
        raise NotTaken(f"{seen.refused} {seen.advice}")
    scan = scanning.scan(path)
    if scan.state is scanning.ScanState.FOUND:
        log.warning("evidence held back by %s: %s", scan.by, scan.detail)
        raise NotTaken(
            _(
                "The scanner found something harmful in this file. "
                "Send a photograph of the paper instead."
            )
        )
    received = Received(
        digest=stored.digest,
        size=stored.size,
        mime=seen.mime,
        pages=seen.pages,
        flags=seen.flags,
        scan=scan.state.value,
        scanned_by=scan.by if scan.state is scanning.ScanState.CLEAN else "",
    )
    return Look(received, text=seen.text)
