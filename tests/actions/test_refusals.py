"""What each action refuses, in which words, and that a refusal leaves nothing behind."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from recert.actions import (
    accounts,
    activities,
    applications,
    catalogue,
    editions,
    evidence,
    installation,
    payments,
    queue,
    register,
    review,
    review_activities,
)
from recert.actions.activities import AlreadyRecorded, Claim
from recert.actions.applications import FilingClosed
from recert.actions.evidence import TooMuch
from recert.actions.refusals import (
    CannotMove,
    ChangedMeanwhile,
    HeldByAnother,
    Incomplete,
    NotForYou,
    Refusal,
)
from recert.actions.review import NotYet
from recert.policy.loading import PolicyError
from recert.records.education import Course
from recert.records.people import Certificant
from tests import people as cast
from tests.actions.test_happenings import HAPPENINGS, _name
from tests.tables import everything

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Refused:
    """An action that cannot be taken: what is there before it, the call, and what it says."""

    sentence: str  # of the product: "nobody does this"
    given: Callable[[], Any]
    act: Callable[[Any], object]
    refusal: type[Exception]
    words: str = ""
    fields: frozenset[str] = frozenset()  # of Incomplete: the fields that it speaks of


def own(thing):
    """The login of the certificant whose activity or application it is."""
    cycle = getattr(thing, "cycle", None)
    return (cycle.credential.certificant if cycle else thing.certificant).user


def send(activity, *, on=cast.ON):
    return activities.submit(activity, by=own(activity), on=on, at=cast.AT)


FORM = uuid.UUID(int=7)


def save(person, *, key=FORM, **claim):
    return activities.save(person, key=key, claim=Claim(**claim), by=person.user, at=cast.AT)


def typed(cycle, **given):
    """A draft entered by hand, whole but for what is given."""
    whole = {"title": "Anatomy", "provider_name": "A school", "minutes": 60}
    return save(cast.who(cycle), **whole | {"completed_on": cast.ON} | given)


def file(application, *, agreed=None, on=cast.ON):
    return applications.submit(
        application,
        agreed=cast.agreed() if agreed is None else agreed,
        body=cast.body(),
        by=own(application),
        on=on,
        at=cast.AT,
    )


def end_role(role):
    return accounts.end_role(role, by=None, at=cast.AT)


def pay(application, **given):
    told = {"amount": 7500, "received_on": cast.ON, "by": cast.olga()} | given
    return payments.receive(
        application, method="check", reference="", on=cast.ON, at=cast.AT, **told
    )


def review_of(activity, *, by=None, at=cast.AT, seen=None):
    brought = cast.reviewing(activity, by=by, at=at)
    return (
        brought
        if seen is None
        else type(brought)(
            by=brought.by, at=at, edition=brought.edition, seen=seen, lease=cast.LEASE
        )
    )


def grant(activity, *, steps=10, because="A part.", **given):
    return review_activities.accept_in_part(
        activity, steps=steps, because=because, review=review_of(activity, **given)
    )


def approve(application, *, by=None, reason="", seen=None, at=cast.AT):
    brought = cast.looking(application, by=by, at=at)
    if seen is not None:
        brought = review.Reviewing(by=brought.by, at=at, seen=seen, lease=cast.LEASE)
    return review.approve(application, reason=reason, reviewing=brought)


def deny(application, *, by=None, reason="The credits are short."):
    return review.deny(application, reason=reason, reviewing=cast.looking(application, by=by))


def ask(application, *, text="Which class?", by=None):
    return review.return_(application, text=text, reviewing=cast.looking(application, by=by))


def closed(outcome="withdrawn"):
    application = cast.filed(cast.alice())
    if outcome == "withdrawn":
        return applications.withdraw(application, by=own(application), at=cast.AT)
    review.take_effect(cast.decided(application, outcome=outcome), at=cast.AT)
    application.refresh_from_db()
    return application


def taken(thing, *, by):
    take = queue.take_activity if hasattr(thing, "uses") else queue.take_application
    return take(thing, by=by, at=cast.AT, lease=cast.LEASE)


def two_papers():
    cycle = cast.alice()
    first, second = cast.paper(cycle), cast.paper(cycle)
    return cast.attached(cast.drafted(cycle), paper=first), second


def receive(person, *, size=100, most_bytes=99):
    received = evidence.Received(
        digest="0" * 64, size=size, mime="application/pdf", pages=1, flags=(), scan="clean",
        scanned_by="clamd",
    )  # fmt: skip
    return evidence.receive(
        person, file=received, what="Card", most_bytes=most_bytes, by=person.user, at=cast.AT
    )


def refundable():
    application = cast.filed(cast.alice())
    payment = cast.paid(application, by=cast.otto())
    applications.withdraw(application, by=own(application), at=cast.AT)
    return payment


def propose(payment, *, reason="Withdrawn.", by=None):
    return payments.propose_refund(payment, reason=reason, by=by or cast.olga(), at=cast.AT)


def confirm(refund, *, by):
    return payments.confirm_refund(refund, reference="TX 9", by=by, at=cast.AT)


def rule(line, *, amount=5000, because="As in 2020.", by=None):
    return payments.rule_on_fee(
        line, amount=amount, because=because, by=by or cast.olga(), at=cast.AT
    )


def only_line(application):
    return application.fee_lines.get()


def unset_line():
    return only_line(cast.filed(cast.alice(edition=cast.adopted(overlay=False))))


def adopt(text=None, *, program=cast.PROGRAM, source="action-cpt/2020-01-01.toml"):
    return editions.adopt(
        program, text=text or cast.EDITION.read_text(), source=source, by=None, at=cast.AT
    )


def sat(cycle, *, outcome="pass", taken_on=cast.ON, reference="1"):
    return register.record_exam_result(
        cycle.credential, form="accredited", taken_on=taken_on, outcome=outcome, vendor="board",
        reference=reference, by=None, at=cast.AT,
    )  # fmt: skip


def rise(cycle, result):
    return register.raise_level(cycle, result=result, level="certification", by=None, at=cast.AT)


def act_on(cycle, *, reason="A complaint."):
    return register.act_upon(
        cycle.credential, kind="suspended", begins_on=cast.ON, reason=reason, by=cast.olga(),
        at=cast.AT,
    )  # fmt: skip


def end(act, *, ends_on=cast.ON, reason="It was unfounded."):
    return register.end_act(act, ends_on=ends_on, reason=reason, by=cast.olga(), at=cast.AT)


def rename(cycle, *, name="Alice Öberg", family_name="Öberg"):
    return register.rename(
        cast.who(cycle), name=name, family_name=family_name, by=None, on=cast.ON, at=cast.AT
    )


def enrol(name, family_name):
    return register.enrol(
        name=name, family_name=family_name, email="x@recert.example", language="en",
        birth_date=None, listed=False, user=None, by=None, at=cast.AT,
    )  # fmt: skip


def own_reviewer(cycle):
    """Alice, who reviews too."""
    alice = cast.who(cycle).user
    accounts.grant_role(alice, name="reviewer", by=None, at=cast.AT)
    accounts.grant_role(alice, name="officer", by=None, at=cast.AT)
    return alice


def second_login(cycle):
    """Another login of Alice's: her certificant row names its address."""
    other = cast.user("Alicia")
    Certificant.objects.filter(pk=cast.who(cycle).pk).update(email=other.email.upper())
    return other


def twice_the_same():
    cycle = cast.alice()
    kettlebells = cast.course()
    cast.sent(cycle, of=kettlebells)
    return cast.drafted(cycle, of=kettlebells)


def _returned_beside():
    """A returned activity, beside another of the same class, sent for the day of ON."""
    cycle = cast.alice()
    activity = cast.returned(cycle)
    cast.sent(cycle, of=activity.course, completed_on=cast.ON)
    return activity


def not_final():
    decision = cast.decided(cast.filed(cast.alice()), outcome="denied")
    type(decision).objects.update(undone_at=cast.AT)
    decision.pk, decision.final_at = None, cast.later(minutes=10)
    decision.save(force_insert=True)
    return decision


def undone():
    decision = not_final()
    review.undo(decision, by=cast.bob(), at=cast.AT)
    return decision


def not_filed():
    return cast.opened(cast.alice())


def filed(**given):
    return cast.filed(cast.alice(**given))


def unset(step):
    """An application that nothing stops but what ACTION's own text leaves open."""
    cycle = cast.alice(edition=cast.adopted(overlay=False))
    for _ in range(2):
        activity = cast.sent(cycle)
        grant(activity, steps=20, by=cast.beth())
    application = cast.filed(cycle)
    rule(application.fee_lines.get(), amount=0, by=cast.otto())
    return step(application)


REFUSED = (
    # --- accounts
    Refused("a role ends once", lambda: end_role(cast.bob().roles.get()), end_role, CannotMove,
            "ended already"),
    # --- activities
    Refused("a draft holds no longer title than its column", lambda: cast.who(cast.alice()),
            lambda alice: save(alice, title="a" * 201), Incomplete, "200", frozenset({"title"})),
    Refused("a draft lasts no negative time", lambda: cast.who(cast.alice()),
            lambda alice: save(alice, minutes=-1), Incomplete, "", frozenset({"minutes"})),
    Refused("a draft lasts no longer than sixty days", lambda: cast.who(cast.alice()),
            lambda alice: save(alice, minutes=86_401), Incomplete, "", frozenset({"minutes"})),
    Refused("a sent activity is not changed", lambda: cast.sent(cast.alice()),
            lambda it: save(it.certificant, key=it.key, title="Other"), CannotMove, "sent already"),
    Refused("a returned activity keeps its parts", lambda: cast.returned(cast.alice()),
            lambda it: save(it.certificant, key=it.key, minutes=60), Incomplete, "",
            frozenset({"title", "provider_name", "completed_on"})),
    Refused("a returned activity does not become another that was sent", _returned_beside,
            lambda it: save(it.certificant, key=it.key, course=it.course, completed_on=cast.ON),
            AlreadyRecorded, "on record already"),
    Refused("another's form is not taken over",
            lambda: (cast.drafted(cast.alice()), cast.charlie()),
            lambda given: save(cast.who(given[1]), key=given[0].key, title="Mine"), CannotMove,
            "another activity"),
    Refused("an activity says what, who, when and how long", lambda: save(cast.who(cast.alice())),
            send, Incomplete, "",
            frozenset({"title", "provider_name", "completed_on", "minutes"})),
    Refused("an activity lasts some time", lambda: typed(cast.alice(), minutes=0), send, Incomplete,
            "more than nothing", frozenset({"minutes"})),
    Refused("an activity is not completed tomorrow",
            lambda: typed(cast.alice(), completed_on=date(2026, 11, 25)), send, Incomplete,
            "has not come yet", frozenset({"completed_on"})),
    Refused("a class counts from the day of its approval",
            lambda: cast.drafted(cast.alice(), of=cast.course(approved_from=date(2026, 5, 5))),
            send, Incomplete, "approved from 5 May 2026", frozenset({"completed_on"})),
    Refused("a class counts through the last day of its approval",
            lambda: cast.drafted(cast.alice(), of=cast.course(approved_through=date(2026, 5, 3))),
            send, Incomplete, "through 3 May 2026", frozenset({"completed_on"})),
    Refused("the same class on the same day counts once", twice_the_same, send, AlreadyRecorded,
            "on record already"),
    Refused("an activity is sent once", lambda: cast.sent(cast.alice()), send, CannotMove,
            "is submitted"),
    Refused("a decided activity is not sent again", lambda: cast.accepted(cast.alice()), send,
            CannotMove, "is accepted"),
    Refused("nothing is answered that was not asked", lambda: cast.sent(cast.alice()),
            lambda it: activities.answer(it, text="Ten.", by=own(it), on=cast.ON, at=cast.AT),
            CannotMove, "no open question"),
    Refused("an answer has words", lambda: cast.returned(cast.alice()),
            lambda it: activities.answer(it, text=" ", by=own(it), on=cast.ON, at=cast.AT),
            Incomplete, "", frozenset({"answer"})),
    Refused("a decided activity is not withdrawn", lambda: cast.rejected(cast.alice()),
            lambda it: activities.withdraw(it, by=own(it), at=cast.AT), CannotMove, "is rejected"),
    # --- applications
    Refused("a renewed cycle is not applied for again",
            lambda: (cycle := cast.alice()) and cast.renewed(cycle) and cycle,
            cast.opened, CannotMove, "renewed already"),
    Refused("a cycle that another follows is not applied for",
            lambda: (cycle := cast.alice()) and _followed(cycle), cast.opened, CannotMove,
            "renewed already"),
    Refused("every declaration is agreed to", not_filed,
            lambda it: file(it, agreed=["truthful"]), Incomplete, "",
            frozenset({"declaration_audit"})),
    Refused("filing closes after the last day", not_filed,
            lambda it: file(it, on=date(2026, 12, 16)), FilingClosed, "15 December 2026"),
    Refused("an application is filed once", filed, file, CannotMove, "is submitted"),
    Refused("a returned application is answered, not filed", lambda: ask(filed()), file, CannotMove,
            "answer it instead"),
    Refused("a withdrawn application is not filed", closed, file, CannotMove, "is withdrawn"),
    Refused("an application answers what was asked", filed,
            lambda it: applications.answer(it, text="Yes.", by=own(it), at=cast.AT), CannotMove,
            "no open question"),
    Refused("an application's answer has words", lambda: ask(filed()),
            lambda it: applications.answer(it, text="", by=own(it), at=cast.AT), Incomplete, "",
            frozenset({"answer"})),
    Refused("a denied application is not withdrawn", lambda: closed("denied"),
            lambda it: applications.withdraw(it, by=own(it), at=cast.AT), CannotMove, "is denied"),
    Refused("a decided application is not withdrawn before it takes effect",
            lambda: (it := filed()) and cast.decided(it, outcome="denied") and it,
            lambda it: applications.withdraw(it, by=own(it), at=cast.AT), CannotMove, "is decided"),
    # --- the catalogue, editions, the day
    Refused("a class has a title", cast.dana,
            lambda dana: catalogue.enter_course(
                Course(provider=dana, code="D", title=" ", kind="in_person", minutes=1,
                       approved_from=cast.ON), by=None, at=cast.AT),
            Incomplete, "", frozenset({"title"})),
    Refused("a text that cannot be read is not adopted", lambda: None,
            lambda _: adopt("title = 1\n"), PolicyError),
    Refused("a policy is not adopted for another program", lambda: None,
            lambda _: adopt(program="action-gx"), CannotMove, "check the folder"),
    Refused("what is adopted is never changed", cast.adopted,
            lambda _: adopt(), CannotMove, "adopted with another text"),
    Refused("one text is one edition", adopt,
            lambda it: adopt(it.text, source="action-cpt/2021-01-01.toml"), CannotMove,
            "adopted already"),
    Refused("the day never goes back", lambda: None,
            lambda _: installation.move_day(days=0, by=None, at=cast.AT), Incomplete,
            "forwards only", frozenset({"to"})),
    Refused("the day goes ten years ahead at most", lambda: None,
            lambda _: installation.move_day(days=3651, by=None, at=cast.AT), Incomplete,
            "Ten years", frozenset({"to"})),
    # --- evidence
    Refused("one person's files have their room", lambda: cast.who(cast.alice()), receive, TooMuch,
            "one person has"),
    Refused("a decided activity takes no evidence",
            lambda: (cycle := cast.alice()) and (cast.accepted(cycle), cast.paper(cycle)),
            lambda given: cast.attached(given[0], paper=given[1]), CannotMove, "closed to new"),
    Refused("nobody's evidence backs another's activity",
            lambda: (cast.drafted(cast.alice()), cast.paper(cast.charlie())),
            lambda given: cast.attached(given[0], paper=given[1]), CannotMove, "somebody else"),
    Refused("an activity takes so many files", two_papers,
            lambda given: evidence.attach(
                given[0], evidence=given[1], most_files=1, by=None, at=cast.AT),
            TooMuch, "1 files"),
    Refused("evidence stays while a reviewer may look",
            lambda: cast.sent(cast.alice()),
            lambda it: evidence.detach(
                it, evidence=it.uses.get().evidence, by=own(it), at=cast.AT),
            CannotMove, "yours to change"),
    # --- money
    Refused("the fee is paid in one payment", filed, lambda it: pay(it, amount=7499), Incomplete,
            "USD 75.00", frozenset({"amount"})),
    Refused("a fee does not arrive tomorrow", filed,
            lambda it: pay(it, received_on=date(2026, 11, 25)), Incomplete, "",
            frozenset({"received_on"})),
    Refused("a fee is received once", lambda: (it := filed()) and cast.paid(it) and it, pay,
            CannotMove, "receipt 1"),
    Refused("a draft owes nothing yet", not_filed, pay, CannotMove, "is draft"),
    Refused("a withdrawn application owes nothing", closed, pay, CannotMove, "is withdrawn"),
    Refused("an amount that is not set is not paid", lambda: unset_line().application, pay,
            CannotMove, "not set by the policy"),
    Refused("nothing owed is nothing paid",
            lambda: (line := unset_line()) and rule(line, amount=0) and line.application,
            lambda it: pay(it, amount=0), CannotMove, "Nothing is owed"),
    Refused("nobody records their own fee",
            lambda: (it := filed()) and (it, own_reviewer(it.cycle)),
            lambda given: pay(given[0], by=given[1]), NotForYou, "own case"),
    Refused("what the policy sets is not ruled on", lambda: only_line(filed()), rule,
            CannotMove, "its amount already"),
    Refused("a fee is ruled on once", lambda: rule(unset_line()).line, rule, CannotMove,
            "its amount already"),
    Refused("a ruling has its reason", unset_line, lambda line: rule(line, because=" "), Incomplete,
            "", frozenset({"because"})),
    Refused("a ruling is not less than nothing", unset_line, lambda line: rule(line, amount=-1),
            Incomplete, "0 or more", frozenset({"because"})),
    Refused("nobody rules on their own fee",
            lambda: (line := unset_line()) and (line, own_reviewer(line.application.cycle)),
            lambda given: rule(given[0], by=given[1]), NotForYou, "own case"),
    Refused("what is closed is not ruled on",
            lambda: (line := unset_line())
            and applications.withdraw(line.application, by=None, at=cast.AT) and line,
            rule, CannotMove, "owes nothing"),
    Refused("a fee stays while the application is open", lambda: cast.paid(filed()), propose,
            CannotMove, "withdrawn or denied"),
    Refused("a fee stays once the cycle is renewed",
            lambda: cast.renewed(cast.alice()).renewal.decision.application.payment, propose,
            CannotMove, "withdrawn or denied"),
    Refused("a refund has its reason", refundable, lambda it: propose(it, reason=""), Incomplete,
            "", frozenset({"reason"})),
    Refused("a refund is proposed once", lambda: propose(refundable()).payment, propose, CannotMove,
            "proposed already"),
    Refused("a refund takes two people", lambda: propose(refundable(), by=cast.olga()),
            lambda it: confirm(it, by=cast.olga()), NotForYou, "second person"),
    Refused("nobody confirms their own refund",
            lambda: (it := propose(refundable()))
            and (it, own_reviewer(it.payment.application.cycle)),
            lambda given: confirm(given[0], by=given[1]), NotForYou, "own case"),
    Refused("a refund is confirmed once", lambda: confirm(propose(refundable()), by=cast.otto()),
            lambda it: confirm(it, by=cast.otto()), CannotMove, "confirmed already"),
    # --- the queue
    Refused("nobody takes their own activity",
            lambda: (it := cast.sent(cast.alice())) and (it, it.certificant.user),
            lambda given: taken(given[0], by=given[1]), NotForYou, "own case"),
    Refused("nobody takes their own application under a second login",
            lambda: (it := filed()) and (it, second_login(it.cycle)),
            lambda given: taken(given[0], by=given[1]), NotForYou, "own case"),
    Refused("what somebody holds is not taken", lambda: taken(filed(), by=cast.beth()),
            lambda it: taken(it, by=cast.bob()), HeldByAnother, "Beth Reviewer"),
    Refused("a draft is not taken", lambda: cast.drafted(cast.alice()),
            lambda it: taken(it, by=cast.bob()), CannotMove, "nobody waits"),
    # --- the register
    Refused("a person has a name", lambda: None, lambda _: enrol(" ", "Ångström"), Incomplete, "",
            frozenset({"name"})),
    Refused("a person has a family name", lambda: None, lambda _: enrol("Alice", "–"), Incomplete,
            "", frozenset({"name"})),
    Refused("a new name is not empty", cast.alice, lambda it: rename(it, name=""), Incomplete, "",
            frozenset({"name"})),
    Refused("a new family name is not empty", cast.alice, lambda it: rename(it, family_name=" "),
            Incomplete, "", frozenset({"name"})),
    Refused("a vendor's reference is one person's",
            lambda: sat(cast.alice()) and cast.charlie(), sat, CannotMove, "another result"),
    Refused("a result does not change its outcome",
            lambda: (cycle := cast.alice()) and sat(cycle) and cycle,
            lambda it: sat(it, outcome="fail"), CannotMove, "another result"),
    Refused("only a passed exam raises the level",
            lambda: (cycle := cast.alice()) and (cycle, sat(cycle, outcome="fail")),
            lambda given: rise(*given), CannotMove, "passed inside the cycle"),
    Refused("only an exam inside the cycle raises its level",
            lambda: (cycle := cast.alice()) and (cycle, sat(cycle, taken_on=date(2026, 12, 16))),
            lambda given: rise(*given), CannotMove, "passed inside the cycle"),
    Refused("an act has its reason", cast.alice, lambda it: act_on(it, reason=""), Incomplete, "",
            frozenset({"reason"})),
    Refused("the end of an act has its reason", lambda: act_on(cast.alice()),
            lambda it: end(it, reason=""), Incomplete, "", frozenset({"reason"})),
    Refused("an act does not end before it begins", lambda: act_on(cast.alice()),
            lambda it: end(it, ends_on=date(2026, 11, 23)), CannotMove, "before it begins"),
    Refused("an act ends once", lambda: end(act_on(cast.alice())).act, end, CannotMove,
            "ended already"),
    # --- the review of an activity
    Refused("nobody accepts their own activity",
            lambda: (it := cast.sent(cast.alice())) and (it, it.certificant.user),
            lambda given: review_activities.accept(
                given[0], review=review_of(given[0], by=given[1])),
            NotForYou, "own case"),
    Refused("what changed meanwhile is looked at again", lambda: cast.sent(cast.alice()),
            lambda it: grant(it, seen=it.version - 1), ChangedMeanwhile, "look at it again"),
    Refused("what Beth holds Bob does not decide",
            lambda: taken(cast.sent(cast.alice()), by=cast.beth()), grant, HeldByAnother, "Beth"),
    Refused("an activity is decided once", lambda: cast.accepted(cast.alice()), grant, CannotMove,
            "is accepted by now"),
    Refused("a withdrawn activity is not decided",
            lambda: activities.withdraw(cast.sent(cast.alice()), by=None, at=cast.AT), grant,
            CannotMove, "is withdrawn by now"),
    Refused("a returned activity waits for its answer", lambda: cast.returned(cast.alice()), grant,
            CannotMove, "is returned by now"),
    Refused("a part has its reason", lambda: cast.sent(cast.alice()),
            lambda it: grant(it, because=""), Incomplete, "", frozenset({"because"})),
    Refused("a part is more than nothing", lambda: cast.sent(cast.alice()),
            lambda it: grant(it, steps=0), Incomplete, "", frozenset({"credit"})),
    Refused("a part is less than the whole", lambda: cast.sent(cast.alice()),
            lambda it: grant(it, steps=20), Incomplete, "Accept it whole", frozenset({"credit"})),
    Refused("less than a step is no credit",
            lambda: cast.sent(cast.alice(), of=cast.course(minutes=29)),
            lambda it: review_activities.accept(it, review=review_of(it)), Incomplete,
            "less than the smallest step", frozenset({"credit"})),
    Refused("without minutes in a unit a person says the credit",
            lambda: cast.sent(cast.alice(edition=cast.adopted(overlay=False))),
            lambda it: review_activities.accept(it, review=review_of(it)), Incomplete,
            "does not set how many minutes", frozenset({"credit"})),
    Refused("a rejection has its reason", lambda: cast.sent(cast.alice()),
            lambda it: review_activities.reject(it, because=" ", review=review_of(it)), Incomplete,
            "", frozenset({"because"})),
    Refused("a question has words", lambda: cast.sent(cast.alice()),
            lambda it: review_activities.return_(
                it, field="minutes", text="", review=review_of(it)),
            Incomplete, "", frozenset({"text"})),
    Refused("an entry is corrected once",
            lambda: (it := cast.accepted(cast.alice())) and _corrected(it),
            lambda given: correct(*given), CannotMove, "corrected already"),
    Refused("a correction is not corrected",
            lambda: (it := cast.accepted(cast.alice())) and _corrected(it),
            lambda given: correct(given[0], given[1].correction), CannotMove, "corrected already"),
    Refused("a correction has its reason",
            lambda: (it := cast.accepted(cast.alice())) and (it, it.entries.get()),
            lambda given: correct(*given, because=""), Incomplete, "", frozenset({"because"})),
    Refused("a correction changes something",
            lambda: (it := cast.accepted(cast.alice())) and (it, it.entries.get()),
            lambda given: correct(*given, steps=20), Incomplete, "", frozenset({"because"})),
    Refused("nobody corrects their own credit",
            lambda: (it := cast.accepted(cast.alice())) and (it, it.entries.get()),
            lambda given: correct(*given, by=given[0].certificant.user), NotForYou, "own case"),
    # --- the review of an application
    Refused("a shortfall stops approval", lambda: (it := filed()) and cast.paid(it) and it, approve,
            NotYet, "2.0"),
    Refused("an open fee stops approval",
            lambda: (cycle := cast.alice()) and cast.accepted(cycle) and cast.accepted(cycle)
            and cast.filed(cycle), approve, NotYet, "not paid yet"),
    Refused("an officer decides what the policy leaves open", lambda: unset(lambda it: it), approve,
            NotYet, "when the next cycle begins"),
    Refused("nobody approves their own application",
            lambda: (it := cast.ready(cast.alice())) and (it, own_reviewer(it.cycle)),
            lambda given: approve(given[0], by=given[1]), NotForYou, "own case"),
    Refused("evidence that nobody looked at is not decided on", lambda: cast.ready(cast.alice()),
            lambda it: approve(it, seen="0" * 64), ChangedMeanwhile, "evidence changed"),
    Refused("what Beth holds Bob does not approve",
            lambda: taken(cast.ready(cast.alice()), by=cast.beth()), approve, HeldByAnother,
            "Beth"),
    Refused("an application is decided once",
            lambda: (it := cast.ready(cast.alice())) and cast.decided(it, by=cast.beth()) and it,
            deny, CannotMove, "Beth Reviewer has decided"),
    Refused("a returned application waits for its answer", lambda: ask(filed()), deny, CannotMove,
            "is returned by now"),
    Refused("a draft is not decided", not_filed, deny, CannotMove, "is draft by now"),
    Refused("a denial has its reason", filed, lambda it: deny(it, reason=""), Incomplete, "",
            frozenset({"reason"})),
    Refused("an application's question has words", filed, lambda it: ask(it, text=" "), Incomplete,
            "", frozenset({"text"})),
    Refused("a decision takes effect once it is final", not_final,
            lambda it: review.take_effect(it, at=cast.later(minutes=9)), CannotMove, "not final"),
    Refused("an undone decision takes no effect", undone,
            lambda it: review.take_effect(it, at=cast.later(minutes=10)), CannotMove, "not final"),
    Refused("a decision is undone before it is final", not_final,
            lambda it: review.undo(it, by=cast.bob(), at=cast.later(minutes=10)), CannotMove,
            "is final"),
    Refused("a decision is undone once", undone,
            lambda it: review.undo(it, by=cast.bob(), at=cast.AT), CannotMove, "is final"),
)  # fmt: skip


def _followed(cycle):
    type(cycle).objects.create(
        credential=cycle.credential, begins_on=date(2026, 12, 16), ends_on=date(2028, 12, 15),
        level="certification", began_at=cast.AT,
    )  # fmt: skip
    return cycle


def _corrected(activity):
    entry = activity.entries.get()
    correct(activity, entry)
    entry.refresh_from_db()
    return activity, entry


def correct(activity, entry, *, steps=10, because="Half was a break.", by=None):
    return review_activities.correct(
        entry, steps=steps, because=because, review=review_of(activity, by=by)
    )


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.sentence)
def test_a_refusal_says_why_and_leaves_nothing_behind(case):
    for person in (cast.bob, cast.beth, cast.olga, cast.otto):
        person()  # so that the call makes no login
    given = case.given()
    before = everything()
    with pytest.raises(case.refusal, match=case.words or None) as caught:
        case.act(given)
    assert everything() == before
    if isinstance(caught.value, Incomplete):
        assert set(caught.value.problems) == case.fields
        assert all(caught.value.problems.values())
    if isinstance(caught.value, Refusal):
        assert str(caught.value).endswith((".", "?")), "a refusal is a sentence"


def test_no_sentence_is_there_twice():
    assert len({case.sentence for case in REFUSED}) == len(REFUSED)


def _not_again():
    return [each for each in HAPPENINGS if not each.again]


REPEATED = {  # what happens as often as it is told
    accounts.note_sign_in, evidence.note_reading, installation.move_day, register.record_companion,
    register.act_upon, register.rename, register.enrol,
    review_activities.correct,  # corrects the entry in force: "an entry is corrected once" above
}  # fmt: skip
UNIQUE = {catalogue.enter_provider, catalogue.enter_course, register.certify, register.raise_level}


@pytest.mark.parametrize(
    "once", [each for each in _not_again() if each.action not in REPEATED | UNIQUE], ids=_name
)
def test_what_was_done_is_not_done_twice(once):
    given = once.given()
    once.act(given)
    before = everything()
    with pytest.raises(Refusal):
        once.act(given)
    assert everything() == before
