"""Exams in the office: what waits for an officer, a result entered by hand, one person's exams."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions import exam_corrections, exam_results
from recert.actions import exams as acts
from recert.actions.refusals import Refusal
from recert.policy.policies import ExamForm
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.office import exam_forms as forms
from recert.portals.review.deciding import put_on
from recert.records.certification import Credential, Cycle, ExamResult, Program
from recert.records.exam_lists import (
    authorisations_of,
    corrections_open,
    decisions_to_rule,
    results_of,
    rows_held,
)
from recert.records.exams import ExamAuthorisation, ResultFile
from recert.records.policies import NoEditionError, edition_in_force, policy_by_digest

LATEST = 20


@access.for_staff("officer")
def exams(request: FromStaff) -> HttpResponse:
    """Show what of the exams waits for an officer, and the latest files and results."""
    on = clock.today(zone=access.the_body().zone)
    context = {
        "rows": rows_held(),
        "corrections": corrections_open(),
        "decisions": decisions_to_rule(),
        "files": ResultFile.objects.select_related("by").order_by("-at", "-id")[:LATEST],
        "latest": ExamResult.objects.select_related("credential__certificant", "decision")
        .order_by("-received_at", "-id")[:LATEST],
        "form": forms.FileForm(initial={"vendor": testing_center()}),
        "labels": labels(on=on),
    }  # fmt: skip
    return render(request, "office/exams.html", context)


def testing_center() -> str:
    """Return what the body calls who holds its exams; nothing where it says nothing."""
    body = access.the_body()
    return body.exams.vendor if body.exams else ""


def exams_in_force(*, on: date) -> Sequence[ExamForm]:
    """Return every exam form that an edition in force knows, each once."""
    forms_: dict[str, ExamForm] = {}
    for program in Program.objects.order_by("id"):
        try:
            edition = edition_in_force(program.pk, on=on)
        except NoEditionError:
            continue  # adopted for later
        for form in policy_by_digest(edition.digest).exam_forms:
            forms_.setdefault(form.id, form)
    return tuple(forms_.values())


def labels(*, on: date) -> dict[str, str]:
    """Return what people call each exam form."""
    return {form.id: form.label for form in exams_in_force(on=on)}


@access.for_staff("officer")
def enter(request: FromStaff) -> HttpResponse:
    """Enter one result by hand."""
    moment, body = clock.now(), access.the_body()
    on = moment.astimezone(body.tz).date()
    first = {"vendor": testing_center(), "number": request.GET.get("number", "")}
    form = forms.ResultForm(request.POST or None, exams=exams_in_force(on=on), initial=first)
    if request.method == "POST" and form.is_valid():
        told = {key: value for key, value in form.cleaned_data.items() if key != "number"}
        credential = form.credential
        assert credential is not None  # clean_number
        try:
            exam_results.record_result(credential, **told, by=request.user, on=on, at=moment)
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Recorded, with all that follows from it."))
            return redirect("office:exams_of", pk=credential.pk)
    status = 422 if form.errors else 200
    return render(request, "office/exam_enter.html", {"form": form}, status=status)


@access.for_staff("officer")
def exams_of(request: FromStaff, pk: int) -> HttpResponse:
    """Show every authorisation, seat and result of one credential, and what may be done."""
    return shown_of(request, _credential(pk))


def _credential(pk: int) -> Credential:
    return get_object_or_404(Credential.objects.select_related("certificant", "program"), pk=pk)


def shown_of(
    request: FromStaff, credential: Credential, *, forms_of: dict[str, Any] | None = None
) -> HttpResponse:
    """Show the exams of a credential, with a form that was refused where there is one."""
    on = clock.today(zone=access.the_body().zone)
    cycles = Cycle.objects.filter(credential=credential).order_by("-begins_on")
    given = forms_of or {}
    context = {
        "credential": credential,
        "person": credential.certificant,
        "authorisations": [each for cycle in cycles for each in authorisations_of(cycle)],
        "results": results_of(credential),
        "labels": labels(on=on),
        "correct": forms.CorrectForm(),
        "cancel": forms.CancelForm(),
        "form": None,
        **given,
    }
    return render(request, "office/exams_of.html", context, status=422 if given else 200)


@require_POST
@access.for_staff("officer")
def correct(request: FromStaff, pk: int) -> HttpResponse:
    """Propose a correction of a result; a person confirms it."""
    rows = ExamResult.objects.select_related("credential__certificant")
    result = get_object_or_404(rows, pk=pk)
    form = forms.CorrectForm(request.POST)
    if form.is_valid():
        try:
            made = exam_corrections.propose(
                result, **form.cleaned_data, by=request.user, at=clock.now()
            )
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Proposed. Nothing changes before it is confirmed."))
            return redirect("office:exam_correction", pk=made.pk)
    given = {"form": form, "correct": form, "refused": result.pk}
    return shown_of(request, result.credential, forms_of=given)


@require_POST
@access.for_staff("officer")
def cancel(request: FromStaff, pk: int) -> HttpResponse:
    """Cancel an authorisation, with the reason."""
    rows = ExamAuthorisation.objects.select_related("cycle__credential__certificant")
    authorisation = get_object_or_404(rows, pk=pk)
    credential = authorisation.cycle.credential
    form = forms.CancelForm(request.POST)
    if form.is_valid():
        try:
            acts.cancel_authorisation(
                authorisation, **form.cleaned_data, by=request.user, at=clock.now()
            )
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Cancelled; the trainer is told."))
            return redirect("office:exams_of", pk=credential.pk)
    given = {"form": form, "cancel": form, "stuck": authorisation.pk}
    return shown_of(request, credential, forms_of=given)
