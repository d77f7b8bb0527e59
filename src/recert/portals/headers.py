"""Headers that every answer carries besides Django's own and the content security policy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

# No page uses a device of its visitor; a photograph is taken by the file field.
NO_DEVICES = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"

Answer = Callable[[HttpRequest], HttpResponseBase]


def add_headers(get_response: Answer) -> Answer:
    """Middleware: no devices, no use by other sites, no copy of what somebody signed in saw."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", NO_DEVICES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_personal(request):
            response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def _is_personal(request: HttpRequest) -> bool:
    """Whether the answer belongs to somebody who is signed in.

    Asks the session only if the view did, so that a public page costs no statement.
    """
    session = getattr(request, "session", None)
    return bool(session is not None and session.accessed and session.get("_auth_user_id"))
