"""Two at once, on PostgreSQL: a completion is credited once, whoever says so at the same moment."""

import uuid

import pytest
from django.core.management import call_command

from recert.actions import completions, locks, proposals, review_activities
from recert.actions.refusals import Refusal
from recert.records.catalogue import CompletionReport, CourseProposal, CourseVersion
from recert.records.education import Activity
from recert.records.ledger import LedgerEntry
from tests import offering
from tests import people as cast
from tests.actions.test_races import PLANTED_SEEDS, Race, _plain, events, run

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
SEEDS = range(2)


def _new():
    return cast.alice(), cast.course(), offering.speaks()


def _sent():
    cycle, kettlebells, dana = _new()
    return cycle, kettlebells, dana, cast.sent(cycle, of=kettlebells)


def _reports(given, keys):
    cycle, kettlebells, dana = given[:3]
    return tuple(
        lambda key=key: offering.reported(cycle, kettlebells, by=dana, key=uuid.UUID(int=key))
        for key in keys
    )


def _report_and_accept(given):
    brought = cast.reviewing(given[3], by=cast.bob())
    accept = lambda: review_activities.accept(given[3], review=brought)  # noqa: E731
    return (*_reports(given, [1]), accept)


def _credited_once(_given, _results):
    accepted = events("activity.accepted", "activity.reported")
    return LedgerEntry.objects.count() == Activity.objects.count() == accepted == 1


def _officers():
    cast.adopted(), cast.olga(), cast.otto()
    return offering.proposed()


def _approve_twice(proposal):
    return tuple(
        lambda by=by, code=code: offering.approve(proposal, by=by, code=code)
        for by, code in ((cast.olga(), "MOB-1"), (cast.otto(), "MOB-2"))
    )


def _change_twice(kettlebells):
    return tuple(
        lambda by=by, title=title: offering.change(kettlebells, by=by, title=title)
        for by, title in ((cast.olga(), "One"), (cast.otto(), "Two"))
    )


def _numbered(kettlebells, _results):
    kettlebells.refresh_from_db()
    last = kettlebells.versions.order_by("-number")[0]
    return (kettlebells.version, kettlebells.title) == (3, last.title)


RACES = (
    Race("two reports of one completion give credit once",
         _new, lambda it: _reports(it, [1, 2]), _credited_once, winners=2),
    Race("the same form sent twice at once is one report",
         _new, lambda it: _reports(it, [1, 1]),
         lambda it, results: _credited_once(it, results) and CompletionReport.objects.count() == 1,
         winners=2),
    Race("a report and a reviewer give credit once",
         lambda: (cast.bob(), _sent())[1], _report_and_accept, _credited_once),
    Race("a proposal is approved once", _officers, _approve_twice,
         lambda it, _: CourseVersion.objects.count() == 1 == events("proposal.approved"), lock=""),
    Race("a proposal is approved or taken back, not both", _officers,
         lambda it: (_approve_twice(it)[0],
                     lambda: proposals.withdraw(it, by=offering.speaks(), at=cast.AT)),
         lambda it, _: CourseVersion.objects.count() ==
         CourseProposal.objects.filter(status="approved").count(), lock=""),
    Race("two changes of a class are two versions, one after the other",
         lambda: (cast.olga(), cast.otto(), cast.course())[2], _change_twice, _numbered,
         lock="", winners=2),
)  # fmt: skip


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.sentence)
@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_the_order_a_completion_counts_once(race, seed):
    results, right = run(race, seed=seed)
    assert right, f"seed {seed}: {results}"


@pytest.mark.parametrize(
    "race", [race for race in RACES if race.lock], ids=lambda race: race.sentence
)
def test_with_the_lock_of_the_case_taken_out_the_race_is_lost(race, monkeypatch):
    for module in (locks, completions):
        monkeypatch.setattr(module, "lock_case", _plain)
    for seed in PLANTED_SEEDS:
        _results, right = run(race, seed=seed)
        if not right:
            return
        call_command("flush", interactive=False, verbosity=0)
    pytest.fail(f"no schedule of {len(PLANTED_SEEDS)} shows the missing lock")


def test_many_at_once_report_one_completion(together):
    given = _new()
    results = together(*_reports(given, range(1, 9)))
    assert all(not isinstance(result, Exception) for result in results), results
    assert not any(isinstance(result, Refusal) for result in results)
    assert _credited_once(given, results)
