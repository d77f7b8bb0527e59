"""What actions on an authorisation to sit an exam share: its lock, its end, event and mail."""

from datetime import datetime

from django.utils.translation import gettext as _

from recert.actions import notices
from recert.actions.events import record
from recert.actions.locks import lock_case
from recert.actions.refusals import CannotMove
from recert.policy.exam_asking import exam_label
from recert.records.exams import ExamAuthorisation
from recert.records.people import User
from recert.records.policies import policy_by_digest

OPEN, BOOKED, SAT, EXPIRED, CANCELLED = "open", "booked", "sat", "expired", "cancelled"


def locked(authorisation: ExamAuthorisation) -> ExamAuthorisation:
    """Hold the case of an authorisation, and return it as it is now."""
    rows = ExamAuthorisation.objects.select_related("cycle__credential__certificant", "edition")
    owner = rows.values_list("cycle__credential__certificant_id", flat=True)
    lock_case(owner.get(pk=authorisation.pk))
    return rows.get(pk=authorisation.pk)


def must_be_in_force(authorisation: ExamAuthorisation) -> None:
    """Refuse what is asked of an authorisation that is over.

    :raises CannotMove: it was sat under, has expired, or is cancelled
    """
    over = {
        SAT: _("The exam was sat under this authorisation."),
        EXPIRED: _("This authorisation has expired; ask for a new one."),
        CANCELLED: _("This authorisation is cancelled; ask for a new one."),
    }
    if authorisation.status in over:
        raise CannotMove(over[authorisation.status])


def close(
    authorisation: ExamAuthorisation, status: str, *, at: datetime, because: str = ""
) -> None:
    """Write that an authorisation is over."""
    if status == CANCELLED:  # a seat under one that expired may have been sat: its result may come
        authorisation.bookings.filter(cancelled_at=None, result=None).update(cancelled_at=at)
    authorisation.status, authorisation.because = status, because
    authorisation.closed_at = at
    authorisation.save(update_fields=["status", "because", "closed_at"])


def remember(
    authorisation: ExamAuthorisation, event: str, *, by: User | None, at: datetime, **more: object
) -> None:
    """Write down what happened to an authorisation."""
    last = {"last_on": str(authorisation.last_on)} if authorisation.last_on else {}
    record(
        event,
        by=by,
        at=at,
        subject=authorisation,
        certificant=authorisation.cycle.credential.certificant_id,
        form=authorisation.form,
        **last,
        **more,
    )


def tell(
    authorisation: ExamAuthorisation, template: str, *, at: datetime, of: str = "", **more: object
) -> None:
    """Owe its certificant a notice.

    :param of: what it is about, where that is not the authorisation itself
    """
    last = {"last_on": str(authorisation.last_on)} if authorisation.last_on else {}
    notices.owe(
        template,
        to=authorisation.cycle.credential.certificant,
        key=f"{of or f'authorisation:{authorisation.pk}'}:{template}",
        at=at,
        context={
            "authorisation": authorisation.pk,
            "exam": exam_label(policy_by_digest(authorisation.edition.digest), authorisation.form),
            "cycle_ends_on": str(authorisation.cycle.ends_on),
            **last,
            **more,
        },
    )
