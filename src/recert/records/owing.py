"""What is owed and not settled: fees, refunds, documents that wait, notices that failed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Cast

from recert.records.applications import Application, Decision, FeeLine
from recert.records.certification import Cycle, Edition
from recert.records.fees import amount_of
from recert.records.history import Event, Notice, Work
from recert.records.payments import Payment, Refund

FAILED_ATTEMPTS = 1  # tries after which a notice that is still owed is shown to the office


@dataclass(frozen=True, slots=True)
class Owing:
    """A filed application whose fee is not settled."""

    application: Application
    lines: tuple[FeeLine, ...]

    @property
    def to_rule_on(self) -> tuple[FeeLine, ...]:
        """The lines whose amount nobody has set."""
        return tuple(line for line in self.lines if amount_of(line) is None)

    @property
    def owed(self) -> int:
        """What is owed, in minor units; of the lines that are set."""
        return sum(amount_of(line) or 0 for line in self.lines)

    @property
    def currency(self) -> str:
        """The currency in which the fee was fixed."""
        return self.lines[0].currency if self.lines else ""


def open_fees() -> list[Owing]:
    """Return the applications that wait for money or for a ruling, filed first. Two statements."""
    paid = Payment.objects.filter(application=OuterRef("pk"))
    lines = FeeLine.objects.select_related("ruling").order_by("id")
    rows = (
        Application.objects.filter(~Exists(paid), status__in=["submitted", "returned"])
        .select_related("cycle__credential__certificant")
        .prefetch_related(Prefetch("fee_lines", lines))
        .order_by("filed_on", "id")
    )
    found = [Owing(application=row, lines=tuple(row.fee_lines.all())) for row in rows]
    return [each for each in found if each.owed or each.to_rule_on]


def payments_shown() -> QuerySet[Payment]:
    """Return payments with all that an officer reads of one."""
    return Payment.objects.select_related(
        "application__cycle__credential__certificant",
        "refund__proposed_by",
        "refund__confirmed_by",
        "document",
        "by",
    )


def to_refund() -> QuerySet[Payment]:
    """Return the payments for withdrawn applications for which nobody has proposed a refund."""
    proposed = Refund.objects.filter(payment=OuterRef("pk"))
    rows = payments_shown().filter(~Exists(proposed), application__status="withdrawn")
    return rows.order_by("application__closed_at", "id")


def kept_after_denial() -> QuerySet[Payment]:
    """Return the payments for denied applications that an officer may still propose to give back.

    A denial alone makes no refund: reviewing was done. Whether the fee goes back is an officer's.
    """
    proposed = Refund.objects.filter(payment=OuterRef("pk"))
    rows = payments_shown().filter(~Exists(proposed), application__status="denied")
    return rows.order_by("-application__closed_at", "-id")


def to_confirm() -> QuerySet[Payment]:
    """Return the payments whose refund is proposed and waits for a second person."""
    rows = payments_shown().filter(refund__confirmed_at=None, refund__isnull=False)
    return rows.order_by("refund__proposed_at", "id")


def works_waiting() -> QuerySet[Work]:
    """Return the documents that are owed, those that failed first."""
    return Work.objects.filter(done_at=None).order_by("-attempts", "due_at", "id")


def notices_failed() -> QuerySet[Notice]:
    """Return the notices that could not be sent: first those refused for good, not tried again."""
    rows = Notice.objects.filter(sent_at=None, attempts__gte=FAILED_ATTEMPTS)
    refused_first = F("refused_at").asc(nulls_last=True)
    return rows.select_related("certificant").order_by(refused_first, "due_at", "id")


def decisions_waiting(*, at: datetime) -> QuerySet[Decision]:
    """Return the final decisions that could not take effect, each with its latest `because`."""
    told = Event.objects.filter(
        name="decision.waits",
        subject="decision",
        subject_id=Cast(OuterRef("pk"), CharField()),
    ).order_by("-id")
    rows = Decision.objects.filter(final_at__lte=at, took_effect_at=None, undone_at=None)
    return (
        rows.annotate(because=Subquery(told.values("details__because")[:1]))
        .exclude(because=None)
        .select_related("application__cycle__credential__certificant")
        .order_by("final_at", "id")
    )


def subjects_of(works: list[Work]) -> dict[int, Cycle | Payment | Edition]:
    """Return, for each piece of work, the cycle, payment or edition whose document is owed."""
    cycles = Cycle.objects.filter(pk__in=_subjects(works, kind="certificate"))
    payments = payments_shown().filter(pk__in=_subjects(works, kind="receipt"))
    by_cycle = {row.pk: row for row in cycles.select_related("credential__certificant")}
    by_payment = {row.pk: row for row in payments}
    of_editions = Edition.objects.select_related("program").defer("text", "overlay")
    by_edition = of_editions.in_bulk(
        [*_subjects(works, kind="guide"), *_subjects(works, kind="application_form")]
    )
    found: dict[int, Cycle | Payment | Edition] = {}
    for work in works:
        subject: Cycle | Payment | Edition | None
        if work.kind == "certificate":
            subject = by_cycle.get(work.subject_id)
        elif work.kind == "receipt":
            subject = by_payment.get(work.subject_id)
        else:
            subject = by_edition.get(work.subject_id)
        if subject is not None:
            found[work.pk] = subject
    return found


def _subjects(works: list[Work], *, kind: str) -> list[int]:
    return [work.subject_id for work in works if work.kind == kind]
