"""Another e-mail address: shown to be one's own by a code, and told to the old one."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recert import clock
from recert.actions.accounts import change_address
from recert.actions.guesses import count_guess, forget_guesses
from recert.actions.refusals import Incomplete
from recert.portals.access import SignedIn
from recert.portals.accounts import letters
from recert.portals.accounts.forms import MOST_CODES, MOST_LETTERS, AddressForm, CodeForm
from recert.portals.accounts.fresh import fresh_sign_in
from recert.portals.accounts.words import NOT_SENT, OFTEN_ASKED, OFTEN_TRIED, WRONG_CODE

KEY = "recert_new_address"
LASTS = timedelta(minutes=10)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@fresh_sign_in
def address(request: SignedIn) -> HttpResponse:
    """Ask for the new address, and mail a code to it."""
    form = AddressForm(request.POST or None, present=request.user.email)
    if request.method == "POST" and form.is_valid():
        at, email = clock.real_now(), form.cleaned_data["email"]
        if count_guess("letter", about=email.lower(), at=at) <= MOST_LETTERS:
            return _send(request, email=email, at=at)
        form.add_error("email", OFTEN_ASKED)
    status = 422 if form.errors else 200
    return render(request, "accounts/address.html", {"form": form}, status=status)


def _send(request: SignedIn, *, email: str, at: datetime) -> HttpResponse:
    code = get_random_string(6, "0123456789")
    request.session[KEY] = [email, _digest(code, email), (at + LASTS).timestamp()]
    if not letters.send("code", to=email, next_page="accounts:address_code", facts={"code": code}):
        messages.error(request, str(NOT_SENT))
    return redirect("accounts:address_code")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@fresh_sign_in
def code(request: SignedIn) -> HttpResponse:
    """Take the code that went to the new address, and change to it."""
    if KEY not in request.session:
        return redirect("accounts:address")
    form = CodeForm(request.POST or None)
    email, digest, until = request.session[KEY]
    if request.method == "POST" and form.is_valid():
        at = clock.real_now()
        given = _digest("".join(filter(str.isalnum, form.cleaned_data["code"])), email)
        if count_guess("address", about=str(request.user.pk), at=at) > MOST_CODES:
            form.add_error("code", OFTEN_TRIED)
        elif at.timestamp() > until or not constant_time_compare(given, digest):
            form.add_error("code", WRONG_CODE)
        else:
            return _change(request, form, email=email, at=at)
    return _page(request, form, email=email)


def _change(request: SignedIn, form: CodeForm, *, email: str, at: datetime) -> HttpResponse:
    old = request.user.email
    try:
        request.user = change_address(request.user, email=email, at=at)
    except Incomplete as refusal:
        form.add_error("code", refusal.problems["email"])
        return _page(request, form, email=email)
    update_session_auth_hash(request, request.user)
    forget_guesses("address", about=str(request.user.pk))
    del request.session[KEY]
    letters.send("address_changed", to=old, next_page="accounts:devices", facts={"email": email})
    messages.success(request, _("Your e-mail address is %(email)s now.") % {"email": email})
    return redirect("accounts:devices")


def _page(request: SignedIn, form: CodeForm, *, email: str) -> HttpResponse:
    shown = {"form": form, "email": email}
    status = 422 if form.errors else 200
    return render(request, "accounts/address_code.html", shown, status=status)


def _digest(code: str, email: str) -> str:
    return salted_hmac("recert.address", f"{code} {email}", algorithm="sha256").hexdigest()
