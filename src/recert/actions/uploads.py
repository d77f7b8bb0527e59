"""Files that come without a sign-in: kept for a person to match, acknowledged once on record."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from recert.actions import notices
from recert.actions.events import record
from recert.actions.evidence import Received, TooMuch
from recert.actions.guesses import count_guess
from recert.actions.refusals import CannotMove
from recert.records.history import Notice
from recert.records.people import User
from recert.records.uploads import Upload, UploadLink

LONGEST_FILE_NAME = 255
LONGEST_TEXT = 20_000  # characters of what a document says
LETTERS_A_DAY = 5  # receipts to one address: nobody fills another's mailbox by the desk
RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another
RECEIPT_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Sender:
    """What a sender says; nobody has shown who they are. All may be empty."""

    name: str = ""
    number: str = ""
    email: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a sender is given: the number, what is on record under it, whether it is mailed too."""

    number: str
    files: int
    size: int  # bytes
    mailed: bool


@transaction.atomic
def take_in(
    file: Received,
    *,
    batch: UUID,
    file_name: str,
    text: str,
    sender: Sender,
    link: UploadLink | None = None,
    most_by_link: int = 0,
    on: date,
    at: datetime,
) -> Upload:
    """Put one stored file on record, to be matched. The same content in a batch again is one.

    :param batch: made with the form, so that the same form sent twice is one
    :param link: the personal link by which it came; none: by the desk
    :param on: the body's day, on which a paper application in it counts as filed
    :raises CannotMove: the link was called back, or has run out
    :raises TooMuch: the link has taken as many files as it takes
    """
    if link:
        link = UploadLink.objects.select_for_update().get(pk=link.pk)
        must_be_open(link, at=at)
    known = Upload.objects.filter(batch=batch, digest=file.digest).first()
    if known:
        return known
    if link and link.uploads.count() >= most_by_link:
        raise TooMuch(
            _("This link has taken its %(most)s files; its owner can make a new one.")
            % {"most": most_by_link}
        )
    facts = _facts(file, file_name=file_name, text=text, sender=sender)
    upload, new = Upload.objects.get_or_create(
        batch=batch,
        digest=file.digest,
        defaults={
            **facts,
            "receipt": receipt_number(batch),
            "link": link,
            "received_on": on,
            "received_at": at,
        },
    )
    if new:
        _note_received(upload, at=at)
    return upload


def _facts(file: Received, *, file_name: str, text: str, sender: Sender) -> dict[str, object]:
    """Return what is known of a file, and what its sender says."""
    return {
        "size": file.size,
        "mime": file.mime,
        "pages": file.pages,
        "flags": list(file.flags),
        "scan": file.scan,
        "scanned_by": file.scanned_by,
        "file_name": file_name[:LONGEST_FILE_NAME],
        "said_name": sender.name,
        "said_number": sender.number,
        "said_email": sender.email,
        "said_what": sender.what,
        "text": text[:LONGEST_TEXT],
    }


def _note_received(upload: Upload, *, at: datetime) -> None:
    record(
        "upload.received",
        by=None,
        at=at,
        subject=upload,
        certificant=upload.link.cycle.credential.certificant_id if upload.link else None,
        receipt=upload.receipt,
        digest=upload.digest,
        size=upload.size,
        mime=upload.mime,
        scan=upload.scan,
    )


def receipt_number(batch: UUID) -> str:
    """Return the number of a batch's receipt: the same for the same batch, guessed by nobody."""
    mac = salted_hmac("recert.receipt", batch.hex, algorithm="sha256").digest()
    base = len(RECEIPT_LETTERS)
    value = int.from_bytes(mac, "big") % base**RECEIPT_LENGTH
    letters = "".join(RECEIPT_LETTERS[value // base**at % base] for at in range(RECEIPT_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


@transaction.atomic
def acknowledge(batch: UUID, *, at: datetime) -> Receipt:
    """Say what is on record of a batch, and owe its sender the same by mail, once.

    The mail repeats nothing that the sender wrote, so that nobody writes to others through it.

    :raises CannotMove: nothing of the batch is on record
    """
    mine = Upload.objects.filter(batch=batch)
    held = mine.aggregate(
        files=Count("pk"), size=Sum("size"), email=Max("said_email"), receipt=Max("receipt")
    )
    if not held["files"]:
        raise CannotMove(_("Nothing of this was kept; choose the files once more."))
    mailed = bool(held["email"]) and _owe_receipt(batch, held, at=at)
    return Receipt(held["receipt"], files=held["files"], size=held["size"], mailed=mailed)


def _owe_receipt(batch: UUID, held: dict[str, object], *, at: datetime) -> bool:
    key, email = f"upload:{batch}:received", str(held["email"])
    if Notice.objects.filter(key=key).exists():
        return True
    many = count_guess("receipt", about=email.casefold(), at=at, within=timedelta(days=1))
    if many > LETTERS_A_DAY:
        return False
    told = {"receipt": held["receipt"], "files": held["files"], "size": held["size"]}
    notices.owe_to_address("upload_received", email=email, key=key, at=at, context=told)
    return True


@transaction.atomic
def note_look(upload: Upload, *, by: User, at: datetime) -> None:
    """Write down that staff looked at an upload: no look is without its event."""
    owner = upload.certificant_id
    record("upload.read", by=by, at=at, subject=upload, certificant=owner)


def must_be_open(link: UploadLink, *, at: datetime) -> None:
    """Refuse what comes by a link that is over.

    :raises CannotMove: it was called back, or has run out
    """
    if link.called_back_at is not None:
        raise CannotMove(_("The person who gave you this address has called it back."))
    if link.ends_at <= at:
        raise CannotMove(_("This address has run out. Ask the person who gave it to you for one."))
