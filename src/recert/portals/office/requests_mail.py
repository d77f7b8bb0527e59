"""Mail that waits for a person, and addresses from which mail comes back."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions import arriving
from recert.actions.refusals import Incomplete, Refusal
from recert.outside import files, mail_in
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.office.requests_forms import PlaceForm
from recert.portals.requests.asking import answer_by
from recert.portals.trainer.evidence import guarded
from recert.records import asking
from recert.records.reminding import ReturnedMail
from recert.records.requests import ArrivedMail, Request

A_PAGE = 20
BECAUSE: Mapping[str, str | Promise] = {
    "no token": gettext_lazy("It was not written to a request’s own address."),
    "wrong token": gettext_lazy("It was written to an address that is nobody’s."),
    "other sender": gettext_lazy("It answers a request, but from another address."),
    "same identity": gettext_lazy("It bears the identity of another mail."),
    "report unknown": gettext_lazy("A report that mail came back, but of no notice of ours."),
}


@access.for_staff("reviewer", "officer")
def arrived(request: FromStaff) -> HttpResponse:
    """List the mail that belongs nowhere by itself, the oldest first."""
    page = Paginator(asking.mail_to_settle(), A_PAGE).get_page(request.GET.get("page"))
    rows = [(row, BECAUSE[row.because], _form(row)) for row in page]
    automatic = ArrivedMail.objects.filter(became=ArrivedMail.AUTOMATIC).select_related("request")
    shown = {"page": page, "rows": rows, "automatic": automatic.order_by("-at", "-id")[:A_PAGE]}
    return render(request, "office/arrived_mail.html", shown)


def _form(row: ArrivedMail) -> PlaceForm:
    initial = {"number": row.request.number} if row.request else {}
    return PlaceForm(initial=initial, auto_id=f"id_{row.pk}_%s")


@require_POST
@access.for_staff("reviewer", "officer")
def settle(request: FromStaff, pk: int, act: str) -> HttpResponse:
    """Place a mail in a thread, open a request from it, or set it aside."""
    if act not in {"place", "open", "aside"}:
        raise Http404
    row = get_object_or_404(ArrivedMail, pk=pk, became=ArrivedMail.HELD)
    at = clock.now()
    due = answer_by(at.astimezone(access.the_body().tz).date())
    try:
        if act == "place":
            to = _named(request)
            arriving.place(row, to=to, answer_by=due, by=request.user, at=at)
            words = _("Placed in request %(n)s.") % {"n": to.number}
        elif act == "open":
            opened = arriving.open_from(row, answer_by=due, by=request.user, at=at)
            words = _("Opened as request %(n)s; its sender is told.") % {"n": opened.number}
        else:
            arriving.set_aside(row, by=request.user, at=at)
            words = _("Set aside. It stays on record.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("office:arrived_mail")


def _named(request: FromStaff) -> Request:
    form = PlaceForm(request.POST)
    found = form.is_valid() and Request.objects.filter(number=form.cleaned_data["number"]).first()
    if not found:
        raise Incomplete({"number": _("There is no request of this number.")})
    return found


@access.for_staff("reviewer", "officer")
def original(request: FromStaff, pk: int) -> HttpResponseBase:
    """Hand over a mail as it came, for a mail reader; no browser shows it."""
    row = get_object_or_404(ArrivedMail, pk=pk)
    try:
        raw = files.open_(row.digest, root=mail_in.arrived_root())
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(raw, content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="mail-{row.pk}.eml"'
    return guarded(response)


@access.for_staff("officer")
def returned(request: FromStaff) -> HttpResponse:
    """List the addresses to which mail does not arrive, the latest report of each first."""
    latest: dict[str, ReturnedMail] = {}
    counts: dict[str, int] = {}
    for row in asking.returned_for_good():
        latest.setdefault(row.address, row)
        counts[row.address] = counts.get(row.address, 0) + 1
    page = Paginator(list(latest.values()), A_PAGE).get_page(request.GET.get("page"))
    rows = [(row, counts[row.address]) for row in page]
    return render(request, "office/returned_mail.html", {"page": page, "rows": rows})


@require_POST
@access.for_staff("officer")
def clear(request: FromStaff, pk: int) -> HttpResponse:
    """Take the flag off an address, so that reminders go there again."""
    row = get_object_or_404(ReturnedMail, pk=pk)
    try:
        many = arriving.clear_address(row.address, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext("%(n)s report is cleared.", "%(n)s reports are cleared.", many)
        messages.success(request, words % {"n": many})
    return redirect("office:returned_mail")
