"""Two at once, on PostgreSQL: whatever the order of their statements, only one of them happens.

Each race is run under schedules that a seed decides, and judged by what must hold afterwards. Each
is also run with the lock of the case taken out, and must then be found broken: a harness that has
caught nothing proves nothing.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, transaction

from recert.actions import (
    activities,
    applications,
    evidence,
    locks,
    notices,
    payments,
    queue,
    review,
    review_activities,
)  # fmt: skip
from recert.actions.activities import Claim
from recert.actions.refusals import Refusal
from recert.records.applications import Application, Decision, Renewal
from recert.records.cases import evidence_digest, rows_of
from recert.records.certification import Cycle
from recert.records.education import Activity
from recert.records.history import Event, Notice
from recert.records.ledger import LedgerEntry
from recert.records.payments import Payment
from recert.records.people import Certificant
from tests import people as cast
from tests.interleave import interleaved

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
SEEDS = range(5)
PLANTED_SEEDS = range(40)  # the lock out, a race is lost well before


@dataclass(frozen=True)
class Race:
    """Functions that start at once, and what must hold after them."""

    sentence: str
    given: Callable[[], Any]
    runners: Callable[[Any], tuple[Callable[[], object], ...]]
    holds: Callable[[Any, list[object]], bool]
    lock: str = "lock_case"  # what is taken out to see the race lost; "" where a constraint holds
    winners: int = 1


def won(results):
    return sum(not isinstance(result, Exception) for result in results)


def events(*names):
    return Event.objects.filter(name__in=names).count()


def _file(application):
    return lambda: applications.submit(
        application, agreed=cast.agreed(), body=cast.body(),
        by=application.cycle.credential.certificant.user, on=cast.ON, at=cast.AT,
    )  # fmt: skip


def _decide(application, brought, outcome):
    if outcome == "approved":
        return lambda: review.approve(application, reason="", reviewing=brought)
    return lambda: review.deny(application, reason="Short.", reviewing=brought)


def _two_reviewers(application):
    bob, beth = (cast.looking(application, by=by) for by in (cast.bob(), cast.beth()))
    return (_decide(application, bob, "approved"), _decide(application, beth, "denied"))


def _one_decision(application, results):
    return Decision.objects.count() == 1 == events("application.decided")


def _ready_with_another():
    """An application that nothing stops, and an activity that waits for its evidence."""
    cycle = cast.alice()
    application = cast.ready(cycle)
    return application, cast.sent(cycle), cast.paper(cycle)


def _approve_while_evidence_arrives(given):
    application, activity, paper = given
    brought = cast.looking(application)
    return (
        _decide(application, brought, "approved"),
        lambda: evidence.attach(activity, evidence=paper, most_files=10, by=None, at=cast.AT),
    )


def _decided_on_what_was_there(given, results):
    """If it was approved, it was on the evidence of that moment: the file came after, or never."""
    decision = Decision.objects.first()
    if decision is None:
        return True
    attached = Event.objects.filter(name="evidence.attached").order_by("id").last()
    decided = Event.objects.get(name="application.decided")
    seen_now = evidence_digest(rows_of(Cycle.objects.get()))
    arrived = not isinstance(results[1], Exception)
    return not arrived or decided.pk < attached.pk or decision.evidence_digest == seen_now


def _not_both(given, results):
    """Never approved and withdrawn: a decision beside a withdrawn application cannot be."""
    application = Application.objects.get()
    return not (application.status == "withdrawn" and Decision.objects.exists())


def _accept_twice(activity):
    brought = [cast.reviewing(activity, by=by) for by in (cast.bob(), cast.beth())]
    return tuple(
        lambda each=each: review_activities.accept(activity, review=each) for each in brought
    )


def _same_form(person):
    key = uuid.UUID(int=9)
    claim = Claim(title="Anatomy")
    return (lambda: activities.save(person, key=key, claim=claim, by=None, at=cast.AT),) * 2


def _same_class():
    cycle = cast.alice()
    draft = cast.drafted(cycle)
    return draft, cast.drafted(cycle, of=draft.course)


def _send_both(drafts):
    return tuple(
        lambda each=each: activities.submit(each, by=None, on=cast.ON, at=cast.AT)
        for each in drafts
    )


def _refund():
    application = cast.filed(cast.alice())
    payment = cast.paid(application)
    applications.withdraw(application, by=None, at=cast.AT)
    return payment


RACES = (
    Race("an application is filed once",
         lambda: cast.opened(cast.alice()),
         lambda it: (_file(it), _file(it)),
         lambda it, _: events("application.submitted") == 1),
    Race("two reviewers make one decision",
         lambda: cast.ready(cast.alice()), _two_reviewers, _one_decision),
    Race("an approval rests on the evidence that was looked at",
         _ready_with_another, _approve_while_evidence_arrives, _decided_on_what_was_there,
         winners=0),
    Race("an application is approved or withdrawn, not both",
         lambda: cast.ready(cast.alice()),
         lambda it: (_decide(it, cast.looking(it), "approved"),
                     lambda: applications.withdraw(it, by=None, at=cast.AT)),
         _not_both),
    Race("a fee is captured once",
         lambda: (cast.olga(), cast.filed(cast.alice()))[1],
         lambda it: (lambda: cast.paid(it),) * 2,
         lambda it, _: Payment.objects.count() == 1 == events("payment.received")),
    Race("an activity earns its credit once",
         lambda: cast.sent(cast.alice()), _accept_twice,
         lambda it, _: LedgerEntry.objects.count() == 1 == events("activity.accepted")),
    Race("a decision takes effect once",
         lambda: cast.decided(cast.ready(cast.alice())),
         lambda it: (lambda: review.take_effect(it, at=cast.AT),) * 2,
         lambda it, _: Cycle.objects.count() == 2 and Renewal.objects.count() == 1
         and events("application.approved") == 1,
         winners=2),
    Race("the same form is one activity",
         lambda: cast.who(cast.alice()), _same_form,
         lambda it, _: Activity.objects.count() == 1 == events("activity.saved"), winners=2),
    Race("the same class is sent once",
         _same_class, _send_both,
         lambda it, _: Activity.objects.filter(status="submitted").count() == 1,
         lock=""),
    Race("an application is opened once",
         cast.alice,
         lambda it: (lambda: applications.open_(it, by=None, at=cast.AT),) * 2,
         lambda it, _: Application.objects.count() == 1 == events("application.opened"), winners=2),
    Race("a case is taken by one reviewer",
         lambda: (cast.bob(), cast.beth(), cast.sent(cast.alice()))[2],
         lambda it: tuple(
             lambda by=by: queue.take_activity(it, by=by, at=cast.AT, lease=cast.LEASE)
             for by in (cast.bob(), cast.beth())),
         lambda it, _: events("activity.taken") == 1),
    Race("a refund is proposed once",
         lambda: (cast.olga(), cast.otto(), _refund())[2],
         lambda it: tuple(
             lambda by=by: payments.propose_refund(it, reason="Back.", by=by, at=cast.AT)
             for by in (cast.olga(), cast.otto())),
         lambda it, _: events("refund.proposed") == 1),
)  # fmt: skip


def run(race, *, seed):
    """One schedule: what each returned or raised, and whether all that must hold holds."""
    given = race.given()
    results = interleaved(race.runners(given), seed=seed)
    unexpected = [
        result
        for result in results
        if isinstance(result, Exception) and not isinstance(result, Refusal)
    ]
    right = won(results) >= race.winners and race.holds(given, results)
    return results, right and not unexpected


def _plain(certificant_id):
    """What `lock_case` would be without its lock."""
    return Certificant.objects.get(pk=certificant_id)


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.sentence)
@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_the_order_one_of_them_happens(race, seed):
    results, right = run(race, seed=seed)
    assert right, f"seed {seed}: {results}"


@pytest.mark.long
@pytest.mark.parametrize("race", RACES, ids=lambda race: race.sentence)
def test_whatever_the_order_out_of_many_one_of_them_happens(race):
    for seed in range(len(SEEDS), 100):
        results, right = run(race, seed=seed)
        assert right, f"seed {seed}: {results}"
        call_command("flush", interactive=False, verbosity=0)


@pytest.mark.parametrize(
    "race", [race for race in RACES if race.lock], ids=lambda race: race.sentence
)
def test_with_the_lock_taken_out_the_race_is_lost(race, monkeypatch):
    for module in (locks, activities, applications, evidence):
        monkeypatch.setattr(module, "lock_case", _plain)
    for seed in PLANTED_SEEDS:
        _results, right = run(race, seed=seed)
        if not right:
            return
        call_command("flush", interactive=False, verbosity=0)
    pytest.fail(f"no schedule of {len(PLANTED_SEEDS)} shows the missing lock")


def test_a_deadlock_would_be_seen():
    """Two locks taken in opposite orders: the database ends one, and the harness reports it."""
    first, second = cast.enrolled("Alice A"), cast.enrolled("Charlie C")

    def take(*pks):
        with transaction.atomic():
            for pk in pks:
                locks.lock_case(pk)

    found = False
    for seed in range(20):
        results = interleaved(
            (lambda: take(first.pk, second.pk), lambda: take(second.pk, first.pk)), seed=seed
        )
        found = found or any(isinstance(result, OperationalError) for result in results)
    assert found


def test_receipts_follow_each_other_without_gaps(together):
    cycles = [cast.alice(), cast.charlie(), cast.certified(cast.enrolled("Dora Diaz"))]
    applications_filed = [cast.filed(cycle) for cycle in cycles]
    cast.olga()
    results = together(*[lambda it=it: cast.paid(it) for it in applications_filed])
    assert sorted(payment.receipt_number for payment in results) == [1, 2, 3]


def test_many_at_once_capture_one_fee(together):
    application = cast.filed(cast.alice())
    cast.olga()
    results = together(*[lambda: cast.paid(application)] * 8)
    assert won(results) == 1
    assert all(isinstance(result, (Payment, Refusal)) for result in results)


def test_two_workers_send_a_notice_once(together):
    cast.filed(cast.alice())
    sent = []

    def work():
        return notices.send_due(lambda notice: sent.append(notice.key), at=cast.later(days=1))

    assert sum(together(work, work, work)) == len(sent) == len(set(sent)) == 1
    assert Notice.objects.get().attempts == 1
