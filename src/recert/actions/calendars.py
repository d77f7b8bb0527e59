"""The secret address of a certificant's calendar: made, and made again."""

import uuid
from datetime import datetime

from django.db import transaction

from recert.actions.events import record
from recert.actions.locks import lock_case
from recert.records.people import Certificant, User
from recert.records.reminding import CalendarAddress


@transaction.atomic
def make_address(certificant: Certificant, *, by: User | None, at: datetime) -> CalendarAddress:
    """Make the address of a calendar, or make it anew: the one before is dead from then on."""
    lock_case(certificant.pk)
    address, made = CalendarAddress.objects.update_or_create(
        certificant=certificant, defaults={"nonce": uuid.uuid4(), "made_at": at}
    )
    record(
        "calendar.address_made",
        by=by,
        at=at,
        subject=address,
        certificant=certificant,
        again=not made,
    )
    return address
