"""Short words for calls that are refused, and for what is there before them."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from recert.actions import (
    accounts,
    activities,
    acts,
    applications,
    editions,
    evidence,
    payments,
    queue,
    register,
    review,
    review_activities,
)
from recert.actions.activities import Claim
from recert.records.people import Certificant
from tests import people as cast


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


def approve(application, *, by=None, reason="", seen=None, at=cast.AT, following=None):
    brought = cast.looking(application, by=by, at=at)
    if seen is not None:
        brought = review.Reviewing(by=brought.by, at=at, seen=seen, lease=cast.LEASE)
    return review.approve(application, reason=reason, reviewing=brought, following=following)


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


def confirm(refund, *, by, **given):
    return payments.confirm_refund(refund, reference="TX 9", by=by, at=cast.AT, **given)


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


def rise(cycle, result):
    return register.raise_level(cycle, result=result, level="certification", by=None, at=cast.AT)


def act_on(cycle, *, kind="suspended", reason="A complaint."):
    return acts.act_upon(
        cycle.credential, kind=kind, begins_on=cast.ON, reason=reason, by=cast.olga(),
        at=cast.AT,
    )  # fmt: skip


def end(act, *, ends_on=cast.ON, reason="It was unfounded."):
    return acts.end_act(act, ends_on=ends_on, reason=reason, by=cast.olga(), at=cast.AT)


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
