"""What a reviewer does with an activity on the desk: one address for each choice, then the next."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert.actions import queue as taking
from recert.actions import review_activities as acts
from recert.actions.reconsidering import reconsider
from recert.actions.refusals import Incomplete, Refusal
from recert.actions.settling import Review
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.review import desk, forms
from recert.portals.review.queue import Sight, sight_of
from recert.records.education import Activity
from recert.records.policies import edition_of
from recert.records.waiting import ACTIVITY, Narrowed, Waiting, free_for, waiting


class Act(NamedTuple):
    """One choice: what it does, and what is said when it is done."""

    do: Callable[[desk.Case, Mapping[str, Any], Review], object]
    said: Callable[[Activity], str]


def _accept(case: desk.Case, _given: Mapping[str, Any], review: Review) -> object:
    if case.why_not_accept:
        raise Refusal(case.why_not_accept)
    return acts.accept(case.activity, review=review)


def _accept_in_part(case: desk.Case, given: Mapping[str, Any], review: Review) -> object:
    return acts.accept_in_part(
        case.activity, steps=given["credit"], because=given["because"], review=review
    )


def _return(case: desk.Case, given: Mapping[str, Any], review: Review) -> object:
    return acts.return_(case.activity, field=given["field"], text=given["text"], review=review)


def _reject(case: desk.Case, given: Mapping[str, Any], review: Review) -> object:
    return acts.reject(case.activity, because=given["because"], review=review)


def _correct(case: desk.Case, given: Mapping[str, Any], review: Review) -> object:
    if case.in_force is None:
        raise Refusal(_("There is no entry to correct: nothing was granted."))
    return acts.correct(
        case.in_force, steps=given["credit"], because=given["because"], review=review
    )


def _reconsider(case: desk.Case, given: Mapping[str, Any], review: Review) -> object:
    return reconsider(case.activity, steps=given["credit"], because=given["because"], review=review)


ACTS: Mapping[str, Act] = {
    "accept": Act(_accept, lambda a: _named(_("Accepted: %(what)s, %(who)s."), a)),
    "part": Act(_accept_in_part, lambda a: _named(_("Accepted in part: %(what)s, %(who)s."), a)),
    "return": Act(
        _return, lambda a: _named(_("Returned with your question: %(what)s, %(who)s."), a)
    ),
    "reject": Act(_reject, lambda a: _named(_("Rejected: %(what)s, %(who)s."), a)),
    "correct": Act(_correct, lambda a: _named(_("Corrected: %(what)s, %(who)s."), a)),
    "reconsider": Act(
        _reconsider, lambda a: _named(_("Accepted after all: %(what)s, %(who)s."), a)
    ),
}


AFTERWARDS = {"correct", "reconsider"}  # what is done to a decided activity, which stays in view


def _named(words: str, activity: Activity) -> str:
    return words % {"what": activity.title, "who": activity.certificant.name}


@require_POST
@access.for_staff("reviewer", "officer")
def decide(request: FromStaff, pk: int, act: str) -> HttpResponse:
    """Do what was chosen, and go to the next case; what is refused comes back with its words."""
    if act not in ACTS:
        raise Http404
    row, sight = get_object_or_404(desk.activities_shown(), pk=pk), sight_of(request)
    if held := desk.take_activity(row, sight=sight):
        return desk.desk(request, pk=pk, sight=sight, refusal=held, status=422)
    following = after(ACTIVITY, pk, sight=sight)
    case = desk.case_of(row, sight=sight)
    form = desk.form_of(act, case=case, data=request.POST)
    if not form.is_valid():
        return desk.desk(request, pk=pk, sight=sight, act=act, form=form, status=422)
    try:
        ACTS[act].do(case, form.cleaned_data, _review(case, form=form, sight=sight))
    except Refusal as refusal:
        return _refused(request, pk, act=act, form=form, refusal=refusal)
    messages.success(request, ACTS[act].said(case.activity))
    if act in AFTERWARDS:
        return redirect("review:activity", pk=pk)
    return go_on(following)


def _review(case: desk.Case, *, form: forms.SeenForm, sight: Sight) -> Review:
    if case.cycle is None:
        raise Http404
    return Review(
        by=sight.user,
        at=sight.at,
        edition=edition_of(case.cycle),
        seen=form.cleaned_data["seen"],
        lease=sight.lease,
    )


def _refused(
    request: FromStaff, pk: int, *, act: str, form: forms.SeenForm, refusal: Refusal
) -> HttpResponse:
    """Show the desk as it is now, with the refusal's words where they belong.

    What the reviewer wrote stays in the form, under the version that they now see.
    """
    put_on(form, refusal)
    sight = sight_of(request)
    row = get_object_or_404(desk.activities_shown(), pk=pk)
    form.data = {**dict(form.data.items()), "seen": row.version}
    return desk.desk(request, pk=pk, sight=sight, act=act, form=form, status=422)


def put_on(form: Any, refusal: Refusal) -> None:
    """Put the words of a refusal on the fields that they speak of, else on the form."""
    problems = refusal.problems if isinstance(refusal, Incomplete) else {"": str(refusal)}
    for field, words in problems.items():
        form.add_error(field if field in form.fields else None, words)


@require_POST
@access.for_staff("reviewer", "officer")
def release(request: FromStaff, pk: int) -> HttpResponse:
    """Put an activity back into the queue."""
    sight = sight_of(request)
    row = get_object_or_404(desk.activities_shown(), pk=pk)
    taking.release_activity(row, by=sight.user, at=sight.at)
    messages.success(request, _("Put back into the queue: %(what)s.") % {"what": row.title})
    return redirect("review:queue")


def after(kind: str, pk: int, *, sight: Sight) -> Waiting | None:
    """Return the case that follows in the queue, else the oldest; None if nothing else waits."""
    cases = free_for(waiting(Narrowed()), user=sight.user.pk, lease=sight.lease, at=sight.at)
    at = desk.place_of(cases, kind=kind, pk=pk)
    others = cases[at + 1 :] + cases[:at] if at is not None else cases
    return others[0] if others else None


def go_on(case: Waiting | None) -> HttpResponse:
    """Go to a case, or to the queue where nothing waits."""
    if case is None:
        return redirect("review:queue")
    return redirect(f"review:{case.kind}", pk=case.pk)
