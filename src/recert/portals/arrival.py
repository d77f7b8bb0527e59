"""How a request arrives: what it may weigh, by which method it comes, and whether all of it came.

The weight is judged by what a request says of itself, before any of it is read: the form's token is
inside what it sends, so whatever waited for the token would have taken in everything by then.
"""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar
from wsgiref.types import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from recert.outside import files
from recert.portals.access import the_body
from recert.portals.refused import refused

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
LONGEST = 18  # digits of a length; no disk holds what needs more
METHODS = ("GET", "HEAD", "OPTIONS", "POST")


def takes_files(view: View) -> View:
    """Mark a view to which files may be sent; any other takes a form and no more."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


Judge = Callable[..., HttpResponse | None]


def takes_files_of_anybody(judge: Judge) -> Callable[[View], View]:
    """Mark a view to which files may be sent without a sign-in.

    :param judge: called with the request, its `size` and `most_form`, the bytes of a form without
        files, before any of it is read; what it returns is the answer, nothing lets it in
    """

    def mark(view: View) -> View:
        view.judge = judge  # type: ignore[attr-defined]
        return view

    return mark


class Gate:
    """Middleware: turns away what is too much, or of unknown length, before it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; it is judged once its view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Answer 405, 411, 413 or 507 in words, or let the request through."""
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        said = request.META.get("CONTENT_LENGTH") or ""
        if not said:
            return refused(411) if _has_a_body(request) else None
        size, form = length(said), settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if size is None:
            return refused(400)
        if size <= form:
            return None
        refusal = _judge(view)(request, size=size, most_form=form)
        if refusal is not None:
            return refusal
        return None if _has_room(size) else refused(507)


def _judge(view: object) -> Judge:
    """Return what judges files that are about to be sent to a view."""
    judge: Judge = getattr(view, "judge", _signed_in)
    return judge if hasattr(view, "judge") or getattr(view, "takes_files", False) else _no_files


def _no_files(_request: HttpRequest, **_told: int) -> HttpResponse | None:
    return refused(413)


def _signed_in(request: HttpRequest, *, size: int, most_form: int) -> HttpResponse | None:
    """Let somebody who is signed in send as many files as an activity takes."""
    most = the_body().files.files_per_activity * the_body().files.file_bytes
    return refused(413) if not request.user.is_authenticated or size > most_form + most else None


def length(said: str) -> int | None:
    """Return the length that a request says it has, in bytes; None if it is no number.

    >>> length("120"), length("1e3"), length("-1"), length("9" * 5000)
    (120, None, None, None)
    """
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= LONGEST else None


def _has_a_body(request: HttpRequest) -> bool:
    return request.method == "POST" or "Transfer-Encoding" in request.headers


def _has_room(size: int) -> bool:
    """Whether the disk on which files arrive and the one on which they stay have room to spare."""
    arriving = Path(settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir())
    return files.has_room(size, at=arriving) and files.has_room(size)


class CutOff(BadRequest):
    """The sender hung up in the middle: what came is a part, and a part is not taken for all."""


class WholeBody:
    """The body of a request, which says so when it ends before it should."""

    def __init__(self, body: InputStream, *, size: int) -> None:
        """Read a body that was said to have so many bytes."""
        self._body, self._left = body, size

    def read(self, size: int = -1, /) -> bytes:
        """Read so many bytes, or what is left. Raises CutOff if they do not come."""
        wanted = self._left if size < 0 else min(size, self._left)
        came = bytearray()
        while len(came) < wanted:
            chunk = self._body.read(wanted - len(came))
            if not chunk:
                raise CutOff(f"{self._left - len(came)} bytes of the request did not come")
            came += chunk
        self._left -= wanted
        return bytes(came)

    def readline(self, size: int = -1, /) -> bytes:
        """Read up to the end of a line. Raises CutOff if it does not come."""
        line = bytearray()
        most = self._left if size < 0 else min(size, self._left)
        while len(line) < most and not line.endswith(b"\n"):
            line += self.read(1)
        return bytes(line)

    def readlines(self, _hint: int = -1, /) -> list[bytes]:
        """Read all lines. Raises CutOff if they do not come."""
        return self.read().splitlines(keepends=True)

    def __iter__(self) -> "WholeBody":
        return self

    def __next__(self) -> bytes:
        if line := self.readline():
            return line
        raise StopIteration


def whole(application: WSGIApplication) -> WSGIApplication:
    """Have an application take a request whole or not at all.

    A server hands over what came; without this, half a file would be kept as if it were one.
    """

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        size = length(environ.get("CONTENT_LENGTH") or "")
        if size is not None:
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], size=size)
        return application(environ, start)

    return answer
