"""Evidence goes out again: to its owner, as a download or as a picture of its first page."""

from typing import TypeVar

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from recert.outside import files, pages
from recert.outside.filenames import content_disposition
from recert.portals.access import FromCertificant, for_certificants, own_evidence, the_body
from recert.portals.trainer.activity_pages import file_of

Response = TypeVar("Response", bound=HttpResponseBase)
# What somebody uploaded is shown to nobody as a page of ours: no scripts, no forms, no origin.
SANDBOX = "sandbox; default-src 'none'"


@require_GET
@for_certificants
def download(request: FromCertificant, pk: int) -> HttpResponseBase:
    """Hand a file over, under the owner's name, what it is and the day it came in."""
    evidence = own_evidence(request.certificant, pk)
    named = file_of(evidence, owner=request.certificant, body=the_body())
    try:
        response = FileResponse(files.open_(evidence.digest), content_type=evidence.mime)
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Disposition"] = content_disposition(named.name)
    return guarded(response)


@require_GET
@for_certificants
def picture(request: FromCertificant, pk: int, page: int = 0) -> HttpResponse:
    """Show a page of a file as a picture, drawn in a child process and kept."""
    evidence = own_evidence(request.certificant, pk)
    if page >= evidence.pages:
        raise Http404
    try:
        drawn = pages.page(evidence.digest, number=page)
    except FileNotFoundError:
        raise Http404 from None
    if not drawn.image:
        raise Http404
    return guarded(HttpResponse(drawn.image, content_type=drawn.mime))


def guarded(response: Response) -> Response:
    """Tell a browser to take what somebody uploaded, or we made, for a file and nothing else."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "no-store"
    return response
