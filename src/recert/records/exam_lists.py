"""Exams as pages list them: of one person, and what waits for an officer."""

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from recert.records.certification import Credential, Cycle, ExamResult
from recert.records.exams import (
    ExamAuthorisation,
    ExamBooking,
    ExamCorrection,
    ExamDecision,
    ResultRow,
)

_WHOSE = "credential__certificant"


def authorisations_of(cycle: Cycle) -> QuerySet[ExamAuthorisation]:
    """Return the authorisations of a cycle, the latest first, with their bookings."""
    bookings = ExamBooking.objects.select_related("result").order_by("-booked_at", "-id")
    return (
        ExamAuthorisation.objects.filter(cycle=cycle)
        .select_related("companion", "edition")
        .prefetch_related(Prefetch("bookings", bookings))
        .order_by("-given_at", "-id")
    )


def standing_booking(authorisation: ExamAuthorisation) -> ExamBooking | None:
    """Return the booking of an authorisation that was neither cancelled nor sat."""
    return authorisation.bookings.filter(cancelled_at=None, result=None).first()


def results_of(credential: Credential) -> QuerySet[ExamResult]:
    """Return every result of a credential, reversed ones too, the latest exam first.

    Each comes with its decision, the ruling on it, and its corrections.
    """
    corrections = ExamCorrection.objects.select_related("corrected", "by", "settled_by")
    return (
        ExamResult.every.filter(credential=credential)
        .select_related("decision__ruling", "decision__renewal__cycle", "decision__authorisation")
        .prefetch_related(Prefetch("corrections", corrections.order_by("-at", "-id")))
        .order_by("-taken_on", "-id")
    )


def rows_held() -> QuerySet[ResultRow]:
    """Return the rows of result files that wait for a person, the oldest first."""
    rows = ResultRow.objects.filter(state="held").select_related("file")
    return rows.order_by("file__at", "file", "place")


def corrections_open() -> QuerySet[ExamCorrection]:
    """Return the corrections that nobody has confirmed or dismissed, the oldest first."""
    rows = ExamCorrection.objects.filter(settled_at=None)
    whose = f"result__{_WHOSE}"
    return rows.select_related(whose, "row__file", "by").order_by("at", "id")


def decisions_to_rule() -> QuerySet[ExamDecision]:
    """Return the decisions that wait for an officer, the oldest first.

    Those are passes that are referred; and eligible ones with no next cycle, since the policy
    does not set when it begins. Where a later cycle has begun anyway, nothing is left.
    """
    later = Cycle.objects.filter(
        credential=OuterRef("cycle__credential"), begins_on__gt=OuterRef("cycle__begins_on")
    )
    passes = ExamDecision.objects.filter(
        result__outcome="pass", result__reversed_at=None, ruling=None
    )
    without_next = Q(outcome="eligible", renewal=None) & ~Q(left=[]) & ~Exists(later)
    return (
        passes.filter(Q(outcome="referred") | without_next)
        .select_related(f"result__{_WHOSE}", "cycle", "edition", "authorisation")
        .order_by(F("at").asc(), "id")
    )
