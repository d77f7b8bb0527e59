"""The desk for an application: every finding with its source, the money, and the decision."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from recert.actions import queue as taking
from recert.actions import review
from recert.actions.effects import effect_or_reason
from recert.actions.refusals import Refusal
from recert.policy.decision import ActivityFinding
from recert.policy.decision import Decision as Found
from recert.policy.lifecycle import ApplicationStatus
from recert.policy.next_cycles import Reading
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.review import forms
from recert.portals.review.deciding import after, go_on, put_on
from recert.portals.review.desk import around, take, tell
from recert.portals.review.next_cycles import ApproveWithDaysForm, readings_of
from recert.portals.review.people import Happened
from recert.portals.review.queue import Sight, sight_of
from recert.records.applications import Application, Decision
from recert.records.cases import evidence_digest, rows_of
from recert.records.education import Activity
from recert.records.fees import Account, account_of
from recert.records.history import Event
from recert.records.judging import judged, left_to_officers, next_level_of, what_stops
from recert.records.people import Role
from recert.records.waiting import APPLICATION


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be done with an application: its key, its word, and its form."""

    key: str
    word: str | Promise
    form: type[forms.ReviewForm]


CHOICES: Mapping[str, Choice] = {
    "approve": Choice("a", gettext_lazy("Approve"), forms.ApproveForm),
    "return": Choice("r", gettext_lazy("Return"), forms.AskForm),
    "deny": Choice("x", gettext_lazy("Deny"), forms.DenyForm),
}


@dataclass(frozen=True, slots=True)
class Case:
    """An application on the desk, judged as it is now on the day on which it was filed."""

    application: Application
    found: Found
    activities: tuple[tuple[Activity, ActivityFinding], ...]
    seen: str  # the digest of the evidence that the page shows
    account: Account
    for_officers: bool
    stops: tuple[str, ...]  # why it cannot be approved now
    level: str  # at which the next cycle begins
    readings: tuple[Reading, ...]  # of the next cycle, where the policy sets none

    @property
    def asks_why(self) -> bool:
        """Whether approving asks for words: the policy leaves something to the officer."""
        return bool(self.readings) or self.found.referred

    @property
    def by_outcome(self) -> dict[str, list[tuple[Activity, ActivityFinding]]]:
        """The activities, with what became of each: what counts first, then what waits."""
        order = {"counted": 0, "review_pending": 1, "evidence_missing": 2}
        found: dict[str, list[tuple[Activity, ActivityFinding]]] = {}
        for pair in sorted(self.activities, key=lambda pair: order.get(pair[1].outcome, 3)):
            found.setdefault(pair[1].outcome, []).append(pair)
        return found


def applications_shown() -> QuerySet[Application]:
    """Return the applications that staff may open: all that were ever filed."""
    return Application.objects.exclude(filed_on=None).select_related(
        "cycle__credential__certificant", "cycle__credential__program", "edition", "held_by"
    )


@access.for_staff("reviewer", "officer")
def application(request: FromStaff, pk: int) -> HttpResponse:
    """Open an application: that takes it, if it waits for a reviewer and nobody holds it."""
    row, sight = get_object_or_404(applications_shown(), pk=pk), sight_of(request)
    refusal = take_application(row, sight=sight)
    return desk(request, pk=pk, sight=sight, refusal=refusal, act=request.GET.get("do", ""))


def take_application(row: Application, *, sight: Sight) -> Refusal | None:
    """Take an application, or keep it longer; return why not, if somebody else has it."""
    return take(lambda: taking.take_application(row, by=sight.user, at=sight.at, lease=sight.lease))


def desk(
    request: FromStaff,
    *,
    pk: int,
    sight: Sight,
    refusal: Refusal | None = None,
    act: str = "",
    form: forms.ReviewForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the desk as it is now, with a choice opened if one is asked for or was refused."""
    case = case_of(get_object_or_404(applications_shown(), pk=pk), roles=request.roles)
    may = _may(case.application, sight=sight, refusal=refusal)
    opened = act if act in CHOICES and may else ""
    if opened == "approve" and case.stops:
        opened = ""  # the reasons stand beside the button
    if not opened:
        tell(request, form)
    context: dict[str, Any] = {
        **around(APPLICATION, pk, sight=sight),
        "case": case,
        "application": case.application,
        "person": case.application.cycle.credential.certificant,
        "may": may,
        "act": opened,
        "choices": list(CHOICES.items()),
        "opened": CHOICES.get(opened),
        "form": form or form_of(opened, case=case, initial=_seen(request, case))
        if opened
        else None,
        "refused": bool(form),
        "refusal": refusal,
        "decisions": case.application.decisions.select_related("by", "renewal__cycle"),
        "attestations": case.application.attestations.order_by("id"),
        "events": [Happened(event) for event in history_of(case.application)],
        "sight": sight,
    }
    return render(request, "review/application.html", context, status=status)


def _seen(request: FromStaff, case: Case) -> dict[str, str]:
    return {"seen": request.GET.get("seen", case.seen)}


def form_of(act: str, *, case: Case, **given: Any) -> forms.ReviewForm:
    """Return the form of a choice; approving asks for the next cycle where no policy sets it."""
    if act == "approve" and case.readings:
        return ApproveWithDaysForm(readings=case.readings, **given)
    return CHOICES[act].form(**given)


def case_of(row: Application, *, roles: frozenset[str]) -> Case:
    """Judge an application as it is now, by the edition and on the day it was filed under."""
    rows, found = judged(row)
    left = left_to_officers(found)
    for_officers = bool(left) and Role.OFFICER not in roles
    stops = what_stops(row, rows=rows, found=found)
    if for_officers:
        words = _("The policy does not set: %(what)s. An officer decides.")
        stops.append(words % {"what": ", ".join(left)})
    assert row.filed_on is not None  # submitted_application_says_when
    return Case(
        application=row,
        found=found,
        activities=tuple((rows.activities[each.at], each) for each in found.activities),
        seen=evidence_digest(rows),
        account=account_of(row),
        for_officers=for_officers,
        stops=tuple(stops),
        level=next_level_of(row.cycle, found),
        readings=() if found.next_cycle else readings_of(rows, filed_on=row.filed_on),
    )


def _may(row: Application, *, sight: Sight, refusal: Refusal | None) -> bool:
    waits = row.status == ApplicationStatus.SUBMITTED and row.held_by == sight.user
    return waits and refusal is None and not row.decisions.filter(undone_at=None).exists()


def history_of(row: Application) -> QuerySet[Event]:
    """Return what happened to an application and to its decisions, the earliest first."""
    decisions = [str(pk) for pk in row.decisions.values_list("pk", flat=True)]
    events = Event.objects.filter(
        Q(subject="application", subject_id=str(row.pk))
        | Q(subject="decision", subject_id__in=decisions)
    )
    return events.select_related("by").order_by("at", "id")


def _approve(row: Application, given: Mapping[str, Any], brought: review.Reviewing) -> object:
    following = given.get("following")
    return review.approve(row, reason=given["reason"], following=following, reviewing=brought)


def _return(row: Application, given: Mapping[str, Any], brought: review.Reviewing) -> object:
    return review.return_(row, text=given["text"], reviewing=brought)


def _deny(row: Application, given: Mapping[str, Any], brought: review.Reviewing) -> object:
    return review.deny(row, reason=given["reason"], reviewing=brought)


ACTS: Mapping[str, Callable[[Application, Mapping[str, Any], review.Reviewing], object]] = {
    "approve": _approve,
    "return": _return,
    "deny": _deny,
}


@require_POST
@access.for_staff("reviewer", "officer")
def decide(request: FromStaff, pk: int, act: str) -> HttpResponse:
    """Decide an application, or return it; a final decision takes effect at once."""
    if act not in ACTS:
        raise Http404
    row, sight = get_object_or_404(applications_shown(), pk=pk), sight_of(request)
    if held := take_application(row, sight=sight):
        return desk(request, pk=pk, sight=sight, refusal=held, status=422)
    following = after(APPLICATION, pk, sight=sight)
    form = form_of(act, case=case_of(row, roles=request.roles), data=request.POST)
    if not form.is_valid():
        return desk(request, pk=pk, sight=sight, act=act, form=form, status=422)
    seen = form.cleaned_data["seen"]
    brought = review.Reviewing(by=sight.user, at=sight.at, seen=seen, lease=sight.lease)
    try:
        made = ACTS[act](row, form.cleaned_data, brought)
    except Refusal as refusal:
        return _refused(request, row, act=act, form=form, refusal=refusal)
    if isinstance(made, Decision):
        if made.final_at <= sight.at:
            effect_or_reason(made, at=sight.at)  # the page of the decision says what came of it
        return redirect("review:decision", pk=made.pk)
    who = row.cycle.credential.certificant.name
    messages.success(request, _("Returned with your question: %(who)s.") % {"who": who})
    return go_on(following)


def _refused(
    request: FromStaff, row: Application, *, act: str, form: forms.ReviewForm, refusal: Refusal
) -> HttpResponse:
    """Show the desk as it is now, with the refusal's words, and what was written still there."""
    put_on(form, refusal)
    form.data = {**dict(form.data.items()), "seen": evidence_digest(rows_of(row.cycle))}
    return desk(request, pk=row.pk, sight=sight_of(request), act=act, form=form, status=422)


@require_POST
@access.for_staff("reviewer", "officer")
def release(request: FromStaff, pk: int) -> HttpResponse:
    """Put an application back into the queue."""
    row, sight = get_object_or_404(applications_shown(), pk=pk), sight_of(request)
    taking.release_application(row, by=sight.user, at=sight.at)
    messages.success(request, _("Put back into the queue."))
    return redirect("review:queue")


@access.for_staff("reviewer", "officer")
def decision(request: FromStaff, pk: int) -> HttpResponse:
    """Show what a decision did: the next cycle, what is owed, what waits next."""
    rows = Decision.objects.select_related(
        "application__cycle__credential__certificant", "by", "edition", "renewal__cycle"
    )
    row, sight = get_object_or_404(rows, pk=pk), sight_of(request)
    context = {
        "decision": row,
        "found": Found.from_data(row.findings),
        "person": row.application.cycle.credential.certificant,
        "renewal": getattr(row, "renewal", None),
        "waits": _why_it_waits(row),
        "following": after(APPLICATION, row.application_id, sight=sight),
        "sight": sight,
    }
    return render(request, "review/decision.html", context)


def _why_it_waits(row: Decision) -> str:
    """Return why a final decision has not taken effect; nothing if it has, or is not due."""
    if row.took_effect_at:
        return ""
    told = Event.objects.filter(name="decision.waits", subject="decision", subject_id=str(row.pk))
    latest = told.order_by("-id").first()
    return latest.details["because"] if latest else ""
