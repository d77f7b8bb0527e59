"""What waits: activities and applications, whose turn each is, and for how long it has been.

Whose turn it is follows from the rows: a reviewer's once a case is submitted with what it needs,
the certificant's when it was returned, or when an activity still lacks its evidence. An application
waits for its fee first: for an officer to set an amount, then for the money.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from recert.policy.lifecycle import ApplicationStatus, Turn, turn_of_filed
from recert.policy.numbers import folded, tidy_number
from recert.records.applications import Application, FeeLine, FeeRuling
from recert.records.applications import Decision as Decided
from recert.records.cases import has_evidence
from recert.records.certification import Credential
from recert.records.education import Activity, Evidence, EvidenceUse
from recert.records.history import Event
from recert.records.payments import Payment
from recert.records.people import FormerName
from recert.records.versions import version_minutes

ACTIVITY, APPLICATION = "activity", "application"
DECIDING = (
    "activity.accepted",
    "activity.accepted_in_part",
    "activity.rejected",
    "activity.reconsidered",
    "activity.corrected",
    "application.decided",
)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a reader of the queue asked for; nothing in a field leaves it out of account."""

    kind: str = ""  # ACTIVITY or APPLICATION
    provider: int | None = None
    flagged: bool = False
    words: str = ""  # a part of a name, or of a credential's number


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case that somebody has to do something about."""

    kind: str
    pk: int
    since: datetime
    turn: Turn
    held_by: int | None
    held_at: datetime | None

    def held_until(self, *, lease: timedelta, at: datetime) -> datetime | None:
        """Return until when somebody keeps this case; None if nobody does."""
        if self.held_by is None or self.held_at is None or self.held_at + lease <= at:
            return None
        return self.held_at + lease


def waiting(narrowed: Narrowed) -> list[Waiting]:
    """Return every open case, the one that has waited longest first. Two statements."""
    cases: list[Waiting] = []
    if narrowed.kind != APPLICATION:
        cases += _activities(narrowed)
    if narrowed.kind != ACTIVITY and narrowed.provider is None and not narrowed.flagged:
        cases += _applications(narrowed)
    return sorted(cases, key=lambda case: (case.since, case.kind, case.pk))


def _activities(narrowed: Narrowed) -> list[Waiting]:
    rows = with_marks(Activity.objects.filter(status__in=["submitted", "returned"]))
    rows = rows.filter(called(narrowed.words, path="certificant__"))
    if narrowed.provider is not None:
        rows = rows.filter(provider=narrowed.provider)
    if narrowed.flagged:
        rows = rows.filter(Q(is_flagged=True) | Q(is_shared=True) | Q(differs=True))
    return [
        Waiting(ACTIVITY, pk, since, _turn(status, ready=ready), by, held)
        for pk, since, status, ready, by, held in rows.values_list(  # type: ignore[misc]  # annotated
            "pk", "submitted_at", "status", "has_evidence", "held_by", "held_at"
        )
    ]


def _applications(narrowed: Narrowed) -> list[Waiting]:
    decided = Decided.objects.filter(application=OuterRef("pk"), undone_at=None)
    rows = _with_fee(Application.objects.filter(status__in=["submitted", "returned"])).filter(
        ~Exists(decided),
        called(narrowed.words, path="cycle__credential__certificant__"),
        submitted_at__isnull=False,
    )
    return [_application(row) for row in rows.values()]


def turns_of(cycles: Iterable[int]) -> Mapping[int, Turn]:
    """Return whose turn the filed application of each of some cycles is."""
    filed = Application.objects.filter(cycle__in=list(cycles), status__in=["submitted", "returned"])
    return {row["cycle_id"]: _application(row).turn for row in _with_fee(filed).values()}


def _with_fee(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Bring along whether a fee is set, whether something is owed, and when it was settled."""
    lines = FeeLine.objects.filter(application=OuterRef("pk"))
    payments = Payment.objects.filter(application=OuterRef("pk"))
    rulings = FeeRuling.objects.filter(line__application=OuterRef("pk")).order_by("-at")
    return applications.annotate(
        is_set=~Exists(lines.filter(amount=None, ruling=None)),
        owes=Exists(lines.filter(Q(amount__gt=0) | Q(ruling__amount__gt=0))),
        paid_at=Subquery(payments.values("at")[:1]),
        ruled_at=Subquery(rulings.values("at")[:1]),
    )


def _application(row: Mapping[str, Any]) -> Waiting:
    """Return an application that waits: since it was sent, or since its fee was settled."""
    moments = (row["submitted_at"], row["ruled_at"], row["paid_at"])
    turn = turn_of_filed(
        ApplicationStatus(row["status"]),
        fee_is_set=row["is_set"],
        fee_is_open=row["owes"] and row["paid_at"] is None,
    )
    since = max(moment for moment in moments if moment is not None)
    return Waiting(APPLICATION, row["id"], since, turn, row["held_by_id"], row["held_at"])


def _turn(status: str, *, ready: bool) -> Turn:
    return Turn.REVIEWER if status == "submitted" and ready else Turn.CERTIFICANT


def with_marks(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Bring along what a reviewer should see at once of each activity.

    `has_evidence`; `is_flagged`: a file says something of itself; `is_shared`: a file with the same
    content was sent by somebody else too; `differs`: the catalogue says another length.
    """
    uses = EvidenceUse.objects.filter(activity=OuterRef("pk"))
    elsewhere = Evidence.objects.filter(digest=OuterRef("evidence__digest")).exclude(
        certificant=OuterRef("evidence__certificant")
    )
    return activities.annotate(
        has_evidence=has_evidence(),
        is_flagged=Exists(uses.exclude(evidence__flags=[])),
        is_shared=Exists(uses.filter(Exists(elsewhere))),
        differs=Q(course__isnull=False) & ~Q(minutes=version_minutes),
    )


def called(words: str, *, path: str = "") -> Q:
    """Return the condition that a person's name, present or former, or number holds some words.

    :param path: how the rows lead to the person, such as "certificant__"; nothing for people
    """
    words = words.strip()
    if not words:
        return Q()
    former = FormerName.objects.filter(name__icontains=words).values("certificant")
    found = Q(**{f"{path}name__icontains": words}) | Q(**{f"{path}pk__in": former})
    if folded(words):
        found |= Q(**{f"{path}family_name_folded__contains": folded(words)})
    if any(letter.isdigit() for letter in words):
        numbered = Credential.objects.filter(number_tidy__contains=tidy_number(words))
        found |= Q(**{f"{path}pk__in": numbered.values("certificant")})
    return found


def decided_since(moment: datetime) -> QuerySet[Event]:
    """Return the decisions on activities and applications since a moment, the latest first."""
    events = Event.objects.filter(name__in=DECIDING, at__gte=moment)
    return events.select_related("certificant", "by").order_by("-at", "-id")


def activities_of(cases: Iterable[Waiting]) -> dict[int, Activity]:
    """Return the activities among some cases, with all that a line of the queue shows."""
    keys = [case.pk for case in cases if case.kind == ACTIVITY]
    rows = with_marks(Activity.objects.filter(pk__in=keys))
    return {row.pk: row for row in rows.select_related("certificant", "course", "held_by")}


def applications_of(cases: Iterable[Waiting]) -> dict[int, Application]:
    """Return the applications among some cases, with all that a line of the queue shows."""
    keys = [case.pk for case in cases if case.kind == APPLICATION]
    rows = Application.objects.filter(pk__in=keys)
    return {row.pk: row for row in rows.select_related("cycle__credential__certificant", "held_by")}


def free_for(
    cases: Sequence[Waiting], *, user: int, lease: timedelta, at: datetime
) -> list[Waiting]:
    """Return the cases that a reviewer may take now: the reviewers' turn, held by nobody else."""
    return [
        case
        for case in cases
        if case.turn == Turn.REVIEWER
        and (case.held_by == user or case.held_until(lease=lease, at=at) is None)
    ]
