"""Facts of a certificate and a receipt, and ways to read what was made of them."""

import re
import zlib
from datetime import date

import pypdfium2

from recert.outside import documents

CERTIFICATE = documents.CertificateFacts(
    body="ACTION Certification",
    level="certification",
    holder="Alice Przykładowa",
    title="Certified Personal Trainer",
    number="AC-11823649",
    first_on=date(2026, 3, 1),
    last_on=date(2028, 2, 29),
    edition_on=date(2020, 1, 1),
    issued_on=date(2026, 2, 27),
    signatory="Olga Officer",
    signatory_office="For the governing board",
    verify_url="https://recert.example/verify/7F3K9QRTM2XW",
    verify_shown="recert.example/verify",
)
RECEIPT = documents.ReceiptFacts(
    body="ACTION Certification",
    body_lines=("1 Example Street", "office@recert.example"),
    number="R-2026-000117",
    issued_on=date(2026, 2, 27),
    received_on=date(2026, 2, 26),
    payer="Alice Przykładowa",
    purpose="Recertification, Certified Personal Trainer",
    lines=(
        documents.ReceiptLine("Recertification fee", 123_450),
        documents.ReceiptLine("Late fee", 2_500),
        documents.ReceiptLine("Waived: late fee", -2_500),
    ),
    total=123_450,
    currency="USD",
    method="Bank transfer",
)


def words(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def picture(pdf, scale=1.0):
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        return document[0].render(scale=scale).to_pil().convert("L")
    finally:
        document.close()


def insides(pdf):
    """The file's bytes, and those of its streams, unpacked."""
    parts = [pdf]
    for match in re.finditer(rb"stream\r?\n", pdf):
        try:
            parts.append(zlib.decompressobj().decompress(pdf[match.end() :]))
        except zlib.error:
            continue
    return b"\n".join(parts)
