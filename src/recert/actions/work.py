"""Work owed outside a transaction: a row with a unique key, claimed by one worker at a time."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from recert.records.history import Work

CERTIFICATE, RECEIPT = "certificate", "receipt"
GUIDE, APPLICATION_FORM = "guide", "application_form"
OF_AN_EDITION = (GUIDE, APPLICATION_FORM)
LEASE = timedelta(minutes=5)
BACK_OFF = (1, 5, 30, 120, 720)  # minutes to the next attempt


def owe(kind: str, *, subject_id: int, at: datetime, part: str = "") -> Work:
    """Owe something to be made. The same kind for the same subject and part is owed once.

    :param part: what of the subject it is for, such as the level of a cycle; else nothing
    """
    work, _new = Work.objects.get_or_create(
        key=_key(kind, subject_id=subject_id, part=part),
        defaults={"kind": kind, "subject_id": subject_id, "due_at": at},
    )
    return work


def forget(kind: str, *, subject_id: int, part: str = "") -> None:
    """Owe something no more that was not made yet, since its reason was taken back."""
    Work.objects.filter(key=_key(kind, subject_id=subject_id, part=part), done_at=None).delete()


def _key(kind: str, *, subject_id: int, part: str) -> str:
    return ":".join(filter(None, [kind, str(subject_id), part]))


def run_due(makers: Mapping[str, Callable[[Work], None]], *, at: datetime, limit: int = 100) -> int:
    """Do what is due, one after the other; return how much was done.

    :param makers: for each kind, what makes it; what that raises is kept with the work, and shown
        to staff, and the work is tried again later
    """
    done = 0
    for _ in range(limit):
        work = _claim(tuple(makers), at=at)
        if work is None:
            break
        done += _do_claimed(work, makers[work.kind], at=at)
    return done


def _claim(kinds: tuple[str, ...], *, at: datetime) -> Work | None:
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - LEASE)
    due = Work.objects.filter(free, kind__in=kinds, done_at=None, due_at__lte=at)
    for work in due.order_by("due_at", "id")[:20]:
        token = uuid.uuid4()
        if due.filter(pk=work.pk).update(claimed_at=at, claim_token=token):
            work.claim_token = token
            return work  # else another worker got there first
    return None


def _do_claimed(work: Work, make: Callable[[Work], None], *, at: datetime) -> bool:
    mine = Work.objects.filter(pk=work.pk, claim_token=work.claim_token, done_at=None)
    attempts = work.attempts + 1
    try:
        make(work)
    except Exception as error:  # noqa: BLE001  # staff see why, and it is tried again
        wait = BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
        mine.update(
            attempts=attempts,
            last_error=str(error)[:1000] or type(error).__name__,
            due_at=at + timedelta(minutes=wait),
            claimed_at=None,
        )
        return False
    return bool(mine.update(done_at=at, attempts=attempts, last_error=""))
