"""Rows into the policy's facts: one certificant's case, as the engine asks for it.

Every activity is read but drafts and withdrawn ones. What was granted comes from the ledger; what
still waits comes as claimed. The engine alone says what counts (docs/decisions/0006).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from recert.policy import facts
from recert.policy.lifecycle import ACCEPTED, ActivityStatus
from recert.policy.policies import Policy
from recert.policy.units import Unit
from recert.records.catalogue import CompletionReport
from recert.records.certification import Act, Companion, Cycle, ExamResult
from recert.records.education import Activity, EvidenceUse, ProviderApproval
from recert.records.ledger import LedgerEntry
from recert.records.policies import policy_by_digest, policy_of
from recert.records.versions import approved_credit, whole_steps


class Entry(NamedTuple):
    """What a case looks at in one ledger entry: its key, its steps, and the edition's digest."""

    pk: int
    steps: int
    digest: str


Entries = Mapping[int, tuple[Entry, ...]]  # by activity; one without is left out
Approvals = Mapping[int, tuple[facts.Days, ...]]  # by provider; one without is left out


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The rows behind a case, in the order in which the engine saw the activities."""

    cycle: Cycle
    activities: tuple[Activity, ...]  # from `activities_of`
    entries: Entries
    approvals: Approvals
    exams: tuple[ExamResult, ...]
    companions: tuple[Companion, ...]
    acts: tuple[Act, ...]
    policy: Policy

    @property
    def case(self) -> facts.Case:
        """The facts, as the engine asks for them."""
        return facts.Case(
            certificant=_certificant(self.cycle, self.acts),
            activities=tuple(self._activity(row) for row in self.activities),
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

    def _activity(self, row: Activity) -> facts.Activity:
        assert row.completed_on is not None  # submitted_activity_says_what_and_when
        accepted = ActivityStatus(row.status) in ACCEPTED
        entries = self.entries.get(row.pk, ())
        approved = _approved(row, unit=self.policy.unit)
        return facts.Activity(
            completed_on=row.completed_on,
            category=row.category or None,
            credits=granted(entries, unit=self.policy.unit) if accepted else approved,
            minutes=None if accepted or approved is not None else row.minutes,
            course=row.course_code,  # type: ignore[attr-defined]  # annotated by activities_of
            provider=row.provider_kind or "other",  # type: ignore[attr-defined]
            provider_approved=self.approvals.get(row.provider_id or 0, ()),
            evidence=row.has_evidence,  # type: ignore[attr-defined]
            review=_review(row),  # type: ignore[arg-type]
        )


def rows_of(cycle: Cycle, *, and_draft: Activity | None = None) -> CaseRows:
    """Read everything that a decision about a cycle looks at.

    :param and_draft: an activity that is read as if it were sent
    """
    credential = cycle.credential
    mine = credential.certificant_id
    sent = ~Q(status__in=[ActivityStatus.DRAFT.value, ActivityStatus.WITHDRAWN.value])
    asked = Q(pk=and_draft.pk) if and_draft else Q()
    return CaseRows(
        cycle=cycle,
        activities=tuple(activities_of(mine).filter(sent | asked)),
        entries=entries_of(mine),
        approvals=by_provider(
            ProviderApproval.objects.filter(
                provider__in=Activity.objects.filter(certificant=mine).values("provider")
            )
            .order_by("id")
            .values_list("provider_id", "begins_on", "ends_on")
        ),
        exams=tuple(ExamResult.objects.filter(credential=credential).order_by("taken_on", "id")),
        companions=tuple(Companion.objects.filter(certificant=mine).order_by("id")),
        acts=tuple(acts_upon(credential.pk)),
        policy=policy_of(cycle),
    )


def activities_of(certificant_id: int) -> QuerySet[Activity]:
    """Return a certificant's activities, with all that judging them asks for, in a case's order."""
    return to_judge(Activity.objects.filter(certificant=certificant_id))


def to_judge(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Bring along all that judging activities asks for, in a case's order."""
    return activities.annotate(
        course_code=F("course__code"),
        provider_kind=F("provider__kind"),
        approved_credit=approved_credit,
        has_evidence=has_evidence(),
    ).order_by("completed_on", "id")


def has_evidence() -> Q:
    """Whether an activity is backed by a file, or by the report of its provider."""
    uses = EvidenceUse.objects.filter(activity=OuterRef("pk"))
    reports = CompletionReport.objects.filter(activity=OuterRef("pk"))
    return Exists(uses) | Exists(reports)


def entries_of(certificant_id: int) -> Entries:
    """Return the ledger entries of a certificant's activities, the oldest first."""
    return by_activity(LedgerEntry.objects.filter(activity__certificant=certificant_id))


def by_activity(entries: QuerySet[LedgerEntry]) -> Entries:
    """Gather ledger entries by their activity, the oldest first."""
    found: dict[int, tuple[Entry, ...]] = {}
    told = entries.order_by("id").values_list("activity_id", "id", "steps", "edition__digest")
    for activity, pk, steps, digest in told:
        found[activity] = (*found.get(activity, ()), Entry(pk, steps, digest))
    return found


def by_provider(approvals: Iterable[tuple[int, date, date | None]]) -> Approvals:
    """Gather spans of approval; one without an end reaches to the end of time."""
    found: dict[int, tuple[facts.Days, ...]] = {}
    for provider, begins_on, ends_on in approvals:
        found[provider] = (*found.get(provider, ()), (begins_on, ends_on or date.max))
    return found


def acts_upon(credential_id: int) -> QuerySet[Act]:
    """Return the acts upon a credential, with their ends."""
    return Act.objects.filter(credential=credential_id).select_related("end").order_by("id")


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


def _approved(row: Activity, *, unit: Unit) -> Decimal | None:
    """Return the credit approved for the class on its day, where the whole of it was taken."""
    credit: Decimal | None = row.approved_credit  # type: ignore[attr-defined]  # annotated
    return None if whole_steps(credit, unit=unit) is None else credit


def _review(row: Activity) -> str:
    status = ActivityStatus(row.status)
    if status in ACCEPTED:
        return "accepted"
    return "rejected" if status == ActivityStatus.REJECTED else "pending"


def granted(entries: Iterable[Entry], *, unit: Unit) -> Decimal:
    """Return the sum of an activity's ledger entries, as an amount of a unit."""
    return sum((_amount(entry, unit=unit) for entry in entries), start=Decimal(0))


def _amount(entry: Entry, *, unit: Unit) -> Decimal:
    """Return what an entry grants; one made under another unit is turned over contact minutes."""
    own = policy_by_digest(entry.digest).unit
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
            [entry.pk for entry in rows.entries.get(row.pk, ())],
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
