"""What a file is, by its first bytes and never by its name; what to say of kinds not taken."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of file that is taken as evidence; the value is its media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"

    @property
    def suffix(self) -> str:
        """The ending of a file's shown name."""
        return SUFFIXES[self]

    @property
    def photograph(self) -> bool:
        """Whether it is one picture, and not pages."""
        return self is not Kind.PDF


SUFFIXES = {Kind.PDF: ".pdf", Kind.JPEG: ".jpg", Kind.PNG: ".png", Kind.WEBP: ".webp"}
HEAD = 64  # bytes that are enough to tell

TAKEN = "PDF files and photographs (JPEG, PNG, WebP) can be read here."
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_APPLE = (
    "On an iPhone: Settings, Camera, Formats, Most Compatible, then photograph it again; "
    "or take a screenshot of the photograph and send that."
)
_OTHERS = (
    (b"GIF8", "This is a GIF picture.", "Take a screenshot of it, or save it as PNG or JPEG."),
    (
        b"PK\x03\x04",
        "This is a Word, Excel, Pages or ZIP file.",
        "Open it, choose Save as PDF or Print to PDF.",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old Word or Excel file.",
        "Open it, choose Save as PDF or Print to PDF.",
    ),
    (b"II*\x00", "This is a TIFF picture.", "Save it as PDF or JPEG."),
    (b"MM\x00*", "This is a TIFF picture.", "Save it as PDF or JPEG."),
    (b"{\\rtf", "This is a text document (RTF).", "Open it, choose Save as PDF or Print to PDF."),
    (b"BM", "This is a BMP picture.", "Save it as PNG or JPEG."),
)


def kind_of(head: bytes) -> Kind | None:
    """The kind that the first bytes say, or None if it is none that is taken.

    A PDF must say so at its very first byte: what hides before that is no PDF to another program.

    >>> kind_of(b"%PDF-1.7"), kind_of(b"#!/bin/sh %PDF-1.7")
    (<Kind.PDF: 'application/pdf'>, None)
    """
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    return None


def why_not(head: bytes) -> tuple[str, str]:
    """For a file that is not taken: what it is as far as can be told, and what to do instead."""
    brand = head[8:12] if head[4:8] == b"ftyp" else b""
    if brand in _HEIC_BRANDS:
        return "This is a photograph in Apple's HEIC format, which cannot be read here.", _APPLE
    if brand in _AVIF_BRANDS:
        return (
            "This is an AVIF picture, which cannot be read here.",
            "Save it as JPEG or PNG, or take a screenshot.",
        )
    if brand:
        return "This is a film.", "Take a screenshot of the part that shows the document."
    for start, what, advice in _OTHERS:
        if head.startswith(start):
            return what, advice
    return (
        f"This is not a kind of file that can be read. {TAKEN}",
        "Save it as PDF, or take a photograph of it.",
    )
