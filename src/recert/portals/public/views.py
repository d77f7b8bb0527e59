"""The public's pages: the front door, and whether somebody is certified.

They ask nothing about who is asking: no session, no cookie. What says nothing of a person may be
kept for minutes; an answer about a person is kept nowhere, so that the next one is always live.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from recert import clock
from recert.actions.guesses import count_guess
from recert.policy.numbers import folded, has_slip
from recert.portals.access import the_body
from recert.portals.limits import Limit, address_of, too_often
from recert.portals.public.answers import answer
from recert.portals.public.forms import DatedQuestionForm, DayForm
from recert.records.verification import cycles_by_code, cycles_by_number

HOUR = timedelta(hours=1)
QUESTIONS = Limit(times=300, span=HOUR)  # from one address
UNANSWERED = Limit(times=30, span=HOUR)  # from one address: a person mistypes, a program guesses
NUMBERS_ALONE = Limit(times=1000, span=HOUR)  # unanswered, from everywhere
EVERYWHERE = "everywhere"
SHUT_OUT = Limit(times=1, span=HOUR)  # an address that guessed too many codes of cards
CODES_GUESSED = 30  # wrong codes of cards from one address within the hour
MINUTES_KEPT = 5


def front_door(request: HttpRequest) -> HttpResponse:
    """Say what this is, and take the first question."""
    _at, on = _now()
    return _kept(_page(request, "public/front_door.html", form=DatedQuestionForm(today=on)))


def verify(request: HttpRequest) -> HttpResponse:
    """Answer whether the holder of a number is certified, to somebody who may know."""
    at, today = _now()
    if not request.GET:
        return _kept(_page(request, "public/verify.html", form=DatedQuestionForm(today=today)))
    form = DatedQuestionForm(request.GET, today=today)
    if not form.is_valid():
        return _live(_page(request, "public/verify.html", form=form, status=422))
    alone = not folded(form.cleaned_data["family_name"])
    refused = _too_often(request, alone=alone)
    return refused or _answered(request, form, alone=alone, at=at, today=today)


def _answered(
    request: HttpRequest, form: DatedQuestionForm, *, alone: bool, at: datetime, today: date
) -> HttpResponse:
    asked = form.cleaned_data
    cycles = cycles_by_number(asked["number"], family_name=asked["family_name"])
    on = asked["on"] or today
    seen: dict[str, Any] = {"form": form, "at": at, "on": on, "is_today": on == today}
    if cycles:
        return _live(_page(request, "public/verify.html", answered=answer(cycles, on=on), **seen))
    _note_unanswered(request, alone=alone)
    slip = has_slip(asked["number"], prefix=the_body().number_prefix)
    return _live(_page(request, "public/no_answer.html", slip=slip, alone=alone, **seen))


def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Answer for the card or certificate whose code was scanned."""
    at, today = _now()
    refused = _too_often(request, alone=False)
    if refused:
        return refused
    day = DayForm(request.GET, today=today)
    cycles = cycles_by_code(code)
    if not cycles:
        return _wrong_code(request, today=today, at=at)
    status = 200 if day.is_valid() else 422
    on = day.cleaned_data.get("on") or today
    seen = {"form": day, "code": code, "at": at, "on": on, "is_today": on == today}
    shown = answer(cycles, on=on)
    return _live(_page(request, "public/verify.html", status=status, answered=shown, **seen))


def _wrong_code(request: HttpRequest, *, today: date, at: datetime) -> HttpResponse:
    """Say that no card has this code. Tries are counted for all processes together."""
    address, real = address_of(request), clock.real_now()
    if count_guess("card", about=address, at=real) >= CODES_GUESSED:
        SHUT_OUT.take(address, at=real)
    seen = {"form": DatedQuestionForm(today=today), "at": at, "wrong_code": True}
    return _live(_page(request, "public/no_answer.html", status=404, **seen))


def _too_often(request: HttpRequest, *, alone: bool) -> HttpResponse | None:
    """Refuse an address that asked too often, or that had no answer too often."""
    address, real = address_of(request), clock.real_now()
    if not QUESTIONS.take(address, at=real):
        return too_often(request, limit=QUESTIONS)
    for limit in (UNANSWERED, SHUT_OUT):
        if limit.is_reached(address, at=real):
            return too_often(request, limit=limit)
    if alone and NUMBERS_ALONE.is_reached(EVERYWHERE, at=real):
        return too_often(request, limit=NUMBERS_ALONE)
    return None


def _note_unanswered(request: HttpRequest, *, alone: bool) -> None:
    real = clock.real_now()
    UNANSWERED.take(address_of(request), at=real)
    if alone:
        NUMBERS_ALONE.take(EVERYWHERE, at=real)


def _now() -> tuple[datetime, date]:
    """Return the moment, and the body's day."""
    at = clock.now()
    return at, at.astimezone(the_body().tz).date()


def _page(
    request: HttpRequest, template: str, *, status: int = 200, **shown: object
) -> HttpResponse:
    """Render a public page, without looking whether somebody is signed in."""
    response = render(request, template, {"messages": (), **shown}, status=status)
    response.headers["X-Robots-Tag"] = "noindex" if template != "public/front_door.html" else "all"
    return response


def _kept(response: HttpResponse) -> HttpResponse:
    if settings.RECERT_DEMONSTRATION:  # whose bar says who one is
        return _live(response)
    patch_cache_control(response, public=True, max_age=MINUTES_KEPT * 60)
    return response


def _live(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, no_store=True)
    return response
