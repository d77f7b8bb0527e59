"""Asking: one page for whoever has a question, and what follows once it is sent."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from recert import clock
from recert.actions.requests import Asked, ask
from recert.portals.access import the_body
from recert.portals.limits import Limit, address_of, too_often
from recert.portals.requests import suspicion
from recert.portals.requests.askers import Asker, asker_of
from recert.portals.requests.case import as_read, state_of
from recert.portals.requests.forms import AskForm, StrangerForm
from recert.portals.wording import day
from recert.records.requests import Request

SENT = Limit(times=30, span=timedelta(hours=1))  # from one network; more are held long before
_receipts = Signer(salt="recert.requests.received")


def answer_by(on: date) -> date:
    """Return the day by which the body means to answer what is asked on a day."""
    return on + timedelta(days=the_body().requests.answer_within_days)


def ask_page(request: HttpRequest) -> HttpResponse:
    """Take a question, from somebody signed in with where their case stands, or from a stranger."""
    asker, real = asker_of(request), clock.real_now()
    on = clock.today(zone=the_body().zone)
    state = state_of(asker.certificant, on=on) if asker.certificant else {}
    if request.method != "POST":
        return _page(request, asker, form=_new_form(request, asker), state=state, on=on)
    form = (AskForm if asker.user else StrangerForm)(request.POST)
    if not form.is_valid():
        return _page(request, asker, form=form, state=state, on=on, status=422)
    if not SENT.take(address_of(request), at=real):
        return too_often(request, limit=SENT)
    asked = _asked(form.cleaned_data, asker=asker, state=state)
    held = (
        suspicion.of_somebody(asker.user.pk, at=real)
        if asker.user
        else suspicion.of_stranger(form.cleaned_data, address=address_of(request), at=real)
    )
    kept = ask(
        asked,
        key=form.cleaned_data["key"],
        answer_by=answer_by(on),
        by=asker.user,
        at=clock.now(),
        held_because=held,
    )
    return _on_to(request, kept, asker=asker)


def _new_form(request: HttpRequest, asker: Asker) -> AskForm:
    initial = {
        "key": uuid.uuid4(),
        "shown_at": suspicion.stamp(clock.real_now()),
        "attach": True,
        "subject": request.GET.get("about", "")[:200],
    }
    return (AskForm if asker.user else StrangerForm)(initial=initial)


def _asked(given: dict[str, Any], *, asker: Asker, state: dict[str, object]) -> Asked:
    said = {"subject": given["subject"], "text": given["text"]}
    if not asker.user:
        return Asked(
            name=given["name"], email=given["email"], said_number=given["said_number"], **said
        )
    certificant = asker.certificant
    return Asked(
        name=certificant.name if certificant else asker.user.name,
        email=certificant.email if certificant else asker.user.email,
        certificant=certificant,
        state=state if given["attach"] else None,
        **said,
    )


def _page(
    request: HttpRequest,
    asker: Asker,
    *,
    form: AskForm,
    state: dict[str, object],
    on: date,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "form": form,
        "layout": asker.layout,
        "asker": asker,
        "state": as_read(state),
        "answer_by": answer_by(on),
    }
    response = render(request, "requests/ask.html", shown, status=status)
    patch_cache_control(response, no_store=True)
    return response


def _on_to(request: HttpRequest, kept: Request, *, asker: Asker) -> HttpResponse:
    """Go to the thread, or, for a stranger, to the page that says what happens now."""
    if not asker.user:
        return redirect("requests:received", told=_receipts.sign(str(kept.number)))
    assert kept.promised_on is not None  # said when it was asked
    words = _("Sent. We answer by %(day)s.") % {"day": day(kept.promised_on)}
    messages.success(request, words)
    return redirect("requests:request", number=kept.number)


def received(request: HttpRequest, told: str) -> HttpResponse:
    """Say that a request was received, its number, and by when we answer; held ones alike."""
    try:
        number = int(_receipts.unsign(told))
    except (BadSignature, ValueError):
        raise Http404 from None
    row = get_object_or_404(Request, number=number)
    shown = {"asked": row, "layout": asker_of(request).layout}
    response = render(request, "requests/received.html", shown)
    patch_cache_control(response, no_store=True)
    return response
