"""What every page knows without asking: whose page it is."""

from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest

from recert.outside.body import Body, body_in
from recert.portals.marks import mark_file


class Whose(TypedDict):
    """The certification body, and whether it has a mark of its own."""

    body: Body
    has_mark: bool


def body(request: HttpRequest) -> Whose:
    """Return the certification body, for its name, contact, zone and currency."""
    return {"body": body_in(settings.RECERT_BODY), "has_mark": mark_file() is not None}
