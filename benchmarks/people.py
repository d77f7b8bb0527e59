"""A register to measure on, made by the product's own actions, in a folder of its own."""

import io
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from recert.actions import (
    accounts,
    activities,
    catalogue,
    editions,
    evidence,
    register,
    review_activities,
)
from recert.outside import files
from recert.policy.cycles import first_cycle
from recert.records.certification import Cycle, Edition
from recert.records.education import Activity, Course
from recert.records.policies import policy_by_digest

PROJECT = Path(__file__).resolve().parents[1]
PROGRAM = "action-cpt"
LEASE = timedelta(minutes=30)


def adopted(*, at: datetime) -> Edition:
    """Return ACTION's edition, adopted with the demonstration's settings."""
    file = PROJECT / "policies" / PROGRAM / "2020-01-01.toml"
    return editions.adopt(
        PROGRAM,
        text=file.read_text(encoding="utf-8"),
        overlay=file.with_suffix(".demonstration.toml").read_text(encoding="utf-8"),
        source=f"{PROGRAM}/{file.name}",
        by=None,
        at=at,
    )


def certified(at_place: int, *, edition: Edition, at: datetime) -> Cycle:
    """Return the cycle of one certificant, who was certified a year and some days ago."""
    name = f"Alice{at_place} Ångström"
    login = accounts.open_account(email=f"alice{at_place}@recert.example", name=name, at=at)
    certificant = register.enrol(
        name=name,
        family_name="Ångström",
        email=login.email,
        language="sv",
        birth_date=None,
        listed=False,
        user=login,
        by=None,
        at=at,
    )
    certified_on = at.date() - timedelta(days=400 + at_place % 200)
    return register.certify(
        certificant,
        program=edition.program,
        number=f"AC-{at_place:08d}",
        code=f"code{at_place:012d}",
        level="certification",
        exam_form="accredited",
        certified_on=certified_on,
        cycle=first_cycle(policy_by_digest(edition.digest), certified_on),
        by=None,
        at=at,
    )


def courses(number: int, *, at: datetime) -> list[Course]:
    """Return classes of one approved provider."""
    provider = catalogue.enter_provider(
        slug="action",
        name="ACTION",
        kind="action",
        website="",
        approvals=[(date(2020, 1, 1), None)],
        by=None,
        at=at,
    )
    return [
        catalogue.enter_course(
            Course(
                provider=provider,
                code=f"ACT-{place}",
                title=f"Strength and its limits, part {place}",
                kind="self_study",
                minutes=60,
                approved_from=date(2020, 1, 1),
            ),
            by=None,
            at=at,
        )
        for place in range(number)
    ]


def busy(cycle: Cycle, *, classes: list[Course], edition: Edition, at: datetime) -> None:
    """Give a certificant one activity for each class, with evidence; most of them are accepted."""
    bob = accounts.open_account(email="bob@recert.example", name="Bob Reviewer", at=at)
    for place, course in enumerate(classes):
        activity = sent(cycle, course=course, place=place, at=at)
        review = review_activities.Review(
            by=bob, at=at, edition=edition, seen=activity.version, lease=LEASE
        )
        if place % 10 == 7:  # noqa: PLR2004
            review_activities.reject(activity, because="Not about training.", review=review)
        elif place % 10 < 7:  # noqa: PLR2004
            review_activities.accept(activity, review=review)


def sent(cycle: Cycle, *, course: Course, place: int, at: datetime) -> Activity:
    """Return an activity that was sent for review, with a paper of its own."""
    certificant = cycle.credential.certificant
    claim = activities.Claim(
        course=course, completed_on=cycle.begins_on + timedelta(days=7 + 11 * place)
    )
    activity = activities.save(
        certificant, key=uuid.uuid4(), claim=claim, by=certificant.user, at=at
    )
    content = f"paper {place} of {certificant.name}".encode()
    stored = files.store(io.BytesIO(content), limit=1_000_000, spare=0)
    received = evidence.Received(
        digest=stored.digest,
        size=stored.size,
        mime="application/pdf",
        pages=1,
        flags=(),
        scan="not scanned",
        scanned_by="",
    )
    paper = evidence.receive(
        certificant,
        file=received,
        what="Completion certificate",
        most_bytes=10**9,
        by=certificant.user,
        at=at,
    )
    evidence.attach(activity, evidence=paper, most_files=10, by=certificant.user, at=at)
    return activities.submit(activity, by=certificant.user, on=at.date(), at=at)


def noon() -> datetime:
    """Return a moment of yesterday, so that nothing lies ahead of the body's day."""
    return datetime.now(UTC).replace(hour=12) - timedelta(days=1)
