"""What the database keeps of exams: a result is reversed once and never rewritten."""

from datetime import timedelta

import pytest

from recert.records.certification import Cycle, ExamResult, LevelChange
from recert.records.exams import ExamAuthorisation, ExamCorrection
from tests import examining
from tests import people as cast
from tests.records.guarded import copy_of, refuses, ruled

pytestmark = pytest.mark.django_db
LATER = cast.AT + timedelta(days=1)


@pytest.fixture(name="corrected")
def _corrected():
    """Alice's first result, which was corrected from a pass to a failure."""
    result = examining.sat(examining.alice())
    examining.confirmed(examining.proposed(result))
    return result


@pytest.mark.parametrize("model", [ExamResult, LevelChange])
def test_what_was_reversed_is_not_put_in_force_again_nor_reversed_twice(corrected, model):
    mine = model.every.filter(reversed_at__isnull=False)
    assert mine.count() == 1
    words = "rows are never changed or deleted"
    assert refuses(lambda: mine.update(reversed_at=None), words=words)
    assert refuses(lambda: mine.update(reversed_at=LATER), words=words)


def test_a_result_is_not_rewritten_while_it_is_reversed():
    result = examining.sat(examining.alice())
    mine = ExamResult.objects.filter(pk=result.pk)
    assert refuses(lambda: mine.update(reversed_at=LATER, outcome="fail"), words="never changed")
    assert not refuses(lambda: mine.update(reversed_at=LATER))


def test_a_reversed_cycle_stays_as_it_was_and_lies_in_no_others_way(corrected):
    gone = Cycle.every.get(reversed_at__isnull=False)
    mine = Cycle.every.filter(pk=gone.pk)
    words = "a cycle that was reversed stays as it was"
    assert refuses(lambda: mine.update(reversed_at=None), words=words)
    assert refuses(lambda: mine.update(level="certificate"), words=words)
    assert not refuses(lambda: copy_of(gone, reversed_at=None))
    assert refuses(lambda: copy_of(gone, reversed_at=None)), "a second in force overlaps"


def test_a_reference_is_one_result_in_force(corrected):
    second = ExamResult.objects.get()
    assert refuses(lambda: copy_of(second))
    assert not refuses(lambda: copy_of(second, reversed_at=LATER))


def test_nobody_rules_on_their_own_exam():
    ruling = ruled()
    own = ruling.decision.result.credential.certificant.user
    result = examining.sat(examining.alice(), taken_on=cast.LAST_ON + timedelta(days=1),
                           reference="R-9")  # fmt: skip
    words = "nobody decides their own case"
    alice = result.credential.certificant.user
    assert refuses(
        lambda: copy_of(ruling, decision_id=result.decision.pk, by_id=alice.pk), words=words
    )
    assert not refuses(lambda: copy_of(ruling, decision_id=result.decision.pk, by_id=own.pk))


def test_one_authorisation_of_an_exam_is_open_and_one_seat_stands():
    seat = examining.booked(examining.authorised(examining.alice()))
    given = ExamAuthorisation.objects.get()
    key = {"key": "00000000-0000-0000-0000-000000000009"}
    assert refuses(lambda: copy_of(given, **key))
    assert not refuses(lambda: copy_of(given, **key, status="cancelled", closed_at=cast.AT))
    assert refuses(lambda: copy_of(seat, reference="B-2"))
    assert not refuses(lambda: copy_of(seat, reference="B-2", cancelled_at=cast.AT))


@pytest.mark.parametrize(
    "change",
    [
        {"status": "sat"},
        {"closed_at": cast.AT},
        {"last_on": cast.ON - timedelta(days=1)},
    ],
    ids=str,
)
def test_an_authorisation_says_whether_it_is_over_and_ends_after_it_begins(change):
    examining.authorised(examining.alice())
    assert refuses(lambda: ExamAuthorisation.objects.update(**change))


@pytest.mark.parametrize(
    "change",
    [
        {"confirmed": True},
        {"confirmed": False, "settled_at": cast.AT, "dismissed_because": "No."},
        {"because": ""},
        {"dismissed_because": "No."},
    ],
    ids=str,
)
def test_a_correction_says_why_and_how_it_was_settled_and_by_whom(change):
    examining.proposed(examining.sat(examining.alice()))
    assert refuses(lambda: ExamCorrection.objects.update(**change))


def test_a_dismissed_correction_says_why_by_whom_and_has_no_result():
    examining.proposed(examining.sat(examining.alice()))
    settled = {"confirmed": False, "settled_at": cast.AT, "settled_by": cast.olga()}
    assert refuses(lambda: ExamCorrection.objects.update(**settled))
    assert not refuses(
        lambda: ExamCorrection.objects.update(**settled, dismissed_because="It was right.")
    )
