"""The rules in plain words say what the policy says: no figure of theirs is their own."""

from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recert.policy.differences import differences
from recert.policy.explaining import explain, not_set, sentence
from recert.policy.figures import FIGURES, figures, source_of
from recert.policy.keys import Kind
from recert.policy.loading import load
from recert.policy.names import say_day
from recert.policy.policies import FilingRule
from recert.policy.reference import values_to_try, whole_example
from recert.policy.sources import UNCITED
from recert.policy.units import NOT_SET
from recert.policy.worked_examples import example_cycle, example_days, examples, hours_table
from tests.policy.known import EDITION, action, changed, guides
from tests.policy.test_reference import KEYS, SOURCE, with_value

POLICIES = {
    "action": action(),
    "action-open": action(demonstration=False),
    "guides": guides(),
    "example": load(whole_example(), source=SOURCE),
}
every_policy = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
WITHOUT_EFFECT = {"valid_on"}  # the example's pathway has no exam: both words mean the filing day


def sentences(policy):
    return [each for section in explain(policy) for each in section.sentences]


def said(policy):
    return "\n".join(each.text for each in sentences(policy))


def open_values(thing, path=()):
    """The path of each value that is not set, wherever in a policy it is."""
    if thing is NOT_SET:
        yield path
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from open_values(getattr(thing, field.name), (*path, field.name))
    elif isinstance(thing, tuple):
        for at, each in enumerate(thing):
            yield from open_values(each, (*path, str(at)))


@every_policy
def test_each_value_that_is_not_set_is_told_once_with_who_decides(policy):
    told = not_set(policy)
    assert len(told) == len(list(open_values(policy)))
    assert len({each.key for each in told}) == len(told)
    assert all(" is not set. " in each.text for each in told)


@every_policy
def test_every_sentence_has_an_id_of_its_own_and_the_source_of_its_value(policy):
    everything = sentences(policy)
    ids = [each.id for each in everything]
    assert len(set(ids)) == len(ids)
    for each in everything:
        last = each.key.split(".")[-1]
        if each.source:
            assert each.source == policy.citations[each.key]
        else:
            assert last in {*UNCITED, "edition", "fees", "authorisation_days"}, each.id
    assert len({section.id for section in explain(policy)}) == len(explain(policy))


def alternatives(table, key):
    """Values that a key may hold beside the one of its example."""
    other = {
        Kind.TEXT: '"Something else"',
        Kind.WHOLE: "7",
        Kind.AMOUNT: "3.0",
        Kind.STEP: "0.1",
        Kind.MONEY: "81.00",
        Kind.ZONE: '"Asia/Tokyo"',
        Kind.CURRENCY: '"EUR"',
        Kind.SPAN: "[4, 6]",
    }.get(key.kind)
    listed = [value for value in values_to_try(key) if value != key.example]
    return ([other] if other else []) + listed


CHANGES = [
    (table, key, value)
    for table, key in KEYS
    if table.path[:1] != ("sources",) and key.kind != Kind.CITE and key.name != "form"
    and key.name not in WITHOUT_EFFECT
    for value in alternatives(table, key)
    if value != '"waived"'
]  # fmt: skip


@pytest.mark.parametrize(
    "table, key, value",
    [pytest.param(*each, id=f"{each[0].path}-{each[1].name}-{each[2]}") for each in CHANGES],
)
def test_another_value_of_any_key_is_a_difference_in_plain_words(table, key, value):
    text = with_value(table, key, value)
    assert text != whole_example()
    found = differences(POLICIES["example"], load(text, source=SOURCE))
    assert found.rules


def test_a_waived_fee_reads_as_waived():
    text = whole_example().replace("amount = 75.00", "amount = 0")
    line = "pathways.continuing_education.fees.base.amount"
    waived = load(text.replace('owed = "always"', 'owed = "waived"'), source=SOURCE)
    assert "waived" in sentence(waived, line).text
    assert "waived" not in sentence(load(text, source=SOURCE), line).text


def test_the_rules_of_action_are_told_in_its_own_figures():
    text = said(action())
    assert "You must recertify once in each cycle of 2 years." in text
    assert "Earn 2.0 CECs (20 contact hours) in your cycle." in text
    assert "The same exam cannot be used twice" in text
    assert "Upgrade by the accredited exam, Recertification fee: waived. You pay USD 0.00." in text
    assert "USD 75.00" not in said(action(demonstration=False))


def test_a_sentence_that_an_edition_does_not_say_is_none():
    assert sentence(guides(), "pathways.exam_upgrade.exam.form") is None


@every_policy
def test_each_figure_rests_on_the_source_of_its_value(policy):
    unsourced = {"title", "edition", "rationale"}
    for name in set(figures(policy)) - unsourced:
        assert source_of(policy, name), name
    assert all(source_of(policy, name) is None for name in unsourced)


def test_the_figures_of_action_rest_on_what_it_published():
    sources = {name: source_of(action(), name).key for name in ("credits", "exam", "companion")}
    assert sources == {"credits": "ACT1", "exam": "ACT1", "companion": "ACT5"}
    assert source_of(action(), "fee").key == "DEMONSTRATION"
    assert source_of(action(), "exam_fee").key == "ACT1"


def variants():
    """Policies that say other numbers than ACTION's."""
    return st.builds(
        _variant,
        steps=st.integers(2, 400),
        years=st.integers(1, 9),
        minutes=st.sampled_from([NOT_SET, 60, 600, 3000]),
        wait=st.integers(0, 200),
        closes=st.none() | st.integers(0, 400),
        opens=st.none() | st.integers(0, 300),
        fee=st.none() | st.integers(0, 100_000),
        grace=st.integers(0, 90),
        edition=st.dates(date(1999, 1, 1), date(2060, 1, 1)),
    )


def _variant(*, steps, years, minutes, wait, closes, opens, fee, grace, edition):
    policy = action()
    credits_way, exam_way = policy.pathways
    filing = FilingRule(opens, NOT_SET if closes is None else closes)
    base, *more = credits_way.fees
    amount = NOT_SET if fee is None else fee
    return replace(
        policy,
        edition=edition,
        unit=replace(policy.unit, minutes=minutes),
        cycle=replace(policy.cycle, years=years),
        after_last_day=replace(policy.after_last_day, grace_days=grace),
        pathways=(
            replace(
                credits_way,
                credits=steps,
                filing=filing,
                fees=(replace(base, amount=amount), *more),
            ),
            replace(exam_way, exam=replace(exam_way.exam, wait_days=wait)),
        ),
    )


@given(variants())
def test_change_a_number_and_every_text_changes_with_it(policy):
    text, shown = said(policy), figures(policy)
    way, asked = policy.pathways[0], policy.unit.say(policy.pathways[0].credits)
    assert f"Earn {asked}" in text
    assert shown["credits"] == asked
    assert shown["cycle"].split()[0] == str(policy.cycle.years)
    assert f"cycle of {shown['cycle']}" in text
    assert (shown["fee"] == "not set") == (way.fees[0].amount is NOT_SET)
    assert shown["fee"] == "not set" or shown["fee"] in text
    assert set(shown) <= set(FIGURES)
    days = {row.what: row.on for row in example_days(policy)}
    cycle = example_cycle(policy)
    assert cycle.first_on >= policy.edition
    assert days["Last day of your cycle"] == cycle.last_on
    closes = way.filing.closes_days_after
    asked_on = days["Last day to file"]
    assert (asked_on is None) == (closes is NOT_SET)
    assert asked_on is None or (asked_on - cycle.last_on).days == closes


@given(variants())
def test_the_examples_are_the_engines_own_answers_on_the_policys_own_numbers(policy):
    way, cycle = policy.pathways[0], example_cycle(policy)
    exactly, less, late, *rest = [each for each in examples(policy) if each.way == way.label]
    assert policy.unit.say(way.credits) in exactly.situation
    assert exactly.outcome == "eligible"
    assert policy.unit.say(way.credits - 1) in less.situation
    assert less.outcome == "not eligible"
    assert f"Missing: {policy.unit.say(1)}." in less.because[0]
    assert late.outcome == "not eligible"
    closes = way.filing.closes_days_after
    outcomes = {each.outcome for each in rest}
    if closes is NOT_SET:
        assert outcomes == {"referred"}
    elif closes == 0:
        assert outcomes == {"not eligible"}
    else:
        assert [each.outcome for each in rest] == ["eligible", "not eligible"]
        assert (rest[0].on - cycle.last_on).days == closes
    passed, afterwards, again, *failed = [
        each for each in examples(policy) if each.way != way.label
    ]
    assert (passed.outcome, afterwards.outcome) == ("eligible", "referred")
    assert again.outcome == "not eligible"
    wait = policy.pathways[1].exam.wait_days
    assert wait == 0 or any("You may sit it again from" in told for told in failed[0].because)


def test_an_example_tells_the_day_after_the_wait():
    failed = examples(action())[-1]
    assert failed.on == date(2021, 11, 30)
    assert f"You may sit it again from {say_day(date(2022, 2, 28))}." in failed.because


@every_policy
def test_hours_are_those_of_the_unit(policy):
    unit = policy.unit
    if unit.minutes is NOT_SET:
        assert hours_table(policy) == ()
    else:
        assert unit.say(unit.steps_of_minutes(60)) in {row.credit for row in hours_table(policy)}


# --- differences


def test_two_editions_that_say_the_same_have_no_difference():
    found = differences(action(demonstration=False), changed(("# What ACTION", "# What the body")))
    assert found.rules == ()
    assert not found.same_text
    assert differences(action(), action()).same_text


def test_a_difference_says_what_was_and_what_is():
    (found,) = differences(
        action(demonstration=False), changed(("credits = 2.0 #", "credits = 2.5 #"))
    ).rules
    assert (found.kind, found.section) == ("changed", "Continuing education")
    assert "2.0 CECs" in found.was.text
    assert "2.5 CECs" in found.becomes.text


def test_what_only_one_edition_says_is_added_or_removed():
    text = EDITION.read_text()
    without = load(
        text[: text.index("[pathways.exam_upgrade]")], source="action-cpt/2027-01-01.toml"
    )
    lost = differences(action(demonstration=False), without).rules
    assert {each.kind for each in lost} == {"removed"}
    assert all(each.becomes is None and each.was for each in lost)
    won = differences(without, action(demonstration=False)).rules
    assert {each.kind for each in won} == {"added"}
    assert len(won) == len(lost) > 5


def test_another_source_for_the_same_rule_is_told_too():
    other = changed(('providers = "ACT2"', 'providers = "ACT1"'))
    (found,) = differences(action(demonstration=False), other).rules
    assert found.kind == "other source"
    assert found.was.source.key != found.becomes.source.key


def test_the_later_edition_reaches_later_cycles_whichever_is_named_first():
    later = replace(action(), edition=date(2027, 1, 1))
    for found in (differences(action(), later), differences(later, action())):
        assert "1 January 2027" in found.reaches


def test_two_programs_are_not_compared():
    with pytest.raises(ValueError, match="two programs"):
        differences(action(), guides())
