"""Nobody names a file: people see a name that says whose and what it is, on every system."""

import re
import unicodedata
from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recert.outside.filenames import LONGEST, content_disposition, distinct, shown_name

ON = date(2026, 3, 14)
END = " – 2026-03-14.pdf"


def named(person, what="CPR card"):
    return shown_name(person, what=what, on=ON, suffix=".pdf")


@pytest.mark.parametrize(
    "person, shown",
    [
        ("Jane Doe", "Jane Doe"),
        ("Łukasz Szczęsny", "Łukasz Szczęsny"),
        ("Jose\u0301", "José"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("Αναστασία", "Αναστασία"),
        ("Іван Ђурић", "Іван Ђурић"),
        ("محمد الفاروق", "محمد الفاروق"),
        ("שרה לוי־כהן", "שרה לוי־כהן"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("สมชาย ใจดี", "สมชาย ใจดี"),
        ("山田 花子", "山田 花子"),
        ("山田\u3000花子", "山田 花子"),
        ("김민수", "김민수"),
        ("ነጋሽ", "ነጋሽ"),
        ("𞤀𞤣𞤤𞤢𞤥", "𞤀𞤣𞤤𞤢𞤥"),
        ("O’Brien-Smith, Jr.", "O’Brien-Smith, Jr"),
        ("Ann  \t Other\n", "Ann Other"),
        ("a/b\\c:d*e?f", "a-b-c-d-e-f"),
        ('<script>"x"|', "script-x"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "Name not given"),
        ("", "Name not given"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u2066a\u2069\u200eb\u061c", "ab"),
        ("nul\0 l", "nul l"),
        ("a\x7f\x1b[31m", "a[31m"),
        ("\ufeffAnn\u00ad", "Ann"),
        ("a\ud800b", "ab"),
        ("\ue000Ann", "Ann"),
        ("-rf", "rf"),
        ("~root", "root"),
        (".hidden", "hidden"),
        ("100% Ann", "100% Ann"),
    ],
)
def test_a_name_is_kept_as_it_is_written_but_for_what_no_file_name_may_hold(person, shown):
    assert named(person) == f"{shown} – CPR card{END}"


@pytest.mark.parametrize(
    "device", ["CON", "con", "NUL", "Aux", "prn", "COM1", "LPT9", "COM¹", "CONIN$"]
)
def test_no_name_is_a_device_of_windows(device):
    assert named(f"{device}.x") == f"{device}_.x – CPR card{END}"
    assert named(device) == f"{device} – CPR card{END}"  # no device: more than a point follows


@pytest.mark.parametrize("character", ["x", "é", "山", "𞤀", "👩‍🏫", "e\u0323\u0302", "क्ष", "ნ"])
def test_a_long_name_is_cut_between_characters(character):
    name = named(character * 300)
    person = name.removesuffix(f" – CPR card{END}")
    whole = unicodedata.normalize("NFC", character)

    assert LONGEST - len(whole.encode()) - 3 < len(name.encode()) <= LONGEST
    assert person.endswith("…")
    assert set(person.removesuffix("…").split(whole)) <= {""} or "\u200d" in whole


def test_a_long_kind_leaves_room_for_the_person():
    name = shown_name("Jane Doe", what="x" * 300, on=ON, suffix=".jpeg")

    assert name.startswith("Jane Doe – xxx")
    assert name.endswith("…" + " – 2026-03-14.jpeg")


@pytest.mark.parametrize("suffix", ["pdf", ".", ".p/f", ".PDF", ".pdf\n", ".abcdef", ""])
def test_a_suffix_is_ours(suffix):
    with pytest.raises(ValueError, match="expected a suffix"):
        shown_name("Jane", what="card", on=ON, suffix=suffix)


FORBIDDEN = re.compile('[/\\\\:*?"<>|\0-\x1f\x7f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]')


@given(person=st.text(), what=st.text())
def test_every_name_is_safe(person, what):
    name = named(person, what)

    assert not FORBIDDEN.search(name)
    assert len(name.encode()) <= LONGEST
    assert name.endswith(END)
    assert name[0] not in " .-~"
    assert unicodedata.is_normalized("NFC", name)


HEADER = re.compile(
    r"attachment; filename=\"([ -!#-$&-\[\]-~]+)\"; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]+)"
)


@given(person=st.text(), what=st.text())
def test_every_header_is_one_that_browsers_read_back(person, what):
    name = named(person, what)

    header = HEADER.fullmatch(content_disposition(name))

    assert header
    assert unquote(header[2], errors="strict") == name


def test_a_header_cannot_be_split():
    header = content_disposition('a"; x="\r\nSet-Cookie: a=b\\')

    assert "\r" not in header
    assert "\n" not in header
    assert header.count('"') == 2


def test_a_page_to_be_shown_says_so():
    assert content_disposition("a.webp", inline=True).startswith("inline; ")


def test_names_in_one_archive_differ_also_where_case_is_nothing():
    given_names = ["a.pdf", "A.pdf", "a (2).pdf", "b.pdf", "a.pdf"]

    assert list(distinct(given_names)) == [
        "a.pdf",
        "A (2).pdf",
        "a (2) (2).pdf",
        "b.pdf",
        "a (3).pdf",
    ]
