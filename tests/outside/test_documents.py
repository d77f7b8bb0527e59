"""Certificates and receipts: what they say, in any script, and what stays owed."""

import io
import re
import time
import unicodedata
import zlib
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import segno
from PIL import Image, ImageFont

from recert.outside import documents, fonts, ornament
from recert.outside.documents import CannotSay, certificate, receipt
from recert.outside.font_coverage import draws
from recert.outside.typesetting import CannotMake, CannotSet

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
NAMES = {
    "Latin": ("Łukasz Szczęsny", "pl"),
    "Vietnamese": ("Nguyễn Thị Ánh Tuyết", "vi"),
    "Greek": ("Αναστασία Παπαδοπούλου", "el"),
    "Cyrillic": ("Ђорђе Њежић", "sr"),
    "Armenian": ("Մարիամ Հակոբյան", "hy"),
    "Georgian": ("ნინო ბერიძე", "ka"),
    "Hebrew": ("שרה לוי", "he"),
    "Arabic": ("محمد الفاروق", "ar"),
    "Devanagari": ("अनुष्का शर्मा", "hi"),
    "Bengali": ("অনন্যা সেন", "bn"),
    "Tamil": ("தமிழ்ச்செல்வி", "ta"),
    "Thai": ("สมชาย ใจดี", "th"),
    "Khmer": ("ស្រីមុំ", "km"),
    "Burmese": ("နှင်းဆီ", "my"),
    "Ethiopic": ("ሰላም ተስፋዬ", "am"),
    "Cherokee": ("ᏣᎳᎩ", "chr"),
    "Adlam": ("𞤀𞤥𞤢𞤣𞤵", "ff"),
    "Han": ("王小明", "zh"),
    "Japanese": ("山田 さくら", "ja"),
    "Hangul": ("김민수", "ko"),
}


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


@pytest.mark.parametrize("script", NAMES)
def test_a_name_is_set_in_its_script(script):
    name, language = NAMES[script]
    blank = picture(certificate(replace(CERTIFICATE, holder="·")))

    drawn = picture(certificate(replace(CERTIFICATE, holder=name, language=language)))

    height = drawn.height
    name_only = (0, int(height * 0.25), drawn.width, int(height * 0.52))
    darker = [
        sum(value < 100 for value in each.crop(name_only).tobytes()) for each in (drawn, blank)
    ]
    assert darker[0] > darker[1] + 200


@pytest.mark.parametrize(
    "script", ["Latin", "Vietnamese", "Greek", "Cyrillic", "Armenian", "Han", "Hangul"]
)
def test_a_name_can_be_copied_out_as_it_was_given(script):
    name, language = NAMES[script]

    said = words(certificate(replace(CERTIFICATE, holder=name, language=language)))

    assert unicodedata.normalize("NFC", name) in unicodedata.normalize("NFC", said)


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("name", ["Maximiliana-Konstanze " * 15, "x" * 200, "山" * 120])
def test_a_very_long_name_stays_inside_the_frame(name, paper):
    pdf = certificate(replace(CERTIFICATE, holder=name.strip(), paper=paper))

    drawn = picture(pdf)

    # Between frame and margin there is only paper, left and right, from corner to corner.
    scale = 72 / 25.4
    for left, right in ((24, 30), (drawn.width / scale - 30, drawn.width / scale - 24)):
        strip = drawn.crop(
            (round(left * scale), round(30 * scale), round(right * scale), drawn.height - 90)
        )
        assert strip.getextrema()[0] > 230


def test_a_name_that_no_page_holds_leaves_the_document_owed():
    with pytest.raises(CannotMake, match="do not fit"):
        certificate(replace(CERTIFICATE, holder="Maximiliana " * 200))


def test_a_name_that_no_font_holds_leaves_the_document_owed_and_says_why():
    with pytest.raises(CannotSet, match=r"U\+13000") as refusal:
        certificate(replace(CERTIFICATE, holder="Ann \U00013000"))

    assert refusal.value.missing == ("\U00013000",)
    assert refusal.value.name == "Ann \U00013000"


def test_the_typesetter_agrees_that_the_glyph_is_missing(monkeypatch):
    monkeypatch.setattr(fonts, "missing", lambda *_args, **_words: ())

    with pytest.raises(CannotMake):
        certificate(replace(CERTIFICATE, holder="Ann \U00013000"))


def test_a_word_of_the_body_that_no_font_holds_is_named_too():
    with pytest.raises(CannotSet, match="Seal"):
        certificate(replace(CERTIFICATE, signatory="Seal \U00013000"))


def test_without_fonts_documents_stay_owed_and_the_packages_are_named(monkeypatch):
    monkeypatch.setattr(fonts, "_faces", dict)

    with pytest.raises(CannotMake, match="fonts-noto-core"):
        certificate(CERTIFICATE)


@pytest.mark.parametrize(
    "trick", ['#panic("x")', '"); #pagebreak()', "*bold* _x_ $x$ @a <b> // c", "\\u{41}", "#sys"]
)
def test_a_name_is_never_taken_for_a_command(trick):
    assert trick in words(certificate(replace(CERTIFICATE, holder=trick)))


@pytest.mark.parametrize("language", ["xx", "zh-Hant", "English", 'a"b', "", "pt-BR", "12"])
def test_a_language_that_is_none_stops_no_document(language):
    assert certificate(replace(CERTIFICATE, language=language))


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


@pytest.mark.parametrize(
    "text, language, region",
    [
        ("山田", "ja", "JP"),
        ("山田", "", "SC"),
        ("山田さくら", "", "JP"),
        ("김", "", "KR"),
        ("王", "zh-Hant", "TC"),
        ("王", "zh-Hant-HK", "TC"),
    ],
)
def test_shared_characters_are_drawn_as_the_language_draws_them(text, language, region):
    assert f"Noto Serif CJK {region}" in fonts.families(text, language=language)


def test_coverage_is_what_the_font_really_draws():
    """Our reading of a font's character map against the typesetter's own, for a sample."""
    face = fonts._faces()["Noto Serif"]
    font = ImageFont.truetype(str(face.path), 40, index=face.index)
    blank = font.getmask("\U0010fffd").getbbox(), bytes(font.getmask("\U0010fffd"))
    for code in (
        *range(0x21, 0x7F),
        *range(0xA1, 0x180),
        *range(0x370, 0x530),
        *range(0x5D0, 0x600),
        0x4E00,
        0x1F600,
    ):
        character = chr(code)
        if unicodedata.category(character) in {"Cn", "Cf", "Mn"}:
            continue
        mask = font.getmask(character)
        drawn = (mask.getbbox(), bytes(mask)) != blank
        assert draws(face, character=character) is drawn, f"U+{code:04X}"


def test_pictures_of_documents_are_pictures():
    assert isinstance(picture(receipt(RECEIPT)), Image.Image)
    assert io.BytesIO(receipt(RECEIPT)).read(5) == b"%PDF-"
