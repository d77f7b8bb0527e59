"""Letting a decision take effect where it may fail: the reason is kept for staff to see."""

import logging
from datetime import datetime

from django.db import transaction

from recert.actions.events import record
from recert.actions.review import take_effect
from recert.records.applications import Decision
from recert.records.history import Event

log = logging.getLogger(__name__)


def effect_or_reason(decision: Decision, *, at: datetime) -> str:
    """Let a final decision take effect; if that cannot be, write down why and return it.

    The decision stays, and is tried again; staff see the reason beside it.
    """
    try:
        take_effect(decision, at=at)
    except Exception as error:
        log.exception("decision %d could not take effect", decision.pk)
        because = str(error) or type(error).__name__
        note_waiting(decision, because=because, at=at)
        return because
    return ""


@transaction.atomic
def note_waiting(decision: Decision, *, because: str, at: datetime) -> None:
    """Write down why a final decision waits; the same reason is written once, however often."""
    told = Event.objects.filter(
        name="decision.waits",
        subject="decision",
        subject_id=str(decision.pk),
        details__because=because,
    )
    if not told.exists():
        record(
            "decision.waits",
            by=None,
            at=at,
            subject=decision,
            certificant=decision.application.cycle.credential.certificant_id,
            because=because,
        )
