"""Results that come at once, from two files or beside a decision: whatever the order, one end."""

import pytest
from django.core.management import call_command

from recert.actions import exam_corrections, exams, result_files, review
from recert.actions.refusals import Refusal
from recert.records.certification import Cycle, ExamResult, LevelChange
from recert.records.exams import ExamAuthorisation, ExamRenewal, ResultFile, ResultRow
from tests import examining
from tests import people as cast
from tests.actions.test_races import Race, events, run
from tests.examining import LATER_ON, PATHWAY, alice, authorised, booked, file, row, told

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
SEEDS = range(2)


def _staffed(thing):
    """What is given, once the logins are there that the calls name."""
    cast.bob(), cast.olga(), cast.otto()
    return thing


def _take(sent):
    olga = cast.olga()
    return lambda: result_files.take_in(sent, by=olga, on=LATER_ON, at=cast.AT)


def _enter(cycle, **given):
    cast.olga()
    return lambda: examining.sat(cycle, **given)


def _two_people():
    return _staffed([alice(), alice(name="Charlie Chaplin")])


def _crossed(cycles):
    """Two files that name two people each, in opposite orders."""
    one, two = (row(cycle, reference=f"R-{at}") for at, cycle in enumerate(cycles))
    return _take(file(one, two)), _take(file(two, one))


def _one_next_cycle(_given, _results):
    """Whatever came first, one cycle follows, at the level of the exam."""
    following = Cycle.objects.order_by("begins_on").last()
    return Cycle.objects.count() == 2 and following.level == "certification"


def _settle(correction):
    by = cast.otto()
    return lambda: exam_corrections.confirm(correction, by=by, on=LATER_ON, at=cast.AT)


RACES = (
    Race("a result is recorded once, though entered by two officers",
         lambda: _staffed(alice()),
         lambda it: (_enter(it), _enter(it)),
         lambda it, _: ExamResult.objects.count() == 1 == events("exam_result.recorded")
         and ExamRenewal.objects.count() == 1, winners=2),
    Race("a reference is one person's, though told of two at once",
         _two_people,
         lambda it: tuple(_enter(each) for each in it),
         lambda it, _: ExamResult.objects.count() == 1, lock=""),
    Race("two files that tell the same results record each once",
         _two_people, _crossed,
         lambda it, _: ExamResult.objects.count() == 2 == events("exam_result.recorded")
         and sorted(ResultRow.objects.values_list("state", flat=True))
         == ["recorded", "recorded", "repeated", "repeated"], winners=2),
    Race("the same file at once is one file",
         lambda: _staffed(told(alice())),
         lambda it: (_take(it), _take(it)),
         lambda it, _: ResultFile.objects.count() == 1 == ResultRow.objects.count()
         and ExamResult.objects.count() == 1, winners=2),
    Race("a pass beside the approval of the credits begins one next cycle",
         lambda: _staffed(cast.ready(alice())),
         lambda it: (lambda: _approved(it), _enter(it.cycle)), _one_next_cycle),
    Race("a correction is confirmed once",
         lambda: _staffed(examining.proposed(examining.sat(alice()))),
         lambda it: (_settle(it), _settle(it)),
         lambda it, _: ExamResult.every.count() == 2 == events("exam_result.recorded")),
    Race("an authorisation is given once",
         alice,
         lambda it: tuple(
             lambda key=key: exams.give_authorisation(
                 it, key=key, pathway=PATHWAY, by=None, on=cast.ON, at=cast.AT)
             for key in KEYS),
         lambda it, _: ExamAuthorisation.objects.count() == 1 == events("authorisation.given")),
    Race("an authorisation that expires while its result comes is closed once",
         lambda: _staffed(booked(authorised(alice())).authorisation),
         lambda it: (_enter(it.cycle),
                     lambda: exams.expire_due(on=it.last_on.replace(year=2030), at=cast.AT)),
         lambda it, _: ExamAuthorisation.objects.get().status == "sat", winners=2),
)  # fmt: skip
KEYS = ("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002")


def _approved(application):
    """Approve, and let it take effect, as the worker would."""
    decision = review.approve(application, reason="", reviewing=cast.looking(application))
    review.take_effect(decision, at=cast.AT)


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.sentence)
@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_the_order_the_end_is_one(race, seed):
    results, right = run(race, seed=seed)
    assert right, f"seed {seed}: {results}"
    assert LevelChange.objects.count() <= Cycle.objects.count()


@pytest.mark.long
@pytest.mark.parametrize("race", RACES, ids=lambda race: race.sentence)
def test_whatever_the_order_out_of_many_the_end_is_one(race):
    for seed in range(len(SEEDS), 60):
        results, right = run(race, seed=seed)
        assert right, f"seed {seed}: {results}"
        call_command("flush", interactive=False, verbosity=0)


def test_one_file_in_many_hands_is_taken_in_once(together):
    cast.olga()
    cycles = [alice(name=f"{name} Person") for name in ("Ada", "Bea", "Cleo", "Dora")]
    sent = file(*[row(cycle, reference=f"R-{cycle.pk}") for cycle in cycles])
    results = together(*[_take(sent)] * 4)
    assert not [each for each in results if isinstance(each, Exception | Refusal)]
    assert ResultRow.objects.count() == 4 == ExamResult.objects.count()
