"""Write down that an owed document was made. Making it is `outside.documents`' work."""

from datetime import datetime

from django.db import transaction

from recert.actions.events import record
from recert.records.certification import Cycle, Edition
from recert.records.history import Document, Event, Work
from recert.records.payments import Payment


@transaction.atomic
def keep_certificate(cycle: Cycle, *, level: str, digest: str, size: int, at: datetime) -> Document:
    """Keep the document of a cycle at a level. One that is kept already stays."""
    document, fresh = Document.objects.get_or_create(
        cycle=cycle, level=level, defaults={"digest": digest, "size": size, "made_at": at}
    )
    if fresh:
        record(
            "document.made",
            by=None,
            at=at,
            subject=document,
            certificant=cycle.credential.certificant_id,
            digest=digest,
            cycle=cycle.pk,
            level=level,
        )
    return document


@transaction.atomic
def keep_receipt(payment: Payment, *, digest: str, size: int, at: datetime) -> Document:
    """Keep the receipt of a payment. One that is kept already stays."""
    document, fresh = Document.objects.get_or_create(
        payment=payment, defaults={"digest": digest, "size": size, "made_at": at}
    )
    if fresh:
        record(
            "document.made",
            by=None,
            at=at,
            subject=document,
            certificant=payment.application.cycle.credential.certificant_id,
            digest=digest,
            receipt=payment.receipt_number,
        )
    return document


@transaction.atomic
def keep_paper(
    edition: Edition, *, paper: str, made_of: str, digest: str, size: int, at: datetime
) -> Document:
    """Keep a paper of an edition. One that is kept already, made of the same, stays.

    :param made_of: digest of all that the paper shows; another one is another paper
    """
    document, fresh = Document.objects.get_or_create(
        edition=edition,
        paper=paper,
        made_of=made_of,
        defaults={"digest": digest, "size": size, "made_at": at},
    )
    if fresh:
        record(
            "document.made",
            by=None,
            at=at,
            subject=document,
            digest=digest,
            edition=edition.pk,
            paper=paper,
        )
    return document


@transaction.atomic
def note_waiting(work: Work, *, certificant_id: int | None, because: str, at: datetime) -> None:
    """Write down why an owed document waits; the same reason is written once, however often tried.

    :param because: in words for staff, such as which characters no font has
    """
    waiting = Event.objects.filter(
        name="document.waits", subject="work", subject_id=str(work.pk), details__because=because
    )
    if not waiting.exists():
        record(
            "document.waits",
            by=None,
            at=at,
            subject=work,
            certificant=certificant_id,
            kind=work.kind,
            because=because,
        )
