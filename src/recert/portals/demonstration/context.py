"""What the bar shows on every page of the demonstration."""

from datetime import date
from functools import cached_property

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest

from recert import clock
from recert.demonstration.cast import PERSONAS, Persona
from recert.demonstration.staff import CONTACT, HOST, PEOPLE
from recert.portals.access import the_body


class Bar:
    """The bar; it asks the database for nothing until it is drawn, and once then."""

    def __init__(self, request: HttpRequest) -> None:
        """Draw it for the page that answers a request."""
        self._request = request

    @property
    def said(self) -> list[str]:
        """What the bar's own buttons have to say on a public page, which shows no messages."""
        match = self._request.resolver_match
        on_public_page = match is not None and match.app_name == "public"
        if not on_public_page or settings.SESSION_COOKIE_NAME not in self._request.COOKIES:
            return []
        return [str(message) for message in get_messages(self._request)]

    steps = (1, 7, 30)
    personas: tuple[Persona, ...] = PERSONAS

    @cached_property
    def today(self) -> date:
        """The day that the demonstration lives in."""
        return clock.today(zone=the_body().zone)

    @cached_property
    def ahead(self) -> int:
        """How many days that is ahead of the real one."""
        return clock.days_ahead()

    @property
    def contacts(self) -> list[tuple[str, str]]:
        """Address and name of those who speak for a provider."""
        mailbox, name, _provider = CONTACT
        return [(f"{mailbox}@{HOST}", name)]

    @property
    def staff(self) -> list[tuple[str, str, str]]:
        """Address, name and role of those who work for the body."""
        return [(f"{mailbox}@{HOST}", name, role) for mailbox, name, role in PEOPLE]


def bar(request: HttpRequest) -> dict[str, Bar]:
    """Return what the bar needs."""
    return {"demonstration": Bar(request)}
