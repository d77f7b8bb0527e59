"""Documents that are owed, made from the records: the certificate of a cycle, a payment's receipt.

Making one again gives the same bytes and keeps one row. What cannot be made says why, stays owed,
and is tried again: a font may be installed meanwhile.
"""

import io
from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings

from recert.actions import documents as kept
from recert.actions import work
from recert.jobs.links import answer_of, as_read
from recert.outside import documents, files
from recert.outside.body import Body, body_in
from recert.outside.documents import CertificateFacts, ReceiptFacts, ReceiptLine
from recert.outside.typesetting import CannotMake
from recert.records.certification import Cycle, LevelChange
from recert.records.fees import account_of, amount_of
from recert.records.history import Work
from recert.records.payments import Payment
from recert.records.policies import edition_of
from recert.records.standings import level_on

LARGEST = 5_000_000  # bytes; a document is a hundredth of that
METHODS = {
    "bank_transfer": "Bank transfer",
    "check": "Check",
    "cash": "Cash",
    "money_order": "Money order",
}


def make_certificate(owed: Work, *, at: datetime) -> None:
    """Make the certificate of a cycle at the level that it has by now, and keep it.

    :raises CannotMake: it cannot be set; the words are for staff
    """
    cycle = Cycle.objects.select_related("credential__certificant", "credential__program").get(
        pk=owed.subject_id
    )
    facts = certificate_facts(cycle, body=body_in(settings.RECERT_BODY), at=at)
    owner = cycle.credential.certificant_id
    pdf = _made(lambda: documents.certificate(facts), owed, certificant_id=owner, at=at)
    digest, size = _stored(pdf)
    kept.keep_certificate(cycle, level=facts.level, digest=digest, size=size, at=at)


def make_receipt(owed: Work, *, at: datetime) -> None:
    """Make the receipt of a payment, and keep it.

    :raises CannotMake: it cannot be set; the words are for staff
    """
    payment = Payment.objects.select_related(
        "application__cycle__credential__certificant", "application__cycle__credential__program"
    ).get(pk=owed.subject_id)
    facts = receipt_facts(payment, body=body_in(settings.RECERT_BODY))
    owner = payment.application.cycle.credential.certificant_id
    pdf = _made(lambda: documents.receipt(facts), owed, certificant_id=owner, at=at)
    digest, size = _stored(pdf)
    kept.keep_receipt(payment, digest=digest, size=size, at=at)


MAKERS: Mapping[str, Callable[..., None]] = {
    work.CERTIFICATE: make_certificate,
    work.RECEIPT: make_receipt,
}


def certificate_facts(cycle: Cycle, *, body: Body, at: datetime) -> CertificateFacts:
    """Return what the certificate of a cycle says, from the records.

    :param at: when it is issued, which is also the moment whose level it shows
    """
    credential, on = cycle.credential, at.astimezone(body.tz).date()
    changes = LevelChange.objects.filter(cycle=cycle)
    level = level_on(cycle, changes=changes, on=max(on, cycle.begins_on))
    address = answer_of(credential)
    return CertificateFacts(
        body=body.name,
        level=level,  # type: ignore[arg-type]  # kept by choices
        holder=credential.certificant.name,
        title=title_at(credential.program.title, level=level),
        number=credential.number,
        first_on=cycle.begins_on,
        last_on=cycle.ends_on,
        edition_on=edition_of(cycle).in_force_from,
        issued_on=on,
        signatory=body.letters.signatory,
        signatory_office=body.letters.signatory_office,
        verify_url=address,
        verify_shown=as_read(address),
        language=credential.certificant.language,
        paper=body.letters.paper,  # type: ignore[arg-type]  # the body's file is checked
    )


def title_at(title: str, *, level: str) -> str:
    """Return a program's title at a level: a certificate certifies nobody, so it drops the word.

    >>> title_at("ACTION Certified Personal Trainer", level="certificate")
    'ACTION Personal Trainer program'
    >>> title_at("ACTION Certified Personal Trainer", level="certification")
    'ACTION Certified Personal Trainer'
    """
    if level == "certification":
        return title
    words = [word for word in title.split() if word.casefold() != "certified"]
    return " ".join([*words, "program"])


def receipt_facts(payment: Payment, *, body: Body) -> ReceiptFacts:
    """Return what the receipt of a payment says, from the records."""
    credential = payment.application.cycle.credential
    lines = account_of(payment.application).lines
    return ReceiptFacts(
        body=body.name,
        body_lines=(body.contact.email, as_read(settings.RECERT_ADDRESS)),
        number=f"{payment.receipt_number:06d}",
        issued_on=payment.at.astimezone(body.tz).date(),
        received_on=payment.received_on,
        payer=credential.certificant.name,
        purpose=f"Recertification, {credential.program.title}, {credential.number}",
        lines=tuple(ReceiptLine(line.label, amount_of(line) or 0) for line in lines),
        total=payment.amount,
        currency=payment.currency,
        method=METHODS[payment.method],
        reference=payment.reference,
        language=credential.certificant.language,
        paper=body.letters.paper,  # type: ignore[arg-type]  # the body's file is checked
    )


def _made(make: Callable[[], bytes], owed: Work, *, certificant_id: int, at: datetime) -> bytes:
    """Make a document; if that cannot be, write down why before saying so."""
    try:
        return make()
    except CannotMake as error:
        kept.note_waiting(owed, certificant_id=certificant_id, because=str(error), at=at)
        raise


def _stored(pdf: bytes) -> tuple[str, int]:
    stored = files.store(io.BytesIO(pdf), limit=LARGEST, root=settings.DOCUMENTS_ROOT)
    return stored.digest, stored.size
