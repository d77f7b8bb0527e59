"""The body's own mark, where it has one; else pages draw ours."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control


def mark_file() -> Path | None:
    """Return the drawing that the body keeps beside its file, if it keeps one."""
    path = Path(settings.RECERT_BODY) / "mark.svg"
    return path if path.is_file() else None


@cache_control(max_age=3600, public=True)
def mark(request: HttpRequest) -> FileResponse:
    """Answer with the body's mark.

    Raises:
        Http404: the body has none.
    """
    path = mark_file()
    if path is None:
        raise Http404("this body keeps no mark.svg beside its body.toml")
    return FileResponse(path.open("rb"), content_type="image/svg+xml")
