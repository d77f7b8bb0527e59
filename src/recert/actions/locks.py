"""One lock a case: whoever changes anything of a certificant holds the certificant's row.

So two actions on one person's activities, application, evidence, ledger or money follow each other,
whatever they are, and no two locks can be taken in opposite orders. SQLite has one writer at a time
anyway (transactions begin IMMEDIATE).
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from recert.actions.refusals import HeldByAnother, NotForYou
from recert.records.applications import Application
from recert.records.education import Activity
from recert.records.history import Installation
from recert.records.people import Certificant, User


def lock_case(certificant_id: int) -> Certificant:
    """Hold a certificant's row until the end of the transaction."""
    return Certificant.objects.select_for_update().get(pk=certificant_id)


def lock_activity(pk: int) -> Activity:
    """Hold the case of an activity, and return the activity as it is now."""
    owner = Activity.objects.values_list("certificant_id", flat=True).get(pk=pk)
    lock_case(owner)
    return Activity.objects.select_related("certificant", "course", "provider").get(pk=pk)


def lock_application(pk: int) -> Application:
    """Hold the case of an application, and return the application as it is now."""
    owner = Application.objects.values_list("cycle__credential__certificant_id", flat=True).get(
        pk=pk
    )
    lock_case(owner)
    return Application.objects.select_related(
        "cycle__credential__certificant", "cycle__credential__program", "edition"
    ).get(pk=pk)


def lock_installation() -> Installation:
    """Hold the installation's row: for what is numbered without gaps. Always after a case."""
    Installation.objects.get_or_create(pk=1)
    return Installation.objects.select_for_update().get(pk=1)


def must_not_be_own(certificant: Certificant, *, by: User) -> None:
    """Refuse to let a person decide their own case.

    :raises NotForYou: the case is of the person who acts
    """
    same_login = certificant.user_id == by.pk
    if same_login or certificant.email.casefold() == by.email.casefold():
        raise NotForYou(_("This is your own case; another reviewer decides it."))


def must_be_free(held: Activity | Application, *, by: User, at: datetime, lease: timedelta) -> None:
    """Refuse to act on a case that somebody else took and still holds.

    :raises HeldByAnother: naming who, and since when
    """
    if held.held_by_id in (None, by.pk) or held.held_at is None:
        return
    if held.held_at + lease > at:
        until = (held.held_at + lease).isoformat(timespec="minutes")
        raise HeldByAnother(
            _(
                "%(who)s has taken this case and keeps it until %(until)s; take the next one, "
                "or ask them to put it back."
            )
            % {"who": held.held_by, "until": until}
        )
