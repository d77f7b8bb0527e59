"""A file of exam results from the testing side, as CSV or JSON: all it tells, or all that is wrong.

The file is parsed in a confined child (`child_results`); here its texts become days and words.
Columns may come in any order and under their common names. Days are ISO 8601, 2026-03-14, unless
the column says otherwise, as "Exam date (MM/DD/YYYY)" does: a day is never guessed.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from recert.outside import children

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reference": (
        "reference", "result reference", "result id", "score report", "score report id",
        "registration id", "exam id", "id",
    ),
    "taken_on": (
        "taken on", "exam date", "test date", "date taken", "date of exam", "exam day", "date",
    ),
    "outcome": ("outcome", "result", "status", "grade", "pass fail", "exam result"),
    "form": ("form", "exam form", "exam", "exam code", "exam name", "test", "test code"),
    "booking": (
        "booking", "booking reference", "booking id", "confirmation", "confirmation number",
        "appointment", "appointment id",
    ),
    "number": (
        "number", "credential number", "certificate number", "certification number",
        "license number", "member number", "credential",
    ),
    "family_name": ("family name", "last name", "surname", "candidate last name", "name family"),
    "candidate": ("candidate", "candidate id", "candidate number", "vendor candidate id"),
}  # fmt: skip
NEEDED = ("reference", "taken_on", "outcome")
OUTCOMES: Mapping[str, str] = {
    "pass": "pass", "passed": "pass", "p": "pass",
    "fail": "fail", "failed": "fail", "f": "fail", "not passed": "fail",
    "absent": "absent", "no show": "absent", "noshow": "absent", "did not sit": "absent",
    "not sat": "absent",
}  # fmt: skip
LONGEST: Mapping[str, int] = {"reference": 80, "booking": 80, "candidate": 80}
_PATTERN = re.compile(r"\((?P<pattern>[dmy]{1,4}([-/. ])[dmy]{1,4}\2[dmy]{1,4})\)", re.IGNORECASE)
_PARTS = {"dd": "%d", "d": "%d", "mm": "%m", "m": "%m", "yyyy": "%Y"}


class ResultsError(Exception):
    """A file of results cannot be used; `problems` are all of them, each with its row."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class ResultTold:
    """One result as it was told. What was not told is empty; `raw` is the row as it came."""

    place: int
    reference: str
    taken_on: date
    outcome: str  # pass, fail or absent
    form: str
    booking: str
    number: str
    family_name: str
    candidate: str
    raw: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResultsTold:
    """A file of results: from whom, under which name, and every row."""

    vendor: str
    name: str
    digest: str  # SHA-256 of the bytes, in hexadecimal
    size: int
    rows: tuple[ResultTold, ...]


def read_results(content: bytes, *, name: str, vendor: str) -> ResultsTold:
    """Return what a file of results tells.

    :param vendor: who sent it
    :raises ResultsError: it cannot be used; all that is wrong with it, at once
    """
    rows = told_in(_texts(content))
    return ResultsTold(
        vendor=" ".join(vendor.split()),
        name=name,
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        rows=rows,
    )


Texts = Sequence[tuple[int, Sequence[tuple[str, str]]]]


def _texts(content: bytes) -> Texts:
    """Have a child parse a file; its rows, each with its place."""
    if len(content) > MOST_BYTES:
        raise ResultsError(f"The file is larger than {MOST_BYTES // 1_000_000} MB; split it.")
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        answer = children.ask(
            Path(file.name),
            request={"do": "inspect", "reader": "child_results", "limits": {"rows": MOST_ROWS}},
        )
    if answer is None:
        raise ResultsError("The file could not be read safely; save it again as CSV or JSON.")
    if answer.refused:
        raise ResultsError(f"{answer.refused} {answer.advice}")
    return _agreed(answer.facts.get("rows"))


def _agreed(rows: object) -> Texts:
    """Take the child's word only in the agreed shape; a child taken over gets no further."""
    if not isinstance(rows, list):
        raise ResultsError("The file could not be read safely; save it again as CSV or JSON.")
    return [(int(place), [(str(name), str(value)) for name, value in row]) for place, row in rows]


def told_in(texts: Texts) -> tuple[ResultTold, ...]:
    """Return the results that rows of texts tell.

    :raises ResultsError: columns are missing, or values cannot be; all of it, with row numbers
    """
    if not texts:
        raise ResultsError("The file has no results in it.")
    problems: list[str] = []
    told: list[ResultTold] = []
    seen: dict[str, ResultTold] = {}
    for place, row in texts:
        values, patterns = _named(row)
        wrong = [f"Row {place}: {words}" for words in _wrong(values, patterns)]
        problems += wrong
        if not wrong:
            result = _result(place, row, values=values, pattern=patterns.get("taken_on", ""))
            problems += _told_otherwise(seen.setdefault(result.reference, result), result)
            told.append(result)
    if problems:
        raise ResultsError(*problems)
    return tuple(told)


def _named(row: Sequence[tuple[str, str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return a row's values under our names, and the pattern of days that a name states.

    Of two columns that mean the same, the more exact name speaks; an empty value never does.
    """
    values: dict[str, str] = {}
    patterns: dict[str, str] = {}
    order: dict[str, int] = {}
    for name, value in row:
        for ours, names in COLUMNS.items():
            plain = _plain(_PATTERN.sub("", name))
            if plain not in names or not value.strip():
                continue
            rank = names.index(plain)
            if rank < order.get(ours, len(names)):
                order[ours], values[ours] = rank, " ".join(value.split())
                stated = _PATTERN.search(name)
                patterns[ours] = stated["pattern"].lower() if stated else ""
    return values, patterns


def _plain(name: str) -> str:
    """Return a column's name as names are compared.

    >>> _plain("Exam_Date"), _plain("examDate"), _plain(" PASS/FAIL ")
    ('exam date', 'exam date', 'pass fail')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[^0-9a-z]+", " ", apart.lower()).split())


def _wrong(values: Mapping[str, str], patterns: Mapping[str, str]) -> Iterator[str]:
    for name in NEEDED:
        if not values.get(name):
            yield f"{_said(name)} is missing (a column such as “{COLUMNS[name][0]}”)."
    if values.get("outcome") and _plain(values["outcome"]) not in OUTCOMES:
        yield f"the outcome {values['outcome']!r} is none of pass, fail, absent."
    day, pattern = values.get("taken_on", ""), patterns.get("taken_on", "")
    if day and _day(day, pattern=pattern) is None:
        expected = pattern.upper() if pattern else "a day such as 2026-03-14"
        yield f"the day {day!r} is not {expected}."
    for name, most in LONGEST.items():
        if len(values.get(name, "")) > most:
            yield f"{_said(name)} has more than {most} characters."


def _said(name: str) -> str:
    words = {"taken_on": "the day of the exam", "candidate": "the candidate's number"}
    return words.get(name, f"the {name.replace('_', ' ')}")


def _day(text: str, *, pattern: str) -> date | None:
    """Return a day, as ISO 8601 (a time after it is passed over) or as the column's name states.

    >>> _day("2026-03-14T09:30:00Z", pattern=""), _day("03/04/2026", pattern="mm/dd/yyyy")
    (datetime.date(2026, 3, 14), datetime.date(2026, 3, 4))
    >>> _day("03/04/2026", pattern="")
    """
    if not pattern:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d([T ].{1,40})?", text):
            return None
        pattern, text = "yyyy-mm-dd", text[:10]
    form = re.sub(r"[dmy]+", lambda part: _PARTS.get(part[0], "%%"), pattern)
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return None


def _result(
    place: int, row: Sequence[tuple[str, str]], *, values: Mapping[str, str], pattern: str
) -> ResultTold:
    taken_on = _day(values["taken_on"], pattern=pattern)
    assert taken_on is not None  # _wrong looked
    more = ("form", "booking", "number", "family_name", "candidate")
    return ResultTold(
        place=place,
        reference=values["reference"],
        taken_on=taken_on,
        outcome=OUTCOMES[_plain(values["outcome"])],
        raw=dict(row),
        **{name: values.get(name, "") for name in more},
    )


def _told_otherwise(first: ResultTold, result: ResultTold) -> Iterator[str]:
    """Say that one file tells one result in two ways: nobody can know which of them is right."""
    if (first.taken_on, first.outcome) != (result.taken_on, result.outcome):
        yield (
            f"Row {result.place}: the reference {result.reference} is also that of row "
            f"{first.place}, with another day or outcome."
        )
