"""Takes a paper in as evidence, as an upload would: stored by digest, then received."""

import io
from collections.abc import Sequence
from datetime import datetime
from random import Random

from recert.actions import evidence
from recert.demonstration.papers import Paper, Row, pdf, picture
from recert.demonstration.photographs import photograph
from recert.outside import files
from recert.outside.body import FileLimits
from recert.records.education import Activity, Evidence
from recert.records.people import Certificant


def paper_of(certificant: Certificant, backed: Sequence[Activity]) -> Paper:
    """Return what the provider of the first activity handed out for all of them."""
    first = backed[0]
    return Paper(
        person=certificant.name,
        language=certificant.language,
        provider=first.provider_name,
        slug=first.provider.slug if first.provider else "",
        rows=tuple(
            Row(each.title, each.completed_on, each.minutes or 0)
            for each in backed
            if each.completed_on
        ),
    )


def take_in(
    paper: Paper,
    *,
    certificant: Certificant,
    limits: FileLimits,
    throw: Random,
    photographed: bool,
    at: datetime,
) -> Evidence:
    """Keep a paper, or a photograph of it, and take it in as the certificant's evidence.

    What the file is needs no child process to find out: it was made here.
    """
    content = photograph(picture(paper), throw=throw) if photographed else pdf(paper)
    stored = files.store(io.BytesIO(content), limit=limits.file_bytes)
    received = evidence.Received(
        digest=stored.digest,
        size=stored.size,
        mime="image/jpeg" if photographed else "application/pdf",
        pages=1,
        flags=(),
        scan="not scanned",
        scanned_by="",
    )
    return evidence.receive(
        certificant,
        file=received,
        what="completion certificate",
        most_bytes=limits.cycle_bytes,
        by=certificant.user,
        at=at,
    )
