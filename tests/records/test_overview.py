"""The statement that finds the cycles of the first page says what the models say."""

from datetime import date

import pytest

from recert.actions import applications, documents, planning, review
from recert.records.certification import Cycle
from recert.records.overview import cycles_of, overview_of
from recert.records.standings import cycles_with_filing
from tests import people
from tests.actions.happenings_of_classes import planned

pytestmark = pytest.mark.django_db

OWN = ("pk", "begins_on", "ends_on", "closed_on", "level", "began_at", "edition_digest")
OF_CREDENTIAL = ("pk", "certificant", "program", "number", "certified_on", "exam_form")


def told(cycle):
    """What is told of a cycle and its credential, whoever found it."""
    credential = cycle.credential
    return (
        *(getattr(cycle, name) for name in (*OWN, "open_since")),
        *(getattr(credential, name) for name in OF_CREDENTIAL),
        credential.program.title,
    )


def found(cycle):
    """The cycles of the holder, once they are seen to be what the models say."""
    cycles = cycles_of(people.who(cycle))
    mine = Cycle.objects.filter(credential__certificant=people.who(cycle))
    assert [told(row) for row in cycles] == [told(row) for row in cycles_with_filing(mine)]
    return cycles


@pytest.fixture
def cycle():
    people.filed(people.charlie())  # somebody else's application is not Alice's
    return people.alice()


def application_of(row):
    return row.application_status, row.application_filed_on, bool(row.is_decided)


def test_a_cycle_that_nothing_happened_to(cycle):
    (row,) = found(cycle)
    assert application_of(row) == (None, None, False)
    assert row.document_pk is None


def test_an_application_that_waits(cycle):
    people.filed(cycle)
    (row,) = found(cycle)
    assert row.open_since == people.ON
    assert application_of(row) == ("submitted", people.ON, False)


def test_an_application_that_is_decided_and_not_final_yet(cycle):
    people.decided(people.filed(cycle), outcome="denied")
    (row,) = found(cycle)
    assert application_of(row) == ("submitted", people.ON, True)


def test_a_withdrawn_application_is_passed_over(cycle):
    applications.withdraw(people.filed(cycle), by=people.who(cycle).user, at=people.AT)
    (row,) = found(cycle)
    assert application_of(row) == (None, None, False)


def test_the_application_opened_last_is_the_one_that_is_told(cycle):
    decision = people.decided(people.filed(cycle), outcome="denied")
    review.take_effect(decision, at=people.AT)
    assert application_of(found(cycle)[0]) == ("denied", people.ON, False)
    people.filed(cycle, on=people.ON, at=people.later(days=1))
    assert application_of(found(cycle)[0]) == ("submitted", people.ON, False)


def kept(cycle, level, *, at):
    return documents.keep_certificate(cycle, level=level, digest=level, size=1, at=at).pk


def test_two_cycles_the_older_first_with_the_document_made_last(cycle):
    people.renewed(cycle)
    first = kept(cycle, "certification", at=people.later(days=1))
    kept(cycle, "certificate", at=people.AT)
    old, new = found(cycle)
    assert old.begins_on < new.begins_on
    assert application_of(old) == ("approved", people.ON, False)
    assert application_of(new) == (None, None, False)
    assert (old.document_pk, new.document_pk) == (first, None)


def test_the_plans_that_stand_the_soonest_first(cycle):
    late = planned(cycle, of=people.course(code="B-1", title="Later"), on=date(2027, 6, 12))
    soon = planned(cycle, of=people.course(code="A-1", title="Soon"), on=people.ON)
    planning.cancel(planned(cycle, on=date(2027, 3, 1)), by=None, at=people.AT)
    (row,) = cycles_of(people.who(cycle))
    plans = overview_of(row).plans
    assert [plan.pk for plan in plans] == [soon.pk, late.pk]
    assert [(plan.on, plan.course.code, plan.course.title) for plan in plans] == [
        (people.ON, "A-1", "Soon"),
        (date(2027, 6, 12), "B-1", "Later"),
    ]
