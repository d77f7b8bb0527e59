"""Signing in and out: by a code, by a passkey. allauth's views, with our forms and templates."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account import views as account
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from recert.portals.accounts.forms import OwnDeviceForm
from recert.portals.accounts.fresh import next_of

View = Callable[..., HttpResponse]


def refuses_with_422(view: View) -> View:
    """Answer a refused form with 422, as every other page does."""

    def answer(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        response = view(request, *args, **more)
        shown = response.context_data if isinstance(response, TemplateResponse) else None
        if request.method == "POST" and shown and shown["form"].errors:
            response.status_code = 422
        return response

    return answer


def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the address to which a code goes, or for a passkey."""
    return _ask(
        request, extra_context={"device": OwnDeviceForm(auto_id="passkey_%s"), **_next(request)}
    )


def enter_code(request: HttpRequest) -> HttpResponse:
    """Take the code, and sign in."""
    return _enter(request, extra_context=_next(request))


def by_passkey(request: HttpRequest) -> HttpResponse:
    """Give the device its question; take its answer, and sign in."""
    return cast("HttpResponse", webauthn.login_webauthn(request))


def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, and have the browser forget the pages that it has seen."""
    response = cast("HttpResponse", account.logout(request))
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache"'
    return response


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Say who has an account: nobody makes one for themselves."""
    return render(request, "account/closed.html")


def inactive(request: HttpRequest) -> HttpResponse:
    """Say that an account is closed, and whom to ask."""
    return render(request, "account/inactive.html", status=403)


def _ask(request: HttpRequest, *, extra_context: dict[str, Any]) -> HttpResponse:
    view = account.RequestLoginCodeView.as_view(extra_context=extra_context)
    return refuses_with_422(view)(request)


def _enter(request: HttpRequest, *, extra_context: dict[str, Any]) -> HttpResponse:
    view = account.ConfirmLoginCodeView.as_view(extra_context=extra_context)
    return refuses_with_422(view)(request)


def _next(request: HttpRequest) -> dict[str, str]:
    """Return where to go on to, for the form's hidden field; nothing if nowhere in particular."""
    asked = "next" in request.GET or "next" in request.POST
    return {"next": next_of(request) if asked else ""}
