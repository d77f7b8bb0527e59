"""The installation itself: when its worker last ran, and the day of the demonstration."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions.events import record
from recert.actions.locks import lock_installation
from recert.actions.refusals import Incomplete
from recert.records.history import Installation
from recert.records.people import User

MOST_DAYS_AHEAD = 3650  # ten years: enough for every cycle, and no overflow of a calendar


def note_worker(*, at: datetime) -> None:
    """Write down that the worker runs.

    :param at: the real moment, so that a silent worker is seen whatever the demonstration shows
    """
    if not Installation.objects.filter(pk=1).update(worker_seen_at=at):
        Installation.objects.get_or_create(pk=1, defaults={"worker_seen_at": at})


@transaction.atomic
def move_day(*, days: int, by: User | None, at: datetime) -> Installation:
    """Move the day of the demonstration forwards; never back, since records stand on their days.

    :param days: how many days further than now, at least one
    :param at: the moment before the move
    :raises Incomplete: the day does not lie ahead, or too far
    """
    installation = lock_installation()
    if days < 1:
        raise Incomplete(
            {"to": _("The day moves forwards only; choose a later one, or start afresh.")}
        )
    if installation.days_ahead + days > MOST_DAYS_AHEAD:
        raise Incomplete({"to": _("Ten years ahead is the most; choose an earlier day.")})
    installation.days_ahead += days
    installation.save(update_fields=["days_ahead"])
    record(
        "day.moved", by=by, at=at, subject=installation, days=days, ahead=installation.days_ahead
    )
    return installation
