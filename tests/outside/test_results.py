"""Files of exam results: read with columns in any order, or refused with all that is wrong."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recert.outside import children
from recert.outside.results import (
    COLUMNS,
    MOST_BYTES,
    MOST_ROWS,
    OUTCOMES,
    ResultsError,
    read_results,
    told_in,
)

HEADS = ("reference", "exam date", "outcome", "last name", "credential number")
ROW = ("R-1", "2026-12-01", "pass", "Ångström", "AC-1")


def csv(*rows, heads=HEADS, mark=","):
    return "\n".join(mark.join(row) for row in (heads, *rows)).encode()


def read(content):
    return read_results(content, name="results.csv", vendor=" Testing  center ")


def problems(content):
    with pytest.raises(ResultsError) as caught:
        read(content)
    return caught.value.problems


def said(row):
    return (row.reference, row.taken_on, row.outcome, row.family_name, row.number)


AS_TOLD = ("R-1", date(2026, 12, 1), "pass", "Ångström", "AC-1")


def test_a_file_is_read_with_its_vendor_its_digest_and_its_rows_as_they_came():
    told = read(csv(ROW))
    assert (told.vendor, told.name, told.size) == ("Testing center", "results.csv", 91)
    assert len(told.digest) == 64
    (row,) = told.rows
    assert said(row) == AS_TOLD
    assert row.place == 2
    assert dict(row.raw) == dict(zip(HEADS, ROW, strict=True))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_come_in_any_order_with_any_mark_between_them(mark):
    content = csv(ROW[::-1], heads=HEADS[::-1], mark=mark)
    assert said(read(content).rows[0]) == AS_TOLD


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_as_spreadsheets_save_it_is_read(encoding):
    content = csv(ROW).decode().replace("\n", "\r\n").encode(encoding)
    assert said(read(content).rows[0]) == AS_TOLD


def test_json_is_read_as_a_list_or_in_an_object_with_names_of_either_fashion():
    row = {
        "resultId": "R-1", "exam_date": "2026-12-01T09:30:00-08:00", "Outcome": "Passed",
        "candidate": {"lastName": "Ångström", "id": 17}, "credentialNumber": "AC-1", "score": 88.5,
    }  # fmt: skip
    for data in ([row], {"sent": "today", "results": [row]}):
        (told,) = read(json.dumps(data).encode()).rows
        assert said(told) == AS_TOLD
        assert (told.place, told.candidate) == (1, "17")


@pytest.mark.parametrize("word", OUTCOMES)
def test_outcomes_are_known_by_their_common_words(word):
    assert read(csv((*ROW[:2], word.upper(), *ROW[3:]))).rows[0].outcome == OUTCOMES[word]


def test_a_day_is_iso_unless_its_column_says_otherwise():
    heads = ("reference", "Exam date (MM/DD/YYYY)", "outcome")
    assert read(csv(("R", "03/04/2026", "pass"), heads=heads)).rows[0].taken_on == date(2026, 3, 4)
    heads = ("reference", "Exam date (DD.MM.YYYY)", "outcome")
    assert read(csv(("R", "03.04.2026", "pass"), heads=heads)).rows[0].taken_on == date(2026, 4, 3)
    assert problems(csv(("R", "03/04/2026", "pass"), heads=("reference", "date", "outcome"))) == (
        "Row 2: the day '03/04/2026' is not a day such as 2026-03-14.",
    )


def test_everything_that_is_wrong_is_said_at_once_with_its_row():
    content = csv(
        ("", "2026-12-01", "pass", "", ""),
        ("R-2", "2026-02-30", "perhaps", "", ""),
        ROW,
        ("R-1", "2026-12-02", "pass", "", ""),
        ("R" * 81, "2026-12-01", "pass", "", ""),
    )
    assert problems(content) == (
        "Row 2: the reference is missing (a column such as “reference”).",
        "Row 3: the outcome 'perhaps' is none of pass, fail, absent.",
        "Row 3: the day '2026-02-30' is not a day such as 2026-03-14.",
        "Row 5: the reference R-1 is also that of row 4, with another day or outcome.",
        "Row 6: the reference has more than 80 characters.",
    )


def test_the_same_row_twice_is_no_fault_of_a_file():
    assert [row.place for row in read(csv(ROW, ROW)).rows] == [2, 3]


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "no results in it"),
        (csv(), "no results in it"),
        (b"\x89PNG\r\n\x1a\n\x00", "no text in UTF-8"),
        (csv((*ROW, "more")), "Line 2 has more values than the heading has names."),
        (b'reference,"date', "Line 1"),
        (b"[1]", "Row 1 is no object"),
        (b'{"results": [', "no whole JSON"),
        (b"[" * 100_000, "no whole JSON"),
        (b'[{"reference": "a\\u0000b"}]', "a character in it that is none"),
        (b'[{"reference": "\\ud800"}]', "a character in it that is none"),
        (csv(("x" * 501, *ROW[1:])), "too long"),
        (b" " * (MOST_BYTES + 1), "larger than 5 MB"),
    ],
    ids=[
        "empty", "heading alone", "picture", "too wide", "open quotation", "no objects",
        "cut off", "deep", "NUL", "half a character", "long value", "too large",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_in_words(content, words):
    (problem,) = problems(content)
    assert words in problem


def test_as_many_rows_as_are_allowed_are_read_and_one_more_is_refused():
    rows = [(f"R-{number}", *ROW[1:]) for number in range(MOST_ROWS)]
    assert len(read(csv(*rows)).rows) == MOST_ROWS
    assert problems(csv(*rows, ROW)) == (
        "The file has more than 20000 rows. Split it into smaller files.",
    )


@pytest.mark.parametrize("answer", [None, children.Answer(facts={"rows": "many"})])
def test_a_child_that_crashed_or_makes_no_sense_is_a_refusal(monkeypatch, answer):
    monkeypatch.setattr(children, "ask", lambda *_args, **_more: answer)
    assert "could not be read safely" in problems(csv(ROW))[0]


TEXTS = st.lists(
    st.tuples(
        st.integers(min_value=1),
        st.lists(
            st.tuples(
                st.sampled_from([name for names in COLUMNS.values() for name in names])
                | st.text(max_size=30),
                st.sampled_from(["2026-12-01", "pass", "R-1", ""]) | st.text(max_size=100),
            ),
            max_size=8,
        ),
    ),
    max_size=5,
)


@settings(max_examples=200)
@given(TEXTS)
def test_whatever_a_file_says_it_is_told_or_refused(texts):
    try:
        rows = told_in(texts)
    except ResultsError:
        return
    assert all(row.reference and row.outcome in set(OUTCOMES.values()) for row in rows)
