"""Completions: a contact reports one at a time, sees who it is, confirms; and what became of each.

Whether a number is known shows only to who says the family name that goes with it; a contact who
asks too often in vain is refused for a while.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recert import clock
from recert.actions import completions
from recert.actions.completion_grants import Completion, Grant, grant_of, on_record
from recert.actions.refusals import Incomplete, Refusal
from recert.policy.lifecycle import ACCEPTED, ActivityStatus
from recert.portals.access import FromContact, for_contacts, the_body
from recert.portals.limits import Limit, too_often
from recert.portals.provider import forms
from recert.records.catalogue import CompletionReport
from recert.records.certification import Credential
from recert.records.education import Course
from recert.records.verification import cycles_by_number
from recert.records.versions import version_on

UNANSWERED = Limit(times=30, span=timedelta(hours=1))  # of one contact: a program guesses
A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Matched:
    """Who and what a report is of, before it is confirmed."""

    completion: Completion
    grant: Grant
    status: str  # of what is on record already; nothing if nothing is

    @property
    def is_there(self) -> bool:
        """Whether it has credit already, so that there is nothing to report."""
        return bool(self.status) and ActivityStatus(self.status) in ACCEPTED


@require_safe
@for_contacts
def reports(request: FromContact) -> HttpResponse:
    """Show what was reported for the providers that somebody speaks for, the latest first."""
    rows = CompletionReport.objects.filter(provider__in=request.providers)
    rows = rows.select_related("course", "credential__certificant", "activity", "by")
    page = Paginator(rows.order_by("-at", "-id"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "provider/reports.html", {"page": page, "rows": list(map(_row, page))})


def _row(report: CompletionReport) -> tuple[CompletionReport, str]:
    """Return a report with its state, of the kind "report"."""
    if report.outcome == CompletionReport.HELD and not report.settled_at:
        return report, "held"
    if ActivityStatus(report.activity.status) in ACCEPTED:
        return report, "granted"
    return report, "settled" if report.settled_at else "taken back"


@for_contacts
def report(request: FromContact) -> HttpResponse:
    """Ask who completed which class; show who that is; report it once that is confirmed."""
    if UNANSWERED.is_reached(str(request.user.pk), at=clock.real_now()):
        return too_often(request, limit=UNANSWERED)
    courses = Course.objects.filter(provider__in=request.providers).order_by("title", "id")
    if request.method != "POST":
        first = {"key": uuid.uuid4(), "course": request.GET.get("class", "")}
        form = forms.CompletionForm(courses=courses, initial=first)
        return render(request, "provider/report.html", {"form": form})
    form = forms.CompletionForm(request.POST, courses=courses.select_related("provider"))
    matched = _matched(request, form) if form.is_valid() else None
    if matched and request.POST.get("do") == "report":
        return _report(request, form, matched)
    status = 200 if matched else 422
    return render(
        request, "provider/report.html", {"form": form, "matched": matched}, status=status
    )


def _matched(request: FromContact, form: forms.CompletionForm) -> Matched | None:
    """Return who and what the form is of; what is wrong is said in it."""
    completion = _completion(request, form)
    if completion is None:
        return None
    on = clock.today(zone=the_body().zone)
    try:
        grant = grant_of(completion, by=request.user, on=on)
    except Incomplete as refused:
        forms.show(form, refused.problems)
        return None
    except Refusal as refused:
        form.add_error(None, str(refused))
        return None
    before = on_record(completion)
    return Matched(completion, grant, before.status if before else "")


def _completion(request: FromContact, form: forms.CompletionForm) -> Completion | None:
    said = form.cleaned_data
    cycles = cycles_by_number(said["number"], family_name=said["family_name"])
    if not cycles:
        UNANSWERED.take(str(request.user.pk), at=clock.real_now())
        words = _("Nobody has this number and this family name. Check both, and try again.")
        form.add_error("number", words)
        return None
    credential = Credential.objects.select_related("certificant").get(pk=cycles[0].credential_id)
    course = form.courses[said["course"]]
    minutes = forms.minutes_of(said)
    if minutes is None:
        minutes = _whole(course, on=said["completed_on"])
    return Completion(credential, course, said["completed_on"], minutes)


def _whole(course: Course, *, on: date) -> int:
    """Return how long a class was on a day."""
    return (version_on(course, on=on) or course).minutes


def _report(request: FromContact, form: forms.CompletionForm, matched: Matched) -> HttpResponse:
    at = clock.now()
    try:
        reported = completions.report(
            matched.completion,
            key=form.cleaned_data["key"],
            by=request.user,
            on=at.astimezone(the_body().tz).date(),
            at=at,
        )
    except Refusal as refused:
        form.add_error(None, str(refused))
        return render(request, "provider/report.html", {"form": form}, status=422)
    said = _said()[reported.outcome]
    name = matched.completion.credential.certificant.name
    messages.success(request, said % {"who": name, "what": matched.completion.course.title})
    return redirect("provider:reports")


def _said() -> dict[str, str]:
    return {
        completions.GRANTED: _("Reported: %(who)s has the credit for “%(what)s”, and is told."),
        completions.HELD: _(
            "Held: “%(what)s” of %(who)s was decided otherwise before. A person looks at it, and "
            "you read here what came of it."
        ),
        completions.THERE: _("%(who)s has the credit for “%(what)s” already. Nothing is changed."),
    }
