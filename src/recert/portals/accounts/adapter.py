"""How allauth behaves at our front door: whom it lets in, by what, and in whose words."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from recert import clock
from recert.portals.access import needs_passkey, the_body
from recert.portals.accounts import letters, sessions
from recert.portals.accounts.codes import code_of, new_token
from recert.portals.accounts.fresh import next_of
from recert.portals.accounts.words import NO_PASSKEY, NOT_SENT, OFTEN, WRONG_CODE
from recert.portals.limits import address_of
from recert.records.people import User

# What allauth wants to have mailed, and our letter for it. It wants nothing else of us.
LETTERS = {"account/email/login_code": "code", "account/email/unknown_account": "unknown"}
WORDS = {
    "incorrect_code": WRONG_CODE,
    "too_many_login_attempts": OFTEN,
    "rate_limited": OFTEN,
}


class FrontDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Lets in those whom the body knows; a login is made with a person's entry in the register."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        **WORDS,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes a login for themselves."""
        return False

    def get_login_stages(self) -> list[str]:
        """A code or a passkey is the whole of a sign-in; one does not ask for the other."""
        return ["allauth.account.stages.LoginByCodeStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count by the same address as every other limit."""
        return address_of(request)

    def generate_login_code(self) -> str:
        """Give allauth what it keeps in the session instead of the code: it never sees that."""
        return new_token()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send our letter for allauth's; where it cannot be sent, the page says so to everybody."""
        name, facts = LETTERS[template_prefix], {"code": code_of(context.get("code", ""))}
        if name == "unknown" and _works_here(email):
            name = "passkey_only"
        page = "account_confirm_login_code" if name == "code" else "account_login"
        if not letters.send(name, to=email, next_page=page, facts=facts):
            messages.error(self.request, str(NOT_SENT))

    def add_message(self, request: HttpRequest, level: int, *_: object, **more: Any) -> None:
        """Say what comes with words of its own; what the next page shows anyway is not said."""
        if more.get("message"):
            messages.add_message(request, level, more["message"])

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """Let staff in by passkey only."""
        if needs_passkey(user) and not _came_by_passkey(request, user):
            clear_login(request)
            messages.error(request, _("Staff sign in with their passkey."))
            raise ImmediateHttpResponse(redirect("account_login"))
        refused: HttpResponse | None = super().pre_login(request, user, **more)
        return refused

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session, at the length that the person chose and may have."""
        sessions.begin(
            request,
            user,
            how="passkey" if _came_by_passkey(request, user) else "code",
            own_device="own_device" in request.POST,
            at=clock.real_now(),
        )

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        """Go on to where the person wanted to go."""
        return redirect(next_of(request))


def _works_here(email: str) -> bool:
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    return bool(user and needs_passkey(user))


def _came_by_passkey(request: HttpRequest, user: User) -> bool:
    records = get_authentication_records(request, user)
    return bool(records) and records[-1].get("type") == "webauthn"


class Passkeys(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Names the body to the device, and says in our words what went wrong."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": NO_PASSKEY,
    }

    def _get_site_name(self) -> str:
        return the_body().name
