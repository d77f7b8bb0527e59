"""What a certificant holds on paper: certificates and receipts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from recert.actions import work
from recert.outside import files
from recert.outside.filenames import content_disposition, shown_name
from recert.portals.access import (
    FromCertificant,
    for_certificants,
    own_cycles,
    own_document,
    the_body,
)
from recert.portals.trainer.evidence import guarded
from recert.records.certification import Cycle
from recert.records.history import Document, Work
from recert.records.papers import documents_in_force
from recert.records.payments import Payment, Refund
from recert.records.people import Certificant


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate of a cycle: made, owed and on its way, or never owed by this product."""

    cycle: Cycle
    document: Document | None
    owed: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment and its receipt, once that is made."""

    payment: Payment
    document: Document | None
    refund: Refund | None


@require_GET
@for_certificants
def documents(request: FromCertificant) -> HttpResponse:
    """List the certificates of all cycles, and the receipts."""
    cycles = own_cycles(request.certificant)
    shown = {"certificates": _certificates(cycles), "receipts": _receipts(request.certificant)}
    return render(request, "trainer/documents.html", shown)


@require_GET
@for_certificants
def document(request: FromCertificant, pk: int) -> HttpResponseBase:
    """Hand a certificate or a receipt over, under the owner's name."""
    made = own_document(request.certificant, pk)
    what = _("Receipt") if made.payment_id else _("Certificate")
    on = made.made_at.astimezone(the_body().tz).date()
    try:
        pdf = files.open_(made.digest, root=settings.DOCUMENTS_ROOT)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(pdf, content_type="application/pdf")
    name = shown_name(request.certificant.name, what=what, on=on, suffix=".pdf")
    response["Content-Disposition"] = content_disposition(name)
    return guarded(response)


def _certificates(cycles: Sequence[Cycle]) -> list[Certificate]:
    made = {
        each.cycle_id: each
        for each in documents_in_force().filter(cycle__in=cycles).order_by("made_at")
    }
    keys = [cycle.pk for cycle in cycles]
    owed = Work.objects.filter(kind=work.CERTIFICATE, subject_id__in=keys, done_at=None)
    waiting = set(owed.values_list("subject_id", flat=True))
    return [
        Certificate(cycle, made.get(cycle.pk), owed=cycle.pk in waiting)
        for cycle in reversed(cycles)
    ]


def _receipts(certificant: Certificant) -> list[Receipt]:
    mine = Q(application__cycle__credential__certificant=certificant)
    payments = Payment.objects.filter(mine).select_related("document", "refund", "application")
    return [
        Receipt(payment, getattr(payment, "document", None), getattr(payment, "refund", None))
        for payment in payments.order_by("-received_on", "-id")
    ]
