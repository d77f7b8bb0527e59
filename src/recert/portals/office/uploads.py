"""Matching: each file that came without a sign-in waits for a person, who says whose it is."""

from typing import Any, NoReturn

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions import matching, paper_applications, putting_back
from recert.actions.matched import Matching
from recert.actions.refusals import Refusal
from recert.actions.uploads import note_look
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.office import uploads_reading as reading
from recert.portals.office.upload_forms import (
    AsideForm,
    CardForm,
    DraftForm,
    PaperForm,
    RequestForm,
)
from recert.portals.review.deciding import put_on
from recert.portals.review.files import handed_over, picture_of
from recert.portals.review.forms import SearchForm
from recert.records.people import Certificant
from recert.records.suggestions import Suggestion, suggestions
from recert.records.uploads import Upload
from recert.records.waiting import called

DESK = ("reviewer", "officer")
A_PAGE = 50
SETTLED = 20  # of the latest, below the queue
BESIDE = 30  # of the queue, beside the desk
FOUND = 8  # people that a search finds
LONGEST = 18  # digits of a key


@access.for_staff(*DESK)
def uploads(request: FromStaff) -> HttpResponse:
    """List the files that wait, oldest first, and what became of the latest."""
    page = Paginator(_waiting(), A_PAGE).get_page(request.GET.get("page"))
    settled = Upload.objects.exclude(settled_at=None).select_related("certificant", "settled_by")
    latest = settled.order_by("-settled_at", "-id")[:SETTLED]
    shown = {"page": page, "latest": latest, "kinds": reading.KINDS}
    return render(request, "office/uploads.html", shown)


@access.for_staff(*DESK)
def upload(request: FromStaff, pk: int) -> HttpResponse:
    """Show a file, whom it may belong to and why, and what it may become."""
    row = _row(pk)
    if row.settled_at is not None:
        return render(request, "office/upload_settled.html", _of(row))
    chosen = request.GET.get("as", "")
    kind = chosen if chosen in reading.KINDS else reading.likely_kind(row)
    return _desk(request, row, kind=kind, person=_asked(request.GET.get("person", "")))


@require_POST
@access.for_staff(*DESK)
def match(request: FromStaff, pk: int, kind: str) -> HttpResponse:
    """Put a file with a person, as what the matcher found it to be."""
    row, person = _row(pk), _asked(request.POST.get("person", ""))
    if kind not in reading.KINDS:
        raise Http404
    if person is None:
        messages.error(request, _("Say whose it is first: choose a person, or search for one."))
        return redirect("office:upload", pk=pk)
    form = reading.form_of(kind, upload=row, person=person, data=request.POST)
    if form.is_valid():
        try:
            _match(form, row, person=person, by=request)
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            words = _("Put with %(person)s: %(what)s.")
            told = {"person": person.name, "what": str(reading.KINDS[kind]).lower()}
            messages.success(request, words % told)
            return _on()
    return _desk(request, row, kind=kind, person=person, form=form)


def _match(form: forms.Form, row: Upload, *, person: Certificant, by: FromStaff) -> None:
    """Do what the form says.

    :raises Refusal: it cannot be done; the words say why
    """
    body = access.the_body()
    brought = Matching(
        by=by.user,
        at=clock.now(),
        most_bytes=body.files.cycle_bytes,
        most_files=body.files.files_per_activity,
    )
    if isinstance(form, DraftForm):
        what = form.cleaned_data["what"]
        matching.to_activity(row, certificant=person, claim=form.claim, what=what, matching=brought)
    elif isinstance(form, CardForm):
        matching.to_companion(row, certificant=person, card=form.card, matching=brought)
    elif isinstance(form, RequestForm):
        matching.to_request(row, request=form.cleaned_data["request"], matching=brought)
    elif isinstance(form, PaperForm):
        paper_applications.enter(
            row,
            cycle=form.cleaned_data["cycle"],
            signed=form.cleaned_data["signed"] == "yes",
            agreed=form.agreed,
            body=body,
            matching=brought,
            rows=form.listed,
        )
    else:
        _unknown(form)


def _unknown(form: forms.Form) -> NoReturn:
    raise TypeError(f"nothing is made of {form!r}")


@require_POST
@access.for_staff(*DESK)
def set_aside(request: FromStaff, pk: int) -> HttpResponse:
    """Set a file aside, with the reason."""
    row, form = _row(pk), AsideForm(request.POST)
    if form.is_valid():
        try:
            because = form.cleaned_data["because"]
            matching.set_aside(row, because=because, by=request.user, at=clock.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Set aside. The file is kept."))
        return _on()
    return _desk(request, row, kind=reading.likely_kind(row), person=None, aside=form)


@require_POST
@access.for_staff(*DESK)
def put_back(request: FromStaff, pk: int) -> HttpResponse:
    """Let a file wait again that was put with the wrong person, or set aside."""
    try:
        putting_back.put_back(_row(pk), by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It waits again."))
    return redirect("office:upload", pk=pk)


@access.for_staff(*DESK)
def page(request: FromStaff, pk: int, number: int) -> HttpResponse:
    """Answer with a picture of one page of an upload, counted from 1."""
    row = _shown(pk)
    if not 1 <= number <= row.pages:
        raise Http404
    note_look(row, by=request.user, at=clock.now())
    return picture_of(row.digest, number=number)


@access.for_staff(*DESK)
def original(request: FromStaff, pk: int) -> HttpResponseBase:
    """Hand over an upload as it came, to be opened outside the browser."""
    row = _shown(pk)
    note_look(row, by=request.user, at=clock.now())
    return handed_over(row.digest, name=reading.name_of(row), mime=row.mime)


def _shown(pk: int) -> Upload:
    """Return an upload that may be looked at. Whoever shows it writes down who looks."""
    row = _row(pk)
    if not reading.sheet_of(row).released:
        raise Http404
    return row


def _row(pk: int) -> Upload:
    rows = Upload.objects.select_related(
        "certificant", "settled_by", "link__cycle__credential__certificant"
    )
    return get_object_or_404(rows, pk=pk)


def _waiting() -> QuerySet[Upload]:
    return Upload.objects.filter(settled_at=None).order_by("received_at", "id")


def _asked(pk: str) -> Certificant | None:
    if not (pk.isascii() and pk.isdecimal() and len(pk) <= LONGEST):
        return None
    return Certificant.objects.filter(pk=pk).first()


def _on() -> HttpResponse:
    """Go on to the file that has waited longest."""
    following = _waiting().first()
    return redirect("office:upload", pk=following.pk) if following else redirect("office:uploads")


def _of(row: Upload) -> dict[str, Any]:
    return {"upload": row, "sheet": reading.sheet_of(row), "what": reading.KINDS.get(row.became)}


def _desk(
    request: FromStaff,
    row: Upload,
    *,
    kind: str,
    person: Certificant | None,
    form: forms.Form | None = None,
    aside: AsideForm | None = None,
) -> HttpResponse:
    """Show the desk of a file, with a person chosen, or the likeliest."""
    likely = suggestions(row, prefix=access.the_body().number_prefix)
    search = SearchForm(request.GET)
    words = search.cleaned_data["q"].strip() if search.is_valid() else ""
    if person is None and likely and not words:
        person = likely[0].certificant
    if form is None and person is not None:
        form = reading.form_of(kind, upload=row, person=person)
    wrong = bool((form and form.errors) or (aside and aside.errors))
    shown = {
        **_of(row),
        "kind": kind,
        "kinds": [(key, words_of, reading.KEYS[key]) for key, words_of in reading.KINDS.items()],
        "person": person,
        "suggested": [(each, _reasons(each)) for each in likely],
        "search": search,
        "words": words,
        "found": _found(words) if words else (),
        "form": form,
        "no_request": isinstance(form, RequestForm) and not form.offers_any,
        "aside": aside or AsideForm(),
        "beside": _waiting()[:BESIDE],
        "waiting": _waiting().count(),
    }
    return render(request, "office/upload.html", shown, status=422 if wrong else 200)


def _reasons(suggestion: Suggestion) -> list[str]:
    return [
        f"{reading.WHY[reason.why]} {reading.WHERE[reason.where]}" for reason in suggestion.reasons
    ]


def _found(words: str) -> QuerySet[Certificant]:
    people = Certificant.objects.filter(called(words)).prefetch_related("credentials__program")
    return people.order_by("family_name_folded", "id")[:FOUND]
