"""What can happen around an exam: before it, by its result, and when that was told wrongly."""

from datetime import date

from recert.actions import exam_corrections, exam_results, exam_rulings, exams, result_files
from recert.policy.cycles import Span
from recert.records.exam_lists import decisions_to_rule
from recert.records.exams import ResultRow
from tests import examining
from tests import people as cast
from tests.actions.happening import KEY, THEN, Happening
from tests.examining import EXAM_ON, LATER_ON, VENDOR, told

FAILED_ON = date(2026, 10, 1)
LATE_ON = date(2026, 12, 16)  # the day after Alice's last
NEXT = Span(LATE_ON, date(2028, 12, 15))


def _record(cycle, **given):
    return examining.sat(cycle, at=THEN, **given)


def _late():
    """A pass after the last day, which the policy leaves open."""
    examining.sat(examining.alice(), taken_on=LATE_ON)
    return decisions_to_rule().get()


def _rule(decision, **given):
    told_ = {"upgrade": True, "because": "The storm.", "next_cycle": NEXT} | given
    return exam_rulings.rule(decision, **told_, by=cast.olga(), on=LATE_ON, at=THEN)


def _take(file):
    return result_files.take_in(file, by=cast.olga(), on=LATER_ON, at=THEN)


def _held():
    """A row that names nobody, held."""
    cycle = examining.alice()
    result_files.take_in(told(reference="R-1"), by=cast.olga(), on=LATER_ON, at=cast.AT)
    return ResultRow.objects.get(), cycle.credential


def _booked():
    return examining.booked(examining.authorised(examining.alice()))


RISEN = {"examresult": 1, "examdecision": 1, "levelchange": 1, "cycle": 1, "examrenewal": 1}
ROSE = ("exam_result.recorded", "credential.level_rose", "cycle.begun_by_exam")

HAPPENINGS = (
    Happening(
        exams.give_authorisation,
        examining.alice,
        lambda it: exams.give_authorisation(
            it, key=KEY, pathway="exam_upgrade", by=cast.who(it).user, on=cast.ON, at=THEN
        ),
        ("authorisation.given",),
        ("authorisation_given",),
        writes={"examauthorisation": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        exams.book,
        lambda: examining.authorised(examining.alice()),
        lambda it: exams.book(
            it, place="Los Angeles", window_from=EXAM_ON, window_through=EXAM_ON, vendor=VENDOR,
            reference="B-1", by=it.cycle.credential.certificant.user, on=cast.ON, at=THEN,
        ),
        ("exam.booked",),
        ("exam_booked",),
        writes={"exambooking": 1, "examauthorisation": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        exams.cancel_booking,
        _booked,
        lambda it: exams.cancel_booking(it, by=None, at=THEN),
        ("exam.booking_cancelled",),
        writes={"exambooking": 1, "examauthorisation": 1},
    ),
    Happening(
        exams.cancel_authorisation,
        lambda: _booked().authorisation,
        lambda it: exams.cancel_authorisation(
            it, because="Given by mistake.", by=cast.olga(), at=THEN
        ),
        ("authorisation.cancelled",),
        ("authorisation_cancelled",),
        writes={"exambooking": 1, "examauthorisation": 1},
        by="Olga",
    ),
    Happening(
        exams.expire_due,
        _booked,
        lambda it: exams.expire_due(on=date(2027, 2, 23), at=THEN) and None,
        ("authorisation.expired",),
        ("authorisation_expired",),
        writes={"examauthorisation": 1},
        again=True,
        title="the day after its last",
    ),
    Happening(
        exam_results.record_result,
        examining.alice,
        _record,
        ROSE,
        ("exam_passed",),
        ("certificate", "certificate"),
        writes=RISEN,
        again=True,
        by="Olga",
        title="passed",
    ),
    Happening(
        exam_results.record_result,
        lambda: examining.booked(examining.authorised(examining.alice())).authorisation.cycle,
        lambda it: _record(it, outcome="absent"),
        ("exam_result.recorded",),
        ("exam_absent",),
        writes={"examresult": 1, "examdecision": 1, "exambooking": 1, "examauthorisation": 1},
        again=True,
        by="Olga",
        title="absent from a seat that was booked",
    ),
    Happening(
        exam_results.record_result,
        lambda: examining.authorised(examining.alice()).cycle,
        lambda it: _record(it, outcome="fail"),
        ("exam_result.recorded",),
        ("exam_failed",),
        writes={"examresult": 1, "examdecision": 1, "examauthorisation": 1},
        again=True,
        by="Olga",
        title="failed",
    ),
    Happening(
        exam_results.record_result,
        lambda: (it := examining.alice()) and cast.filed(it) and it,
        _record,
        (*ROSE[:2], "application.withdrawn", ROSE[2]),
        ("application_withdrawn", "exam_passed"),
        ("certificate", "certificate"),
        writes=RISEN | {"application": 1},
        again=True,
        by="Olga",
        title="passed with an application open",
    ),
    Happening(
        exam_results.record_result,
        examining.alice,
        lambda it: _record(it, taken_on=LATE_ON),
        ("exam_result.recorded",),
        ("exam_referred",),
        writes={"examresult": 1, "examdecision": 1},
        again=True,
        by="Olga",
        title="passed after the last day",
    ),
    Happening(
        exam_results.record_result,
        examining.holder,
        _record,
        ("exam_result.recorded",),
        ("exam_not_counted",),
        writes={"examresult": 1, "examdecision": 1},
        again=True,
        by="Olga",
        title="passed without a card",
    ),
    Happening(
        exam_rulings.rule,
        _late,
        _rule,
        ("exam.ruled", "cycle.begun_by_exam"),
        ("exam_passed",),
        ("certificate",),
        writes={"examruling": 1, "cycle": 1, "examrenewal": 1},
        by="Olga",
    ),
    Happening(
        exam_rulings.rule,
        _late,
        lambda it: _rule(it, upgrade=False, next_cycle=None),
        ("exam.ruled",),
        ("exam_not_counted",),
        writes={"examruling": 1},
        by="Olga",
        title="no upgrade",
    ),
    Happening(
        exam_corrections.propose,
        lambda: examining.sat(examining.alice()),
        lambda it: examining.proposed(it, at=THEN),
        ("exam_correction.proposed",),
        writes={"examcorrection": 1},
        again=True,
        by="Olga",
    ),
    Happening(
        exam_corrections.confirm,
        lambda: examining.proposed(examining.sat(examining.alice())),
        lambda it: examining.confirmed(it, at=THEN, by=cast.olga()),
        ("exam_correction.confirmed", "exam_result.recorded"),
        ("exam_corrected", "exam_failed"),
        # the first result, its level and its cycle are marked; the work that was owed is not
        writes={
            "examcorrection": 1, "examresult": 2, "examdecision": 1, "levelchange": 1, "cycle": 1,
            "work": 2,
        },
        by="Olga",
    ),
    Happening(
        exam_corrections.dismiss,
        lambda: examining.proposed(examining.sat(examining.alice())),
        lambda it: exam_corrections.dismiss(it, because="Wrong.", by=cast.olga(), at=THEN),
        ("exam_correction.dismissed",),
        writes={"examcorrection": 1},
        by="Olga",
    ),
    Happening(
        result_files.take_in,
        lambda: told(reference="R-1"),
        _take,
        ("result_file.taken_in",),
        writes={"resultfile": 1, "resultrow": 1},
        again=True,
        by="Olga",
        on=None,
        title="a row that is held",
    ),
    Happening(
        result_files.settle_row,
        _held,
        lambda given: result_files.settle_row(
            given[0], credential=given[1], by=cast.olga(), on=LATER_ON, at=THEN
        ),
        (*ROSE, "result_row.settled"),
        ("exam_passed",),
        ("certificate", "certificate"),
        writes=RISEN | {"resultrow": 1},
        by="Olga",
    ),
    Happening(
        result_files.set_row_aside,
        lambda: _held()[0],
        lambda it: result_files.set_row_aside(
            it, because="Of another body.", by=cast.olga(), at=THEN
        ),
        ("result_row.set_aside",),
        writes={"resultrow": 1},
        by="Olga",
        on=None,
    ),
)  # fmt: skip
