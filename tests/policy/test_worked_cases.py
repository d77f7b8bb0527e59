"""The policies decide the worked cases as they should, for every body and program here."""
# ruff: noqa: E501 - one row of a table on one line

from datetime import date

import pytest

from recert.outside.policies import case_files, load_all, read
from recert.policy.cases import CasesError, compare, read_cases
from recert.policy.policies import in_force
from tests.policy.known import GUIDES, POLICIES, action

FOLDERS = {POLICIES: load_all(POLICIES, demonstration=True)}
FOLDERS[GUIDES] = load_all(GUIDES, demonstration=True)
CASES = [
    pytest.param(case, FOLDERS[folder][case.policy], id=case.id)
    for folder in FOLDERS
    for file in case_files(folder)
    for case in read_cases(read(file), source=str(file))
]


@pytest.mark.parametrize("case, editions", CASES)
def test_a_worked_case_holds(case, editions):
    policy = in_force(editions, on=case.cycle_first_on)
    assert [str(difference) for difference in compare(case, policy)] == []


def test_there_are_cases_of_each_program():
    assert {param.values[0].policy for param in CASES} == {
        "action-cpt",
        "action-gx",
        "mountain-guide",
    }


BASE = """
[[case]]
id = "A-1"
policy = "action-cpt"
on = 2026-02-20
origin = "derived"
because = "It is so."
activity = [
    { completed_on = 2025-01-05, credits = "1.5", category = "class" },
    { completed_on = 2025-06-05, credits = "0.5", evidence = false },
]
[case.certificant]
certified_on = 2024-03-10
[case.expect]
"""

RIGHT = {
    "eligible": "false",
    "referred": "false",
    "pathway": '"continuing_education"',
    "required": '"2"',
    "counted": '"1.50"',
    "shortfall": '"0.5"',
    "pending": '"0.5"',
    "surplus": '"0"',
    "carried_out": '"0"',
    "counted_by_category": '{ class = "1.5", other = "0" }',
    "unmet": '["credits"]',
    "activity": '[{ at = 1, counted = "0", outcome = "evidence_missing" }]',
    "fee": '"75"',
    "fee_lines": '{ base = "75.00", late = "0" }',
    "standing": '"current"',
    "cycle": "[2024-03-10, 2026-03-10]",
    "next_cycle": "[2026-03-11, 2028-03-10]",
    "next_level": '"certification"',
    "opens_on": "2024-03-10",
}
WRONG = {
    "eligible": "true",
    "referred": "true",
    "pathway": '"alternate"',
    "required": '"2.05"',
    "counted": '"1.55"',
    "shortfall": '"0.45"',
    "pending": '"0"',
    "surplus": '"0.5"',
    "carried_out": '"0.5"',
    "counted_by_category": '{ class = "1.0" }',
    "unmet": "[]",
    "activity": '[{ at = 1, outcome = "rejected" }, { at = 7, counted = "0" }]',
    "fee": '"75.01"',
    "fee_lines": '{ late = "1" }',
    "standing": '"expired"',
    "cycle": "[2024-03-10, 2026-03-09]",
    "next_cycle": "[2026-03-10, 2028-03-10]",
    "next_level": '"certificate"',
    "opens_on": "2024-03-11",
    "earliest_retake_on": "2026-01-01",
}


def read_one(expect):
    return read_cases(BASE + expect, source="cases.toml")[0]


@pytest.mark.parametrize("key", RIGHT)
def test_an_expectation_that_holds_shows_no_difference(key):
    assert compare(read_one(f"{key} = {RIGHT[key]}"), action()) == ()


@pytest.mark.parametrize("key", WRONG)
def test_an_expectation_that_does_not_hold_shows_where(key):
    differences = compare(read_one(f"{key} = {WRONG[key]}"), action())
    assert differences
    assert all(difference.key.startswith(key) for difference in differences)
    assert all(difference.expected != difference.found for difference in differences)


def test_unmet_requirements_are_compared_in_any_order_and_completely():
    late = BASE.replace("on = 2026-02-20", "on = 2026-03-11")
    for unmet, holds in [
        ('["filing_window", "credits"]', True),
        ('["credits"]', False),
        ('["credits", "filing_window", "conduct"]', False),
    ]:
        case = read_cases(late + f"unmet = {unmet}", source="cases.toml")[0]
        assert (compare(case, action()) == ()) is holds


def test_facts_that_cannot_be_judged_are_a_difference():
    text = BASE.replace('credits = "1.5"', 'credits = "1.51"') + "eligible = true"
    (difference,) = compare(read_cases(text, source="cases.toml")[0], action())
    assert "whole number of steps of 0.05" in difference.found


def test_the_cycle_says_which_edition_binds():
    given = BASE.replace(
        "certified_on = 2024-03-10", "certified_on = 2020-03-10\ncycle = [2024-03-11, 2026-03-10]"
    )
    case = read_cases(given + "eligible = true", source="cases.toml")[0]
    assert case.cycle_first_on == date(2024, 3, 11)
    assert read_one("eligible = true").cycle_first_on == date(2024, 3, 10)


MISTAKES = [
    ('because = "It is so."', "", "because: this key is missing"),
    ('origin = "derived"', 'origin = "guessed"', "one of published, rule-published, derived"),
    ("on = 2026-02-20", 'on = "2026-02-20"', "expected a date such as"),
    ("on = 2026-02-20", "on = 2026-02-20T10:00:00", "expected a date such as"),
    ('credits = "1.5"', "credits = 1.5", "expected decimal text"),
    ('credits = "1.5"', 'credits = "-1.5"', "zero or more"),
    ('credits = "1.5"', 'credits = "one"', "expected decimal text"),
    ('credits = "1.5"', 'credits = "1.5", minutes = 60', "credits and minutes; expected only one"),
    ('credits = "1.5"', 'credits = "1.5", academic_unit = "semester"', "half of an academic amount"),
    ("evidence = false", 'evidence = "no"', "expected true or false"),
    ("evidence = false", "evidense = false", 'did you mean "evidence"?'),
    ("[case.certificant]\ncertified_on = 2024-03-10\n", "", "[case.certificant]"),
    ("certified_on = 2024-03-10", "", "certified_on: this key is missing"),
    ("certified_on = 2024-03-10", "certified_on = 2024-03-10\nbirth_month = 13", "a month from 1 to 12"),
    ("certified_on = 2024-03-10", "certified_on = 2024-03-10\ncycle = [2026-01-01, 2024-01-01]", "first not after"),
    ("[[case]]", "[case]", "this is no list of tables"),
    ("[case.expect]\n", "", "expects nothing"),
]  # fmt: skip


@pytest.mark.parametrize("old, new, told", MISTAKES)
def test_a_mistake_in_a_case_is_told(old, new, told):
    text = BASE.replace(old, new, 1) + ("eligible = true\n" if old != "[case.expect]\n" else "")
    with pytest.raises(CasesError) as caught:
        read_cases(text, source="cases.toml")
    assert told in str(caught.value)
    assert str(caught.value).startswith("cases.toml:")


@pytest.mark.parametrize(
    "expect, told",
    [
        ("eligble = true", 'did you mean "eligible"?'),
        ('unmet = ["credit"]', 'requirements, not "credit"'),
        ('standing = "gone"', "one of suspended, current, grace, lapsed, expired"),
        ('pathway = "by_post"', "one of continuing_education"),
        ('activity = [{ at = 0, outcome = "lost" }]', "one of counted"),
        ('activity = [{ outcome = "counted" }]', "at: this key is missing"),
        ("fee = 75", "expected decimal text"),
    ],
)
def test_an_expectation_outside_the_format_is_told(expect, told):
    with pytest.raises(CasesError) as caught:
        read_one(expect)
    assert told in str(caught.value)


def test_all_mistakes_of_a_file_are_told_at_once_each_with_its_line():
    text = BASE + "eligible = 1\n" + BASE.replace("on = 2026-02-20", "on = 1") + "fee = 1\n"
    with pytest.raises(CasesError) as caught:
        read_cases(text, source="cases.toml")
    lines = [problem.line for problem in caught.value.problems]
    assert lines == [15, 20, 30]


def test_two_cases_of_one_id_are_refused():
    with pytest.raises(CasesError, match='a second case "A-1"'):
        read_cases((BASE + "eligible = true\n") * 2, source="cases.toml")


def test_a_question_need_not_expect_anything():
    text = BASE.replace("[case.expect]\n", "").replace('because = "It is so."', "")
    (case,) = read_cases(text, source="case.toml", must_expect=False)
    assert case.expect == {}
