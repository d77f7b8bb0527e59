"""Add an activity, go on with a draft, answer a question about it, take it back."""

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from recert import clock
from recert.actions import activities as act
from recert.actions import evidence as proofs
from recert.actions.activities import save as save_claim
from recert.actions.refusals import Incomplete, Refusal
from recert.portals.access import FromCertificant, for_certificants, own_activity, the_body
from recert.portals.arrival import takes_files
from recert.portals.trainer.activity_pages import (
    claim_page,
    editing_page,
    form_for,
    one_page,
)
from recert.portals.trainer.forms import WHATS, ActivityForm, begun_with
from recert.portals.trainer.intake import take_in
from recert.records.education import Activity, Evidence
from recert.records.people import User

SENDING = frozenset({"send", "answer"})
# Buttons and fields that ask for a part of the page, and the part.
PARTS = {"autosave": "trainer/saved.html", "attach": "trainer/attached.html"}
YOURS = frozenset({"draft", "returned"})  # the states in which it is the certificant's turn


@require_GET
@for_certificants
def add(request: FromCertificant) -> HttpResponse:
    """Open a form under a new key: the same form sent twice is one activity.

    The address may bring the code of a class, and the day on which it was completed.
    """
    form = form_for(request.certificant, None)
    form.initial = {**form.initial, **begun_with(request.GET)}
    page = editing_page(request, key=uuid.uuid4(), activity=None, form=form)
    return render(request, "trainer/edit.html", page)


@takes_files
@for_certificants
def activity(request: FromCertificant, key: uuid.UUID) -> HttpResponse:
    """Show an activity: to go on with while it is the certificant's turn, else to read."""
    mine = _mine(request, key)
    if request.method == "POST":
        return _keep(request, key, mine)
    if mine is None or mine.status in YOURS:
        return render(request, "trainer/edit.html", editing_page(request, key=key, activity=mine))
    form = form_for(request.certificant, mine)
    return render(request, "trainer/activity.html", {**one_page(mine), "form": form})


@require_GET
@for_certificants
def why(request: FromCertificant, key: uuid.UUID) -> HttpResponse:
    """Bring an activity's evidence, questions and history into the ledger of the first page."""
    return render(request, "trainer/why.html", one_page(own_activity(request.certificant, key)))


@require_GET
@for_certificants
def claim(request: FromCertificant, key: uuid.UUID) -> HttpResponse:
    """Bring the part of the form that a class code fills in."""
    return render(
        request, "trainer/claim.html", claim_page(request, key=key, activity=_mine(request, key))
    )


@require_POST
@for_certificants
def withdraw(request: FromCertificant, key: uuid.UUID) -> HttpResponse:
    """Take an activity back, or throw a draft away."""
    mine = own_activity(request.certificant, key)
    was_draft = mine.status == "draft"
    try:
        act.withdraw(mine, by=request.user, at=clock.now())
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("trainer:activity", key=key)
    words = (
        _("“%(title)s” is discarded. Nobody has seen it.")
        if was_draft
        else _("“%(title)s” is taken back. Nobody looks at it.")
    )
    messages.success(request, words % {"title": _named(mine)})
    return redirect("trainer:home")


@require_POST
@for_certificants
def detach(request: FromCertificant, key: uuid.UUID, evidence: int) -> HttpResponse:
    """Take a file off an activity; the file itself stays on record."""
    mine = own_activity(request.certificant, key)
    used = Evidence.objects.filter(uses__activity=mine, pk=evidence).first()
    if used is None:
        raise Http404
    try:
        proofs.detach(mine, evidence=used, by=request.user, at=clock.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("trainer:activity", key=key)


@takes_files
@require_POST
@for_certificants
def more(request: FromCertificant, key: uuid.UUID) -> HttpResponse:
    """Add evidence to an activity that is with a reviewer."""
    mine = own_activity(request.certificant, key)
    form = form_for(request.certificant, mine, data=request.POST)
    if form.is_valid():
        _attach(request, form, mine, at=clock.now())
    if form.errors:
        page = {**one_page(mine), "form": form}
        return render(request, "trainer/activity.html", page, status=422)
    messages.success(request, _("Added. The reviewer sees it with the rest."))
    return redirect("trainer:activity", key=key)


def _mine(request: FromCertificant, key: uuid.UUID) -> Activity | None:
    """Return the activity under a key; None if there is none yet. Another's raises Http404."""
    if not Activity.objects.filter(key=key).exists():
        return None
    return own_activity(request.certificant, key)


def _asks_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _named(mine: Activity) -> str:
    return mine.title or _("An activity without a title")


def _keep(request: FromCertificant, key: uuid.UUID, mine: Activity | None) -> HttpResponse:
    """Save what was sent with its files, then do what the button said."""
    do, form = (
        request.POST.get("do", "keep"),
        form_for(request.certificant, mine, data=request.POST),
    )
    moment = clock.now()
    if form.is_valid():
        mine = _save(request, form, key=key, at=moment) or mine
    if mine and not form.errors:
        _attach(request, form, mine, at=moment)
    if mine and not form.errors and do in SENDING:
        _send(request, form, mine, do=do, at=moment)
    if do in PARTS or form.errors:
        page = editing_page(request, key=key, activity=mine, form=form)
        template = (
            PARTS.get(do, "trainer/edit.html") if _asks_part(request) else "trainer/edit.html"
        )
        return render(request, template, page, status=422 if form.errors else 200)
    return _done(request, key, do=do)


def _save(
    request: FromCertificant, form: ActivityForm, *, key: uuid.UUID, at: datetime
) -> Activity | None:
    try:
        return save_claim(request.certificant, key=key, claim=form.claim, by=request.user, at=at)
    except Refusal as refused:
        form.add_error(None, str(refused))
        return None


def _attach(request: FromCertificant, form: ActivityForm, mine: Activity, *, at: datetime) -> None:
    """Take in each file by itself: one that is refused does not keep the others out."""
    body = the_body()
    what = form.cleaned_data.get("what") or WHATS[0][0]
    most = body.files.files_per_activity
    for used in form.reused:
        _try(form, partial(_known, used), mine, most=most, by=request.user, at=at)
    for file in request.FILES.getlist("evidence"):
        _try(
            form,
            partial(take_in, request, file, what=what, body=body, at=at),
            mine,
            most=most,
            by=request.user,
            at=at,
            named=file.name or "",
        )


def _known(evidence: Evidence) -> Evidence:
    return evidence


def _try(
    form: ActivityForm,
    take: Callable[[], Evidence],
    mine: Activity,
    *,
    most: int,
    by: User,
    at: datetime,
    named: str = "",
) -> None:
    """Attach a piece of evidence; what refuses it is said in the form."""
    try:
        proofs.attach(mine, evidence=take(), most_files=most, by=by, at=at)
    except Refusal as refused:
        form.add_error("evidence", f"{named}: {refused}" if named else str(refused))


def _send(
    request: FromCertificant, form: ActivityForm, mine: Activity, *, do: str, at: datetime
) -> None:
    on = at.astimezone(the_body().tz).date()
    try:
        if do == "answer":
            act.answer(mine, text=form.cleaned_data["answer"], by=request.user, on=on, at=at)
        else:
            act.submit(mine, by=request.user, on=on, at=at)
    except Incomplete as incomplete:
        form.show(incomplete.problems)
    except Refusal as refused:
        form.add_error(None, str(refused))


def _done(request: FromCertificant, key: uuid.UUID, *, do: str) -> HttpResponse:
    """Say what happened once, on the page that comes next."""
    if do == "look":
        return redirect("trainer:activity", key=key)
    if do in SENDING:
        days = the_body().office.answer_within_days
        messages.success(
            request,
            _("Sent. It is the reviewer’s turn now; the aim is an answer within %(days)s days.")
            % {"days": days},
        )
    else:
        messages.success(request, _("Kept as a draft. Nobody looks at it until you send it."))
    return redirect("trainer:home")
