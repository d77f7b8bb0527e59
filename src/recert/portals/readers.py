"""Who reads a page that everybody may read: a certificant, somebody of the body, or a stranger."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from recert.portals.access import own_cycles_with_papers, roles_of
from recert.portals.trainer.where import Where, held_cycles, where
from recert.records.certification import Cycle
from recert.records.people import Certificant, User


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader, as far as they are signed in. Strangers have nothing."""

    user: User | None = None
    certificant: Certificant | None = None
    cycles: tuple[tuple[Cycle, ...], ...] = ()  # of each credential, that which ends next first

    @property
    def page(self) -> str:
        """The template that surrounds what they read."""
        return "trainer/page.html" if self.certificant else "public/page.html"

    @property
    def is_staff(self) -> bool:
        """Whether they work for the body."""
        return bool(self.user and self.certificant is None and roles_of(self.user))

    def where(self, program_id: str, *, on: date) -> Where | None:
        """Say where they stand with a credential of a program; None if they hold none."""
        held = [cycles for cycles in self.cycles if cycles[0].credential.program_id == program_id]
        return where(held[0], on=on) if held else None


def reader_of(request: HttpRequest, *, on: date) -> Reader:
    """Return who reads; a certificant is set at `request.certificant`, as their pages expect.

    A stranger costs no statement.
    """
    if not request.user.is_authenticated:
        return Reader()
    user = request.user
    certificant = Certificant.objects.filter(user=user).first()
    if certificant is None:
        return Reader(user)
    request.certificant = certificant  # type: ignore[attr-defined]
    held = held_cycles(own_cycles_with_papers(certificant), on=on)
    return Reader(user, certificant, tuple(map(tuple, held)))


def indexed(response: HttpResponseBase) -> HttpResponseBase:
    """Let a page be found by search engines: it says nothing of a person."""
    response.headers["X-Robots-Tag"] = "all"
    return response
