"""Rows into the policy's facts: one certificant's case, as the engine asks for it.

Every activity is read but drafts and withdrawn ones. What was granted comes from the ledger; what
still waits comes as claimed. The engine alone says what counts (docs/decisions/0006).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from recert.policy import facts
from recert.policy.lifecycle import ACCEPTED, ActivityStatus
from recert.policy.policies import Policy
from recert.policy.units import Unit
from recert.records.certification import Act, Companion, Cycle, ExamResult
from recert.records.education import Activity, EvidenceUse
from recert.records.ledger import LedgerEntry
from recert.records.policies import policy_by_digest, policy_of


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The rows behind a case, in the order in which the engine saw the activities."""

    cycle: Cycle
    activities: tuple[Activity, ...]
    exams: tuple[ExamResult, ...]
    companions: tuple[Companion, ...]
    acts: tuple[Act, ...]
    policy: Policy

    @property
    def case(self) -> facts.Case:
        """The facts, as the engine asks for them."""
        return facts.Case(
            certificant=_certificant(self.cycle, self.acts),
            activities=tuple(_activity(row, unit=self.policy.unit) for row in self.activities),
            exams=tuple(
                facts.Exam(form=row.form, taken_on=row.taken_on, outcome=row.outcome)  # type: ignore[arg-type]  # kept by choices
                for row in self.exams
            ),
            companions=tuple(
                facts.Companion(
                    kind=row.kind,
                    issued_on=row.issued_on,
                    expires_on=row.expires_on,
                    hands_on=row.hands_on,
                )
                for row in self.companions
            ),
        )


def rows_of(cycle: Cycle) -> CaseRows:
    """Read everything that a decision about a cycle looks at."""
    credential = cycle.credential
    return CaseRows(
        cycle=cycle,
        activities=tuple(judged_activities(credential.certificant_id)),
        exams=tuple(ExamResult.objects.filter(credential=credential).order_by("taken_on", "id")),
        companions=tuple(
            Companion.objects.filter(certificant=credential.certificant_id).order_by("id")
        ),
        acts=tuple(Act.objects.filter(credential=credential).select_related("end").order_by("id")),
        policy=policy_of(cycle),
    )


def judged_activities(certificant_id: int) -> QuerySet[Activity]:
    """Return the activities that a case reads, with all that judging them asks for."""
    return with_grounds(Activity.objects.filter(certificant=certificant_id)).exclude(
        status__in=[ActivityStatus.DRAFT.value, ActivityStatus.WITHDRAWN.value]
    )


def with_grounds(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Bring along all that judging activities asks for, in the order of a case."""
    return with_ledger(activities).prefetch_related("provider__approvals")


def with_ledger(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Bring along the same but for the approvals of providers."""
    entries = LedgerEntry.objects.select_related("edition").defer(
        "edition__text", "edition__overlay"
    )
    return (
        activities.select_related("course__provider", "provider")
        .prefetch_related(Prefetch("entries", entries.order_by("id")))
        .annotate(has_evidence=Exists(EvidenceUse.objects.filter(activity=OuterRef("pk"))))
        .order_by("completed_on", "id")
    )


def _certificant(cycle: Cycle, acts: Iterable[Act]) -> facts.Certificant:
    credential = cycle.credential
    birth = credential.certificant.birth_date
    return facts.Certificant(
        certified_on=credential.certified_on,
        level=cycle.level,  # type: ignore[arg-type]  # kept by choices
        exam_form=credential.exam_form or None,
        cycle=(cycle.begins_on, cycle.ends_on),
        birth_month=birth.month if birth else None,
        birth_year=birth.year if birth else None,
        suspended=tuple(
            (act.begins_on, last_day(act)) for act in acts if act.kind == Act.SUSPENDED
        ),
    )


def last_day(act: Act) -> date:
    """Return the last day of an act; the end of time while it has not been ended."""
    end = getattr(act, "end", None)
    return end.ends_on if end else date.max


def _activity(row: Activity, *, unit: Unit) -> facts.Activity:
    assert row.completed_on is not None  # submitted_activity_says_what_and_when
    accepted = ActivityStatus(row.status) in ACCEPTED
    return facts.Activity(
        completed_on=row.completed_on,
        category=row.category or None,
        credits=granted(row, unit=unit) if accepted else None,
        minutes=None if accepted else row.minutes,
        course=row.course.code if row.course else None,
        provider=row.provider.kind if row.provider else "other",
        provider_approved=_approved(row),
        evidence=row.has_evidence,  # type: ignore[attr-defined]  # annotated by judged_activities
        review=_review(row),  # type: ignore[arg-type]
    )


def _review(row: Activity) -> str:
    status = ActivityStatus(row.status)
    if status in ACCEPTED:
        return "accepted"
    return "rejected" if status == ActivityStatus.REJECTED else "pending"


def _approved(row: Activity) -> tuple[facts.Days, ...]:
    """Return the spans on which the provider was approved; none for one that the body never met."""
    if row.provider is None:
        return ()
    return tuple(
        (span.begins_on, span.ends_on or date.max) for span in row.provider.approvals.all()
    )


def granted(row: Activity, *, unit: Unit) -> Decimal:
    """Return the sum of an activity's ledger entries, as an amount of a unit.

    An entry made under another unit is turned over its contact minutes.
    """
    return sum((_amount(entry, unit=unit) for entry in row.entries.all()), start=Decimal(0))


def _amount(entry: LedgerEntry, *, unit: Unit) -> Decimal:
    own = policy_by_digest(entry.edition.digest).unit
    if own.name == unit.name:
        return own.amount(entry.steps)
    minutes = own.minutes_of(abs(entry.steps))
    amount = unit.amount(unit.steps_of_minutes(minutes))
    return amount if entry.steps > 0 else -amount


def evidence_digest(rows: CaseRows) -> str:
    """Return what a decision names as the evidence it looked at.

    Any change of a claim, of its files or of its ledger gives another digest, and so does a new
    exam result, companion card or act upon the credential (invariant I9).
    """
    uses = EvidenceUse.objects.filter(activity__in=[row.pk for row in rows.activities])
    files: dict[int, list[str]] = {}
    for activity_id, digest in uses.values_list("activity_id", "evidence__digest"):
        files.setdefault(activity_id, []).append(digest)
    seen = [
        [
            row.pk,
            row.version,
            row.status,
            sorted(files.get(row.pk, [])),
            [entry.pk for entry in row.entries.all()],
        ]
        for row in rows.activities
    ]
    beside = [
        [row.pk for row in rows.exams],
        [row.pk for row in rows.companions],
        [[row.pk, last_day(row).isoformat()] for row in rows.acts],
    ]
    text = json.dumps([rows.cycle.pk, sorted(seen), *beside], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
