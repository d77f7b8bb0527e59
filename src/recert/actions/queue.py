"""Take a case from the queue and put it back: in review is submitted and held by someone."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions.events import record
from recert.actions.locks import (
    lock_activity,
    lock_application,
    must_be_free,
    must_not_be_own,
)
from recert.actions.refusals import CannotMove
from recert.records.applications import Application
from recert.records.education import Activity
from recert.records.people import User
from recert.records.words import status_word


@transaction.atomic
def take_activity(activity: Activity, *, by: User, at: datetime, lease: timedelta) -> Activity:
    """Take an activity to review it; taking it again keeps it longer.

    :raises NotForYou: it is the reviewer's own
    :raises HeldByAnother: somebody else holds it
    :raises CannotMove: it is not waiting for a reviewer
    """
    activity = lock_activity(activity.pk)
    must_not_be_own(activity.certificant, by=by)
    _take(activity, by=by, at=at, lease=lease)
    return activity


@transaction.atomic
def take_application(
    application: Application, *, by: User, at: datetime, lease: timedelta
) -> Application:
    """Take an application to review it; raises as `take_activity`."""
    application = lock_application(application.pk)
    must_not_be_own(application.cycle.credential.certificant, by=by)
    _take(application, by=by, at=at, lease=lease)
    return application


def _take(case: Activity | Application, *, by: User, at: datetime, lease: timedelta) -> None:
    if case.status != "submitted":
        raise CannotMove(
            _("This case is %(status)s; nobody waits for you.")
            % {"status": status_word(case.status)}
        )
    must_be_free(case, by=by, at=at, lease=lease)
    fresh = case.held_by_id != by.pk
    case.held_by, case.held_at = by, at
    case.save(update_fields=["held_by", "held_at"])
    if fresh:
        _note(case, "taken", by=by, at=at)


@transaction.atomic
def release_activity(activity: Activity, *, by: User, at: datetime) -> Activity:
    """Put an activity back into the queue; silent if somebody else holds it, or nobody."""
    activity = lock_activity(activity.pk)
    _release(activity, by=by, at=at)
    return activity


@transaction.atomic
def release_application(application: Application, *, by: User, at: datetime) -> Application:
    """Put an application back into the queue; silent if somebody else holds it, or nobody."""
    application = lock_application(application.pk)
    _release(application, by=by, at=at)
    return application


def _release(case: Activity | Application, *, by: User, at: datetime) -> None:
    if case.held_by_id != by.pk:
        return
    case.held_by = case.held_at = None
    case.save(update_fields=["held_by", "held_at"])
    _note(case, "released", by=by, at=at)


def _note(case: Activity | Application, what: str, *, by: User, at: datetime) -> None:
    if isinstance(case, Activity):
        record(f"activity.{what}", by=by, at=at, subject=case, certificant=case.certificant_id)
        return
    record(
        f"application.{what}",
        by=by,
        at=at,
        subject=case,
        certificant=case.cycle.credential.certificant_id,
    )
