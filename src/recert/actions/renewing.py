"""How the next cycle begins, whatever renewed the one before it: credits, or an exam."""

from datetime import datetime, timedelta

from recert.actions import work
from recert.policy.cycles import Span
from recert.records.certification import Cycle


def begin_next(old: Cycle, *, following: Span, level: str, at: datetime) -> Cycle:
    """Begin the cycle after one, at a level, and owe its document; the case is locked already.

    Where it begins early, the old one closes the day before.
    """
    if following.first_on <= old.ends_on:
        old.closed_on = following.first_on - timedelta(days=1)
        old.save(update_fields=["closed_on"])
    cycle = Cycle.objects.create(
        credential=old.credential,
        begins_on=following.first_on,
        ends_on=following.last_on,
        level=level,
        began_at=at,
    )
    work.owe(work.CERTIFICATE, subject_id=cycle.pk, part=level, at=at)
    return cycle
