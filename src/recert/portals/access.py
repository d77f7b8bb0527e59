"""Who may reach what. Authorisation is the lookup: what is not yours is not there.

A view takes what it shows through one of these functions, and nothing else. Somebody who is not
signed in is asked to sign in; somebody who is, but has no business here, finds nothing (404).
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from recert.outside.body import Body, body_in
from recert.records.applications import Application
from recert.records.asking import requests_of
from recert.records.catalogue import ProviderContact
from recert.records.certification import Cycle
from recert.records.education import Activity, Evidence, Provider
from recert.records.history import Document
from recert.records.overview import cycles_of
from recert.records.papers import documents_in_force
from recert.records.people import Certificant, Role, User
from recert.records.requests import Request
from recert.records.standings import cycles_with_filing

More = ParamSpec("More")


class SignedIn(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


class FromCertificant(SignedIn):
    """A request of a certificant on their own pages."""

    certificant: Certificant


class FromContact(SignedIn):
    """A request of somebody who speaks for one or several providers."""

    providers: tuple[Provider, ...]


class FromStaff(SignedIn):
    """A request of somebody who works for the body, with the names of their roles."""

    roles: frozenset[str]


CertificantView = Callable[Concatenate[FromCertificant, More], HttpResponseBase]
ContactView = Callable[Concatenate[FromContact, More], HttpResponseBase]
StaffView = Callable[Concatenate[FromStaff, More], HttpResponseBase]
AnyView = Callable[Concatenate[HttpRequest, More], HttpResponseBase]


def the_body() -> Body:
    """Return the certification body that this installation serves."""
    return body_in(settings.RECERT_BODY)


def for_certificants(view: CertificantView[More]) -> AnyView[More]:
    """Let only certificants reach a view; it finds its own at `request.certificant`."""

    @login_required
    @wraps(view)
    def answer(
        request: FromCertificant, /, *args: More.args, **more: More.kwargs
    ) -> HttpResponseBase:
        certificant = Certificant.objects.filter(user=request.user).first()
        if certificant is None:
            raise Http404
        request.certificant = certificant
        return view(request, *args, **more)

    return answer  # type: ignore[return-value]  # login_required keeps the signature


def certificant_of(request: HttpRequest) -> Certificant | None:
    """Return the certificant who asks, for pages that are everybody's; it is kept on the request.

    Costs nothing where nobody is signed in.
    """
    user = request.user
    found = Certificant.objects.filter(user=user).first() if user.is_authenticated else None
    request.certificant = found  # type: ignore[attr-defined]  # as on their own pages
    return found


def frame_of(certificant: Certificant | None) -> str:
    """Return the template around a page that is everybody's: the certificant's own, or no one's."""
    return "trainer/page.html" if certificant else "public/page.html"


def for_contacts(view: ContactView[More]) -> AnyView[More]:
    """Let only those reach a view who speak for a provider; theirs are at `request.providers`."""

    @login_required
    @wraps(view)
    def answer(request: FromContact, /, *args: More.args, **more: More.kwargs) -> HttpResponseBase:
        request.providers = providers_of(request.user)
        if not request.providers:
            raise Http404
        return view(request, *args, **more)

    return answer  # type: ignore[return-value]  # login_required keeps the signature


def for_staff(*names: str) -> Callable[[StaffView[More]], AnyView[More]]:
    """Let only users with one of these roles reach a view; `request.roles` has all of theirs."""

    def guard(view: StaffView[More]) -> AnyView[More]:
        @login_required
        @wraps(view)
        def answer(
            request: FromStaff, /, *args: More.args, **more: More.kwargs
        ) -> HttpResponseBase:
            request.roles = roles_of(request.user)
            if not request.roles.intersection(names):
                raise Http404
            return view(request, *args, **more)

        return answer  # type: ignore[return-value]

    return guard


def roles_of(user: User) -> frozenset[str]:
    """Return the names of the roles that a user has now."""
    return frozenset(Role.objects.filter(user=user, ended_at=None).values_list("name", flat=True))


def providers_of(user: User) -> tuple[Provider, ...]:
    """Return the providers for whom a user speaks now."""
    mine = Provider.objects.filter(contacts__user=user, contacts__ended_at=None)
    return tuple(mine.distinct().order_by("name"))


def needs_passkey(user: User) -> bool:
    """Say whether a code by mail signs this person in nowhere: staff, and providers' contacts."""
    return bool(roles_of(user)) or ProviderContact.objects.filter(user=user, ended_at=None).exists()


def own_cycles(certificant: Certificant) -> list[Cycle]:
    """Return all cycles of a certificant's credentials, oldest first, each with its edition."""
    return list(cycles_with_filing(Cycle.objects.filter(credential__certificant=certificant)))


def own_cycles_with_papers(certificant: Certificant) -> list[Cycle]:
    """Return the same, each with its latest application and its document, in one statement."""
    return cycles_of(certificant)


def own_cycle(certificant: Certificant, pk: int) -> Cycle:
    """Return a certificant's own cycle. Raises Http404 for any other."""
    mine = cycles_with_filing(Cycle.objects.filter(credential__certificant=certificant))
    return get_object_or_404(mine, pk=pk)


def own_activity(certificant: Certificant, key: UUID) -> Activity:
    """Return a certificant's own activity. Raises Http404 for any other."""
    mine = Activity.objects.filter(certificant=certificant).select_related("course", "provider")
    return get_object_or_404(mine, key=key)


def own_application(certificant: Certificant, pk: int) -> Application:
    """Return a certificant's own application. Raises Http404 for any other."""
    mine = Application.objects.filter(cycle__credential__certificant=certificant)
    return get_object_or_404(
        mine.select_related("cycle__credential__certificant", "cycle__credential__program"), pk=pk
    )


def own_evidence(certificant: Certificant, pk: int) -> Evidence:
    """Return a certificant's own evidence. Raises Http404 for any other."""
    return get_object_or_404(Evidence.objects.filter(certificant=certificant), pk=pk)


def own_document(certificant: Certificant, pk: int) -> Document:
    """Return a certificate or receipt of a certificant's own. Raises Http404 for any other."""
    mine = Q(cycle__credential__certificant=certificant) | Q(
        payment__application__cycle__credential__certificant=certificant
    )
    documents = documents_in_force().filter(mine).select_related("cycle__credential", "payment")
    return get_object_or_404(documents, pk=pk)


def own_request(user: User, number: int) -> Request:
    """Return a request that a user asked while signed in. Raises Http404 for any other."""
    return get_object_or_404(requests_of(user), number=number)
