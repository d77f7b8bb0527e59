"""Confirm that it is you: a code or a passkey again, before something that weighs much."""

import json
from datetime import datetime, timedelta

from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions.guesses import count_guess, forget_guesses
from recert.actions.passkeys import passkeys_of
from recert.portals.access import SignedIn, needs_passkey
from recert.portals.accounts import letters
from recert.portals.accounts.forms import (
    MOST_CODES,
    MOST_LETTERS,
    CodeForm,
    ConfirmByPasskeyForm,
)
from recert.portals.accounts.fresh import next_of
from recert.portals.accounts.sessions import prove
from recert.portals.accounts.words import NOT_SENT, OFTEN_ASKED, OFTEN_TRIED, WRONG_CODE

KEY = "recert_confirm"
LASTS = timedelta(minutes=10)


@login_required
def confirm(request: SignedIn) -> HttpResponse:
    """Ask for a passkey, or offer a code by mail; staff have their passkeys only."""
    return _page(request, form=CodeForm())


@require_POST
@login_required
def send_code(request: SignedIn) -> HttpResponse:
    """Mail a code to the address of the login."""
    at, email = clock.real_now(), request.user.email
    if needs_passkey(request.user):
        return _page(request, form=CodeForm(), status=422)
    if count_guess("letter", about=email.lower(), at=at) > MOST_LETTERS:
        messages.error(request, str(OFTEN_ASKED))
        return _page(request, form=CodeForm(), status=422)
    code = get_random_string(6, "0123456789")
    request.session[KEY] = [_digest(code), (at + LASTS).timestamp()]
    page = "accounts:confirm"
    if not letters.send("code", to=email, next_page=page, facts={"code": code}):
        messages.error(request, str(NOT_SENT))
    return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': next_of(request)})}")


@require_POST
@login_required
def by_code(request: SignedIn) -> HttpResponse:
    """Take the code that was mailed."""
    form = CodeForm(request.POST)
    if form.is_valid() and _is_right(request, form, at=clock.real_now()):
        prove(request.session, at=clock.real_now())
        del request.session[KEY]
        return redirect(next_of(request))
    return _page(request, form=form, status=422)


def _is_right(request: SignedIn, form: CodeForm, *, at: datetime) -> bool:
    about = str(request.user.pk)
    if count_guess("confirm", about=about, at=at) > MOST_CODES:
        form.add_error("code", OFTEN_TRIED)
        return False
    digest, until = _sent(request.session)
    given = _digest("".join(filter(str.isalnum, form.cleaned_data["code"])))
    if at.timestamp() > until or not constant_time_compare(given, digest):
        form.add_error("code", WRONG_CODE)
        return False
    forget_guesses("confirm", about=about)
    return True


@require_POST
@login_required
def by_passkey(request: SignedIn) -> HttpResponse:
    """Take what the device says."""
    answered = ConfirmByPasskeyForm(request.POST, user=request.user)
    if answered.is_valid():
        prove(request.session, at=clock.real_now())
        return redirect(next_of(request))
    for words in answered.errors.get("credential", []):
        messages.error(request, words)
    return _page(request, form=CodeForm(), status=422)


def _page(request: SignedIn, *, form: CodeForm, status: int = 200) -> HttpResponse:
    shown = {
        "form": form,
        "next": next_of(request),
        "options_json": _options(request),
        "is_staff": needs_passkey(request.user),
        "sent": KEY in request.session,
    }
    return render(request, "accounts/confirm.html", shown, status=status)


def _options(request: SignedIn) -> str:
    """Return what a device is asked; nothing for somebody without a passkey."""
    if not passkeys_of(request.user).exists():
        return ""
    return json.dumps(auth.begin_authentication(request.user))


def _sent(session: SessionBase) -> tuple[str, float]:
    digest, until = session.get(KEY, ("", 0.0))
    return digest, until


def _digest(code: str) -> str:
    return salted_hmac("recert.confirm", code, algorithm="sha256").hexdigest()
