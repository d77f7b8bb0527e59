"""What each action writes, remembers and owes: one row of the table for each thing that can happen.

Every row is held to the same promises. It writes exactly its events, each with who, when and on
whom; it owes exactly its notices and its work; done again where that is promised, it changes
nothing.
"""

import inspect
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from types import ModuleType
from typing import Any

import pytest

from recert.actions import (
    accounts,
    activities,
    applications,
    catalogue,
    documents,
    editions,
    evidence,
    installation,
    payments,
    queue,
    register,
    review,
    review_activities,
    work,
)
from recert.actions.events import EVENTS
from recert.policy.cycles import Span
from recert.records.education import Course
from recert.records.history import Event, Notice, Work
from recert.records.people import Certificant, User
from tests import people as cast
from tests.tables import everything, written

pytestmark = pytest.mark.django_db
THEN = cast.later(hours=1)  # the moment of every action under test


@dataclass(frozen=True)
class Happening:
    """One action: what is there before it, how it is called, and what it leaves."""

    action: Callable[..., object]
    given: Callable[[], Any]
    act: Callable[[Any], object]
    events: tuple[str, ...]
    notices: tuple[str, ...] = ()
    work: tuple[str, ...] = ()
    writes: dict[str, int] = field(default_factory=dict)  # rows of other tables, added or changed
    again: bool = False  # the same call once more changes nothing
    by: str | None = None  # first name of who did it
    on: str | None = "Alice Ångström"  # on whom
    title: str = ""


def claim(**given):
    told = {"title": "Anatomy", "provider_name": "A school", "completed_on": cast.ON}
    return activities.Claim(**told | {"minutes": 60} | given)


def alices(thing):
    """The certificant of an activity or an application."""
    cycle = getattr(thing, "cycle", None)
    return cycle.credential.certificant if cycle else thing.certificant


KEY = uuid.UUID(int=7)
AS_NOW = {"at": THEN}
LEASED = {"at": THEN, "lease": cast.LEASE}


def _received(cycle):
    paper = cast.paper(cast.charlie())
    file = evidence.Received(
        digest=paper.digest, size=paper.size, mime=paper.mime, pages=1, flags=(),
        scan="not scanned", scanned_by="",
    )  # fmt: skip
    return who_and(cycle, file=file)


def who_and(cycle, **more):
    return {"person": cast.who(cycle), "cycle": cycle, **more}


def _reviewed(act, **given):
    """Call an action on an activity as Bob, who looked at it a moment ago."""
    return lambda activity: act(
        activity, **given, review=cast.reviewing(activity, by=cast.bob(), at=THEN)
    )


def _decided(act, **given):
    return lambda application: act(
        application, **given, reviewing=cast.looking(application, by=cast.bob(), at=THEN)
    )


def _denied(cycle=None):
    application = cast.filed(cycle or cast.alice())
    payment = cast.paid(application)
    review.take_effect(cast.decided(application, outcome="denied"), at=cast.AT)
    return payment


def _proposed():
    return payments.propose_refund(_denied(), reason="Denied.", by=cast.otto(), at=cast.AT)


def _not_final():
    """A decision that becomes final in an hour and a half."""
    from recert.records.applications import Decision  # noqa: PLC0415

    decision = cast.decided(cast.filed(cast.alice()), outcome="denied")
    decision.pk, decision.final_at = None, cast.later(minutes=90)
    Decision.objects.update(undone_at=cast.AT)
    decision.save(force_insert=True)
    return decision


def _suspended():
    return register.act_upon(
        cast.alice().credential,
        kind="suspended",
        begins_on=cast.ON,
        reason="A complaint.",
        by=cast.olga(),
        at=cast.AT,
    )


def _passed(cycle, *, at=THEN):
    return register.record_exam_result(
        cycle.credential, form="accredited", taken_on=cast.ON, outcome="pass", vendor="board",
        reference="1", by=None, at=at,
    )  # fmt: skip


def _unset_line():
    """A fee line that ACTION's own text leaves open."""
    return cast.filed(cast.alice(edition=cast.adopted(overlay=False))).fee_lines.get()


def _held(make):
    def given():
        case = make(cast.alice())
        take = queue.take_activity if hasattr(case, "uses") else queue.take_application
        return take(case, by=cast.bob(), at=cast.AT, lease=cast.LEASE)

    return given


HAPPENINGS = (
    Happening(
        accounts.open_account,
        lambda: None,
        lambda _: accounts.open_account(email="eve@recert.example", name="Eve", at=THEN),
        ("account.opened",),
        writes={"user": 1},
        again=True,
        on=None,
    ),
    Happening(
        accounts.grant_role,
        lambda: (cast.user("Eve"), cast.olga()),
        lambda given: accounts.grant_role(given[0], name="reviewer", by=given[1], at=THEN),
        ("role.granted",),
        writes={"role": 1, "user": 1},  # sessions that began without it end
        again=True,
        by="Olga",
        on=None,
    ),
    Happening(
        accounts.end_role,
        lambda: (cast.bob().roles.get(), cast.olga()),
        lambda given: accounts.end_role(given[0], by=given[1], at=THEN),
        ("role.ended",),
        writes={"role": 1},
        by="Olga",
        on=None,
    ),
    Happening(
        accounts.note_sign_in,
        cast.bob,
        lambda bob: accounts.note_sign_in(bob, how="passkey", at=THEN),
        ("user.signed_in",),
        by="Bob",
        on=None,
    ),
    Happening(
        activities.save,
        lambda: cast.who(cast.alice()),
        lambda alice: activities.save(alice, key=KEY, claim=claim(), by=alice.user, at=THEN),
        ("activity.saved",),
        writes={"activity": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        activities.submit,
        lambda: cast.drafted(cast.alice()),
        lambda draft: activities.submit(draft, by=alices(draft).user, on=cast.ON, at=THEN),
        ("activity.submitted",),
        writes={"activity": 1},
        by="Alice",
    ),
    Happening(
        activities.submit,
        lambda: cast.returned(cast.alice()),
        lambda it: activities.submit(it, by=alices(it).user, on=cast.ON, at=THEN),
        ("activity.answered",),
        writes={"activity": 1, "question": 1},
        by="Alice",
        title="a returned activity",
    ),
    Happening(
        activities.answer,
        lambda: cast.returned(cast.alice()),
        lambda it: activities.answer(
            it, text="Ten hours.", by=alices(it).user, on=cast.ON, at=THEN
        ),
        ("activity.answered",),
        writes={"activity": 1, "question": 1},
        by="Alice",
    ),
    Happening(
        activities.withdraw,
        lambda: cast.sent(cast.alice()),
        lambda it: activities.withdraw(it, by=alices(it).user, at=THEN),
        ("activity.withdrawn",),
        writes={"activity": 1},
        by="Alice",
    ),
    Happening(
        applications.open_,
        cast.alice,
        lambda cycle: applications.open_(cycle, by=cast.who(cycle).user, at=THEN),
        ("application.opened",),
        writes={"application": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        applications.submit,
        lambda: cast.opened(cast.alice()),
        lambda it: applications.submit(
            it, agreed=cast.agreed(), body=cast.body(), by=alices(it).user, on=cast.ON, at=THEN
        ),
        ("application.declared", "application.submitted"),
        ("application_received",),
        writes={"application": 1, "attestation": 2, "feeline": 1},
        by="Alice",
    ),
    Happening(
        applications.answer,
        lambda: _decided(review.return_, text="Which class?")(cast.filed(cast.alice())),
        lambda it: applications.answer(it, text="The first.", by=alices(it).user, at=THEN),
        ("application.answered",),
        writes={"application": 1},
        by="Alice",
    ),
    Happening(
        applications.withdraw,
        lambda: cast.filed(cast.alice()),
        lambda it: applications.withdraw(it, by=alices(it).user, at=THEN),
        ("application.withdrawn",),
        ("application_withdrawn",),
        writes={"application": 1},
        by="Alice",
    ),
    Happening(
        applications.withdraw,
        lambda: cast.opened(cast.alice()),
        lambda it: applications.withdraw(it, by=alices(it).user, at=THEN),
        ("application.withdrawn",),
        writes={"application": 1},
        by="Alice",
        title="a draft, of which nobody was told",
    ),
    Happening(
        catalogue.enter_provider,
        cast.olga,
        lambda olga: catalogue.enter_provider(
            slug="dana", name="Dana", kind="partner", website="",
            approvals=[(date(2020, 1, 1), None)], by=olga, at=THEN,
        ),
        ("provider.entered",),
        writes={"provider": 1, "providerapproval": 1},
        by="Olga",
        on=None,
    ),
    Happening(
        catalogue.enter_course,
        lambda: (cast.dana(), cast.olga()),
        lambda given: catalogue.enter_course(
            Course(
                provider=given[0], code="D1", title="Kettlebells", kind="in_person",
                minutes=60, approved_from=date(2020, 1, 1),
            ),
            by=given[1],
            at=THEN,
        ),
        ("course.entered",),
        writes={"course": 1},
        by="Olga",
        on=None,
    ),
    Happening(
        documents.keep_certificate,
        cast.alice,
        lambda it: documents.keep_certificate(
            it, level="certification", digest="0" * 64, size=1, at=THEN
        ),
        ("document.made",),
        writes={"document": 1},
        again=True,
    ),
    Happening(
        documents.keep_receipt,
        lambda: cast.paid(cast.filed(cast.alice())),
        lambda it: documents.keep_receipt(it, digest="0" * 64, size=1, at=THEN),
        ("document.made",),
        writes={"document": 1},
        again=True,
    ),
    Happening(
        documents.note_waiting,
        lambda: (cast.who(cast.alice()), work.owe(work.RECEIPT, subject_id=1, at=cast.AT)),
        lambda given: documents.note_waiting(
            given[1], certificant_id=given[0].pk, because="No font has 𒀀.", at=THEN
        ),
        ("document.waits",),
        again=True,
    ),
    Happening(
        editions.adopt,
        cast.olga,
        lambda olga: editions.adopt(
            cast.PROGRAM, text=cast.EDITION.read_text(), source="action-cpt/2020-01-01.toml",
            by=olga, at=THEN,
        ),
        ("edition.adopted",),
        writes={"edition": 1, "program": 1, "installation": 1},
        again=True,
        by="Olga",
        on=None,
    ),
    Happening(
        evidence.receive,
        lambda: _received(cast.alice()),
        lambda given: evidence.receive(
            given["person"], file=given["file"], what="CPR card", most_bytes=10_000_000,
            by=given["person"].user, at=THEN,
        ),
        ("evidence.received",),
        writes={"evidence": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        evidence.attach,
        lambda: (cycle := cast.alice()) and (cast.drafted(cycle), cast.paper(cycle)),
        lambda given: evidence.attach(
            given[0], evidence=given[1], most_files=1, by=alices(given[0]).user, at=THEN
        ),
        ("evidence.attached",),
        writes={"activity": 1, "evidenceuse": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        evidence.detach,
        lambda: (cycle := cast.alice())
        and (paper := cast.paper(cycle))
        and (cast.attached(cast.drafted(cycle), paper=paper), paper),
        lambda given: evidence.detach(
            given[0], evidence=given[1], by=alices(given[0]).user, at=THEN
        ),
        ("evidence.detached",),
        writes={"activity": 1, "evidenceuse": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        evidence.note_reading,
        lambda: cast.paper(cast.alice()),
        lambda paper: evidence.note_reading(paper, by=cast.bob(), at=THEN),
        ("evidence.read",),
        by="Bob",
    ),
    Happening(
        installation.move_day,
        cast.bob,
        lambda bob: installation.move_day(days=3, by=bob, at=THEN),
        ("day.moved",),
        writes={"installation": 1},
        by="Bob",
        on=None,
    ),
    Happening(
        payments.receive,
        lambda: cast.filed(cast.alice()),
        lambda it: cast.paid(it, at=THEN),
        ("payment.received",),
        ("fee_received",),
        ("receipt",),
        writes={"payment": 1},
        by="Olga",
    ),
    Happening(
        payments.rule_on_fee,
        _unset_line,
        lambda line: payments.rule_on_fee(
            line, amount=5000, because="As in 2020.", by=cast.olga(), at=THEN
        ),
        ("fee.ruled",),
        writes={"feeruling": 1},
        by="Olga",
    ),
    Happening(
        payments.propose_refund,
        _denied,
        lambda it: payments.propose_refund(it, reason="Denied.", by=cast.olga(), at=THEN),
        ("refund.proposed",),
        writes={"refund": 1},
        by="Olga",
    ),
    Happening(
        payments.confirm_refund,
        _proposed,
        lambda it: payments.confirm_refund(it, reference="TX 9", by=cast.olga(), at=THEN),
        ("refund.confirmed",),
        ("fee_refunded",),
        writes={"refund": 1},
        by="Olga",
    ),
    Happening(
        queue.take_activity,
        lambda: cast.sent(cast.alice()),
        lambda it: queue.take_activity(it, by=cast.bob(), **LEASED),
        ("activity.taken",),
        writes={"activity": 1},
        again=True,
        by="Bob",
    ),
    Happening(
        queue.take_application,
        lambda: cast.filed(cast.alice()),
        lambda it: queue.take_application(it, by=cast.bob(), **LEASED),
        ("application.taken",),
        writes={"application": 1},
        again=True,
        by="Bob",
    ),
    Happening(
        queue.release_activity,
        _held(cast.sent),
        lambda it: queue.release_activity(it, by=cast.bob(), **AS_NOW),
        ("activity.released",),
        writes={"activity": 1},
        again=True,
        by="Bob",
    ),
    Happening(
        queue.release_application,
        _held(cast.filed),
        lambda it: queue.release_application(it, by=cast.bob(), **AS_NOW),
        ("application.released",),
        writes={"application": 1},
        again=True,
        by="Bob",
    ),
    Happening(
        register.enrol,
        cast.olga,
        lambda olga: register.enrol(
            name="Alice Ångström", family_name="Ångström", email="a@recert.example",
            language="sv", birth_date=None, listed=True, user=None, by=olga, at=THEN,
        ),
        ("certificant.enrolled",),
        writes={"certificant": 1},
        by="Olga",
    ),
    Happening(
        register.rename,
        lambda: cast.who(cast.alice()),
        lambda it: register.rename(
            it, name="Alice Öberg", family_name="Öberg", by=cast.olga(), on=cast.ON, at=THEN
        ),
        ("certificant.renamed",),
        writes={"certificant": 1, "formername": 1},
        by="Olga",
        on="Alice Öberg",
    ),
    Happening(
        register.certify,
        lambda: (cast.enrolled("Alice Ångström"), cast.adopted().program),
        lambda given: register.certify(
            given[0], program=given[1], number="AC-1", code="c", level="certificate",
            exam_form="online", certified_on=cast.ON, cycle=Span(cast.ON, date(2028, 11, 24)),
            by=None, at=THEN,
        ),
        ("credential.certified",),
        writes={"credential": 1, "cycle": 1},
    ),
    Happening(
        register.record_exam_result,
        cast.alice,
        _passed,
        ("exam_result.recorded",),
        writes={"examresult": 1},
        again=True,
    ),
    Happening(
        register.raise_level,
        lambda: (cycle := cast.alice(level="certificate")) and (cycle, _passed(cycle, at=cast.AT)),
        lambda given: register.raise_level(
            given[0], result=given[1], level="certification", by=None, at=THEN
        ),
        ("credential.level_rose",),
        writes={"levelchange": 1},
    ),
    Happening(
        register.record_companion,
        lambda: cast.who(cast.alice()),
        lambda it: register.record_companion(
            it, kind="cpr_aed", issued_on=cast.ON, expires_on=None, hands_on=True,
            evidence=None, by=it.user, at=THEN,
        ),
        ("companion.recorded",),
        writes={"companion": 1},
        by="Alice",
    ),
    Happening(
        register.act_upon,
        lambda: cast.alice().credential,
        lambda it: register.act_upon(
            it, kind="revoked", begins_on=cast.ON, reason="Fraud.", by=cast.olga(), at=THEN
        ),
        ("credential.acted_upon",),
        writes={"act": 1},
        by="Olga",
    ),
    Happening(
        register.end_act,
        _suspended,
        lambda it: register.end_act(
            it, ends_on=cast.ON, reason="It was unfounded.", by=cast.olga(), at=THEN
        ),
        ("credential.act_ended",),
        writes={"actend": 1},
        by="Olga",
    ),
    Happening(
        review.return_,
        lambda: cast.filed(cast.alice()),
        _decided(review.return_, text="Which class?"),
        ("application.returned",),
        ("application_returned",),
        writes={"application": 1},
        by="Bob",
    ),
    Happening(
        review.approve,
        lambda: cast.ready(cast.alice()),
        _decided(review.approve, reason=""),
        ("application.decided",),
        writes={"decision": 1},
        by="Bob",
    ),
    Happening(
        review.deny,
        lambda: cast.filed(cast.alice()),
        _decided(review.deny, reason="2.0 CECs are missing."),
        ("application.decided",),
        writes={"decision": 1},
        by="Bob",
    ),
    Happening(
        review.undo,
        _not_final,
        lambda it: review.undo(it, by=cast.bob(), at=THEN),
        ("decision.undone",),
        writes={"decision": 1},
        by="Bob",
    ),
    Happening(
        review.take_effect,
        lambda: cast.decided(cast.ready(cast.alice())),
        lambda it: review.take_effect(it, at=THEN),
        ("application.approved",),
        ("application_approved",),
        ("certificate",),
        writes={"application": 1, "cycle": 1, "decision": 1, "renewal": 1},
        again=True,
        by="Bob",
    ),
    Happening(
        review.take_effect,
        lambda: cast.decided(cast.filed(cast.alice()), outcome="denied"),
        lambda it: review.take_effect(it, at=THEN),
        ("application.denied",),
        ("application_denied",),
        writes={"application": 1, "decision": 1},
        again=True,
        by="Bob",
        title="a denial",
    ),
    Happening(
        review_activities.accept,
        lambda: cast.sent(cast.alice()),
        _reviewed(review_activities.accept),
        ("activity.accepted",),
        ("activity_accepted",),
        writes={"activity": 1, "ledgerentry": 1},
        by="Bob",
    ),
    Happening(
        review_activities.accept_in_part,
        lambda: cast.sent(cast.alice()),
        _reviewed(review_activities.accept_in_part, steps=19, because="An hour was lunch."),
        ("activity.accepted_in_part",),
        ("activity_accepted",),
        writes={"activity": 1, "ledgerentry": 1},
        by="Bob",
    ),
    Happening(
        review_activities.reject,
        lambda: cast.sent(cast.alice()),
        _reviewed(review_activities.reject, because="It is about cooking."),
        ("activity.rejected",),
        ("activity_rejected",),
        writes={"activity": 1},
        by="Bob",
    ),
    Happening(
        review_activities.return_,
        lambda: cast.sent(cast.alice()),
        _reviewed(review_activities.return_, field="minutes", text="How long was it?"),
        ("activity.returned",),
        ("activity_returned",),
        writes={"activity": 1, "question": 1},
        by="Bob",
    ),
    Happening(
        review_activities.correct,
        lambda: cast.accepted(cast.alice()),
        lambda it: review_activities.correct(
            it.entries.get(), steps=10, because="Half of it was a break.",
            review=cast.reviewing(it, by=cast.bob(), at=THEN),
        ),
        ("activity.corrected",),
        ("activity_corrected",),
        writes={"activity": 1, "ledgerentry": 2},
        by="Bob",
    ),
    Happening(
        review_activities.correct,
        lambda: cast.accepted(cast.alice()),
        lambda it: review_activities.correct(
            it.entries.get(), steps=0, because="It never took place.",
            review=cast.reviewing(it, by=cast.bob(), at=THEN),
        ),
        ("activity.corrected",),
        ("activity_corrected",),
        writes={"activity": 1, "ledgerentry": 1},
        by="Bob",
        title="taking all of it back",
    ),
)  # fmt: skip


def _name(happening):
    module = happening.action.__module__.rpartition(".")[2]
    return ", ".join(filter(None, [f"{module}.{happening.action.__name__}", happening.title]))


@pytest.fixture(params=HAPPENINGS, ids=_name)
def happening(request):
    cast.bob(), cast.olga()  # their logins are none of the action's doing
    return request.param


def test_an_action_writes_its_change_its_events_and_what_it_owes_and_nothing_else(happening):
    given = happening.given()
    before = everything()
    happening.act(given)
    owed = {"event": len(happening.events)}
    if happening.notices:
        owed["notice"] = len(happening.notices)
    if happening.work:
        owed["work"] = len(happening.work)
    assert written(before, everything()) == happening.writes | owed
    events = list(Event.objects.exclude(pk__in=before["event"]).order_by("id"))
    assert tuple(event.name for event in events) == happening.events
    told = Notice.objects.exclude(pk__in=before["notice"]).values_list("template", flat=True)
    made = Work.objects.exclude(pk__in=before["work"]).values_list("kind", flat=True)
    assert (tuple(told), tuple(made)) == (happening.notices, happening.work)


def test_an_event_says_who_when_on_whom_and_in_json(happening):
    given = happening.given()
    before = set(Event.objects.values_list("pk", flat=True))
    happening.act(given)
    events = Event.objects.exclude(pk__in=before).select_related("by", "certificant")
    assert events
    for event in events:
        assert event.at == THEN
        assert (event.by.name.split()[0] if event.by else None) == happening.by
        assert (event.certificant.name if event.certificant else None) == happening.on
        assert json.loads(json.dumps(event.details)) == event.details
        assert event.subject_id != "None"


@pytest.mark.parametrize("twice", [each for each in HAPPENINGS if each.again], ids=_name)
def test_what_is_promised_to_change_nothing_again_changes_nothing(twice):
    given = twice.given()
    first = twice.act(given)
    before = everything()
    assert twice.act(given) == first or first is None
    assert everything() == before


# --- the table is whole

MODULES: tuple[ModuleType, ...] = (
    accounts, activities, applications, catalogue, documents, editions, evidence, installation,
    payments, queue, register, review, review_activities,
)  # fmt: skip
ASKED = {  # functions that answer, and write nothing
    activities.problems_of,
    payments.application_currency,
    review.due_decisions,
}
HEARTBEAT = {installation.note_worker}  # the worker's sign of life is no history


def test_every_action_is_in_the_table():
    actions = {
        function
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    assert actions - ASKED - HEARTBEAT == {happening.action for happening in HAPPENINGS}


def test_every_event_of_these_actions_is_in_the_table():
    elsewhere = {"notice.sent"}  # tests/actions/test_owed.py
    others = ("passkey.", "enrolment.", "user.sessions_ended")  # of signing in
    known = {name for name in EVENTS if not name.startswith(others)}
    assert known - elsewhere == {name for each in HAPPENINGS for name in each.events}


def test_a_silent_heartbeat_writes_no_event():
    installation.note_worker(at=cast.AT)
    installation.note_worker(at=THEN)
    assert not Event.objects.exists()
    from recert.records.history import Installation  # noqa: PLC0415

    assert Installation.objects.get().worker_seen_at == THEN


def test_one_login_for_an_address_whatever_its_capitals():
    first = accounts.open_account(email="Eve@recert.example", name="Eve", at=cast.AT)
    assert accounts.open_account(email="eve@RECERT.example", name="E", at=THEN) == first
    assert User.objects.count() == 1
    assert Certificant.objects.count() == 0
