"""What every page knows without asking: whose page it is."""

from django.conf import settings
from django.http import HttpRequest

from recert.outside.body import Body, body_in


def body(request: HttpRequest) -> dict[str, Body]:
    """Return the certification body, for its name, contact, zone and currency."""
    return {"body": body_in(settings.RECERT_BODY)}
