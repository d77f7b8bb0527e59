"""The papers of every adopted edition: the Guide, and the application form on paper.

A paper is made of the edition's rules, the body's file, the declarations in force and a template.
When any of them changes, what was made is no longer what would be made, and is owed anew.
"""

import io
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.urls import NoReverseMatch

from recert.actions import documents as kept
from recert.actions import work
from recert.jobs.links import as_read, link
from recert.jobs.papers import LARGEST
from recert.outside import files
from recert.outside.body import body_in
from recert.outside.guide_papers import Paper, Places, paper_of
from recert.outside.typesetting import CannotMake
from recert.records.certification import Edition
from recert.records.history import Document, Work
from recert.records.policies import policy_by_digest


def make_papers(at: datetime) -> int:
    """Make the papers of editions that are owed, and those whose content is no longer as made."""
    owe_changed(at=at)
    makers: Mapping[str, Callable[[Work], None]] = {
        kind: partial(make_paper, at=at) for kind in work.OF_AN_EDITION
    }
    return work.run_due(makers, at=at)


def owe_changed(*, at: datetime) -> None:
    """Owe each paper that no edition's latest document is made of any more, or that has none."""
    latest = {
        (each.edition_id, each.paper): each.made_of
        for each in Document.objects.filter(edition__isnull=False).order_by("id")
    }
    for edition in Edition.objects.defer("text", "overlay").order_by("id"):
        for kind in work.OF_AN_EDITION:
            made_of = latest.get((edition.pk, kind))
            if made_of is None:
                work.owe(kind, subject_id=edition.pk, at=at)
                continue
            paper = paper_for(edition, kind=kind, on=_day(at))
            if paper.made_of != made_of:
                work.owe(kind, subject_id=edition.pk, at=at, part=paper.made_of[:16])


def make_paper(owed: Work, *, at: datetime) -> None:
    """Make a paper of an edition as it is by now, and keep it.

    :raises CannotMake: it cannot be set; the words are for staff
    """
    edition = Edition.objects.get(pk=owed.subject_id)
    paper = paper_for(edition, kind=owed.kind, on=_day(at))
    try:
        pdf = paper.pdf(on=_day(edition.adopted_at))
    except CannotMake as error:
        kept.note_waiting(owed, certificant_id=None, because=str(error), at=at)
        raise
    stored = files.store(io.BytesIO(pdf), limit=LARGEST, root=settings.DOCUMENTS_ROOT)
    kept.keep_paper(
        edition,
        paper=owed.kind,
        made_of=paper.made_of,
        digest=stored.digest,
        size=stored.size,
        at=at,
    )


def paper_for(edition: Edition, *, kind: str, on: date) -> Paper:
    """Return a paper of an edition, not yet set, as this installation and this day have it."""
    places = Places(
        sign_in=as_read(link("account_login")),
        guide=as_read(link("guide:program", edition.program_id)),
        desk=_desk(),
    )
    body = body_in(settings.RECERT_BODY)
    return paper_of(kind, policy_by_digest(edition.digest), body=body, places=places, on=on)


def _desk() -> str:
    try:
        return as_read(link("uploads:desk"))
    except NoReverseMatch:  # an installation without the upload desk
        return ""


def _day(at: datetime) -> date:
    return at.astimezone(body_in(settings.RECERT_BODY).tz).date()
