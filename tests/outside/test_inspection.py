"""Members' files are looked at in a child, and whatever the file does, there is an answer."""

import io
import random
import time

import pytest
from PIL import Image, ImageStat

from recert.outside.documents import certificate, receipt
from recert.outside.inspection import SAVE_AGAIN, UNSAFE, inspect, render
from recert.outside.kinds import Kind
from recert.outside.limits import ReadLimits
from recert.outside.pdf_flags import flags_in
from tests.outside import hostile
from tests.outside.papers import CERTIFICATE, RECEIPT


@pytest.fixture
def written(tmp_path):
    """Write bytes under a name that says nothing of what is in them."""

    def write(content, name="evidence"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


NOISE = random.Random(4).randbytes(20_000)  # noqa: S311  # noise, no secret
HONEST = {
    "pdf of one page": (hostile.honest_pdf, Kind.PDF),
    "pdf of fifty pages": (lambda: hostile.honest_pdf(50), Kind.PDF),
    "pdf that opens at a page": (hostile.first_page_pdf, Kind.PDF),
    "pdf that opens at a page named elsewhere": (hostile.first_page_by_reference_pdf, Kind.PDF),
    "jpeg": (hostile.photograph, Kind.JPEG),
    "grey jpeg": (lambda: hostile.photograph(mode="L"), Kind.JPEG),
    "jpeg for print": (lambda: hostile.photograph(mode="CMYK"), Kind.JPEG),
    "progressive jpeg": (lambda: hostile.photograph(progressive=True), Kind.JPEG),
    "jpeg with a second view": (lambda: hostile.moving("MPO"), Kind.JPEG),
    "png": (lambda: hostile.photograph("PNG"), Kind.PNG),
    "png with a palette": (lambda: hostile.photograph("PNG", mode="P"), Kind.PNG),
    "png with transparency": (lambda: hostile.photograph("PNG", mode="RGBA"), Kind.PNG),
    "black and white png": (lambda: hostile.photograph("PNG", mode="1"), Kind.PNG),
    "deep png": (lambda: hostile.photograph("PNG", mode="I;16"), Kind.PNG),
    "webp": (lambda: hostile.photograph("WEBP"), Kind.WEBP),
    "webp with transparency": (lambda: hostile.photograph("WEBP", mode="RGBA"), Kind.WEBP),
    "photograph of a good telephone": (lambda: hostile.photograph(size=(7000, 5600)), Kind.JPEG),
    "large screenshot": (lambda: hostile.photograph("PNG", size=(6000, 6600)), Kind.PNG),
}

REFUSED = {
    "cut off": hostile.truncated_pdf,
    "nothing but a start": lambda: b"%PDF-1.7\n",
    "noise after a start": lambda: b"%PDF-1.7\n" + NOISE,
    "no page": hostile.no_page_pdf,
    "page that holds itself": hostile.cycle_pdf,
    "locked": lambda: hostile.locked_pdf(b"secret"),
    "fifty-one pages": lambda: hostile.honest_pdf(51),
    "script before the PDF": hostile.polyglot,
    "two gigabytes in a nutshell": hostile.bomb_pdf,
    "endless to draw": hostile.painting_pdf,
    "144 megapixel": hostile.vast_png,
    "claims to be vast": hostile.claiming_png,
    "jpeg cut off": lambda: hostile.photograph()[:4000],
    "png cut off": lambda: hostile.photograph("PNG", size=(900, 900))[:600],
    "moving png": lambda: hostile.moving("PNG"),
    "moving webp": lambda: hostile.moving("WEBP"),
    "gif": lambda: hostile.moving("GIF"),
    "word file": lambda: b"PK\x03\x04" + bytes(40),
    "heic": lambda: b"\0\0\0\x18ftypheic" + bytes(40),
    "film": lambda: b"\0\0\0\x18ftypisom" + bytes(40),
    "program": lambda: b"\x7fELF" + bytes(40),
    "page": lambda: b"<!doctype html><script>alert(1)</script>",
    "drawing": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_taken_and_can_be_seen(written, name):
    make, kind = HONEST[name]
    path = written(make())

    found = inspect(path)
    seen = render(path)

    assert (found.refused, found.kind) == (None, kind)
    assert (found.pages, found.flags) == (50 if "fifty" in name else 1, ())
    assert seen.refused is None
    picture = Image.open(io.BytesIO(seen.image))
    assert picture.format == "WEBP"
    assert picture.width <= 1600
    assert picture.height <= 2400


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_with_what_to_do_and_never_drawn(written, name):
    path = written(REFUSED[name]())

    found = inspect(path)

    assert found.refused
    assert found.advice
    assert found.refused.endswith(".")
    if name != "fifty-one pages":  # its first fifty could be drawn, but nobody asks for them
        assert not render(path).image


@pytest.mark.parametrize(
    "name,words",
    [
        ("heic", "Most Compatible"),
        ("word file", "Save as PDF"),
        ("locked", "password"),
        ("fifty-one pages", "Send only the pages"),
        ("gif", "screenshot"),
    ],
)
def test_the_advice_fits_the_file(written, name, words):
    assert words in inspect(written(REFUSED[name]())).advice


def test_what_cannot_be_read_safely_says_so_rather_than_why(written):
    found = inspect(written(hostile.painting_pdf()))

    assert (found.refused, found.advice) == (UNSAFE, SAVE_AGAIN)


@pytest.mark.parametrize("name", ["card.png", "card.docx", "card"])
def test_the_name_says_nothing(written, name):
    assert inspect(written(hostile.honest_pdf(), name)).kind is Kind.PDF


def test_a_picture_that_calls_itself_a_pdf_is_a_picture(written):
    assert inspect(written(hostile.photograph("WEBP"), "card.pdf")).kind is Kind.WEBP


@pytest.mark.parametrize(
    "make,flag",
    [
        (hostile.script_pdf, "script"),
        (hostile.script_pdf, "acts when opened"),
        (hostile.chained_action_pdf, "acts when opened"),
        (hostile.escaped_script_pdf, "script"),
        (hostile.hidden_script_pdf, "script"),
        (hostile.launch_pdf, "starts a program"),
        (hostile.attachment_pdf, "attached files"),
        (hostile.changed_pdf, "changed after it was made"),
        (lambda: hostile.locked_pdf(b""), "protected"),
    ],
)
def test_a_reviewer_is_told_what_a_pdf_would_do(written, make, flag):
    found = inspect(written(make()))

    assert found.refused is None
    assert flag in found.flags


def test_packed_pixels_that_look_like_a_name_are_no_flag(written):
    assert inspect(written(hostile.noisy_pdf())).flags == ()


@pytest.mark.parametrize(
    "piece", [b"stream\n", b"/OpenAction 1 0 R ", b"/OpenAction << ", b"/ObjStm "]
)
def test_looking_for_flags_takes_no_longer_than_reading(piece):
    """Half a megabyte of beginnings without an end; a careless search would take minutes."""
    began = time.process_time()

    list(flags_in(piece * (500_000 // len(piece))))

    assert time.process_time() - began < 3


@pytest.mark.parametrize("make", [certificate, receipt])
def test_our_own_documents_raise_no_flag(written, make):
    facts = CERTIFICATE if make is certificate else RECEIPT

    found = inspect(written(make(facts)))

    assert (found.refused, found.pages, found.flags) == (None, 1, ())


def test_deep_nesting_is_answered_one_way_or_the_other(written):
    path = written(hostile.nested_pdf())

    assert inspect(path).refused or render(path).image


@pytest.mark.parametrize("pages, taken", [(3, True), (4, False)])
def test_the_limit_of_pages_is_the_last_that_is_taken(written, pages, taken):
    found = inspect(written(hostile.honest_pdf(pages)), limits=ReadLimits(pages=3))

    assert (found.refused is None) is taken


@pytest.mark.parametrize("pixels, taken", [(10_000, True), (9_999, False)])
def test_the_limit_of_pixels_is_the_last_that_is_taken(written, pixels, taken):
    path = written(hostile.photograph("PNG", size=(100, 100)))

    found = inspect(path, limits=ReadLimits(pixels=pixels))

    assert (found.refused is None) is taken


def test_each_page_can_be_seen_and_no_other(written):
    path = written(hostile.honest_pdf(2))

    assert render(path, page=1).image
    assert render(path, page=2).refused == "The file has no page 3."
    assert render(path, page=-1).refused


def test_what_others_see_does_not_say_where_it_was_taken(written):
    path = written(hostile.located_photograph() + b"hidden after the end")

    found, seen = inspect(path), render(path).image

    assert found.flags == ("place",)
    assert not Image.open(io.BytesIO(seen)).getexif()
    assert b"EXIF" not in seen
    assert b"hidden" not in seen


@pytest.mark.parametrize(
    "orientation, size, dark",
    [
        (1, (1200, 900), "top"),
        (3, (1200, 900), "bottom"),
        (6, (900, 1200), "right"),
        (8, (900, 1200), "left"),
    ],
)
def test_a_photograph_is_shown_upright(written, orientation, size, dark):
    path = written(hostile.located_photograph(orientation))

    found = inspect(path)
    picture = Image.open(io.BytesIO(render(path).image)).convert("L")

    width, height = picture.size
    edges = {
        "top": (0, 0, width, 9),
        "bottom": (0, height - 9, width, height),
        "left": (0, 0, 9, height),
        "right": (width - 9, 0, width, height),
    }
    assert (found.width, found.height) == (width, height) == size
    assert min(edges, key=lambda edge: ImageStat.Stat(picture.crop(edges[edge])).mean[0]) == dark


def test_the_words_of_a_pdf_are_drawn(written):
    blank, words = hostile.pages(), hostile.honest_pdf()
    blank[2] = hostile.stream(b"")

    drawn = [
        Image.open(io.BytesIO(render(written(each)).image)) for each in (hostile.pdf(*blank), words)
    ]

    assert [picture.convert("L").getextrema()[0] for picture in drawn] == [255, 0]


def broken(seed):
    """An honest file with some bytes changed, some taken out, some put in twice."""
    chance = random.Random(seed)  # noqa: S311  # noise, no secret
    makers = [lambda: hostile.honest_pdf(2), hostile.hidden_script_pdf, hostile.located_photograph]
    makers += [
        lambda kind=kind: hostile.photograph(kind, size=(300, 200)) for kind in ("PNG", "WEBP")
    ]
    content = bytearray(chance.choice(makers)())
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(8, len(content))
        content[at : at + chance.randrange(0, 3)] = chance.randbytes(chance.randrange(0, 4))
    return bytes(content)


@pytest.mark.parametrize("seed", range(12))
def test_a_broken_file_is_answered(written, seed):
    path = written(broken(seed))

    assert inspect(path).refused or render(path)


@pytest.mark.long
def test_a_thousand_broken_files_are_answered(written):
    for seed in range(100, 1100):
        path = written(broken(seed))
        assert inspect(path).refused or render(path), f"seed {seed}"
