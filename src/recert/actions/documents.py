"""Write down that an owed document was made. Making it is `outside.documents`' work."""

from datetime import datetime

from django.db import transaction

from recert.actions.events import record
from recert.records.certification import Cycle
from recert.records.history import Document
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
