"""The reference of the policy file says what the loader does."""

import pytest

from recert.policy.loading import PolicyError, load
from recert.policy.reference import example, policy_file_page, values_to_try, whole_example
from recert.policy.schema import SCHEMA
from tests.policy.known import ROOT

PAGE = ROOT / "docs" / "reference" / "policy-file.md"
SOURCE = "example/2024-01-01.toml"
KEYS = [(table, key) for table in SCHEMA for key in table.keys]


def test_the_page_is_the_one_that_the_schema_gives():
    assert PAGE.read_text() == policy_file_page(), (
        "write it again: python -m tests.policy.reference"
    )


def test_the_examples_together_are_a_policy():
    policy = load(whole_example(), source=SOURCE)
    assert {way.id for way in policy.pathways} == {"continuing_education", "exam_upgrade"}


@pytest.mark.parametrize("table", SCHEMA, ids=lambda table: ".".join(table.path) or "top")
def test_the_page_shows_each_example(table):
    assert "\n".join(example(table)) in PAGE.read_text()


def with_value(table, key, value):
    block = "\n".join(example(table))
    changed = block.replace(f"{key.name} = {key.example}", f"{key.name} = {value}")
    return whole_example().replace(block, changed, 1)


@pytest.mark.parametrize(
    "table, key, value",
    [(table, key, value) for table, key in KEYS for value in values_to_try(key)],
    ids=str,
)
def test_whatever_the_page_allows_is_taken(table, key, value):
    text = with_value(table, key, value)
    if value == '"waived"':
        text = text.replace("amount = 75.00", "amount = 0")
    load(text, source=SOURCE)


@pytest.mark.parametrize(
    "table, key",
    [(t, k) for t, k in KEYS if not k.may_be_not_set and k.kind != "text"],  # a text may be any
    ids=str,
)
def test_not_set_is_taken_only_where_the_page_allows_it(table, key):
    with pytest.raises(PolicyError):
        load(with_value(table, key, '"not set"'), source=SOURCE)


@pytest.mark.parametrize("table, key", KEYS, ids=str)
def test_a_key_is_missed_unless_the_page_says_it_may_be_left_out(table, key):
    block = "\n".join(example(table))
    without = whole_example().replace(block, block.replace(f"{key.name} = {key.example}", ""), 1)
    if key.required:
        with pytest.raises(PolicyError, match=key.name):
            load(without, source=SOURCE)
    elif key.name == "credits":
        with pytest.raises(PolicyError, match="asks for nothing"):
            load(without, source=SOURCE)
    else:
        load(without, source=SOURCE)
