"""In the child: PDF files, counted, searched for what acts by itself, and drawn page by page."""

import codecs
from typing import Any

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from recert.outside.child_photograph import HEIGHT, WIDTH, encoded
from recert.outside.pdf_flags import flags_in
from recert.outside.readers import Refused

codecs.lookup("utf-16-le")  # what pdfium writes text in; found now, since the disk closes later

_AGAIN = "Open it, choose Print to PDF, and send the new file; or take a photograph of it."
_POINTS = 14_400  # the longest side that a page may have, in points (PDF 1.7, Annex C)
_GLANCE = 200  # pixels across of the first page that is drawn to see whether it can be


def inspect(content: bytes, *, limits: dict[str, int]) -> dict[str, Any]:
    """How many pages, the size of the first as drawn, and what a reviewer should know."""
    document = _open(content)
    pages = len(document)
    if pages == 0:
        raise Refused("The file has no page.", advice=_AGAIN)
    if pages > limits["pages"]:
        raise Refused(
            f"The file has {pages} pages; at most {limits['pages']} are taken.",
            advice="Send only the pages that show your name, the course, the day and the hours.",
        )
    width, height = _draw(document, page=0, width=_GLANCE, height=_GLANCE).size
    scale = min(WIDTH / width, HEIGHT / height)
    return {
        "pages": pages,
        "width": round(width * scale),
        "height": round(height * scale),
        "flags": _flags(document, content=content),
    }


def render(content: bytes, *, page: int, limits: dict[str, int]) -> bytes:
    """One page as WebP, at most 1600 by 2400."""
    document = _open(content)
    if not 0 <= page < min(len(document), limits["pages"]):
        raise Refused(f"The file has no page {page + 1}.", advice="Ask for a page that it has.")
    return encoded(_draw(document, page=page, width=WIDTH, height=HEIGHT))


def text(content: bytes, *, most: int) -> str:
    """Return the beginning of what the pages say, so many characters at most."""
    document, said = _open(content), ""
    for sheet in document:
        if len(said) >= most:
            break
        try:
            said += sheet.get_textpage().get_text_bounded() + "\n"
        except pypdfium2.PdfiumError:
            continue  # a page that can be drawn, and not read
    return said[:most]


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if raw.FPDF_GetLastError() in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            raise Refused(
                "The file is locked with a password.",
                advice="Open it with the password, choose Print to PDF, and send the new file.",
            ) from error
        raise Refused("The file is damaged, or not whole.", advice=_AGAIN) from error


def _draw(document: pypdfium2.PdfDocument, *, page: int, width: int, height: int) -> Image.Image:
    try:
        sheet = document[page]
        across, down = sheet.get_size()
        if not (0 < across <= _POINTS and 0 < down <= _POINTS):
            raise Refused("The file has a page of an impossible size.", advice=_AGAIN)
        scale = min(width / across, height / down)
        picture: Image.Image = sheet.render(scale=scale, may_draw_forms=False).to_pil()
        return picture.convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise Refused(f"Page {page + 1} of the file is damaged.", advice=_AGAIN) from error


def _flags(document: pypdfium2.PdfDocument, *, content: bytes) -> list[str]:
    found = set(flags_in(content))
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        found.add("script")
    if raw.FPDFDoc_GetAttachmentCount(document) > 0:
        found.add("attached files")
    if document.get_formtype() not in {raw.FORMTYPE_NONE, None}:
        found.add("form")
    if raw.FPDF_GetSecurityHandlerRevision(document) >= 0:
        found.add("protected")
    return sorted(found)
