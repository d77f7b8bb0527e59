"""The thread of a request as its asker sees it: signed in, or by the secret link of a mail."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions.guesses import count_guess, guesses
from recert.actions.refusals import Incomplete, Refusal
from recert.actions.requests import rate, write
from recert.actions.threads import leads_back
from recert.portals.access import SignedIn, own_request, the_body
from recert.portals.limits import Limit, address_of, too_often
from recert.portals.requests.askers import asker_of
from recert.portals.requests.asking import answer_by
from recert.portals.requests.case import as_read
from recert.portals.requests.forms import RateForm, WriteForm
from recert.records import asking
from recert.records.people import User
from recert.records.requests import Request, RequestMessage

A_PAGE = 20
GUESSED = 30  # wrong links from one network within the hour
TRIED = Limit(times=1, span=timedelta(hours=1))
WRITTEN = Limit(times=60, span=timedelta(hours=1))  # messages from one network


@dataclass(frozen=True, slots=True)
class Thread:
    """A request, and the addresses by which this asker reaches it."""

    asked: Request
    address: str
    write: str
    rate: str


@login_required
def requests(request: SignedIn) -> HttpResponse:
    """List the requests of somebody who is signed in, the latest first."""
    page = Paginator(asking.requests_of(request.user), A_PAGE).get_page(request.GET.get("page"))
    rows = [(row, asking.state_of(row)) for row in page]
    shown = {"page": page, "rows": rows, "layout": asker_of(request).layout}
    return render(request, "requests/requests.html", shown)


@login_required
def thread(request: SignedIn, number: int) -> HttpResponse:
    """Show a request of one's own."""
    return _shown(request, _own(request, number))


@require_POST
@login_required
def write_own(request: SignedIn, number: int) -> HttpResponse:
    """Add to a request of one's own."""
    return _written(request, _own(request, number))


@require_POST
@login_required
def rate_own(request: SignedIn, number: int) -> HttpResponse:
    """Rate the answer to a request of one's own."""
    return _rated(request, _own(request, number))


def by_link(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """Show a request to whoever has its secret link."""
    return _by_link(request, number, token, then=_shown)


@require_POST
def write_by_link(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """Add to a request by its secret link."""
    return _by_link(request, number, token, then=_written)


@require_POST
def rate_by_link(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """Rate the answer to a request by its secret link."""
    return _by_link(request, number, token, then=_rated)


def _own(request: SignedIn, number: int) -> Thread:
    names = ("requests:request", "requests:write", "requests:rate")
    addresses = [reverse(name, args=[number]) for name in names]
    return Thread(own_request(request.user, number), *addresses)


def _by_link(
    request: HttpRequest,
    number: int,
    token: str,
    *,
    then: Callable[[HttpRequest, Thread], HttpResponse],
) -> HttpResponse:
    """Let whoever has the token on; count the tries of whoever has not."""
    address, real = address_of(request), clock.real_now()
    if guesses("request_link", about=address, at=real) >= GUESSED:
        return too_often(request, limit=TRIED)
    found = asking.requests_shown().filter(number=number).first()
    if found is None or not leads_back(token, to=found):
        count_guess("request_link", about=address, at=real)
        raise Http404
    names = ("requests:by_link", "requests:write_by_link", "requests:rate_by_link")
    addresses = [reverse(name, args=[number, token]) for name in names]
    return then(request, Thread(found, *addresses))


def _shown(
    request: HttpRequest,
    of: Thread,
    form: WriteForm | None = None,
    rating: RateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = of.asked
    closed = asked.closed_at is not None
    state = asking.state_of(asked)
    said = asked.messages.exclude(side=RequestMessage.NOTE).select_related("by").order_by("id")
    shown = {
        "thread": of,
        "asked": asked,
        "state": asking.OURS if state in {asking.HELD, asking.DISCARDED} else state,
        "said": said,
        "form": form or WriteForm(initial={"key": uuid.uuid4()}, closed=closed),
        "rating": rating or RateForm(),
        "may_rate": closed and asked.rating is None,
        "kept": as_read(asked.state),
        "layout": asker_of(request).layout,
    }
    response = render(request, "requests/thread.html", shown, status=status)
    patch_cache_control(response, no_store=True)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _written(request: HttpRequest, of: Thread) -> HttpResponse:
    form = WriteForm(request.POST, closed=of.asked.closed_at is not None)
    if not form.is_valid():
        return _shown(request, of, form=form, status=422)
    if not WRITTEN.take(address_of(request), at=clock.real_now()):
        return too_often(request, limit=WRITTEN)
    on = clock.today(zone=the_body().zone)
    given = form.cleaned_data
    try:
        write(of.asked, **given, answer_by=answer_by(on), by=_user(request), at=clock.now())
    except Refusal as refusal:
        return _shown(request, of, form=_with(form, refusal), status=422)
    messages.success(request, _("Sent."))
    return redirect(of.address)


def _rated(request: HttpRequest, of: Thread) -> HttpResponse:
    form = RateForm(request.POST)
    if not form.is_valid():
        return _shown(request, of, rating=form, status=422)
    try:
        rate(of.asked, **form.cleaned_data, by=_user(request), at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you. The people who answered read it."))
    return redirect(of.address)


def _with(form: WriteForm, refusal: Refusal) -> WriteForm:
    problems = refusal.problems if isinstance(refusal, Incomplete) else {"": str(refusal)}
    for field, words in problems.items():
        form.add_error(field if field in form.fields else None, words)
    return form


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
