"""A provider's own classes: how each stands, and the days on which it is held."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from recert import clock
from recert.actions import catalogue
from recert.actions.refusals import Incomplete, Refusal
from recert.portals.access import FromContact, for_contacts, the_body
from recert.portals.provider import forms
from recert.records.catalogue import CompletionReport, CourseDate, CourseProposal
from recert.records.education import Course
from recert.records.versions import versions_of

A_PAGE = 50
OPEN = ("draft", "submitted", "returned")


@dataclass(frozen=True, slots=True)
class Listed:
    """A class as its provider sees it: how it stands, its next day, what is proposed of it."""

    course: Course
    on: date

    @property
    def state(self) -> str:
        """How the class stands on the day."""
        return standing(self.course, on=self.on)

    @property
    def next_on(self) -> date | None:
        """The next day on which it is held."""
        return next((each.on for each in self.course.dates.all()), None)

    @property
    def proposal(self) -> CourseProposal | None:
        """The change that is open."""
        return next(iter(self.course.proposals.all()), None)


def standing(course: Course, *, on: date) -> str:
    """Return how a class stands on a day: a state of the kind "class"."""
    if on < course.approved_from:
        return "to come"
    if course.approved_through is None:
        return "approved"
    return "ends" if on <= course.approved_through else "ended"


@require_safe
@for_contacts
def classes(request: FromContact) -> HttpResponse:
    """Show the classes of the providers that somebody speaks for, what came back first."""
    on = clock.today(zone=the_body().zone)
    page = Paginator(_own(request, on=on), A_PAGE).get_page(request.GET.get("page"))
    proposals = CourseProposal.objects.filter(provider__in=request.providers, status__in=OPEN)
    shown = {
        "page": page,
        "listed": [Listed(each, on) for each in page],
        "returned": proposals.filter(status="returned").order_by("decided_at", "id"),
        "new": proposals.filter(course=None).exclude(status="returned").order_by("saved_at", "id"),
    }
    return render(request, "provider/classes.html", shown)


def _own(request: FromContact, *, on: date) -> QuerySet[Course]:
    coming = CourseDate.objects.filter(cancelled_at=None, on__gte=on).order_by("on", "id")
    waiting = CourseProposal.objects.filter(status__in=OPEN)
    return (
        Course.objects.filter(provider__in=request.providers)
        .select_related("provider")
        .prefetch_related(Prefetch("dates", coming), Prefetch("proposals", waiting))
        .order_by("provider__name", "title", "id")
    )


def own_course(request: FromContact, pk: int) -> Course:
    """Return a class of a provider that somebody speaks for. Raises Http404 for any other."""
    mine = Course.objects.filter(provider__in=request.providers).select_related("provider")
    return get_object_or_404(mine, pk=pk)


@require_safe
@for_contacts
def course(request: FromContact, pk: int) -> HttpResponse:
    """Show one class: what is approved, since when, its days, the change that is open."""
    return _shown(request, own_course(request, pk), form=forms.DateForm())


def _shown(
    request: FromContact, mine: Course, *, form: forms.DateForm, status: int = 200
) -> HttpResponse:
    on = clock.today(zone=the_body().zone)
    shown = {
        "course": mine,
        "state": standing(mine, on=on),
        "versions": versions_of(mine),
        "dates": mine.dates.filter(cancelled_at=None, on__gte=on).order_by("on", "id"),
        "proposal": mine.proposals.filter(status__in=OPEN).first(),
        "reports": CompletionReport.objects.filter(course=mine).count(),
        "form": form,
    }
    return render(request, "provider/course.html", shown, status=status)


@require_POST
@for_contacts
def add_date(request: FromContact, pk: int) -> HttpResponse:
    """Say that a class is held on a day; nobody has to approve that."""
    mine, form = own_course(request, pk), forms.DateForm(request.POST)
    if form.is_valid():
        today = clock.today(zone=the_body().zone)
        try:
            catalogue.add_date(
                mine, **form.cleaned_data, by=request.user, today=today, at=clock.now()
            )
        except Incomplete as refused:
            forms.show(form, refused.problems)
        else:
            messages.success(request, _("The day is in the catalogue."))
            return redirect("provider:course", pk=pk)
    return _shown(request, mine, form=form, status=422)


@require_POST
@for_contacts
def cancel_date(request: FromContact, pk: int) -> HttpResponse:
    """Say that a class is not held on a day after all."""
    mine = CourseDate.objects.filter(course__provider__in=request.providers)
    held = get_object_or_404(mine, pk=pk)
    try:
        catalogue.cancel_date(held, by=request.user, at=clock.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The day is cancelled, and no longer in the catalogue."))
    return redirect("provider:course", pk=held.course_id)
