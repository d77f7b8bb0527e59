"""Files of results: each row is recorded, repeated, a correction or held, in whatever order."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from recert.actions import exam_corrections, exams, register, result_files
from recert.records.certification import Cycle, ExamResult, LevelChange
from recert.records.exam_lists import corrections_open, rows_held
from recert.records.exams import ExamCorrection, ResultFile, ResultRow
from recert.records.history import Event
from tests import examining
from tests import people as cast
from tests.examining import EXAM_ON, LATER_ON, alice, authorised, booked, file, row, taken_in, told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def states():
    return list(ResultRow.objects.order_by("file", "place").values_list("state", flat=True))


def why_held():
    return rows_held().get().because


# --- whose result it is


def test_a_number_with_its_family_name_says_whose_it_is():
    cycle = alice()
    taken_in(told(cycle, number=cycle.credential.number.lower().replace("-", " ")))
    assert ExamResult.objects.get().credential == cycle.credential
    assert states() == ["recorded"]


def test_a_former_name_still_fits():
    cycle = alice()
    register.rename(
        cast.who(cycle), name="Alice Öberg", family_name="Öberg", by=None, on=cast.ON, at=cast.AT
    )
    taken_in(told(cycle, family_name="ANGSTROM"))
    assert states() == ["recorded"]


def test_our_booking_says_whose_it_is_and_which_exam():
    seat = booked(authorised(alice()))
    taken_in(told(booking="B-1", family_name="Ångström"))
    assert ExamResult.objects.get().bookings.get() == seat


def test_a_candidate_number_that_a_person_settled_once_is_known_from_then_on():
    cycle = alice()
    taken_in(told(outcome="absent", candidate="C-7"))
    held = rows_held().get()
    result_files.settle_row(
        held, credential=cycle.credential, by=cast.olga(), on=LATER_ON, at=cast.AT
    )
    taken_in(told(reference="R-2", taken_on=EXAM_ON + DAY, candidate="C-7"))
    assert states() == ["recorded", "recorded"]


@pytest.mark.parametrize(
    "clues, words",
    [
        ({"number": ""}, "no booking, and no number with a name"),
        ({"family_name": ""}, "A number alone does not say who it is"),
        ({"family_name": "Chaplin"}, "somebody with another family name"),
        ({"number": "AC-0"}, "No credential has the number AC-0."),
        ({"number": "", "family_name": "", "booking": "B-9"}, "No booking here has the reference"),
        ({"booking": "B-2"}, "fits two people"),
        ({"number": "", "booking": "B-2"}, "not that of the person of the booking"),
        ({"form": "oral"}, "The exam oral is not known"),
        ({"taken_on": LATER_ON + DAY}, "not later than today"),
    ],
    ids=str,
)
def test_a_row_that_fits_nobody_or_two_or_cannot_be_is_held_with_the_reason(clues, words):
    cycle = alice()
    booked(authorised(alice(name="Charlie Chaplin")), reference="B-2")
    taken_in(told(cycle, **clues))
    assert words in why_held()
    assert not ExamResult.objects.exists()


def test_a_candidate_number_that_was_used_for_two_people_decides_nothing():
    taken_in(told(alice(), candidate="C-7"))
    charlie = alice(name="Charlie Chaplin")
    taken_in(told(charlie, reference="R-2", candidate="C-7"))
    assert "fits two people" in why_held()
    result_files.settle_row(
        rows_held().get(), credential=charlie.credential, by=cast.olga(), on=LATER_ON, at=cast.AT
    )
    taken_in(told(reference="R-3", candidate="C-7"))
    assert "used for two people" in why_held()


def test_a_cancelled_booking_is_nobodys():
    seat = booked(authorised(alice()))
    exams.cancel_booking(seat, by=None, at=cast.AT)
    taken_in(told(booking="B-1"))
    assert "No booking here" in why_held()


# --- what becomes of it


def test_the_same_file_twice_is_one_file():
    sent = told(alice())
    assert taken_in(sent) == taken_in(replace(sent, name="again.csv"))
    assert (ResultFile.objects.count(), states()) == (1, ["recorded"])


def test_the_same_result_in_another_file_is_the_same_result():
    cycle = alice()
    taken_in(told(cycle))
    taken_in(told(cycle))
    assert states() == ["recorded", "repeated"]
    assert Event.objects.filter(name="exam_result.recorded").count() == 1


def test_a_result_that_an_officer_entered_first_is_the_same_result():
    cycle = alice()
    examining.sat(cycle)
    taken_in(told(cycle))
    assert states() == ["repeated"]


def test_a_result_told_otherwise_is_a_correction_that_waits_for_a_person():
    cycle = alice()
    taken_in(told(cycle))
    taken_in(told(cycle, outcome="fail"))
    assert states() == ["recorded", "correction"]
    correction = corrections_open().get()
    assert correction.row == ResultRow.objects.last()
    assert "Testing center told this result otherwise, in results.csv, row 1." in correction.because
    assert LevelChange.objects.exists()
    assert exam_corrections.confirm(correction, by=cast.olga(), on=LATER_ON, at=cast.AT)
    assert not LevelChange.objects.exists()


def test_a_correction_that_is_told_every_night_is_one_and_stays_dismissed():
    cycle = alice()
    taken_in(told(cycle))
    taken_in(told(cycle, outcome="fail"))
    taken_in(told(cycle, outcome="fail"))
    exam_corrections.dismiss(
        corrections_open().get(), because="The vendor was wrong.", by=cast.olga(), at=cast.AT
    )
    taken_in(told(cycle, outcome="fail"))
    assert states() == ["recorded", "correction", "repeated", "repeated"]
    assert ExamCorrection.objects.count() == 1


def test_a_second_correction_waits_until_the_first_is_settled():
    cycle = alice()
    taken_in(told(cycle))
    taken_in(told(cycle, outcome="fail"))
    taken_in(told(cycle, outcome="absent"))
    assert "Another correction" in why_held()


def test_an_old_file_that_comes_after_a_correction_is_held_and_a_person_may_mean_it():
    cycle = alice()
    taken_in(told(cycle))
    taken_in(told(cycle, outcome="fail"))
    exam_corrections.confirm(corrections_open().get(), by=cast.olga(), on=LATER_ON, at=cast.AT)
    taken_in(told(cycle))
    assert "stood so until it was corrected" in why_held()
    row_ = result_files.settle_row(
        rows_held().get(), credential=cycle.credential, by=cast.olga(), on=LATER_ON, at=cast.AT
    )
    assert row_.state == "correction"
    assert corrections_open().get().outcome == "pass"


def test_a_held_row_that_is_told_every_night_is_held_once():
    taken_in(told())
    taken_in(told())
    result_files.set_row_aside(rows_held().get(), because="Of another.", by=cast.olga(), at=cast.AT)
    taken_in(told())
    assert states() == ["set_aside"] * 3
    assert not rows_held()


def test_a_reference_of_somebody_else_is_held():
    taken_in(told(alice()))
    taken_in(told(alice(name="Charlie Chaplin")))
    assert "somebody else" in why_held()


def test_a_file_that_was_cut_off_is_taken_up_where_it_ended(monkeypatch):
    rows = [row(alice(), reference="R-1"), row(alice(name="Charlie Chaplin"), reference="R-2")]
    sent = file(*rows)
    real, calls = result_files._take_row, []

    def die_at_the_second(*args, **more):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(*args, **more)

    monkeypatch.setattr(result_files, "_take_row", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        taken_in(sent)
    monkeypatch.undo()
    taken_in(sent)
    assert states() == ["recorded", "recorded"]


def test_a_row_that_breaks_unforeseen_leaves_the_rows_before_it(monkeypatch):
    monkeypatch.setattr(result_files, "_write", lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        taken_in(told(alice()))
    assert not ExamResult.objects.exists()


# --- any order, any number of times, the same end


def _after(person, orders):
    """What is on record once the same results came in files of some order."""
    for rows in orders:
        taken_in(file(*rows), on=date(2026, 12, 15))
    return _on_record(person)


def _on_record(cycle):
    mine = ExamResult.objects.filter(credential=cycle.credential)
    return (
        sorted(mine.values_list("reference", "taken_on", "outcome", "decision__outcome")),
        sorted(
            Cycle.objects.filter(credential=cycle.credential).values_list("begins_on", "level")
        ),
        sorted(LevelChange.objects.filter(cycle__credential=cycle.credential)
               .values_list("from_on", "level")),
    )  # fmt: skip


SITTINGS = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=200),  # days before the last
        st.sampled_from(["pass", "fail", "absent"]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda sitting: sitting[0],
)


class AnyOrder(TestCase):
    """Results that come in any order, in any files, any number of times."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(SITTINGS, st.integers(min_value=0, max_value=2**32))
    def test_whatever_the_order_the_end_is_the_same_once_a_person_settled_what_waits(
        self, sittings, seed
    ):
        shuffled = random.Random(seed)  # noqa: S311  (an order, not a secret)
        ends = []
        for person in ("Alice Ångström", "Charlie Chaplin"):
            cycle = alice(name=person)
            rows = [
                row(
                    cycle, reference=f"{cycle.pk}-{days:03d}",
                    taken_on=cast.LAST_ON - days * DAY, outcome=outcome,
                )
                for days, outcome in sittings
            ]  # fmt: skip
            if person.startswith("Charlie"):
                rows = shuffled.sample(rows * 2, len(rows) * 2)
                rows = [rows[at : at + 2] for at in range(0, len(rows), 2)]
            else:
                rows = [rows]
            _after(cycle, rows)
            _settle_all()
            ends.append(_nameless(_on_record(cycle)))
        assert ends[0] == ends[1]


def _settle_all():
    while corrections_open().exists():
        exam_corrections.confirm(
            corrections_open().first(), by=cast.olga(), on=date(2026, 12, 15), at=cast.AT
        )


def _nameless(end):
    results, cycles, changes = end
    return [each[1:] for each in results], cycles, changes
