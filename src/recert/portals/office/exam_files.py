"""Files of exam results: looked at before they are taken in, and their rows that match nobody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, cast

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions import result_files
from recert.actions.refusals import Refusal
from recert.outside import files, results
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.arrival import takes_files
from recert.portals.office import exam_forms as forms
from recert.portals.review.deciding import put_on
from recert.records.certification import Credential
from recert.records.exams import ResultFile, ResultRow
from recert.records.people import User
from recert.records.waiting import called

A_PAGE = 100
CANDIDATES = 20
DIGITS = 10  # of a key
PROBLEMS = 200  # said one by one
STATES = ("recorded", "repeated", "correction", "held", "set_aside")
SEEN_FOR = 3600  # seconds between looking at a file and taking it in
SALT = "recert.exam results that were looked at"


@dataclass(frozen=True, slots=True)
class Looked:
    """What taking a file in would do, without having done it."""

    told: results.ResultsTold
    counts: tuple[tuple[str, int], ...]
    rows: Sequence[ResultRow]  # those that would wait for a person
    known: ResultFile | None  # the same file, taken in before


@takes_files
@require_POST
@access.for_staff("officer")
def look(request: FromStaff) -> HttpResponse:
    """Say what a file of results would do; nothing of it is recorded."""
    form = forms.FileForm(request.POST, request.FILES)
    looked, seen = None, ""
    if form.is_valid():
        file = cast("UploadedFile[bytes]", form.cleaned_data["results"])
        vendor, name = form.cleaned_data["vendor"], (file.name or "")[:200]
        try:
            stored = files.store(cast(BinaryIO, file), limit=results.MOST_BYTES)
            told = _told(stored.digest, name=name, vendor=vendor)
            looked = _looked(told, by=request.user, at=clock.now())
        except (files.CannotStore, Refusal) as refused:
            form.add_error("results", str(refused))
        except results.ResultsError as refused:
            _put_all(form, refused.problems)
        else:
            seen = signing.dumps([stored.digest, name, vendor], salt=SALT)
    context = {"form": form, "looked": looked, "take": forms.TakeForm(initial={"seen": seen})}
    return render(request, "office/exam_look.html", context, status=422 if form.errors else 200)


def _put_all(form: forms.FileForm, problems: Sequence[str]) -> None:
    """Say every problem at once; of a file that is wrong all over, the first and how many more."""
    for problem in problems[:PROBLEMS]:
        form.add_error("results", problem)
    if len(problems) > PROBLEMS:
        more = len(problems) - PROBLEMS
        form.add_error("results", _("And %(more)s more like these.") % {"more": more})


def _told(digest: str, *, name: str, vendor: str) -> results.ResultsTold:
    with files.open_(digest) as kept:
        return results.read_results(kept.read(), name=name, vendor=vendor)


def _today(at: datetime) -> date:
    return at.astimezone(access.the_body().tz).date()


def _looked(told: results.ResultsTold, *, by: User, at: datetime) -> Looked:
    """Take a file in and take it back: only so is it told exactly what would come of each row."""
    known = ResultFile.objects.filter(digest=told.digest).first()
    with transaction.atomic():
        made = known or result_files.take_in(told, by=by, on=_today(at), at=at)
        counts, waiting = _counts(made), made.rows.filter(state__in=["held", "correction"])
        rows = list(waiting.order_by("place")[:A_PAGE])
        transaction.set_rollback(True)
    return Looked(told, counts, rows, known)


def _counts(file: ResultFile) -> tuple[tuple[str, int], ...]:
    found = Counter(file.rows.values_list("state", flat=True))
    return tuple((state, found[state]) for state in STATES if found[state])


@require_POST
@access.for_staff("officer")
def take(request: FromStaff) -> HttpResponse:
    """Take in the file that was looked at."""
    moment = clock.now()
    try:
        digest, name, vendor = signing.loads(
            request.POST.get("seen", ""), salt=SALT, max_age=SEEN_FOR
        )
        told = _told(digest, name=name, vendor=vendor)
        made = result_files.take_in(told, by=request.user, on=_today(moment), at=moment)
    except (signing.BadSignature, FileNotFoundError):
        messages.error(request, _("That look is too old. Choose the file again."))
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken in. Each row says what came of it."))
        return redirect("office:exam_file", pk=made.pk)
    return redirect("office:exams")


@access.for_staff("officer")
def file(request: FromStaff, pk: int) -> HttpResponse:
    """Show what came of each row of a file."""
    made = get_object_or_404(ResultFile.objects.select_related("by"), pk=pk)
    rows = made.rows.select_related("result__credential__certificant").order_by("place")
    asked = request.GET.get("state", "")
    if asked in STATES:
        rows = rows.filter(state=asked)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"file": made, "page": page, "counts": _counts(made), "asked": asked}
    return render(request, "office/exam_file.html", context)


@access.for_staff("officer")
def row(request: FromStaff, pk: int) -> HttpResponse:
    """Show a row, and whom it may speak of; match it, or set it aside with the reason."""
    rows = ResultRow.objects.select_related("file", "result__credential", "settled_by")
    held, moment = get_object_or_404(rows, pk=pk), clock.now()
    setting_aside = request.POST.get("do") == "aside"
    form = forms.AsideForm(request.POST if setting_aside else None)
    refused = None
    if request.method == "POST" and (not setting_aside or form.is_valid()):
        try:
            if setting_aside:
                because = form.cleaned_data["because"]
                result_files.set_row_aside(held, because=because, by=request.user, at=moment)
            else:
                match = _credential(request.POST.get("credential", ""))
                on = _today(moment)
                result_files.settle_row(held, credential=match, by=request.user, on=on, at=moment)
        except Refusal as refusal:
            if setting_aside:
                put_on(form, refusal)
            else:
                refused = str(refusal)
        else:
            messages.success(request, _("Settled: %(reference)s.") % {"reference": held.reference})
            return redirect("office:exams")
    words = request.GET.get("q", "").strip() or _asked_of(held)
    context = {
        "row": held,
        "words": words,
        "candidates": _candidates(words) if held.state == "held" else (),
        "form": form,
        "refused": refused,
    }
    return render(
        request, "office/exam_row.html", context, status=422 if refused or form.errors else 200
    )


def _credential(said: str) -> Credential:
    """Return the credential that was chosen. Raises Refusal if it is none."""
    key = int(said) if said.isdecimal() and len(said) < DIGITS else 0
    found = Credential.objects.select_related("certificant").filter(pk=key).first()
    if found is None:
        raise Refusal(_("Choose whose result it is."))
    return found


def _asked_of(held: ResultRow) -> str:
    """Return what to look for first: the family name that was told, else the number."""
    return str(held.told.get("family_name") or held.told.get("number") or "")


def _candidates(words: str) -> Sequence[Credential]:
    if not words:
        return ()
    rows = Credential.objects.filter(called(words, path="certificant__"))
    rows = rows.select_related("certificant", "program")
    return list(rows.order_by("certificant__family_name_folded", "pk")[:CANDIDATES])
