"""A person's name and number, found in texts that other people wrote."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recert.policy.likeness import family_words, likeness, name_words, numbers_in
from recert.policy.numbers import number_of, tidy_number

ALL, SOME, FAMILY, NONE = 3, 2, 1, 0
NUMBERS = st.builds(number_of, st.integers(0, 9_999_999), prefix=st.just("AC-"))
AROUND = st.text(max_size=30)


@pytest.mark.parametrize(
    "name, family, text, like",
    [
        ("Jane Doe", "Doe", "JaneDoe CPR.pdf", ALL),
        ("Jane Doe", "Doe", "doe_jane-cpr", ALL),
        ("Jane Doe", "Doe", "janedoe", ALL),
        ("Jane Doe", "Doe", "Mr John Doe", FAMILY),
        ("Jane Doe", "Doe", "Jane Roe", NONE),
        ("Jane Doe", "Doe", "Janet Doesburg", NONE),
        ("Jane Doe", "Doe", "janedoe2026", ALL),
        ("Jane Doe", "Doe", "doejane", ALL),
        ("Jane Doe", "Doe", "janedoeson", NONE),
        ("Jane Mary Doe", "Doe", "Doe, Jane", SOME),
        ("Maya Okonkwo-Lindqvist", "Okonkwo-Lindqvist", "maya okonkwo lindqvist cpr", ALL),
        ("Maya Okonkwo-Lindqvist", "Okonkwo-Lindqvist", "MayaOkonkwoLindqvist", ALL),
        ("Luís Ferreira Magalhães", "Magalhães", "luis magalhaes 2026", SOME),
        ("Séan O’Neill", "O’Neill", "Sean_O'Neill", ALL),
        ("Nguyễn Thị Thanh Hương", "Nguyễn", "nguyen thi thanh huong", ALL),
        ("山本 さくら", "山本", "山本さくら CPR.pdf", ALL),
        ("山本 さくら", "山本", "CPR 山本.pdf", FAMILY),
        ("محمد الحسيني", "الحسيني", "محمد الحسيني CPR", ALL),
        ("Δήμητρα Παπαδοπούλου", "Παπαδοπούλου", "ΔΗΜΗΤΡΑ_ΠΑΠΑΔΟΠΟΥΛΟΥ", ALL),
        ("Cher", "Cher", "cher certificate", SOME),
    ],
)
def test_a_name_is_found_however_it_was_typed(name, family, text, like):
    words = name_words(text)
    assert likeness(name, family_name=family, words=words) == like


@given(NUMBERS, AROUND, AROUND, st.sampled_from([" ", "_", "-", ".", ", ", "("]))
def test_a_number_between_other_words_is_found(number, before, after, edge):
    assert tidy_number(number) in numbers_in(f"{before}{edge}{number}{edge}{after}", prefix="AC-")


@given(NUMBERS, st.sampled_from([" ", "-", "_"]))
def test_a_number_that_was_typed_with_gaps_or_without_its_prefix_is_found(number, gap):
    digits = number.removeprefix("AC-")
    for typed in (f"ac{gap}{digits[:4]}{gap}{digits[4:]}", digits):
        assert tidy_number(number) in numbers_in(f"Jane {typed} CPR.pdf", prefix="AC-")


@given(st.text(max_size=400))
def test_no_text_is_too_strange_to_be_read(text):
    words, numbers = family_words(text), numbers_in(text, prefix="AC-")
    assert all(unicodedata.is_normalized("NFC", word) for word in words)
    assert all(any(letter.isdigit() for letter in number) for number in numbers)


def test_a_long_text_costs_no_more_than_its_length():
    assert len(name_words("a" * 20_000)) < 10
    assert len(family_words("a" * 20_000)) < 10
    assert len(numbers_in("AC" + "1" * 20_000, prefix="AC-")) < 100
