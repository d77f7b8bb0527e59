"""Providers: who they are, on which days they are approved, who speaks for them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions import catalogue
from recert.actions import providers as act
from recert.actions.passkeys import passkeys_of
from recert.actions.refusals import Refusal
from recert.actions.sign_ins import open_enrolment
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.accounts import letters
from recert.portals.office import class_forms as forms
from recert.portals.office.classes import A_PAGE, today
from recert.portals.review.deciding import put_on
from recert.records.catalogue import ProviderContact
from recert.records.education import Provider, ProviderApproval
from recert.records.people import User

USUAL = ("partner", "other")  # kinds that can be entered though none is on record yet


@access.for_staff("officer")
def providers(request: FromStaff) -> HttpResponse:
    """Show the providers, or those that words find, each with its counts; enter another."""
    kinds = dict.fromkeys([*USUAL, *Provider.objects.values_list("kind", flat=True)])
    form = forms.ProviderForm(request.POST or None, kinds=tuple(sorted(kinds)))
    if request.method == "POST" and form.is_valid():
        try:
            row = catalogue.enter_provider(
                **form.cleaned_data, approvals=(), by=request.user, at=clock.now()
            )
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            words = _("Entered: %(name)s. Say on which days it is approved.")
            messages.success(request, words % {"name": row.name})
            return redirect("office:provider", pk=row.pk)
    speaking = Q(contacts__ended_at=None, contacts__isnull=False)
    rows = Provider.objects.annotate(
        classes=Count("courses", distinct=True),
        speaking=Count("contacts", filter=speaking, distinct=True),
    )
    search = forms.ProviderSearchForm(request.GET)
    search.is_valid()
    for word in search.cleaned_data.get("q", "").split():
        rows = rows.filter(Q(name__icontains=word) | Q(slug__icontains=word))
    page = Paginator(rows.order_by("name", "id"), A_PAGE).get_page(request.GET.get("page"))
    shown = {"form": form, "search": search, "page": page}
    return render(request, "office/providers.html", shown, status=422 if form.errors else 200)


@access.for_staff("officer")
def provider(request: FromStaff, pk: int) -> HttpResponse:
    """Show a provider: its days, its people, its classes."""
    return _shown(request, get_object_or_404(Provider, pk=pk))


def _shown(request: FromStaff, row: Provider, **filled: Any) -> HttpResponse:
    on = today()
    shown = {
        "provider": row,
        "on": on,
        "approvals": row.approvals.order_by("-begins_on", "-id"),
        "contacts": row.contacts.filter(ended_at=None).select_related("user").order_by("id"),
        "courses": row.courses.order_by("title", "id"),
        "approval": forms.ApprovalForm(initial={"begins_on": on}),
        "contact": forms.ContactForm(),
        **filled,
    }
    wrong = any(form.errors for form in filled.values())
    return render(request, "office/provider.html", shown, status=422 if wrong else 200)


@require_POST
@access.for_staff("officer")
def approve(request: FromStaff, pk: int) -> HttpResponse:
    """Approve a provider on days."""
    row, form = get_object_or_404(Provider, pk=pk), forms.ApprovalForm(request.POST)
    if form.is_valid():
        try:
            act.approve_provider(row, **form.cleaned_data, by=request.user, at=clock.now())
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Approved on these days."))
            return redirect("office:provider", pk=pk)
    return _shown(request, row, approval=form)


@require_POST
@access.for_staff("officer")
def end_approval(request: FromStaff, pk: int) -> HttpResponse:
    """Give an approval of a provider its last day."""
    row = get_object_or_404(ProviderApproval.objects.select_related("provider"), pk=pk)
    form = forms.EndApprovalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Enter the last day of the approval."))
        return redirect("office:provider", pk=row.provider_id)
    try:
        act.end_approval(row, **form.cleaned_data, by=request.user, on=today(), at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The approval has its last day."))
    return redirect("office:provider", pk=row.provider_id)


@require_POST
@access.for_staff("officer")
def add_contact(request: FromStaff, pk: int) -> HttpResponse:
    """Let somebody speak for a provider, and mail them the link by which they sign in once."""
    row, form = get_object_or_404(Provider, pk=pk), forms.ContactForm(request.POST)
    if form.is_valid():
        try:
            contact = act.add_contact(row, **form.cleaned_data, by=request.user, at=clock.now())
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            _send_link(request, contact.user)
            return redirect("office:provider", pk=pk)
    return _shown(request, row, contact=form)


@require_POST
@access.for_staff("officer")
def send_link(request: FromStaff, pk: int) -> HttpResponse:
    """Mail a contact a new link; the one before ends."""
    speaking = ProviderContact.objects.filter(ended_at=None).select_related("user")
    contact = get_object_or_404(speaking, pk=pk)
    _send_link(request, contact.user)
    return redirect("office:provider", pk=contact.provider_id)


def _send_link(request: FromStaff, user: User) -> None:
    """Mail the link to the person alone: whoever opens it is signed in as them.

    Somebody who has a passkey needs none; who lost it asks an operator, who knows them.
    """
    if passkeys_of(user).exists():
        words = _("%(name)s has a passkey, and signs in with it.")
        messages.info(request, words % {"name": user.name})
        return
    token = open_enrolment(user, by=request.user, at=clock.real_now())
    facts = {"person": user, "by": request.user}
    sent = letters.send(
        "enrol", to=user.email, next_page="accounts:enrol", args=(token,), facts=facts
    )
    if sent:
        words = _("A link went to %(email)s. It signs in once, within thirty minutes.")
        messages.success(request, words % {"email": user.email})
    else:
        messages.error(request, _("The link could not be mailed just now. Send it again later."))


@require_POST
@access.for_staff("officer")
def end_contact(request: FromStaff, pk: int) -> HttpResponse:
    """Let somebody speak for a provider no longer."""
    contact = get_object_or_404(ProviderContact.objects.select_related("user", "provider"), pk=pk)
    try:
        act.end_contact(contact, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("%(name)s speaks for %(provider)s no longer.")
        told = {"name": contact.user.name, "provider": contact.provider.name}
        messages.success(request, words % told)
    return redirect("office:provider", pk=contact.provider_id)
