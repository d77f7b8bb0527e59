"""Moving the day, and letting the worker do now what it would do in a moment."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions.installation import move_day
from recert.actions.refusals import Refusal
from recert.jobs.working import run_once
from recert.portals.access import the_body
from recert.portals.accounts.fresh import next_of
from recert.portals.demonstration.forms import MoveForm
from recert.records.people import User


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Move the day forwards, and go back to the page."""
    today = clock.today(zone=the_body().zone)
    form = MoveForm(request.POST, today=today)
    if not form.is_valid():
        messages.error(
            request, " ".join(str(words) for each in form.errors.values() for words in each)
        )
        return redirect(next_of(request))
    by = request.user if isinstance(request.user, User) else None
    try:
        move_day(days=form.cleaned_data["days"], by=by, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        _tell_moved(request, days=form.cleaned_data["days"])
    return redirect(next_of(request))


def _tell_moved(request: HttpRequest, *, days: int) -> None:
    told = ngettext("%(n)s day later.", "%(n)s days later.", days) % {"n": days}
    messages.success(request, told)


@require_POST
def work(request: HttpRequest) -> HttpResponse:
    """Run every job once."""
    try:
        done = run_once()
    except ExceptionGroup as failures:
        why = "; ".join(str(failure) for failure in failures.exceptions)
        messages.error(request, _("Not everything could be done: %(why)s") % {"why": why})
    else:
        many = sum(done.values())
        told = ngettext("The worker did %(n)s thing.", "The worker did %(n)s things.", many)
        messages.success(request, told % {"n": many})
    return redirect(next_of(request))
