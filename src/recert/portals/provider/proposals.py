"""What a provider proposes: a new class, or a change of one; written, sent, taken back."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from recert import clock
from recert.actions import proposals as act
from recert.actions.proposals import save as save_proposal
from recert.actions.refusals import Incomplete, Refusal
from recert.portals.access import FromContact, for_contacts, the_body
from recert.portals.provider import forms
from recert.portals.provider.classes import OPEN, own_course
from recert.records.catalogue import CourseProposal
from recert.records.education import Course, Provider

YOURS = frozenset({"draft", "returned"})  # the states in which it is the provider's turn


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is about: its key, the proposal if there is one, the class that it changes."""

    key: uuid.UUID
    proposal: CourseProposal | None = None
    course: Course | None = None


@require_safe
@for_contacts
def new(request: FromContact) -> HttpResponse:
    """Open an empty form under a new key: the same form sent twice is one proposal."""
    return _page(request, Sheet(uuid.uuid4()))


@require_safe
@for_contacts
def change(request: FromContact, pk: int) -> HttpResponse:
    """Open the form of a class with what it says now; go on with a change that is open."""
    mine = own_course(request, pk)
    if opened := mine.proposals.filter(status__in=OPEN).first():
        return redirect("provider:proposal", key=opened.key)
    return _page(request, Sheet(uuid.uuid4(), course=mine))


@for_contacts
def proposal(request: FromContact, key: uuid.UUID) -> HttpResponse:
    """Show a proposal, to go on with while it is the provider's turn; keep what was sent."""
    sheet = _sheet(request, key)
    if request.method == "POST":
        return _keep(request, sheet)
    if sheet.proposal is None:
        raise Http404
    return _page(request, sheet)


@require_POST
@for_contacts
def withdraw(request: FromContact, key: uuid.UUID) -> HttpResponse:
    """Take a proposal back, or throw a draft away."""
    mine = CourseProposal.objects.filter(provider__in=request.providers)
    try:
        act.withdraw(get_object_or_404(mine, key=key), by=request.user, at=clock.now())
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("provider:proposal", key=key)
    messages.success(request, _("Taken back. Nobody looks at it."))
    return redirect("provider:classes")


def _sheet(request: FromContact, key: uuid.UUID) -> Sheet:
    """Return what is on record under a key; another provider's raises Http404."""
    found = CourseProposal.objects.select_related("provider", "course").filter(key=key).first()
    if found is None:
        of = request.POST.get("of", "")
        return Sheet(key, course=own_course(request, int(of)) if of.isdecimal() else None)
    if found.provider not in request.providers:
        raise Http404
    return Sheet(key, found, found.course)


def _form(request: FromContact, sheet: Sheet, *, data: QueryDict | None) -> forms.ProposalForm:
    currency, text = the_body().currency, sheet.proposal or sheet.course
    return forms.ProposalForm(
        data,
        currency=currency,
        providers=request.providers,
        is_new=sheet.course is None,
        initial=forms.said_of(text, currency=currency) if text else {},
    )


def _keep(request: FromContact, sheet: Sheet) -> HttpResponse:
    """Save what was sent; send it on, if the button said so."""
    form, at = _form(request, sheet, data=request.POST), clock.now()
    if form.is_valid():
        sends = request.POST.get("do") == "send"
        try:
            _save(request, form, sheet, sends=sends, at=at)
        except Incomplete as refused:
            forms.show(form, refused.problems)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, sheet, sends=sends)
    return _page(request, _sheet(request, sheet.key), form=form)


def _save(
    request: FromContact, form: forms.ProposalForm, sheet: Sheet, *, sends: bool, at: datetime
) -> None:
    saved = save_proposal(
        _provider(request, form, sheet),
        key=sheet.key,
        course=sheet.course,
        code=form.cleaned_data.get("code", ""),
        wording=form.wording,
        by=request.user,
        at=at,
    )
    if sends:
        act.submit(saved, by=request.user, at=at)


def _provider(request: FromContact, form: forms.ProposalForm, sheet: Sheet) -> Provider:
    if sheet.course or sheet.proposal:
        return (sheet.course or sheet.proposal).provider  # type: ignore[union-attr]  # one is there
    chosen = form.cleaned_data.get("provider")
    return next(
        (each for each in request.providers if str(each.pk) == chosen), request.providers[0]
    )


def _done(request: FromContact, sheet: Sheet, *, sends: bool) -> HttpResponse:
    if sends:
        words = _("Sent. An officer looks at it; it stays as it is until then.")
        messages.success(request, words)
        return redirect("provider:classes")
    messages.success(request, _("Kept as a draft. Nobody looks at it until you send it."))
    return redirect("provider:proposal", key=sheet.key)


def _page(
    request: FromContact, sheet: Sheet, *, form: forms.ProposalForm | None = None
) -> HttpResponse:
    is_yours = sheet.proposal is None or sheet.proposal.status in YOURS
    shown = {
        "sheet": sheet,
        "proposal": sheet.proposal,
        "course": sheet.course,
        "is_yours": is_yours,
        "form": form or _form(request, sheet, data=None),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "provider/proposal.html", shown, status=status)
