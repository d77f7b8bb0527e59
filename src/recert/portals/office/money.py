"""Money: what is owed, what arrived, what the policy does not set, what goes back."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions import payments
from recert.actions.refusals import Refusal
from recert.outside.filenames import shown_name
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.amounts import written
from recert.portals.office import forms
from recert.portals.review.deciding import put_on
from recert.portals.review.files import documents_handed_over
from recert.records import owing
from recert.records.applications import Application, FeeLine, FeeRuling
from recert.records.fees import Account, account_of
from recert.records.payments import Payment, Refund


@access.for_staff("officer")
def money(request: FromStaff) -> HttpResponse:
    """Show what waits for an officer: fees to record, to rule on, to give back."""
    fees = owing.open_fees()
    context = {
        "to_rule_on": [each for each in fees if each.to_rule_on],
        "to_record": [each for each in fees if not each.to_rule_on],
        "to_refund": owing.to_refund(),
        "denied": owing.kept_after_denial()[:20],
        "to_confirm": owing.to_confirm(),
        "latest": owing.payments_shown().order_by("-receipt_number")[:20],
    }
    return render(request, "office/money.html", context)


@access.for_staff("officer")
def record(request: FromStaff, pk: int) -> HttpResponse:
    """Record the fee of an application that arrived; the amount owed is there already."""
    rows = Application.objects.exclude(filed_on=None)
    row = get_object_or_404(rows.select_related("cycle__credential__certificant"), pk=pk)
    account, body = account_of(row), access.the_body()
    today = clock.today(zone=body.zone)
    form = forms.PaymentForm(
        request.POST or None,
        currency=account.currency,
        methods=body.payment.methods,
        initial={"amount": _owed(account), "received_on": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            payment = payments.receive(
                row, **form.cleaned_data, by=request.user, on=today, at=clock.now()
            )
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            words = _("Recorded: receipt %(number)s.") % {"number": payment.receipt_number}
            messages.success(request, words)
            return redirect("office:payment", pk=payment.pk)
    context = {"application": row, "account": account, "form": form}
    return render(request, "office/record.html", context, status=422 if form.errors else 200)


def _owed(account: Account) -> str:
    return written(account.owed, currency=account.currency) if account.owed else ""


@access.for_staff("officer")
def rule(request: FromStaff, pk: int) -> HttpResponse:
    """Set the amount of a fee line that the policy does not set."""
    ruled = FeeRuling.objects.filter(line=OuterRef("pk"))
    rows = FeeLine.objects.filter(~Exists(ruled), amount=None)
    line = get_object_or_404(
        rows.select_related("application__cycle__credential__certificant"), pk=pk
    )
    form = forms.RulingForm(request.POST or None, currency=line.currency)
    if request.method == "POST" and form.is_valid():
        try:
            payments.rule_on_fee(line, **form.cleaned_data, by=request.user, at=clock.now())
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Set: %(label)s.") % {"label": line.label})
            return redirect("office:money")
    context = {"line": line, "form": form}
    return render(request, "office/rule.html", context, status=422 if form.errors else 200)


@access.for_staff("officer")
def payment(request: FromStaff, pk: int) -> HttpResponse:
    """Show a payment, its receipt, and its refund if there is one."""
    return _shown(request, get_object_or_404(owing.payments_shown(), pk=pk))


def _shown(
    request: FromStaff,
    row: Payment,
    *,
    form: forms.RefundForm | forms.ConfirmForm | None = None,
    status: int = 200,
) -> HttpResponse:
    refund: Refund | None = getattr(row, "refund", None)
    alone = _alone(refund, request=request)
    form = form or (forms.RefundForm() if refund is None else _confirm_form(alone=alone))
    context = {
        "payment": row,
        "refund": refund,
        "may_propose": refund is None and row.application.status in {"withdrawn", "denied"},
        "may_confirm": refund is not None and refund.confirmed_at is None,
        "own_proposal": refund is not None and refund.proposed_by == request.user and not alone,
        "alone": alone,
        "form": form,
        "document": getattr(row, "document", None),
        "how": forms.METHODS[row.method],
    }
    return render(request, "office/payment.html", context, status=status)


def _alone(refund: Refund | None, *, request: FromStaff) -> bool:
    """Whether an officer confirms their own proposal: where the body's setting says so."""
    one_person = not access.the_body().office.two_persons
    return one_person and refund is not None and refund.proposed_by == request.user


def _confirm_form(data: QueryDict | None = None, *, alone: bool) -> forms.ConfirmForm:
    return forms.ConfirmAloneForm(data) if alone else forms.ConfirmForm(data)


@require_POST
@access.for_staff("officer")
def refund(request: FromStaff, pk: int) -> HttpResponse:
    """Propose that a payment goes back; or, as a second person, confirm that it did."""
    row = get_object_or_404(owing.payments_shown(), pk=pk)
    proposed = getattr(row, "refund", None)
    form: forms.RefundForm | forms.ConfirmForm = forms.RefundForm(request.POST)
    if proposed:
        form = _confirm_form(request.POST, alone=_alone(proposed, request=request))
    if not form.is_valid():
        return _shown(request, row, form=form, status=422)
    try:
        if proposed:
            two = access.the_body().office.two_persons
            payments.confirm_refund(
                proposed, **form.cleaned_data, by=request.user, at=clock.now(), two_persons=two
            )
        else:
            payments.propose_refund(row, **form.cleaned_data, by=request.user, at=clock.now())
    except Refusal as refusal:
        put_on(form, refusal)
        return _shown(request, row, form=form, status=422)
    messages.success(request, _said_of_refund(confirmed=bool(proposed)))
    return redirect("office:payment", pk=pk)


def _said_of_refund(*, confirmed: bool) -> str:
    if confirmed:
        return _("Confirmed: the trainer is told.")
    if access.the_body().office.two_persons:
        return _("Proposed: a second person confirms it.")
    return _("Proposed: confirm it once the money went back.")


@access.for_staff("officer")
def receipt(request: FromStaff, pk: int) -> HttpResponseBase:
    """Hand over the receipt of a payment."""
    row = get_object_or_404(owing.payments_shown(), pk=pk)
    document = getattr(row, "document", None)
    if document is None:
        raise Http404
    person = row.application.cycle.credential.certificant
    what = _("Receipt %(number)s") % {"number": row.receipt_number}
    name = shown_name(person.name, what=what, on=row.received_on, suffix=".pdf")
    return documents_handed_over(document.digest, name=name)
