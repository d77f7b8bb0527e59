"""The statement that the public answer is found with says what the models say."""

from datetime import date

import pytest

from recert.actions import acts, register
from recert.records.certification import Cycle
from recert.records.standings import cycles_with_filing
from recert.records.verification import cycles_by_code, cycles_by_number
from tests import examining, people

pytestmark = pytest.mark.django_db

OWN = ("pk", "begins_on", "ends_on", "closed_on", "level", "began_at")
BESIDE = ("edition_digest", "open_since")


def told(cycle):
    """All that an answer looks at."""
    credential = cycle.credential
    return (
        *(getattr(cycle, name) for name in (*OWN, *BESIDE)),
        credential.number,
        credential.program.title,
        credential.certificant.name,
        credential.certificant.language,
    )


def as_the_models_say(cycle):
    return [
        told(row) for row in cycles_with_filing(Cycle.objects.filter(credential=cycle.credential))
    ]


@pytest.fixture
def cycle():
    people.charlie()
    return people.alice(number="AC-20441705", code="b7yk3w")


def found(cycle):
    by_code = cycles_by_code(cycle.credential.code)
    by_name = cycles_by_number(cycle.credential.number, family_name="angstrom")
    assert [told(row) for row in by_code] == [told(row) for row in by_name]
    return by_code


def test_a_credential_that_nothing_happened_to(cycle):
    assert [told(row) for row in found(cycle)] == as_the_models_say(cycle)
    assert [(bool(row.has_acts), bool(row.has_risen)) for row in found(cycle)] == [(False, False)]


def test_the_day_of_an_application_that_is_filed_and_undecided(cycle):
    people.filed(cycle)
    (row,) = found(cycle)
    assert row.open_since == people.ON
    assert [told(row)] == as_the_models_say(cycle)


def test_two_cycles_the_older_first(cycle):
    people.renewed(cycle)
    assert len(found(cycle)) == 2
    assert [told(row) for row in found(cycle)] == as_the_models_say(cycle)


def test_acts_and_levels_that_rose_are_seen_to_be_there(cycle):
    acts.act_upon(
        cycle.credential,
        kind="suspended",
        begins_on=people.ON,
        reason="A complaint is looked into.",
        by=people.olga(),
        at=people.AT,
    )
    result = examining.result_alone(cycle, taken_on=date(2026, 3, 1))
    register.raise_level(cycle, result=result, level="certification", by=None, at=people.AT)
    (row,) = found(cycle)
    assert row.has_acts
    assert row.has_risen


def test_a_former_name_still_answers_and_another_does_not(cycle):
    register.rename(
        people.who(cycle),
        name="Alice Berg",
        family_name="Berg",
        by=None,
        on=people.ON,
        at=people.AT,
    )
    number = cycle.credential.number
    assert cycles_by_number(number, family_name="Ångström")
    assert cycles_by_number(number, family_name="BERG")
    assert not cycles_by_number(number, family_name="Chaplin")


def test_a_number_alone_finds_those_who_are_listed(cycle):
    assert not cycles_by_number(cycle.credential.number, family_name="")
    listed = people.certified(people.enrolled("Dara Open", listed=True), number="AC-10000009")
    assert cycles_by_number(listed.credential.number, family_name="")
