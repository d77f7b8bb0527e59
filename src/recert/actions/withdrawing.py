"""How an application ends as withdrawn: by its certificant, or because the cycle was upgraded."""

from datetime import datetime

from recert.actions import notices
from recert.actions.events import record
from recert.policy.lifecycle import OPEN_APPLICATION, ApplicationStatus
from recert.records.applications import Application
from recert.records.certification import Cycle
from recert.records.people import User


def close_as_withdrawn(
    application: Application, *, by: User | None, at: datetime, because: str = ""
) -> None:
    """Write that an application is withdrawn; tell the certificant, if it was ever filed.

    :param because: why, where the certificant did not ask for it
    """
    application.status = ApplicationStatus.WITHDRAWN.value
    application.closed_at = at
    application.held_by = application.held_at = None
    application.save()
    certificant = application.cycle.credential.certificant
    why = {"because": because} if because else {}
    record(
        "application.withdrawn", by=by, at=at, subject=application, certificant=certificant, **why
    )
    if application.filed_on is not None:
        notices.owe(
            "application_withdrawn",
            to=certificant,
            key=f"application:{application.pk}:withdrawn",
            at=at,
            context={"application": application.pk, **why},
        )


def withdraw_for_upgrade(cycle: Cycle, *, because: str, by: User | None, at: datetime) -> None:
    """Withdraw the open application of a cycle that an exam upgraded; the case is locked already.

    One that is decided stays as it is: its decision takes effect.
    """
    statuses = [status.value for status in OPEN_APPLICATION]
    rows = Application.objects.filter(cycle=cycle, status__in=statuses)
    application = rows.select_related("cycle__credential__certificant").first()
    if application and not application.decisions.filter(undone_at=None).exists():
        close_as_withdrawn(application, by=by, at=at, because=because)
