"""The feed, asked for by programs that know its secret address; and the page of the address."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from recert import clock
from recert.actions.calendars import make_address, sealed_nonce, token_of
from recert.actions.guesses import count_guess
from recert.outside.calendars import Entry, calendar
from recert.portals.access import FromCertificant, for_certificants, the_body
from recert.portals.calendars.entries import entries_of
from recert.portals.limits import Limit, address_of, too_often
from recert.records.people import Certificant
from recert.records.reminding import CalendarAddress

HOUR = timedelta(hours=1)
MOST_GUESSED = 30  # wrong words from one address within the hour
SHUT_OUT = Limit(times=1, span=HOUR)
FETCHES = Limit(times=240, span=HOUR)  # of one calendar, by all of its readers


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give the calendar at a secret address. Dead and wrong addresses are not there, alike."""
    nonce = sealed_nonce(token)
    if nonce is None:
        return _guessed(request)
    if not FETCHES.take(str(nonce), at=clock.real_now()):
        return too_often(request, limit=FETCHES)
    address = CalendarAddress.objects.select_related("certificant").filter(nonce=nonce).first()
    if address is None:  # it was made anew since: a reader that asks on is no guesser
        raise Http404
    return _kept_by_its_reader(request, _drawn(address.certificant))


def _guessed(request: HttpRequest) -> HttpResponse:
    """Find nothing; too many wrong words from one address are refused for a while."""
    where, real = address_of(request), clock.real_now()
    if SHUT_OUT.is_reached(where, at=real):
        return too_often(request, limit=SHUT_OUT)
    if count_guess("calendar", about=where, at=real) >= MOST_GUESSED:
        SHUT_OUT.take(where, at=real)
    raise Http404


def _drawn(certificant: Certificant) -> bytes:
    body = the_body()
    with translation.override(certificant.language):
        return calendar(
            entries_of(certificant, on=clock.today(zone=body.zone)),
            name=_("Recertification, %(body)s") % {"body": body.name},
            language=certificant.language,
        )


def _kept_by_its_reader(request: HttpRequest, content: bytes) -> HttpResponseBase:
    """Answer with a calendar, or that it is what the reader has."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="recertification.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
@for_certificants
def address(request: FromCertificant) -> HttpResponse:
    """Show the address of one's calendar, and what stands in it."""
    made = CalendarAddress.objects.filter(certificant=request.certificant).first()
    whole = _whole(made) if made else ""
    shown = {
        "made": made,
        "address": whole,
        "webcal": f"webcal://{whole.partition('://')[2]}",
        "entries": _coming(request.certificant),
    }
    return render(request, "calendars/address.html", shown)


@require_POST
@for_certificants
def anew(request: FromCertificant) -> HttpResponse:
    """Make the address, or make it anew."""
    make_address(request.certificant, by=request.user, at=clock.now())
    messages.success(request, _("This is the address of your calendar. Keep it to yourself."))
    return redirect("calendars:address")


def _whole(made: CalendarAddress) -> str:
    return f"{settings.RECERT_ADDRESS}{reverse('calendars:feed', args=[token_of(made)])}"


def _coming(certificant: Certificant) -> list[Entry]:
    on = clock.today(zone=the_body().zone)
    entries = entries_of(certificant, on=on)
    return sorted(
        (each for each in entries if each.last_on >= on and not each.cancelled),
        key=lambda each: (each.first_on, each.uid),
    )
