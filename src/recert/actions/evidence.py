"""Take evidence in: a stored and inspected file becomes evidence of one certificant."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from recert.actions.events import record
from recert.actions.locks import lock_activity, lock_case
from recert.actions.refusals import CannotMove, Refusal
from recert.policy.lifecycle import ActivityStatus
from recert.records.education import Activity, Evidence, EvidenceUse
from recert.records.people import Certificant, User

OPEN_TO_FILES = frozenset({ActivityStatus.DRAFT, ActivityStatus.SUBMITTED, ActivityStatus.RETURNED})


class TooMuch(Refusal):
    """The body's limits on files are reached."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was stored under its digest, inspected and scanned."""

    digest: str
    size: int  # bytes
    mime: str
    pages: int
    flags: tuple[str, ...]
    scan: str  # "clean" or "not scanned"
    scanned_by: str


@transaction.atomic
def receive(
    certificant: Certificant,
    *,
    file: Received,
    what: str,
    most_bytes: int,
    by: User | None,
    at: datetime,
) -> Evidence:
    """Take a file in as evidence. The same content again is the same evidence.

    :param what: the middle of the name it is shown by, such as "CPR card"
    :param most_bytes: the most that one person may have on file
    :raises TooMuch: the person's room is used up
    """
    lock_case(certificant.pk)
    known = Evidence.objects.filter(certificant=certificant, digest=file.digest).first()
    if known:
        return known
    _must_have_room(certificant, size=file.size, most_bytes=most_bytes)
    evidence = Evidence.objects.create(
        certificant=certificant,
        digest=file.digest,
        size=file.size,
        mime=file.mime,
        pages=file.pages,
        what=what,
        flags=list(file.flags),
        scan=file.scan,
        scanned_by=file.scanned_by,
        received_at=at,
    )
    record(
        "evidence.received",
        by=by,
        at=at,
        subject=evidence,
        certificant=certificant,
        digest=file.digest,
        size=file.size,
        mime=file.mime,
        scan=file.scan,
    )
    return evidence


def _must_have_room(certificant: Certificant, *, size: int, most_bytes: int) -> None:
    owned = Evidence.objects.filter(certificant=certificant)
    used = owned.aggregate(total=Sum("size"))["total"] or 0
    if used + size > most_bytes:
        raise TooMuch(
            _(
                "Your files take up %(used)s MB of the %(most)s MB that one person has. "
                "Send this one smaller: a photograph instead of a scan, say."
            )
            % {"used": f"{used / 1e6:.0f}", "most": f"{most_bytes / 1e6:.0f}"}
        )


@transaction.atomic
def attach(
    activity: Activity, *, evidence: Evidence, most_files: int, by: User | None, at: datetime
) -> EvidenceUse:
    """Let a piece of evidence back an activity. It may back many; the same twice is once.

    :raises CannotMove: the activity is decided or withdrawn, or the evidence is another person's
    :raises TooMuch: the activity has as many files as the body takes
    """
    activity = lock_activity(activity.pk)
    if ActivityStatus(activity.status) not in OPEN_TO_FILES:
        raise CannotMove(
            _("This activity is closed to new evidence; record a new activity instead.")
        )
    if evidence.certificant_id != activity.certificant_id:
        raise CannotMove(_("This evidence belongs to somebody else."))
    known = EvidenceUse.objects.filter(activity=activity, evidence=evidence).first()
    if known:
        return known
    if EvidenceUse.objects.filter(activity=activity).count() >= most_files:
        raise TooMuch(
            _("An activity takes %(most)s files; remove one before you add another.")
            % {"most": most_files}
        )
    use = EvidenceUse.objects.create(activity=activity, evidence=evidence, at=at)
    _touch(activity, at=at)
    record(
        "evidence.attached",
        by=by,
        at=at,
        subject=activity,
        certificant=activity.certificant_id,
        digest=evidence.digest,
    )
    return use


@transaction.atomic
def detach(activity: Activity, *, evidence: Evidence, by: User | None, at: datetime) -> None:
    """Take a file off a draft or a returned activity. The file itself stays on record.

    :raises CannotMove: a reviewer may be looking at the activity, or it is decided
    """
    activity = lock_activity(activity.pk)
    if activity.status not in (ActivityStatus.DRAFT, ActivityStatus.RETURNED):
        raise CannotMove(_("Evidence can be taken off only while the activity is yours to change."))
    gone, _rows = EvidenceUse.objects.filter(activity=activity, evidence=evidence).delete()
    if not gone:
        return
    _touch(activity, at=at)
    record(
        "evidence.detached",
        by=by,
        at=at,
        subject=activity,
        certificant=activity.certificant_id,
        digest=evidence.digest,
    )


@transaction.atomic
def note_reading(evidence: Evidence, *, by: User, at: datetime) -> None:
    """Write down that staff looked at a file: no look is without its event (invariant I24)."""
    record("evidence.read", by=by, at=at, subject=evidence, certificant=evidence.certificant_id)


def _touch(activity: Activity, *, at: datetime) -> None:
    activity.version += 1
    activity.saved_at = at
    activity.save(update_fields=["version", "saved_at"])
