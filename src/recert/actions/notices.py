"""Notices: owed in the transaction that decides, claimed by one worker, sent once committed."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from recert.actions.events import record
from recert.records.history import Notice
from recert.records.people import Certificant

NOTICES: Mapping[str, str] = {
    "activity_accepted": "Your activity was accepted, whole or in part, with the reason.",
    "activity_corrected": "An entry in your ledger was corrected, with the reason.",
    "activity_rejected": "Your activity was not accepted, with the reason.",
    "activity_returned": "A reviewer has a question about one of your activities.",
    "application_approved": "You are recertified: the days of your next cycle.",
    "application_denied": "Your application was denied, with the reasons.",
    "application_received": "We have your application; what happens next.",
    "application_returned": "A reviewer has a question about your application.",
    "application_withdrawn": "Your application was withdrawn, as you asked.",
    "fee_received": "We have your fee; your receipt.",
    "fee_refunded": "Your fee goes back to you.",
}
LEASE = timedelta(minutes=5)
BACK_OFF = (1, 5, 30, 120, 720)  # minutes to the next attempt


def owe(
    template: str,
    *,
    to: Certificant,
    key: str,
    at: datetime,
    context: Mapping[str, object],
    due_at: datetime | None = None,
) -> Notice:
    """Owe a certificant a notice. The same key twice is one notice.

    :param key: person + subject + kind, so that nothing is told twice
    :param context: what its template asks for; JSON-ready values
    :raises KeyError: the template is not in `NOTICES`
    """
    NOTICES[template]
    notice, _new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "certificant": to,
            "to": to.email,
            "template": template,
            "context": dict(context),
            "due_at": due_at or at,
        },
    )
    return notice


def send_due(send: Callable[[Notice], None], *, at: datetime, limit: int = 100) -> int:
    """Send what is due, one after the other; return how many went out.

    :param send: delivers one notice; what it raises is kept with the notice, which is tried again
    """
    sent = 0
    for _ in range(limit):
        notice = _claim(at=at)
        if notice is None:
            break
        sent += _send_claimed(notice, send, at=at)
    return sent


def _claim(*, at: datetime) -> Notice | None:
    """Claim a due notice by an update that counts its rows.

    A worker that dies leaves its claim behind; after the lease anyone may claim it again.
    """
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - LEASE)
    due = Notice.objects.filter(free, sent_at=None, due_at__lte=at)
    for notice in due.order_by("due_at", "id")[:20]:
        token = uuid.uuid4()
        if due.filter(pk=notice.pk).update(claimed_at=at, claim_token=token):
            notice.claim_token = token
            return notice  # else another worker got there first
    return None


def _send_claimed(notice: Notice, send: Callable[[Notice], None], *, at: datetime) -> bool:
    mine = Notice.objects.filter(pk=notice.pk, claim_token=notice.claim_token, sent_at=None)
    attempts = notice.attempts + 1
    try:
        send(notice)
    except Exception as error:  # noqa: BLE001  # whatever a mail server says is kept and tried again
        wait = BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
        mine.update(
            attempts=attempts,
            last_error=f"{type(error).__name__}: {error}"[:1000],
            due_at=at + timedelta(minutes=wait),
            claimed_at=None,
        )
        return False
    with transaction.atomic():
        if mine.update(sent_at=at, attempts=attempts, last_error=""):
            record(
                "notice.sent",
                by=None,
                at=at,
                subject=notice,
                certificant=notice.certificant_id,
                template=notice.template,
            )
            return True
    return False  # it went out, but another worker had taken it over, and counts it
