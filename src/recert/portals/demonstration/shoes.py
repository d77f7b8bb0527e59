"""Stepping into somebody's shoes, and out of them again."""

from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from recert import clock
from recert.policy.numbers import folded, tidy_number
from recert.portals.accounts.sessions import begin
from recert.portals.demonstration.forms import FindForm, StepIntoForm
from recert.records.people import Certificant, User

MOST = 40  # people on one page of the search


@require_POST
def step_into(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody, freshly, and go where they would."""
    asked = StepIntoForm(request.POST)
    if not asked.is_valid():
        raise Http404
    user = get_object_or_404(User, email__iexact=asked.cleaned_data["email"], is_active=True)
    logout(request)
    begin(request, user, how="demonstration", at=clock.real_now())
    messages.success(request, _("You are %(name)s now.") % {"name": user.name})
    return redirect("accounts:home")


@require_POST
def step_out(request: HttpRequest) -> HttpResponse:
    """Become a stranger."""
    logout(request)
    return redirect("public:front_door")


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Find any certificant to step into."""
    form = FindForm(request.GET)
    asked = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = list(_found(asked)[: MOST + 1])
    shown = {"form": form, "asked": asked, "found": found[:MOST], "more": len(found) > MOST}
    return render(request, "demonstration/people.html", shown)


def _found(asked: str) -> QuerySet[Certificant]:
    everybody = Certificant.objects.exclude(user=None).prefetch_related("credentials")
    if not asked:
        return everybody.order_by("id")
    like = Q(name__icontains=asked) | Q(email__icontains=asked)
    if folded(asked):
        like |= Q(family_name_folded__contains=folded(asked))
    if tidy_number(asked):
        like |= Q(credentials__number_tidy__contains=tidy_number(asked))
    return everybody.filter(like).distinct().order_by("id")
