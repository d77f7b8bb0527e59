"""What a person makes of an upload: somebody's draft, card or file of a request; or set aside."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions import notices, register
from recert.actions.activities import Claim
from recert.actions.activities import save as save_claim
from recert.actions.events import record
from recert.actions.evidence import attach
from recert.actions.matched import Matching, as_evidence, begin, finish, lock_waiting
from recert.actions.refusals import CannotMove, Incomplete
from recert.records.certification import Companion
from recert.records.education import Activity
from recert.records.people import Certificant, User
from recert.records.requests import Request, RequestEvidence
from recert.records.uploads import Upload


@dataclass(frozen=True, slots=True)
class Card:
    """What a companion card says: its kind, its days, whether skills were tested by hand."""

    kind: str
    issued_on: date
    expires_on: date | None
    hands_on: bool


@transaction.atomic
def to_activity(
    upload: Upload, *, certificant: Certificant, claim: Claim, what: str, matching: Matching
) -> Activity:
    """Make a draft of a person's activity, with the file as its evidence. The person sends it.

    :param claim: what was read from the file; anything may be missing
    :raises NotForYou: it is the matcher's own case
    :raises CannotMove: somebody else has settled it
    :raises TooMuch: the person's room for files is used up
    """
    upload = begin(upload, certificant=certificant, by=matching.by)
    by, at = matching.by, matching.at
    evidence = as_evidence(upload, certificant=certificant, what=what, matching=matching)
    key = uuid5(NAMESPACE_URL, f"upload:{upload.pk}:{at.isoformat()}")
    activity = save_claim(certificant, key=key, claim=claim, by=by, at=at)
    attach(activity, evidence=evidence, most_files=matching.most_files, by=by, at=at)
    activity.refresh_from_db()
    finish(
        upload,
        certificant=certificant,
        became="activity",
        became_id=activity.pk,
        version=activity.version,
        by=by,
        at=at,
    )
    return activity


@transaction.atomic
def to_companion(
    upload: Upload, *, certificant: Certificant, card: Card, matching: Matching
) -> Companion:
    """Put a companion card on a person's record, with the file as its evidence.

    :raises Incomplete: it ends before it was issued
    :raises NotForYou: it is the matcher's own case
    :raises CannotMove: somebody else has settled it
    """
    if card.expires_on and card.expires_on < card.issued_on:
        raise Incomplete({"expires_on": _("The card ends before it was issued; check both days.")})
    upload = begin(upload, certificant=certificant, by=matching.by)
    evidence = as_evidence(upload, certificant=certificant, what="CPR card", matching=matching)
    companion = register.record_companion(
        certificant,
        kind=card.kind,
        issued_on=card.issued_on,
        expires_on=card.expires_on,
        hands_on=card.hands_on,
        evidence=evidence,
        by=matching.by,
        at=matching.at,
    )
    finish(
        upload,
        certificant=certificant,
        became="companion",
        became_id=companion.pk,
        by=matching.by,
        at=matching.at,
    )
    return companion


@transaction.atomic
def to_request(upload: Upload, *, request: Request, matching: Matching) -> RequestEvidence:
    """Put the file with a request of its person.

    :raises CannotMove: the request is of nobody on record; or somebody else has settled the file
    :raises NotForYou: it is the matcher's own case
    """
    certificant = request.certificant
    if certificant is None:
        raise CannotMove(_("This request is of nobody on record, so it takes no evidence."))
    upload = begin(upload, certificant=certificant, by=matching.by)
    evidence = as_evidence(upload, certificant=certificant, what="request", matching=matching)
    use, _new = RequestEvidence.objects.get_or_create(
        request=request, evidence=evidence, defaults={"at": matching.at}
    )
    finish(
        upload,
        certificant=certificant,
        became="request",
        became_id=request.pk,
        by=matching.by,
        at=matching.at,
    )
    return use


@transaction.atomic
def set_aside(upload: Upload, *, because: str, by: User, at: datetime) -> Upload:
    """Set a file aside that is nobody's, or of no use. It is kept; its sender is told the reason.

    :raises Incomplete: no reason is given
    :raises CannotMove: somebody else has settled it
    """
    if not because.strip():
        raise Incomplete({"because": _("Say why; whoever sent the file is told in these words.")})
    upload = lock_waiting(upload)
    upload.set_aside, upload.because = True, because.strip()
    upload.settled_by, upload.settled_at = by, at
    upload.save()
    owner = upload.link.cycle.credential.certificant if upload.link else None
    record(
        "upload.set_aside", by=by, at=at, subject=upload, certificant=owner, because=upload.because
    )
    _tell_set_aside(upload, owner=owner, at=at)
    return upload


def _tell_set_aside(upload: Upload, *, owner: Certificant | None, at: datetime) -> None:
    """Tell the owner of the link by which it came, or else whoever gave an address."""
    told = {
        "receipt": upload.receipt,
        "received_on": upload.received_on.isoformat(),
        "because": upload.because,
    }
    key = f"upload:{upload.pk}:aside:{int(at.timestamp())}"
    if owner:
        notices.owe("upload_set_aside", to=owner, key=key, at=at, context=told)
    elif upload.said_email:
        notices.owe_to_address(
            "upload_set_aside", email=upload.said_email, key=key, at=at, context=told
        )
