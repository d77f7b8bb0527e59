"""The mail sink: what would have been sent, to be read instead."""

from datetime import UTC, datetime

from csp.decorators import csp_exempt
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recert.outside.mail import SunkMessage, sink_messages
from recert.portals.demonstration.forms import AnswerMailForm

MOST = 1000  # the latest messages that are looked at
SHOWN = 60
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
# What a message brings runs nothing, loads nothing and belongs to no origin.
SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """List the messages, the latest first; `?to=` those of one person."""
    to = request.GET.get("to", "").strip().casefold()
    found = [each for each in sink_messages(most=MOST) if to in ("", each.to.casefold())]
    found.sort(key=lambda each: each.sent_at or LONG_AGO, reverse=True)
    shown = {"messages_": found[:SHOWN], "to": to, "many": len(found), "more": found[SHOWN:]}
    return render(request, "demonstration/mail.html", shown)


@require_safe
def message(request: HttpRequest, name: str) -> HttpResponse:
    """Show a message as text."""
    shown = {"message": named(name), "form": AnswerMailForm()}
    return render(request, "demonstration/message.html", shown)


@csp_exempt()  # type: ignore[arg-type]  # its types forget what a view takes from its address
@require_safe
def as_html(_request: HttpRequest, name: str) -> HttpResponse:
    """Show a message as a mail reader would, with nothing allowed to it."""
    response = HttpResponse(named(name).html)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def named(name: str) -> SunkMessage:
    """Return a message of the sink. Raises Http404 if it has none of this name."""
    for each in sink_messages(most=MOST):
        if each.name == name:
            return each
    raise Http404
