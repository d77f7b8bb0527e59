"""What the database keeps of classes and reports, and what `recert check` finds of them."""

import pytest
from django.db import transaction

from recert.actions import completions
from recert.records.catalogue import CompletionReport, CourseProposal, CourseVersion
from tests import offering
from tests import people as cast
from tests.records.guarded import copy_of, refuses
from tests.records.test_invariants import broken, loosen, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    """A class with two versions, a report that gave credit, one held and one settled."""
    cycle, kettlebells = cast.alice(), cast.course(minutes=600)
    offering.change(kettlebells, title="Newer", minutes=300)
    offering.reported(cycle, kettlebells)
    other = cast.course()
    cast.rejected(cycle, of=other)
    held = offering.reported(cycle, other, key=offering.uuid.UUID(int=75)).report
    completions.settle_held(held, because="Another Alice.", by=cast.olga(), at=cast.AT)
    offering.reported(cycle, other, key=offering.uuid.UUID(int=76))
    yield kettlebells
    transaction.set_rollback(True)  # what was planted is not to be held against the test itself


def granted():
    return CompletionReport.objects.filter(outcome="granted")


# --- what the database refuses


def test_a_version_is_neither_changed_nor_deleted(kept):
    rows, words = CourseVersion.objects.filter(course=kept), "courseversion rows are never"
    assert refuses(lambda: rows.update(title="x"), words=words)
    assert refuses(lambda: rows._raw_delete(rows.db), words=words)


FIXED = {
    "minutes": 1,
    "completed_on": cast.ON,
    "outcome": "held",
    "key": offering.uuid.UUID(int=99),
    "at": cast.later(days=1),
}


@pytest.mark.parametrize("column", FIXED)
def test_a_report_is_not_rewritten(kept, column):
    words = "a completion report is not rewritten"
    assert refuses(lambda: granted().update(**{column: FIXED[column]}), words=words)


def test_a_report_is_not_deleted(kept):
    words = "completionreport rows are never deleted"
    assert refuses(lambda: granted()._raw_delete("default"), words=words)


def test_the_words_of_a_settled_report_are_not_rewritten(kept):
    settled = CompletionReport.objects.exclude(settled_at=None)
    words = "a completion report is not rewritten"
    assert refuses(lambda: settled.update(settled_because="x"), words=words)


def test_only_a_held_report_is_settled_and_with_words(kept):
    told = {"settled_by": cast.olga(), "settled_at": cast.AT}
    assert refuses(lambda: granted().update(**told, settled_because="x"))
    held = CompletionReport.objects.filter(outcome="held", settled_at=None)
    assert refuses(lambda: held.update(**told))
    assert not refuses(lambda: held.update(**told, settled_because="x"))


def test_an_activity_has_one_report_that_gave_credit_and_one_that_waits(kept):
    held = CompletionReport.objects.get(outcome="held", settled_at=None)
    for report in (granted().get(), held):
        assert refuses(lambda report=report: copy_of(report, key=offering.uuid.uuid4()))


def test_a_number_of_a_version_is_there_once(kept):
    assert refuses(lambda: copy_of(kept.versions.get(number=1)))
    assert not refuses(lambda: copy_of(kept.versions.get(number=1), number=3))


def test_one_person_speaks_for_a_provider_once_at_a_time(kept):
    contact = offering.speaks().contact_of.get()
    assert refuses(lambda: copy_of(contact))
    assert not refuses(lambda: copy_of(contact, ended_at=cast.AT))


@pytest.mark.parametrize(
    "changes", [{"title": ""}, {"minutes": None}, {"minutes": 0}, {"kind": ""},
                {"submitted_at": None}]
)  # fmt: skip
def test_a_sent_proposal_says_what_it_is(changes):
    proposal = offering.proposed()
    rows = CourseProposal.objects.filter(pk=proposal.pk)
    assert refuses(lambda: rows.update(**changes))


def test_a_returned_proposal_says_why_and_an_approved_one_names_its_version():
    rows = CourseProposal.objects.filter(pk=offering.proposed().pk)
    assert refuses(lambda: rows.update(status="returned"))
    assert refuses(lambda: rows.update(status="approved"))


# --- what a check finds

FAULTS = {
    "a class that is not what its version says":
        (["course"], "update records_course set minutes = 1 where version = 2", "is not what its"),
    "a class without its version":
        (["courseversion"], "delete from records_courseversion where number = 2", "is not what"),
    "a gap in the numbers":
        (["courseversion", "course"],
         ("delete from records_courseversion where number = 1 and course_id in "
         "(select course_id from records_courseversion where number = 2)"), "have a gap"),
    "a version that holds before an earlier one":
        (["courseversion"],
         "update records_courseversion set holds_from = '2019-01-01' where number = 2",
         "before an earlier one"),
    "a report of another day than its activity":
        (["completionreport"],
         ("update records_completionreport set completed_on = '2026-05-03' "
         "where outcome = 'granted'"), "another class, day"),
    "a report without its entry":
        (["completionreport"],
         ("update records_completionreport set by_id = (select min(id) from records_user) "
         "where outcome = 'granted'"), "no entry by its provider"),
    "a report of a day on which the class was not approved":
        (["completionreport"],
         "update records_completionreport set completed_on = '2019-12-31' where outcome = 'held'",
         "when its class was not approved"),
    "a report longer than its class":
        (["completionreport"],
         "update records_completionreport set minutes = 601 where outcome = 'granted'",
         "longer than it was"),
    "a report by the certificant":
        (["completionreport"],
         "update records_completionreport set by_id = (select user_id from records_certificant)",
         "is by the certificant"),
}  # fmt: skip


def test_what_actions_wrote_of_classes_holds(kept):
    assert broken() == {}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_of_a_class_is_found(kept, name):
    tables, statement, words = FAULTS[name]
    for table in tables:
        loosen(f"records_{table}")
    assert broken() == {}, "loosening a table is no fault"
    plant(statement)
    assert any(words in said for said in broken().get("I30", ())), broken()
