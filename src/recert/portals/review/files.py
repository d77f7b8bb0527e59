"""Evidence as a reviewer sees it: pictures of its pages, and the original to take home.

No look is without its event: each picture and each download is written down first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recert import clock
from recert.actions.evidence import note_reading
from recert.outside import files, pages
from recert.outside.filenames import content_disposition, shown_name
from recert.outside.inspection import Rendering
from recert.outside.kinds import SUFFIXES, Kind
from recert.portals import access
from recert.portals.access import FromStaff
from recert.records.claims import File
from recert.records.education import Evidence
from recert.records.people import Certificant

SANDBOX = "default-src 'none'; sandbox"
FLAGS: dict[str, str | Promise] = {
    "script": gettext_lazy("The file holds a script."),
    "acts when opened": gettext_lazy("The file does something when it is opened."),
    "starts a program": gettext_lazy("The file would start a program."),
    "attached files": gettext_lazy("Other files are packed into it."),
    "sends data": gettext_lazy("The file can send data elsewhere."),
    "film or sound": gettext_lazy("The file holds film or sound."),
    "form": gettext_lazy("The file is a form that can be filled in."),
    "protected": gettext_lazy("The file is protected against changes."),
    "changed after it was made": gettext_lazy("The file was changed after it was made."),
    "place": gettext_lazy("The photograph says where it was taken."),
}


@dataclass(frozen=True, slots=True)
class Sheets:
    """One file on the desk: its name, its pages, and what is to be known of it."""

    file: File
    name: str
    pages: range
    flags: tuple[str, ...]
    scan: str  # a state of the kind "scan"
    released: bool


def sheets_of(kept: Sequence[File], *, person: Certificant) -> tuple[Sheets, ...]:
    """Return files as the desk shows them."""
    return tuple(
        Sheets(
            file=file,
            name=name_of(file.evidence, person=person),
            pages=range(file.evidence.pages),
            flags=tuple(str(FLAGS.get(flag, flag)) for flag in file.evidence.flags),
            scan="clean" if file.evidence.scan == "clean" else "not_scanned",
            released=is_released(file.evidence),
        )
        for file in kept
    )


def name_of(evidence: Evidence, *, person: Certificant) -> str:
    """Return the name under which a piece of evidence is shown and taken home."""
    on = evidence.received_at.astimezone(access.the_body().tz).date()
    suffix = SUFFIXES[Kind(evidence.mime)]
    return shown_name(person.name, what=evidence.what, on=on, suffix=suffix)


def is_released(evidence: Evidence) -> bool:
    """Say whether a file may be looked at: scanned, or the body shows what no scanner saw."""
    return evidence.scan == "clean" or access.the_body().files.release_not_scanned


@access.for_staff("reviewer", "officer")
def page(request: FromStaff, pk: int, number: int) -> HttpResponse:
    """Answer with a picture of one page of a piece of evidence, counted from 1."""
    evidence = _looked_at(request, pk)
    if not 1 <= number <= evidence.pages:
        raise Http404
    return picture_of(evidence.digest, number=number)


def picture_of(digest: str, *, number: int) -> HttpResponse:
    """Answer with a picture of one page of a kept file, counted from 1, or why there is none."""
    try:
        drawn = pages.page(digest, number=number - 1)
    except FileNotFoundError:
        drawn = Rendering(image=b"", refused=_("The file is not in the store."))
    if drawn.image:
        return HttpResponse(drawn.image, content_type=drawn.mime)
    return HttpResponse(_instead(drawn), content_type="image/svg+xml", headers=_sandbox())


@access.for_staff("reviewer", "officer")
def original(request: FromStaff, pk: int) -> HttpResponseBase:
    """Hand over a piece of evidence as it was sent in, to be opened outside the browser."""
    evidence = _looked_at(request, pk)
    name = name_of(evidence, person=evidence.certificant)
    return handed_over(evidence.digest, name=name, mime=evidence.mime)


def handed_over(digest: str, *, name: str, mime: str, root: Path | None = None) -> HttpResponseBase:
    """Answer with a kept file as a download; what is not in the store is not there.

    :param root: the store, where it is not that of evidence
    """
    try:
        kept = files.open_(digest, root=root)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(kept, content_type=mime, headers=_sandbox())
    response.headers["Content-Disposition"] = content_disposition(name)  # after its own, by path
    return response


def documents_handed_over(digest: str, *, name: str) -> HttpResponseBase:
    """Answer with a document of ours, a receipt say, as a download."""
    root = settings.DOCUMENTS_ROOT
    return handed_over(digest, name=name, mime="application/pdf", root=root)


def _looked_at(request: FromStaff, pk: int) -> Evidence:
    """Return a piece of evidence that may be shown, having written down who looks at it."""
    evidence = get_object_or_404(Evidence.objects.select_related("certificant"), pk=pk)
    if not is_released(evidence):
        raise Http404
    note_reading(evidence, by=request.user, at=clock.now())
    return evidence


def _sandbox() -> dict[str, str]:
    return {"Content-Security-Policy": SANDBOX}


def _instead(drawn: Rendering) -> str:
    """Return a picture that says why there is no picture."""
    words = [_("This page cannot be drawn."), drawn.refused or "", _("Download the original.")]
    lines = "".join(
        f'<text x="20" y="{60 + 32 * at}">{escape(line)}</text>'
        for at, line in enumerate(filter(None, words))
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="160" font-family="sans-serif" '
        f'font-size="20"><rect width="640" height="160" fill="#fff"/>{lines}</svg>'
    )
