"""A fresh sign-in: what weighs much is done only by somebody who has just shown who they are."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from recert import clock
from recert.portals.accounts.sessions import sign_in_of

More = ParamSpec("More")
Request = TypeVar("Request", bound=HttpRequest)


def fresh_sign_in(
    view: Callable[Concatenate[Request, More], HttpResponse],
) -> Callable[Concatenate[Request, More], HttpResponse]:
    """Let a view be reached only within ten minutes of a code or a passkey.

    Who is later confirms who they are and comes back. What was sent is not sent again for them:
    the page says so, and they send it themselves; a draft is kept meanwhile.
    """

    @wraps(view)
    def answer(request: Request, /, *args: More.args, **more: More.kwargs) -> HttpResponse:
        kept = sign_in_of(request.session)
        if kept and kept.is_fresh(at=clock.real_now()):
            return view(request, *args, **more)
        if request.method != "GET":
            messages.warning(
                request, _("Nothing was sent yet. Confirm that it is you, then send it again.")
            )
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': _back(request)})}")

    return answer


def _back(request: HttpRequest) -> str:
    """Return where to go on: this page, or the one whose form was sent."""
    if request.method == "GET":
        return request.get_full_path()
    try:
        referer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # it is no address at all
        return request.path
    came_from_here = referer.netloc == request.get_host()
    return referer._replace(scheme="", netloc="").geturl() if came_from_here else request.path


def next_of(request: HttpRequest) -> str:
    """Return the address to go on to after a sign-in, if it is one of this site; else home."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if _leads_here(asked) else reverse("accounts:home")


def _leads_here(asked: str) -> bool:
    """Say whether an address is a path of this site: nothing else is needed, so nothing else goes.

    A word without a stroke would be taken for the name of a view.
    """
    return (
        asked.startswith("/")
        and asked.isprintable()
        and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    )
