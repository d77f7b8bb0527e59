"""All that a certificant's first page looks at, in few statements whatever they hold.

The facts beside the activities are small and of five tables; one statement asks all five, so that
the page costs the same for somebody with exams, cards and a suspension as for somebody without.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast

from recert.policy.lifecycle import ActivityStatus
from recert.records.applications import Application, Decision
from recert.records.cases import CaseRows, with_ledger
from recert.records.certification import (
    Act,
    ActEnd,
    Companion,
    Credential,
    Cycle,
    ExamResult,
    LevelChange,
)
from recert.records.education import Activity, ProviderApproval
from recert.records.history import Document, Event
from recert.records.policies import policy_of


@dataclass(frozen=True, slots=True)
class Overview:
    """The rows behind a decision on a cycle, and what no decision looks at: drafts, levels."""

    rows: CaseRows
    drafts: tuple[Activity, ...]
    changes: tuple[LevelChange, ...]


ENDS = Act._meta.get_field("end")  # noqa: SLF001  # Django's own way to a relation


class _Beside(NamedTuple):
    """One row of one of five tables, in columns that fit all of them."""

    table: str
    word: str
    first_on: date
    last_on: date | None
    more: str
    pk: int


def overview_of(cycle: Cycle) -> Overview:
    """Read all of it, in three statements; `rows` is what `cases.rows_of` gives."""
    credential = cycle.credential
    mine = Activity.objects.filter(certificant=credential.certificant_id)
    activities = tuple(with_ledger(mine).exclude(status=ActivityStatus.WITHDRAWN.value))
    beside = _beside(credential)
    _give_approvals(activities, beside)
    return Overview(
        rows=CaseRows(
            cycle=cycle,
            activities=tuple(row for row in activities if row.status != ActivityStatus.DRAFT),
            exams=tuple(_exams(beside)),
            companions=tuple(_companions(beside)),
            acts=tuple(_acts(beside)),
            policy=policy_of(cycle),
        ),
        drafts=tuple(row for row in activities if row.status == ActivityStatus.DRAFT),
        changes=tuple(_changes(beside)),
    )


def stamp_of(certificant_id: int) -> tuple[int, ...]:
    """Return figures that change whenever anything that the first page shows has changed.

    Each action inserts an event in its transaction, so what happened to a certificant is counted
    by their events, and what happened to the catalogue and the policy by the events of these.
    Counted, and not only numbered, since a later number may be committed before an earlier one.
    """
    counted = "count(*), coalesce(max(id), 0)"
    table, subjects = Event._meta.db_table, "'course', 'provider', 'providerapproval', 'edition'"  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {counted} from {table} where certificant_id = %s union all "  # noqa: S608  # all of it is ours
            f"select {counted} from {table} where subject in ({subjects})",
            [certificant_id],
        )
        return tuple(figure for row in cursor.fetchall() for figure in row)


def with_latest_application(cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """Bring along each cycle's latest application, whether it is decided, and its document.

    A withdrawn application is passed over: the cycle is as if it had none.
    """
    latest = (
        Application.objects.filter(cycle=OuterRef("pk"))
        .exclude(status="withdrawn")
        .order_by("-opened_at", "-id")
    )
    decided = Decision.objects.filter(
        application__cycle=OuterRef("pk"), undone_at=None, took_effect_at=None
    )
    documents = Document.objects.filter(cycle=OuterRef("pk")).order_by("-made_at")
    return cycles.annotate(
        application_pk=Subquery(latest.values("pk")[:1]),
        application_status=Subquery(latest.values("status")[:1]),
        application_filed_on=Subquery(latest.values("filed_on")[:1]),
        is_decided=Exists(decided),
        document_pk=Subquery(documents.values("pk")[:1]),
    )


def _beside(credential: Credential) -> list[_Beside]:
    exams = _columns(
        ExamResult.objects.filter(credential=credential),
        table="exam", word="form", first_on="taken_on", last_on=None, more=F("outcome"),
    )  # fmt: skip
    companions = _columns(
        Companion.objects.filter(certificant=credential.certificant_id),
        table="companion", word="kind", first_on="issued_on", last_on="expires_on",
        more=Case(When(hands_on=True, then=Value("hands on")), default=Value("")),
    )  # fmt: skip
    acts = _columns(
        Act.objects.filter(credential=credential),
        table="act", word="kind", first_on="begins_on", last_on="end__ends_on", more=Value(""),
    )  # fmt: skip
    changes = _columns(
        LevelChange.objects.filter(cycle__credential=credential),
        table="change", word="level", first_on="from_on", last_on=None, more=F("cycle_id"),
    )  # fmt: skip
    providers = Activity.objects.filter(certificant=credential.certificant_id).values("provider")
    approvals = _columns(
        ProviderApproval.objects.filter(provider__in=providers),
        table="approval", word="provider_id", first_on="begins_on", last_on="ends_on",
        more=Value(""),
    )  # fmt: skip
    found = exams.union(companions, acts, changes, approvals, all=True)
    return sorted((_Beside(*row) for row in found), key=lambda row: (row.table, row.pk))


def _columns(
    rows: QuerySet[Any],
    *,
    table: str,
    word: str,
    first_on: str,
    last_on: str | None,
    more: F | Value | Case,
) -> QuerySet[Any, Any]:
    """Return rows in the columns of `_Beside`; every column has its type, for PostgreSQL's sake."""
    last = F(last_on) if last_on else Value(None)
    return rows.order_by().values_list(
        Cast(Value(table), TextField()),
        Cast(F(word), TextField()),
        Cast(F(first_on), DateField()),
        Cast(last, DateField()),
        Cast(more, TextField()),
        "pk",
    )


def _exams(beside: Iterable[_Beside]) -> list[ExamResult]:
    exams = [
        ExamResult(pk=row.pk, form=row.word, taken_on=row.first_on, outcome=row.more)
        for row in beside
        if row.table == "exam"
    ]
    return sorted(exams, key=lambda exam: (exam.taken_on, exam.pk))


def _companions(beside: Iterable[_Beside]) -> list[Companion]:
    return [
        Companion(
            pk=row.pk,
            kind=row.word,
            issued_on=row.first_on,
            expires_on=row.last_on,
            hands_on=bool(row.more),
        )
        for row in beside
        if row.table == "companion"
    ]


def _acts(beside: Iterable[_Beside]) -> list[Act]:
    acts = []
    for row in beside:
        if row.table == "act":
            act = Act(pk=row.pk, kind=row.word, begins_on=row.first_on)
            end = ActEnd(act=act, ends_on=row.last_on) if row.last_on else None
            ENDS.set_cached_value(act, end)  # what is known is not asked again
            acts.append(act)
    return acts


def _give_approvals(activities: Iterable[Activity], beside: Iterable[_Beside]) -> None:
    """Leave each provider's approvals where a prefetch would have left them."""
    approvals: dict[int, list[ProviderApproval]] = {}
    for row in beside:
        if row.table == "approval":
            approval = ProviderApproval(pk=row.pk, begins_on=row.first_on, ends_on=row.last_on)
            approvals.setdefault(int(row.word), []).append(approval)
    for activity in activities:
        if activity.provider:
            given = {"approvals": approvals.get(activity.provider.pk, [])}
            activity.provider._prefetched_objects_cache = given  # type: ignore[attr-defined]  # noqa: SLF001


def _changes(beside: Iterable[_Beside]) -> list[LevelChange]:
    return [
        LevelChange(pk=row.pk, level=row.word, from_on=row.first_on, cycle_id=int(row.more))
        for row in beside
        if row.table == "change"
    ]
