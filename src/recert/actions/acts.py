"""Acts of the body upon a credential: to suspend, revoke or retire it, and to end that."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions.events import record
from recert.actions.locks import lock_case
from recert.actions.refusals import CannotMove, Incomplete
from recert.records.certification import Act, ActEnd, Credential
from recert.records.people import User


@transaction.atomic
def act_upon(
    credential: Credential, *, kind: str, begins_on: date, reason: str, by: User, at: datetime
) -> Act:
    """Suspend, revoke or retire a credential from a day on, with the reason.

    :param kind: one of `Act.SUSPENDED`, `Act.REVOKED`, `Act.RETIRED`
    :raises Incomplete: no reason
    """
    lock_case(credential.certificant_id)
    if not reason.strip():
        raise Incomplete({"reason": _("Write the reason; it stays on record.")})
    act = Act.objects.create(
        credential=credential,
        kind=kind,
        begins_on=begins_on,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    record(
        "credential.acted_upon",
        by=by,
        at=at,
        subject=credential,
        certificant=credential.certificant_id,
        kind=kind,
        begins_on=str(begins_on),
        reason=reason.strip(),
    )
    return act


@transaction.atomic
def end_act(act: Act, *, ends_on: date, reason: str, by: User, at: datetime) -> ActEnd:
    """End an act upon a credential on a last day, with the reason; the act itself stays.

    :raises Incomplete: no reason
    :raises CannotMove: it was ended already, or the day is before its first
    """
    lock_case(act.credential.certificant_id)
    if not reason.strip():
        raise Incomplete({"reason": _("Write the reason; it stays on record.")})
    if ActEnd.objects.filter(act=act).exists() or ends_on < act.begins_on:
        raise CannotMove(_("This act was ended already, or would end before it begins."))
    end = ActEnd.objects.create(act=act, ends_on=ends_on, reason=reason.strip(), by=by, at=at)
    record(
        "credential.act_ended",
        by=by,
        at=at,
        subject=act.credential,
        certificant=act.credential.certificant_id,
        kind=act.kind,
        ends_on=str(ends_on),
        reason=reason.strip(),
    )
    return end
