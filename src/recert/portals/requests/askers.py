"""Who asks: a certificant, somebody else who is signed in, or a stranger."""

from dataclasses import dataclass

from django.http import HttpRequest

from recert.records.people import Certificant, User

LAYOUTS = {True: "requests/page_own.html", False: "requests/page.html"}


@dataclass(frozen=True, slots=True)
class Asker:
    """Whoever has a page of requests before them; a stranger has no login."""

    user: User | None
    certificant: Certificant | None

    @property
    def layout(self) -> str:
        """The template around the page: a certificant keeps their own."""
        return LAYOUTS[self.certificant is not None]


def asker_of(request: HttpRequest) -> Asker:
    """Return who asks; a certificant's own layout finds them at `request.certificant`."""
    if not isinstance(request.user, User):
        return Asker(None, None)
    certificant = Certificant.objects.filter(user=request.user).first()
    if certificant:
        request.certificant = certificant  # type: ignore[attr-defined]  # as for_certificants does
    return Asker(request.user, certificant)
