"""A class is planned, and a plan cancelled: one button each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions import planning
from recert.actions.refusals import Incomplete, Refusal
from recert.portals import wording
from recert.portals.access import FromCertificant, for_certificants, the_body
from recert.portals.classes.forms import DayForm
from recert.portals.classes.one_class import page_of, the_class
from recert.records.catalogue import PlannedClass
from recert.records.education import Course


@require_POST
@for_certificants
def plan(request: FromCertificant, code: str) -> HttpResponse:
    """Plan a class on a day. Sent twice, it is one plan."""
    course, form = the_class(code), DayForm(request.POST)
    if form.is_valid():
        _plan(request, course, form)
    if form.errors:
        page = page_of(course, person=request.certificant, form=form)
        return render(request, "classes/one.html", page, status=422)
    messages.success(
        request,
        _("Planned for %(day)s. It stands on your first page and in your calendar.")
        % {"day": wording.day(form.cleaned_data["on"])},
    )
    return redirect("classes:one", code=course.code)


def _plan(request: FromCertificant, course: Course, form: DayForm) -> None:
    at = clock.now()
    today = at.astimezone(the_body().tz).date()
    try:
        planning.plan(
            request.certificant,
            course=course,
            on=form.cleaned_data["on"],
            by=request.user,
            today=today,
            at=at,
        )
    except Incomplete as incomplete:
        for name, words in incomplete.problems.items():
            form.add_error(name, words)
    except Refusal as refused:
        form.add_error(None, str(refused))


@require_POST
@for_certificants
def cancel(request: FromCertificant, pk: int) -> HttpResponse:
    """Cancel a plan of one's own."""
    mine = PlannedClass.objects.filter(certificant=request.certificant).select_related("course")
    planned = get_object_or_404(mine, pk=pk)
    planning.cancel(planned, by=request.user, at=clock.now())
    messages.success(
        request, _("“%(title)s” is no longer planned.") % {"title": planned.course.title}
    )
    return redirect("classes:one", code=planned.course.code)
