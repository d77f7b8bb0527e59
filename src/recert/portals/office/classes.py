"""Classes as the office sees them: what is proposed, what is held, each class and its versions."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from recert import clock
from recert.actions import catalogue, completions
from recert.actions.proposals import enter_approved
from recert.actions.refusals import Refusal
from recert.policy.units import NOT_SET
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.office import class_forms as forms
from recert.portals.provider.classes import standing
from recert.portals.provider.forms import said_of, show
from recert.portals.review.deciding import put_on
from recert.records.catalogue import CompletionReport, CourseProposal
from recert.records.classes import plain_words
from recert.records.education import Course
from recert.records.policies import units_in_force
from recert.records.versions import versions_of

A_PAGE = 40


def today() -> date:
    """Return the body's day."""
    return clock.today(zone=access.the_body().zone)


@require_safe
@access.for_staff("officer")
def classes(request: FromStaff) -> HttpResponse:
    """Show what waits: proposals, and reports that are held; below, the classes, found by words."""
    on, form = today(), forms.SearchForm(request.GET)
    form.is_valid()
    found = Course.objects.select_related("provider").order_by("provider__name", "title", "id")
    for word in plain_words(form.cleaned_data.get("q", "")):
        found = found.filter(folded__contains=f" {word}")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    waiting = CourseProposal.objects.filter(status="submitted").select_related("provider", "course")
    shown = {
        "proposals": Paginator(waiting.order_by("submitted_at", "id"), A_PAGE).page(1),
        "held": Paginator(_held().order_by("at", "id"), A_PAGE).page(1),
        "form": form,
        "page": page,
        "listed": [(each, standing(each, on=on)) for each in page],
    }
    return render(request, "office/classes.html", shown)


def _held() -> QuerySet[CompletionReport]:
    rows = CompletionReport.objects.filter(outcome=CompletionReport.HELD, settled_at=None)
    return rows.select_related("provider", "course", "credential__certificant", "activity", "by")


@require_POST
@access.for_staff("officer")
def settle(request: FromStaff, pk: int) -> HttpResponse:
    """Say what came of a report that was held."""
    held, form = get_object_or_404(_held(), pk=pk), forms.SettleForm(request.POST)
    words = request.POST.get("because", "")
    try:
        completions.settle_held(held, because=words, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if form.is_valid():
            messages.success(request, _("Settled: the provider reads what came of it."))
    return redirect("office:classes")


def gives(minutes: int | None, *, on: date) -> str:
    """Return what the minutes of a class give under each edition in force, in words."""
    said = []
    for unit in units_in_force(on=on):
        if unit.minutes is NOT_SET:
            words = _("The policy does not set how many minutes make 1.0 %(unit)s: say the credit.")
            return words % {"unit": unit.name}
        if minutes:
            said.append(unit.say(unit.steps_of_minutes(minutes)))
    if not said:
        return _("Empty: what its minutes give")
    return _("Empty: what its minutes give, %(credit)s") % {
        "credit": ", ".join(dict.fromkeys(said))
    }


@access.for_staff("officer")
def enter(request: FromStaff) -> HttpResponse:
    """Enter a class of a provider, as approved."""
    on, body = today(), access.the_body()
    form = forms.ClassForm(
        request.POST or None,
        currency=body.currency,
        is_new=True,
        gives=gives(None, on=on),
        initial={"approved_from": on, "language": "en"},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            version = enter_approved(
                said["provider"],
                code=said["code"],
                wording=form.wording,
                approved=form.approved,
                by=request.user,
                on=on,
                at=clock.now(),
            )
        except Refusal as refusal:
            _put(form, refusal)
        else:
            messages.success(request, _("Entered: %(title)s.") % {"title": version.title})
            return redirect("office:class", pk=version.course_id)
    status = 422 if form.errors else 200
    return render(request, "office/class_new.html", {"form": form}, status=status)


@access.for_staff("officer")
def course(request: FromStaff, pk: int) -> HttpResponse:
    """Show a class with its versions; change it."""
    row = get_object_or_404(Course.objects.select_related("provider"), pk=pk)
    on, at, body = today(), clock.now(), access.the_body()
    form = forms.ClassForm(
        request.POST or None,
        currency=body.currency,
        is_new=False,
        gives=gives(row.minutes, on=on),
        initial=approved_said(row, on=on) | said_of(row, currency=body.currency),
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = catalogue.change_course(
                row,
                wording=form.wording,
                approved=form.approved,
                holds_from=form.cleaned_data["holds_from"],
                by=request.user,
                on=on,
                at=at,
            )
        except Refusal as refusal:
            _put(form, refusal)
        else:
            words = _("Changed: version %(number)s.") % {"number": version.number}
            messages.success(request, words)
            return redirect("office:class", pk=pk)
    return _shown(request, row, form=form, on=on)


def approved_said(row: Course, *, on: date) -> dict[str, object]:
    """Return what the body says of a class, as a form's first values."""
    return {
        "credit": None if row.credit is None else f"{row.credit.normalize():f}",
        "approved_from": row.approved_from,
        "approved_through": row.approved_through,
        "holds_from": on,
    }


def _put(form: forms.ClassForm, refusal: Refusal) -> None:
    """Put the words of a refusal on the fields that they speak of, else on the form."""
    problems = getattr(refusal, "problems", None)
    if problems is None:
        put_on(form, refusal)
    else:
        show(form, problems)


def _shown(
    request: FromStaff,
    row: Course,
    *,
    form: forms.ClassForm,
    on: date,
    ending: forms.EndClassForm | None = None,
) -> HttpResponse:
    wrong = bool(form.errors or (ending and ending.errors))
    shown = {
        "course": row,
        "state": standing(row, on=on),
        "versions": versions_of(row),
        "proposal": row.proposals.filter(status__in=("submitted", "returned")).first(),
        "form": form,
        "ending": ending or forms.EndClassForm(initial={"approved_through": on}),
    }
    return render(request, "office/class.html", shown, status=422 if wrong else 200)


@require_POST
@access.for_staff("officer")
def end(request: FromStaff, pk: int) -> HttpResponse:
    """End the approval of a class; what was completed stays as it was."""
    row = get_object_or_404(Course.objects.select_related("provider"), pk=pk)
    on, ending = today(), forms.EndClassForm(request.POST)
    if ending.is_valid():
        try:
            catalogue.end_course(row, **ending.cleaned_data, by=request.user, on=on, at=clock.now())
        except Refusal as refusal:
            put_on(ending, refusal)
        else:
            messages.success(request, _("Its approval has an end now."))
            return redirect("office:class", pk=pk)
    currency = access.the_body().currency
    form = forms.ClassForm(
        currency=currency,
        is_new=False,
        gives=gives(row.minutes, on=on),
        initial=approved_said(row, on=on) | said_of(row, currency=currency),
    )
    return _shown(request, row, form=form, on=on, ending=ending)
