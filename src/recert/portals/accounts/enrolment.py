"""The link by which a member of staff signs in once, to set up a passkey."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from recert import clock
from recert.actions.guesses import count_guess, guesses
from recert.actions.refusals import CannotMove
from recert.actions.sign_ins import enrolling, use_enrolment
from recert.portals.accounts.sessions import begin
from recert.portals.limits import Limit, address_of, too_often

MOST_TRIED = 20  # wrong links from one address within the hour
HOUR = Limit(times=MOST_TRIED, span=timedelta(hours=1))


@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, token: str) -> HttpResponse:
    """Show whom the link is for; use it up only when they say so, since mail programs look too."""
    at, address = clock.real_now(), address_of(request)
    if guesses("link", about=address, at=at) >= MOST_TRIED:
        return too_often(request, limit=HOUR)
    user = enrolling(token, at=at)
    if user is None:
        count_guess("link", about=address, at=at)
        return render(request, "accounts/enrolment_over.html", status=410)
    if request.method != "POST":
        return render(request, "accounts/enrol.html", {"person": user})
    try:
        user = use_enrolment(token, at=at)
    except CannotMove as refusal:
        messages.error(request, str(refusal))
        return render(request, "accounts/enrolment_over.html", status=410)
    logout(request)
    begin(request, user, how="link", at=at)
    return redirect("accounts:add_passkey")
