"""The recertification application: one page, two decisions, and what came of it."""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from recert import clock
from recert.actions import applications as act
from recert.actions.refusals import Incomplete, Refusal
from recert.portals.access import (
    FromCertificant,
    for_certificants,
    own_application,
    own_cycle,
    own_cycles,
    the_body,
)
from recert.portals.accounts.fresh import fresh_sign_in
from recert.portals.trainer.application_pages import applying_page, outcome_page
from recert.portals.trainer.forms import AnswerForm, ApplicationForm
from recert.records.applications import Application
from recert.records.certification import Cycle

FILED = ("submitted", "returned", "approved", "denied")


@require_GET
@for_certificants
def application(request: FromCertificant, pk: int) -> HttpResponse:
    """Show what became of the application of a cycle; where there is none yet, the form."""
    filed = _latest(own_cycle(request.certificant, pk))
    if filed is None:
        return redirect("trainer:apply", pk=pk)
    return render(request, "trainer/outcome.html", _outcome(filed, form=AnswerForm()))


@for_certificants
@fresh_sign_in
def apply(request: FromCertificant, pk: int) -> HttpResponse:
    """Show the application that would be filed today, and file it."""
    cycle, body, moment = own_cycle(request.certificant, pk), the_body(), clock.now()
    on = moment.astimezone(body.tz).date()
    declarations = body.declarations_on(on)
    if request.method == "POST":
        form = ApplicationForm(request.POST, declarations=declarations)
        if _file(request, cycle, form, on=on, at=moment):
            messages.success(request, _("Filed. We send you a notice that says so."))
            return redirect("trainer:application", pk=pk)
    else:
        form = ApplicationForm(declarations=declarations)
    page = {"form": form, **applying_page(own_cycles(request.certificant), cycle, body=body, on=on)}
    return render(request, "trainer/apply.html", page, status=422 if form.errors else 200)


@require_POST
@for_certificants
def answer(request: FromCertificant, pk: int) -> HttpResponse:
    """Answer the question about a returned application."""
    mine, form = own_application(request.certificant, pk), AnswerForm(request.POST)
    if form.is_valid():
        try:
            act.answer(mine, text=form.cleaned_data["answer"], by=request.user, at=clock.now())
        except Refusal as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, _("Answered. It is the reviewer’s turn; your day of filing stays.")
            )
        return redirect("trainer:application", pk=mine.cycle_id)
    return render(request, "trainer/outcome.html", _outcome(mine, form=form), status=422)


@require_POST
@for_certificants
def withdraw(request: FromCertificant, pk: int) -> HttpResponse:
    """Take an application back. The credits stay."""
    mine = own_application(request.certificant, pk)
    try:
        act.withdraw(mine, by=request.user, at=clock.now())
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("trainer:application", pk=mine.cycle_id)
    messages.success(request, _("Your application is withdrawn. Your credits stay as they are."))
    return redirect("trainer:home")


def _latest(cycle: Cycle) -> Application | None:
    filed = Application.objects.filter(cycle=cycle, status__in=FILED)
    return (
        filed.select_related("cycle__credential__certificant").order_by("-opened_at", "-id").first()
    )


def _file(
    request: FromCertificant, cycle: Cycle, form: ApplicationForm, *, on: date, at: datetime
) -> bool:
    """Open the application, declare and file it; say in the form what stops it."""
    if not form.is_valid():
        return False
    try:
        opened = act.open_(cycle, by=request.user, at=at)
        act.submit(opened, agreed=form.agreed, body=the_body(), by=request.user, on=on, at=at)
    except Incomplete as incomplete:
        for name, words in incomplete.problems.items():
            form.add_error(name if name in form.fields else None, words)
    except Refusal as refused:
        form.add_error(None, str(refused))
    return not form.errors


def _outcome(filed: Application, *, form: AnswerForm) -> dict[str, object]:
    body = the_body()
    on = clock.today(zone=body.zone)
    return {"form": form, **outcome_page(filed, body=body, on=on)}
