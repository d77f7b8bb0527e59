"""Certificates and receipts: what they say, and that they say it the same way each time."""

import time
from dataclasses import replace
from datetime import date

import pytest
import segno

from recert.outside import documents, ornament
from recert.outside.documents import CannotSay, certificate, receipt
from tests.outside.papers import CERTIFICATE, RECEIPT, insides, picture, words


def test_a_certificate_says_who_what_and_when():
    said = words(certificate(CERTIFICATE))

    for expected in (
        "ACTION Certification",
        "certifies that",
        "Alice Przykładowa",
        "Certified Personal Trainer",
        "AC-11823649",
        "1 March 2026",
        "29 February 2028",
        "1 January 2020",
        "Olga Officer",
        "The code answers whether this holds today.",
        "recert.example/verify",
    ):
        assert expected in said


def test_a_certificate_of_the_lower_level_certifies_nobody():
    facts = replace(CERTIFICATE, level="certificate", title="Personal Trainer Certificate")

    said = words(certificate(facts))

    assert "gives this certificate to" in said
    assert "certifies" not in said
    assert "Certified" not in said


def test_a_certificate_may_not_be_called_a_certification():
    with pytest.raises(CannotSay, match="Certified Personal Trainer"):
        certificate(replace(CERTIFICATE, level="certificate"))


def test_the_same_facts_give_the_same_bytes():
    assert certificate(CERTIFICATE) == certificate(CERTIFICATE)
    assert receipt(RECEIPT) == receipt(RECEIPT)
    assert certificate(CERTIFICATE) != certificate(
        replace(CERTIFICATE, issued_on=date(2026, 2, 28))
    )


def test_documents_are_archival_tagged_and_described():
    for pdf in (certificate(CERTIFICATE), receipt(RECEIPT)):
        found = insides(pdf)
        assert b"<pdfaid:part>2</pdfaid:part>" in found
        assert b"<pdfaid:conformance>A</pdfaid:conformance>" in found
        assert b"<pdfuaid:part>1</pdfuaid:part>" in found
        assert b"/StructTreeRoot" in found
        assert b"/Alt" in found
        assert b"/Lang" in found


def test_the_code_is_the_address_that_verifies():
    scale = 6
    drawn = picture(certificate(CERTIFICATE), scale=scale)
    matrix = segno.make(CERTIFICATE.verify_url, error="m", micro=False, boost_error=False).matrix
    unit, side = scale * 72 / 25.4, 25.0  # pixels a millimetre; millimetres across the code
    left, top = 297 - 34 - 2.4 - side, 210 - 27 - 2.4 - side  # where the template sets it
    step = side / len(matrix)

    read = [
        [
            drawn.getpixel(
                (round((left + (x + 0.5) * step) * unit), round((top + (y + 0.5) * step) * unit))
            )
            < 128
            for x in range(len(matrix))
        ]
        for y in range(len(matrix))
    ]

    assert read == [[bool(module) for module in row] for row in matrix]


def test_a_warm_certificate_takes_no_time():
    certificate(CERTIFICATE)
    spent = []
    for number in range(7):
        began = time.perf_counter()
        certificate(
            replace(
                CERTIFICATE, holder=f"Alice {number}", verify_url=f"https://recert.example/{number}"
            )
        )
        spent.append(time.perf_counter() - began)

    assert sorted(spent)[3] < 0.1  # 20 ms on a quiet machine; this one may be busy


def test_a_receipt_says_what_was_paid_for_and_how():
    said = words(receipt(replace(RECEIPT, reference="TX 4471")))

    for expected in (
        "Receipt R-2026-000117",
        "Alice Przykładowa",
        "26 February 2026",
        "Bank transfer",
        "TX 4471",
        "USD 1,234.50",
        "USD −25.00",
        "Total",
    ):
        assert expected in said
    assert "Reference" not in words(receipt(RECEIPT))


def test_a_receipt_that_does_not_add_up_is_not_made():
    with pytest.raises(CannotSay, match="R-2026-000117"):
        receipt(replace(RECEIPT, total=123_451))


@pytest.mark.parametrize(
    "amount, currency, read",
    [
        (0, "USD", "USD 0.00"),
        (5, "USD", "USD 0.05"),
        (-5, "EUR", "EUR −0.05"),
        (1_500, "JPY", "JPY 1,500"),
        (1_234, "KWD", "KWD 1.234"),
        (100_000_000, "USD", "USD 1,000,000.00"),
    ],
)
def test_amounts_read_in_their_currency(amount, currency, read):
    assert documents.say_amount(amount, currency=currency) == read


@pytest.mark.parametrize("paper", ornament.PAPERS)
def test_the_frames_are_as_they_are_drawn(paper):
    assert (ornament.FOLDER / f"frame-{paper}.svg").read_text() == ornament.frame(paper)
