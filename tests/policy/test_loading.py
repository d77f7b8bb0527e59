"""A policy file is taken whole or refused with everything that is wrong with it."""
# ruff: noqa: E501, Q000 - one row of a table on one line

import pytest

from recert.policy.loading import PolicyError, load
from recert.policy.policies import (
    DuplicateEditionError,
    NoEditionInForceError,
    in_force,
)
from recert.policy.units import NOT_SET
from tests.policy.known import EDITION, OVERLAY, action

SOURCE = "action-cpt/2020-01-01.toml"
TEXT = EDITION.read_text()


def refused(text=TEXT, *, source=SOURCE, overlay=None):
    with pytest.raises(PolicyError) as caught:
        load(text, source=source, overlay=overlay, overlay_source="overlay.toml")
    return str(caught.value)


def line_of(text, piece):
    return 1 + text[: text.index(piece)].count("\n")


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("years = 2", "yaers = 2", 'unknown key; expected one of years, anchor, cite; did you mean "years"?'),
        ("[cycle]", "[cycel]", 'unknown table; expected one of'),
        ("years = 2", "years = 0", "cycle.years: 0 does not fit; expected a whole number of 1 or more"),
        ("years = 2", "years = 2.5", "cycle.years: 2.5 does not fit"),
        ("years = 2", "years = true", "cycle.years: true does not fit"),
        ("years = 2", 'years = "not set"', 'cycle.years: "not set" does not fit'),
        ('anchor = "anniversary"', 'anchor = "aniversary"', 'did you mean "anniversary"?'),
        ("step = 0.05", "step = 0", "unit.step: 0 does not fit; expected a number above zero"),
        ("step = 0.05", 'step = "0.05"', "unit.step"),
        ("credits = 2.0", "credits = 2.03", "2.03 is not a whole number of steps of 0.05"),
        ("credits = 2.0", "credits = -2.0", "credits: -2.0 does not fit"),
        ("credits = 2.0", "credits = inf", "credits: Infinity does not fit"),
        ("hands_on = true", 'hands_on = "yes"', 'hands_on: "yes" does not fit; expected true or false'),
        ("amount = 0.00", "amount = 0.005", "0.005 has more places than USD"),
        ("amount = 0.00", "amount = 5.00", "a waived line of 5.00; expected 0"),
        ('currency = "USD"', 'currency = "dollars"', "currency"),
        ('zone = "America/Los_Angeles"', 'zone = "PST now"', "zone"),
        ('form = "accredited" #', 'form = "acredited" #', 'no exam form "acredited"'),
        ('wait_days = 90', 'wait_days = -1', "wait_days: -1 does not fit"),
        ("[pathways.exam_upgrade.companions.cpr_aed]", "[pathways.exam_upgrade.companions.cpr]", "unknown table; expected one of cpr_aed"),
        ("[pathways.continuing_education]\n", "[pathways.continuing]\n", "unknown table"),
        ('providers = "approved" #', 'providers = "aproved" #', 'did you mean "approved"?'),
        ('rationale = "', 'rationale = "" # "', "rationale"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_is_allowed(old, new, told):
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    message = refused(text)
    assert told in message
    assert f"{SOURCE}:{line_of(text, new)}:" in message


def test_all_mistakes_are_told_at_once_in_order_of_the_lines():
    text = TEXT.replace("years = 2", "yaers = 2").replace("hands_on = true", "hands_on = 1")
    text = text.replace("wait_days = 90", "wait_days = 1.5")
    lines = refused(text).splitlines()
    assert len(lines) == 4  # the misspelt key is unknown, and the right one is missing
    numbers = [int(line.split(":")[1]) for line in lines]
    assert numbers == sorted(numbers)


def test_a_missing_key_is_told_at_its_table():
    text = TEXT.replace('rounding = "down"\n', "")
    assert f"{SOURCE}:{line_of(text, '[unit]')}: unit.rounding: this key is missing" in refused(
        text
    )


def test_a_missing_table_is_told():
    start, end = TEXT.index("[after_last_day]"), TEXT.index("[activities]")
    assert "the table [after_last_day] is missing" in refused(TEXT[:start] + TEXT[end:])


def test_a_text_that_is_not_toml_is_told_with_its_line():
    text = TEXT.replace("[cycle]", "[cycle", 1)
    assert f"{SOURCE}:{line_of(text, '[cycle')}: this is not TOML" in refused(text)


@pytest.mark.parametrize(
    "source", ["action-cpt/2020-1-1.toml", "action-cpt/2020-02-30.toml", "ACTION/2020-01-01.toml"]
)
def test_the_names_of_file_and_folder_must_say_edition_and_id(source):
    assert "expected FOLDER/YYYY-MM-DD.toml" in refused(source=source)


@pytest.mark.parametrize(
    "old, new, told",
    [
        ('cite = { years = "ACT1", anchor = "OURS" }', 'cite = { years = "ACT1" }', "cycle.anchor: no source is cited"),
        ('cite = "ACT5"', 'cite = "ACT6"', 'no source "ACT6"'),
        ('cite = { years = "ACT1"', 'cite = { year = "ACT1"', 'cites for "year", which this table does not give'),
    ],
)  # fmt: skip
def test_every_value_cites_a_source_that_there_is(old, new, told):
    assert told in refused(TEXT.replace(old, new, 1))


def test_an_exam_pathway_has_no_filing_window_and_another_needs_one():
    filing = "[pathways.exam_upgrade.filing]\nopens_days_before_last_day = 1\n"
    filing += 'closes_days_after_last_day = 1\ncite = "ACT1"\n'
    assert "has an exam and a filing window" in refused(TEXT + filing)
    start = TEXT.index("[pathways.continuing_education.filing]")
    end = TEXT.index("[pathways.continuing_education.fees.base]")
    assert "has no [filing] table" in refused(TEXT[:start] + TEXT[end:])


def test_a_pathway_that_asks_for_nothing_is_refused():
    assert "asks for nothing" in refused(TEXT.replace("credits = 2.0", "", 1))


# --- the overlay


def test_an_overlay_fills_what_is_not_set():
    assert action(demonstration=False).unit.minutes is NOT_SET
    assert action().unit.minutes == 600
    assert action().overlaid
    assert action().source("unit.minutes").key == "DEMONSTRATION"
    assert action().source("unit.step").key == "OURS"


@pytest.mark.parametrize(
    "overlay, told",
    [
        ('[cycle]\nyears = 3\ncite = "ACT1"', "overlay.toml:2: cycle.years: an overlay cannot change this"),
        ('[pathways.exam_upgrade]\ncredits = 1.0\ncite = "ACT1"', "does not have this key"),
        ('[sources.ACT1]\ncite = "mine"', "the edition itself has a source of this name"),
        ('[unit]\nminutes = 0\ncite = "ACT1"', "overlay.toml:2: unit.minutes: 0 does not fit"),
        ('[unit]\nminuts = 600\ncite = "ACT1"', 'did you mean "minutes"?'),
        ("[unit]\nminutes = 600", "overlay.toml:2: unit.minutes: no source is cited"),
        ('[unit]\nminutes = 600\ncite = "NOWHERE"', 'no source "NOWHERE"'),
        ("[unit", "overlay.toml:1: this is not TOML"),
    ],
)  # fmt: skip
def test_an_overlay_that_does_more_is_refused(overlay, told):
    assert told in refused(overlay=overlay)


def test_the_digest_covers_the_text_and_the_overlay():
    digests = {
        load(TEXT, source=SOURCE).digest,
        load(TEXT + "# a word\n", source=SOURCE).digest,
        action().digest,
        load(TEXT, source=SOURCE, overlay=OVERLAY.read_text() + "# a word\n").digest,
    }
    assert len(digests) == 4
    assert load(TEXT, source="elsewhere/2021-01-01.toml").digest in digests


# --- which edition is in force


def edition(day, text=TEXT):
    return load(text, source=f"action-cpt/{day}.toml")


def test_an_edition_is_in_force_from_its_first_day_until_the_next():
    first, second = edition("2020-01-01"), edition("2025-07-01")

    def on(day):
        return in_force([second, first], on=type(first.edition).fromisoformat(day)).edition

    assert str(on("2020-01-01")) == "2020-01-01"
    assert str(on("2025-06-30")) == "2020-01-01"
    assert str(on("2025-07-01")) == "2025-07-01"


def test_a_day_before_the_first_edition_is_refused():
    first = edition("2020-01-01")
    with pytest.raises(NoEditionInForceError, match="the first edition is of 2020-01-01"):
        in_force([first], on=first.edition.replace(year=2019))
    with pytest.raises(NoEditionInForceError, match="there are no editions"):
        in_force([], on=first.edition)


def test_two_editions_of_one_day_are_refused():
    one, other = edition("2020-01-01"), edition("2020-01-01", TEXT + "# another\n")
    with pytest.raises(DuplicateEditionError, match="2020-01-01"):
        in_force([one, other], on=one.edition)
