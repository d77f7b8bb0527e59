"""Requests that no view sees: what could not be read, and what is more than is taken at once."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from recert.portals.access import the_body

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 413 to what is too much, 400 to anything else that could not be read."""
    return refused(413 if isinstance(exception, TOO_MUCH) else 400)


def refused(status: int) -> HttpResponse:
    """Answer 400, 411, 413 or 507 in words."""
    # Without the request: what could not be read is read no further.
    return render(None, f"{status}.html", {"body": the_body()}, status=status)
