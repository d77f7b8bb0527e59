"""A person as staff see them: what they hold and sent, what happened, what they were told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from recert.outside.filenames import shown_name
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.review.files import documents_handed_over
from recert.portals.review.forms import SearchForm
from recert.portals.review.outlook import standing_of
from recert.portals.review.queue import Sight, sight_of
from recert.records.applications import Application
from recert.records.certification import Cycle
from recert.records.claims import cycles_by_certificant
from recert.records.education import Activity
from recert.records.history import Document, Event, Notice
from recert.records.payments import Payment
from recert.records.people import Certificant
from recert.records.standings import Shown, cycle_on
from recert.records.waiting import called

A_PAGE = 50
LOOKS = "evidence.read"  # so many that they would hide the rest


@dataclass(frozen=True, slots=True)
class Happened:
    """An event, and which activity or application it speaks of, if staff can open that."""

    event: Event
    what: str = ""
    address: str = ""


@access.for_staff("reviewer", "officer")
def people(request: FromStaff) -> HttpResponse:
    """Find a person by a part of a name, present or former, or by a number."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = Certificant.objects.filter(called(words)) if words else Certificant.objects.none()
    listed = found.order_by("family_name_folded", "id").prefetch_related("credentials__program")
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "review/people.html", {"form": form, "words": words, "page": page})


@access.for_staff("reviewer", "officer")
def certificant(request: FromStaff, pk: int) -> HttpResponse:
    """Show a person, in a number of statements that does not grow with what is on record."""
    person, sight = get_object_or_404(Certificant, pk=pk), sight_of(request)
    cycles = cycles_by_certificant([person.pk])[person.pk]
    activities = Activity.objects.filter(certificant=person).exclude(status="draft")
    applications = Application.objects.filter(cycle__credential__certificant=person)
    looks = request.GET.get("looks") == "1"
    page = Paginator(_events(person, looks=looks), A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "person": person,
        "credentials": _credentials(cycles, sight=sight),
        "activities": activities.order_by("-completed_on", "-id"),
        "applications": applications.exclude(filed_on=None)
        .select_related("cycle__credential__program")
        .order_by("-filed_on", "-id"),
        "documents": Document.objects.filter(cycle__credential__certificant=person)
        .select_related("cycle")
        .order_by("-made_at"),
        "payments": Payment.objects.filter(application__cycle__credential__certificant=person)
        .select_related("refund", "application")
        .order_by("-received_on"),
        "notices": Notice.objects.filter(certificant=person).order_by("-due_at", "-id"),
        "former": person.former_names.order_by("-until_on"),
        "page": page,
        "events": told(page, activities=activities),
        "looks": looks,
        "sight": sight,
    }
    return render(request, "review/certificant.html", context)


def _events(person: Certificant, *, looks: bool) -> QuerySet[Event]:
    """Return what happened to a person, the latest first, with looks at evidence or without."""
    events = Event.objects.filter(certificant=person).select_related("by").order_by("-at", "-id")
    return events if looks else events.exclude(name=LOOKS)


def told(events: Iterable[Event], *, activities: Iterable[Activity]) -> list[Happened]:
    """Return events as a page tells them, with the title of the activity that each is about."""
    titles = {str(row.pk): row.title for row in activities if row.submitted_at}
    return [_happened(event, titles=titles) for event in events]


def _happened(event: Event, *, titles: Mapping[str, str]) -> Happened:
    if event.subject == "activity" and event.subject_id in titles:
        address = reverse("review:activity", args=[event.subject_id])
        return Happened(event, what=titles[event.subject_id], address=address)
    return Happened(event, what=str(event.details.get("title", "")))


def _credentials(cycles: list[Cycle], *, sight: Sight) -> list[tuple[Shown, list[Cycle]]]:
    """Return each credential of a person as it stands, with its cycles, oldest first."""
    of: dict[int, list[Cycle]] = {}
    for cycle in cycles:
        of.setdefault(cycle.credential_id, []).append(cycle)
    present = [(cycle_on(own, on=sight.on) or own[0], own) for own in of.values()]
    return [(standing_of(cycle, cycles=own, on=sight.on), own) for cycle, own in present]


@access.for_staff("reviewer", "officer")
def document(request: FromStaff, pk: int) -> HttpResponseBase:
    """Hand over a certificate, under its owner's name."""
    rows = Document.objects.select_related("cycle__credential__certificant")
    made = get_object_or_404(rows, pk=pk, cycle__isnull=False)
    assert made.cycle is not None  # asked for above
    on = made.made_at.astimezone(access.the_body().tz).date()
    person = made.cycle.credential.certificant
    name = shown_name(person.name, what=_("Certificate"), on=on, suffix=".pdf")
    return documents_handed_over(made.digest, name=name)
