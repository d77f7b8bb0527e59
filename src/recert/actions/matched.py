"""What every match of an upload shares: it is settled once, by one person, in nobody's own case."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from recert.actions import notices
from recert.actions.events import record
from recert.actions.evidence import Received, receive
from recert.actions.locks import lock_case, must_not_be_own
from recert.actions.refusals import CannotMove
from recert.records.education import Evidence
from recert.records.people import Certificant, User
from recert.records.uploads import Upload


@dataclass(frozen=True, slots=True)
class Matching:
    """Who matches, when, and the body's limits on files."""

    by: User
    at: datetime
    most_bytes: int  # of one person
    most_files: int  # of one activity


def begin(upload: Upload, *, certificant: Certificant, by: User) -> Upload:
    """Hold a person's case and an upload that waits; return the upload as it is now.

    :raises NotForYou: it is the matcher's own case
    :raises CannotMove: somebody else has settled it
    """
    certificant = lock_case(certificant.pk)
    must_not_be_own(certificant, by=by)
    return lock_waiting(upload)


def lock_waiting(upload: Upload) -> Upload:
    """Hold an upload that nobody has settled.

    :raises CannotMove: somebody has, and the words say who
    """
    upload = lock_upload(upload)
    if upload.settled_at is not None:
        raise CannotMove(
            _("%(who)s has settled this file already; nothing more was done. Take the next one.")
            % {"who": upload.settled_by}
        )
    return upload


def lock_upload(upload: Upload) -> Upload:
    """Hold an upload until the end of the transaction, and return it as it is now."""
    return (
        Upload.objects.select_for_update(of=("self",))
        .select_related("settled_by", "link__cycle__credential__certificant", "certificant")
        .get(pk=upload.pk)
    )


def as_evidence(
    upload: Upload, *, certificant: Certificant, what: str, matching: Matching
) -> Evidence:
    """Take an upload's file in as a person's evidence.

    :raises TooMuch: the person's room is used up
    """
    file = Received(
        digest=upload.digest,
        size=upload.size,
        mime=upload.mime,
        pages=upload.pages,
        flags=tuple(upload.flags),
        scan=upload.scan,
        scanned_by=upload.scanned_by,
    )
    return receive(
        certificant,
        file=file,
        what=what,
        most_bytes=matching.most_bytes,
        by=matching.by,
        at=matching.at,
    )


def finish(
    upload: Upload,
    *,
    certificant: Certificant,
    became: str,
    became_id: int,
    version: int | None = None,
    by: User,
    at: datetime,
    tells: bool = True,
) -> Upload:
    """Write down what an upload became, and owe its person the notice of it.

    :param version: of the draft that it became, as the office made it
    :param tells: False where another notice tells them already
    """
    upload.certificant, upload.became, upload.became_id = certificant, became, became_id
    upload.became_version = version
    upload.settled_by, upload.settled_at = by, at
    upload.save()
    record(
        "upload.matched",
        by=by,
        at=at,
        subject=upload,
        certificant=certificant,
        became=became,
        became_id=became_id,
        digest=upload.digest,
    )
    if tells:
        told = {"became": became, "received_on": upload.received_on.isoformat()}
        if became in {"activity", "application"}:
            told[became] = str(became_id)
        key = f"upload:{upload.pk}:matched:{int(at.timestamp())}"
        notices.owe("upload_matched", to=certificant, key=key, at=at, context=told)
    return upload
