"""How long somebody stays signed in, and what a session knows of how it began.

A certificant on a device they call their own stays for thirty days without use, elsewhere for an
hour. Staff stay for an hour without use and twelve hours in all. All of it is in real time.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from recert import clock
from recert.actions.accounts import note_sign_in
from recert.portals.access import needs_passkey
from recert.records.people import User

KEY = "recert_sign_in"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOUR, OWN_DEVICE, STAFF_IN_ALL = timedelta(hours=1), timedelta(days=30), timedelta(hours=12)
FRESH = timedelta(minutes=10)
NOTED_EVERY = 60  # a part of the idle length: how often use is written down


@dataclass(frozen=True, slots=True)
class SignIn:
    """How and when a session began; moments in seconds since 1970, as a session keeps them."""

    how: str  # "code", "passkey", "link" or "demonstration"
    is_staff: bool
    is_own_device: bool
    began: float
    seen: float
    proved: float  # when the person last showed who they are

    @property
    def idle(self) -> timedelta:
        """How long it lasts without use."""
        return OWN_DEVICE if self.is_own_device and not self.is_staff else HOUR

    def is_over(self, *, at: datetime) -> bool:
        """Say whether it has ended by a moment; its last second still counts."""
        now = at.timestamp()
        if self.how == "link" and not self.is_fresh(at=at):
            return True  # a link is for one passkey, made at once
        if now - self.seen > self.idle.total_seconds():
            return True
        return self.is_staff and now - self.began > STAFF_IN_ALL.total_seconds()

    def is_fresh(self, *, at: datetime) -> bool:
        """Say whether the person showed who they are within the last ten minutes."""
        return at.timestamp() - self.proved <= FRESH.total_seconds()


def sign_in_of(session: SessionBase) -> SignIn | None:
    """Return what a session knows of how it began; None if nobody signed in through `begin`."""
    kept = session.get(KEY)
    return SignIn(**kept) if kept else None


def begin(
    request: HttpRequest, user: User, *, how: str, own_device: bool = False, at: datetime
) -> None:
    """Sign somebody in, in a session of their own, and write down that they did.

    :param at: the real moment, whatever day the demonstration shows
    """
    login(request, user, backend=BACKEND)
    now = at.timestamp()
    began = SignIn(
        how=how,
        is_staff=needs_passkey(user),
        is_own_device=own_device,
        began=now,
        seen=now,
        proved=now,
    )
    _keep(request.session, began)
    note_sign_in(user, how=how, at=at)


def prove(session: SessionBase, *, how: str | None = None, at: datetime) -> None:
    """Note that the person has just shown again who they are.

    :param how: what the session is from now on known to have begun by, if that changes
    """
    kept = sign_in_of(session)
    if kept:
        _keep(session, replace(kept, proved=at.timestamp(), how=how or kept.how))


def _keep(session: SessionBase, kept: SignIn) -> None:
    session[KEY] = asdict(kept)
    session.set_expiry(int(kept.idle.total_seconds()))


Answer = Callable[[HttpRequest], HttpResponseBase]


class KeepToLengths:
    """Middleware: ends a session that has lasted long enough, before a page is made from it.

    A public page looks at no session, and pays for none.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the work is done once its view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """End what is over; note what is used; keep who enrols to enrolling."""
        match = request.resolver_match
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not match:
            return None
        if match.app_name == "public":
            return None
        kept, at = sign_in_of(request.session), clock.real_now()
        if kept is None:
            return None
        if kept.is_over(at=at):
            logout(request)
            messages.info(request, _("You were signed out because it was long ago. Sign in again."))
            return None
        if at.timestamp() - kept.seen >= kept.idle.total_seconds() / NOTED_EVERY:
            _keep(request.session, replace(kept, seen=at.timestamp()))
        if kept.how == "link" and match.view_name not in ENROLLING:
            return redirect("accounts:add_passkey")
        return None


# Who came by an enrolment link may set up a passkey or leave, and nothing else.
ENROLLING = {"accounts:add_passkey", "accounts:enrol", "account_logout", "mark"}
