"""A register in which some people are to be reminded today: written in bulk, to be measured on.

Everybody has one credential and one cycle, whose last days lie evenly over two years. Whoever a
reminder is due to today has had it, but for those who are to be owed one; some of the others have
filed, and wait for the body alone.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from recert.policy.cycles import Span
from recert.policy.reminding import Due, Reminders, afterwards, due
from recert.records.applications import Application
from recert.records.certification import Credential, Cycle, Edition
from recert.records.education import (
    Activity,
    Evidence,
    EvidenceUse,
    Provider,
    ProviderApproval,
)
from recert.records.history import Notice
from recert.records.ledger import LedgerEntry
from recert.records.people import Certificant, User
from recert.records.policies import policy_by_digest
from recert.records.reminding import Reminder

LENGTH = 730  # days from the first day of a cycle to the last
STEPS = 40  # 2.0 CECs
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Register:
    """How many people there are, and how many of them are to be reminded."""

    people: int
    due: int
    filed: int


def fill(edition: Edition, plan: Reminders, *, people: int, owed: int, on: date) -> Register:
    """Write a register in bulk.

    :param owed: how many are to be reminded; as many as that, at most
    """
    at = datetime.combine(on - timedelta(days=40), time(20), tzinfo=UTC)
    cycles = list(_people(edition, people=people, on=on, at=at))
    after = afterwards(policy_by_digest(edition.digest))
    near = [
        (cycle, found)
        for cycle in cycles
        for found in [due(plan, Span(cycle.begins_on, cycle.ends_on), after=after, on=on)]
        if found
    ]
    step = max(len(near) // owed, 1)
    fresh = near[::step][:owed]
    chosen = {cycle.pk for cycle, _found in fresh}
    rest = [(cycle, found) for cycle, found in near if cycle.pk not in chosen]
    filed = rest[:: max(len(rest) // max(owed // 10, 1), 1)][: owed // 10]
    _file(edition, [cycle for cycle, _found in filed], at=at)
    waiting = {cycle.pk for cycle, _found in filed}
    _reminded([one for one in rest if one[0].pk not in waiting], at=at)
    return Register(people=len(cycles), due=len(fresh), filed=len(filed))


def _people(edition: Edition, *, people: int, on: date, at: datetime) -> Iterator[Cycle]:
    places = iter(range(people))
    while some := list(islice(places, AT_ONCE)):
        persons = Certificant.objects.bulk_create(
            Certificant(
                name=f"Alice{place} Ångström", family_name="Ångström",
                family_name_folded="angstrom", email=f"alice{place}@recert.example", joined_at=at,
            )
            for place in some
        )  # fmt: skip
        credentials = Credential.objects.bulk_create(
            Credential(
                certificant=person, program_id=edition.program_id, number=f"AC-{place:08d}",
                number_tidy=f"AC{place:08d}", code=f"code{place:012d}",
                certified_on=_begins(place, on=on), exam_form="accredited",
            )
            for place, person in zip(some, persons, strict=True)
        )  # fmt: skip
        yield from Cycle.objects.bulk_create(
            Cycle(
                credential=credential, begins_on=credential.certified_on, began_at=at,
                ends_on=credential.certified_on + timedelta(days=LENGTH), level="certification",
            )
            for credential in credentials
        )  # fmt: skip


def _begins(place: int, *, on: date) -> date:
    return on - timedelta(days=60 + place % LENGTH)


def _file(edition: Edition, cycles: Sequence[Cycle], *, at: datetime) -> None:
    """Give some people all their credits, and an application that waits for the body alone."""
    provider = Provider.objects.create(slug="action", name="ACTION", kind="action")
    ProviderApproval.objects.create(provider=provider, begins_on=date(2015, 1, 1))
    bob = User.objects.create(email="bob@recert.example", name="Bob Reviewer", joined_at=at)
    activities = Activity.objects.bulk_create(
        Activity(
            key=uuid.UUID(int=2 * cycle.pk + half), title="Strength", minutes=600,
            certificant_id=cycle.credential.certificant_id, provider=provider, status="accepted",
            completed_on=cycle.begins_on + timedelta(days=30 + half), created_at=at, saved_at=at,
            submitted_at=at,
        )
        for cycle in cycles
        for half in (0, 1)
    )  # fmt: skip
    papers = Evidence.objects.bulk_create(
        Evidence(
            certificant_id=each.certificant_id, digest=f"{each.pk:064d}", size=1, what="Paper",
            mime="application/pdf", pages=1, flags=[], scan="clean", scanned_by="clamd",
            received_at=at,
        )
        for each in activities
    )  # fmt: skip
    EvidenceUse.objects.bulk_create(
        EvidenceUse(activity=each, evidence=paper, at=at)
        for each, paper in zip(activities, papers, strict=True)
    )
    LedgerEntry.objects.bulk_create(
        LedgerEntry(activity=each, steps=STEPS // 2, edition=edition, because="So.", by=bob, at=at)
        for each in activities
    )
    Application.objects.bulk_create(
        Application(
            cycle=cycle, status="submitted", edition=edition, opened_at=at, submitted_at=at,
            filed_on=at.date(),
        )
        for cycle in cycles
    )  # fmt: skip


def _reminded(near: Sequence[tuple[Cycle, Due]], *, at: datetime) -> None:
    """Let people have had the reminder that is due to them today, when it was due."""
    notices = Notice.objects.bulk_create(
        Notice(
            key=f"reminder:{cycle.credential.certificant_id}:before", to="", due_at=at, sent_at=at,
            certificant_id=cycle.credential.certificant_id, template="cycle_ending",
        )
        for cycle, _found in near
    )  # fmt: skip
    Reminder.objects.bulk_create(
        Reminder(
            cycle=cycle, certificant_id=cycle.credential.certificant_id, kind=found.kind,
            days_before=found.days_before, on=cycle.ends_on - timedelta(days=found.days_before),
            notice=notice,
        )
        for (cycle, found), notice in zip(near, notices, strict=True)
    )  # fmt: skip
