"""Names in any script: set as they are written, or the document stays owed and says why."""

import unicodedata
from dataclasses import replace

import pytest
from PIL import ImageFont

from recert.outside import fonts
from recert.outside.documents import certificate
from recert.outside.font_coverage import draws
from recert.outside.typesetting import CannotMake, CannotSet
from tests.outside.papers import CERTIFICATE, picture, words

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
