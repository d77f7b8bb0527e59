"""What can happen, as a row of a table: what is there, the call, and what it leaves."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from recert.actions import (
    activities,
    acts,
    evidence,
    payments,
    queue,
    review,
)
from tests import people as cast

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
    return acts.act_upon(
        cast.alice().credential,
        kind="suspended",
        begins_on=cast.ON,
        reason="A complaint.",
        by=cast.olga(),
        at=cast.AT,
    )


def _unset_line():
    """A fee line that ACTION's own text leaves open."""
    return cast.filed(cast.alice(edition=cast.adopted(overlay=False))).fee_lines.get()


def _held(make):
    def given():
        case = make(cast.alice())
        take = queue.take_activity if hasattr(case, "uses") else queue.take_application
        return take(case, by=cast.bob(), at=cast.AT, lease=cast.LEASE)

    return given
