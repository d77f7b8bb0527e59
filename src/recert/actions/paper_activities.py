"""Activities that a paper application lists: entered by the office, sent if the paper is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from recert.actions import activities
from recert.actions.activities import Claim
from recert.actions.events import record
from recert.actions.evidence import attach
from recert.actions.matched import Matching, as_evidence, begin, finish
from recert.actions.refusals import CannotMove, Incomplete, NotForYou
from recert.policy.lifecycle import ActivityStatus
from recert.records.education import Activity
from recert.records.history import Event
from recert.records.people import Certificant, User
from recert.records.uploads import Upload

ENTERED = "activity.entered_from_paper"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a paper: what it claims, and the file that waits as its evidence."""

    claim: Claim
    evidence: Upload | None = None


def enter_rows(
    rows: Sequence[Row],
    *,
    paper: Upload,
    certificant: Certificant,
    signed: bool,
    matching: Matching,
) -> list[Activity]:
    """Record what a paper lists: as sent where it is signed, else as drafts of its person.

    :raises CannotMove: a row cannot be recorded; the words say which, and why
    """
    entered = []
    for number, row in enumerate(rows, start=1):
        try:
            entered.append(
                _enter(
                    row,
                    number=number,
                    paper=paper,
                    certificant=certificant,
                    signed=signed,
                    matching=matching,
                )
            )
        except Incomplete as lacks:
            words = " ".join(lacks.problems.values())
            raise CannotMove(_row_words(number, words)) from lacks
        except activities.AlreadyRecorded as known:
            raise CannotMove(_row_words(number, str(known))) from known
    return entered


def _row_words(number: int, words: str) -> str:
    return _("Line %(number)s of the paper: %(words)s") % {"number": number, "words": words}


def _enter(
    row: Row,
    *,
    number: int,
    paper: Upload,
    certificant: Certificant,
    signed: bool,
    matching: Matching,
) -> Activity:
    by, at = matching.by, matching.at
    key = uuid5(NAMESPACE_URL, f"paper:{paper.pk}:{at.isoformat()}:{number}")
    activity = activities.save(certificant, key=key, claim=row.claim, by=by, at=at)
    if row.evidence:
        _back(activity, upload=row.evidence, signed=signed, matching=matching)
    record(
        ENTERED,
        by=by,
        at=at,
        subject=activity,
        certificant=certificant,
        upload=paper.pk,
        received_on=str(paper.received_on),
        signed=signed,
    )
    if signed:
        activity = activities.submit(activity, by=by, on=paper.received_on, at=at)
    return activity


def _back(activity: Activity, *, upload: Upload, signed: bool, matching: Matching) -> None:
    """Let a file that waits be the evidence of an activity, and settle it so."""
    person, by, at = activity.certificant, matching.by, matching.at
    upload = begin(upload, certificant=person, by=by)
    what = upload.said_what or "completion certificate"
    evidence = as_evidence(upload, certificant=person, what=what, matching=matching)
    attach(activity, evidence=evidence, most_files=matching.most_files, by=by, at=at)
    activity.refresh_from_db()
    finish(
        upload,
        certificant=person,
        became="activity",
        became_id=activity.pk,
        version=None if signed else activity.version,
        by=by,
        at=at,
        tells=not signed,
    )


def withdraw_drafts(paper: Upload, *, by: User, at: datetime) -> None:
    """Take back the drafts that were entered from an unsigned paper.

    :raises CannotMove: a file is with one of them
    """
    entered = Event.objects.filter(name=ENTERED, details__upload=paper.pk)
    keys = [int(each.subject_id) for each in entered]
    drafts = Activity.objects.filter(pk__in=keys, status=ActivityStatus.DRAFT)
    if drafts.filter(uses__isnull=False).exists():
        raise CannotMove(_("Let the files of its drafts wait again first."))
    for draft in drafts:
        activities.withdraw(draft, by=by, at=at)


def must_not_have_entered(activity: Activity, *, by: User) -> None:
    """Refuse to let whoever entered an activity from paper grant its credit, too.

    :raises NotForYou: it is they who entered it
    """
    mine = Event.objects.filter(
        name=ENTERED, subject="activity", subject_id=str(activity.pk), by=by
    )
    if mine.exists():
        raise NotForYou(_("You entered this from the paper; another person accepts it."))
