"""My devices: passkeys, and an end to every session."""

import json
from typing import Any

from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from recert import clock
from recert.actions.passkeys import add_passkey as add
from recert.actions.passkeys import passkeys_of
from recert.actions.passkeys import remove_passkey as remove
from recert.actions.passkeys import rename_passkey as rename
from recert.actions.refusals import CannotMove
from recert.actions.sign_ins import end_sessions
from recert.portals.access import SignedIn, needs_passkey
from recert.portals.accounts import letters
from recert.portals.accounts.forms import AddPasskeyForm, PasskeyNameForm
from recert.portals.accounts.fresh import fresh_sign_in
from recert.portals.accounts.sessions import prove, sign_in_of

GET_OR_POST = ["GET", "HEAD", "POST"]


@login_required
def devices(request: SignedIn) -> HttpResponse:
    """Show the passkeys of a login, and how this device is signed in."""
    shown = {"passkeys": passkeys_of(request.user), "session": sign_in_of(request.session)}
    return render(request, "accounts/devices.html", shown)


@require_http_methods(GET_OR_POST)
@login_required
@fresh_sign_in
def add_passkey(request: SignedIn) -> HttpResponse:
    """Let a device make a passkey, and keep it."""
    form = AddPasskeyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        _keep(request, form.cleaned_data)
        return redirect("accounts:devices")
    options = json.dumps(auth.begin_registration(request.user, passwordless=True))
    status = 422 if form.errors else 200
    shown = {"form": form, "options_json": options, "is_staff": needs_passkey(request.user)}
    return render(request, "accounts/add_passkey.html", shown, status=status)


def _keep(request: SignedIn, made: dict[str, Any]) -> None:
    at = clock.real_now()
    add(request.user, name=made["name"], credential=made["credential"], at=at)
    prove(request.session, how="passkey", at=at)
    _tell(request, "passkey_added", name=made["name"])
    messages.success(request, _("Passkey added. From now on it signs you in."))


@require_http_methods(GET_OR_POST)
@login_required
def rename_passkey(request: SignedIn, pk: int) -> HttpResponse:
    """Call a passkey something else."""
    passkey = get_object_or_404(passkeys_of(request.user), pk=pk)
    form = PasskeyNameForm(request.POST or None, initial={"name": str(passkey)})
    if request.method == "POST" and form.is_valid():
        rename(passkey, name=form.cleaned_data["name"], at=clock.real_now())
        return redirect("accounts:devices")
    status = 422 if form.errors else 200
    shown = {"form": form, "passkey": passkey}
    return render(request, "accounts/rename_passkey.html", shown, status=status)


@require_http_methods(GET_OR_POST)
@login_required
@fresh_sign_in
def remove_passkey(request: SignedIn, pk: int) -> HttpResponse:
    """Take a passkey away, unless it is the last one of a member of staff."""
    passkey = get_object_or_404(passkeys_of(request.user), pk=pk)
    if request.method != "POST":
        return render(request, "accounts/remove_passkey.html", {"passkey": passkey})
    name = str(passkey)
    try:
        remove(passkey, at=clock.real_now())
    except CannotMove as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:devices")
    _tell(request, "passkey_removed", name=name)
    messages.success(request, _("Passkey removed. It signs nobody in any more."))
    return redirect("accounts:devices")


@require_POST
@login_required
def sign_out_everywhere(request: SignedIn) -> HttpResponse:
    """End every session of this login, this one too."""
    end_sessions(request.user, by=request.user, at=clock.real_now())
    logout(request)
    messages.success(request, _("You are signed out on every device."))
    response = redirect("account_login")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _tell(request: SignedIn, letter: str, *, name: str) -> None:
    letters.send(
        letter, to=request.user.email, next_page="accounts:devices", facts={"passkey": name}
    )
