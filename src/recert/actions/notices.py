"""Notices: owed in the transaction that decides, claimed by one worker, sent once committed."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from recert.actions.events import record
from recert.actions.refusals import CannotMove
from recert.outside.mail import CannotDeliver
from recert.records.history import Notice
from recert.records.people import Certificant, User

NOTICES: Mapping[str, str] = {
    "activity_accepted": gettext_noop(
        "Your activity was accepted, whole or in part, with the reason."
    ),
    "activity_corrected": gettext_noop("An entry in your ledger was corrected, with the reason."),
    "activity_reconsidered": gettext_noop(
        "A rejection was reconsidered: your activity has credit after all."
    ),
    "activity_rejected": gettext_noop("Your activity was not accepted, with the reason."),
    "activity_reported": gettext_noop(
        "The provider of a class reported that you completed it: its credit is yours."
    ),
    "activity_returned": gettext_noop("A reviewer has a question about one of your activities."),
    "application_approved": gettext_noop("You are recertified: the days of your next cycle."),
    "application_denied": gettext_noop("Your application was denied, with the reasons."),
    "application_received": gettext_noop("We have your application; what happens next."),
    "application_returned": gettext_noop("A reviewer has a question about your application."),
    "application_withdrawn": gettext_noop(
        "Your application was withdrawn: you asked, or an exam upgraded you."
    ),
    "authorisation_cancelled": gettext_noop(
        "Your authorisation to sit an exam is cancelled, with the reason."
    ),
    "authorisation_expired": gettext_noop(
        "The last day of your authorisation to sit an exam went by."
    ),
    "authorisation_given": gettext_noop("You may sit the exam: book a seat, and by when."),
    "cycle_ending": gettext_noop(
        "A reminder: your credits, the days that are left, and the next step."
    ),
    "exam_absent": gettext_noop("You are told not to have sat the exam; what you can do."),
    "exam_booked": gettext_noop("We have your booking: the place, the days, what to bring."),
    "exam_corrected": gettext_noop("The result of your exam was corrected: what it was, and is."),
    "exam_failed": gettext_noop("The exam was not passed: the earliest day to sit it again."),
    "exam_not_counted": gettext_noop("Your exam does not recertify you, with the reasons."),
    "exam_passed": gettext_noop("You passed: your new level, and the days of your next cycle."),
    "exam_referred": gettext_noop("You passed; a person decides what follows, and why."),
    "fee_received": gettext_noop("We have your fee; your receipt."),
    "fee_refunded": gettext_noop("Your fee goes back to you."),
    "proposal_approved": gettext_noop(
        "Your proposal of a class, or of a change of one, is approved: its code and its days."
    ),
    "proposal_returned": gettext_noop("Your proposal of a class is returned: what has to change."),
    "report_settled": gettext_noop("A person looked at a report of yours that was held."),
    "request_answered": gettext_noop("We answered your request; the answer."),
    "request_closed": gettext_noop("Your request is closed; how was the answer?"),
    "request_promised": gettext_noop("We answer your request by another day."),
    "request_received": gettext_noop("We have your request; by when we answer."),
    "upload_matched": gettext_noop("A file that reached us was put with your record."),
    "upload_put_back": gettext_noop("A file was put with your record by mistake, and is gone."),
    "upload_received": gettext_noop("We have your files; the number of your receipt."),
    "upload_set_aside": gettext_noop("A file that you sent was set aside, with the reason."),
}
WHY: Mapping[str, str] = {  # a notice is not sent after all
    "address": gettext_noop("Mail to your address comes back, so reminders wait."),
    "decided": gettext_noop("Your application was decided before it was sent."),
    "ended": gettext_noop("Your credential had been revoked or retired by then."),
    "filed": gettext_noop("Nothing was to be done by you any more; it was our turn."),
    "overtaken": gettext_noop("A later reminder took its place."),
    "renewed": gettext_noop("Your next cycle had begun by then, or was settled."),
    "stopped": gettext_noop("You had asked for no more reminders by then."),
}
LEASE = timedelta(minutes=5)
BACK_OFF = (1, 5, 30, 120, 720)  # minutes to the next attempt


class NotOwed(Exception):  # an answer, not an error
    """There is nothing to tell any more; `because` is a word of `WHY`."""

    def __init__(self, because: str) -> None:
        WHY[because]
        super().__init__(because)
        self.because = because


def owe(
    template: str,
    *,
    to: Certificant | None,
    key: str,
    at: datetime,
    context: Mapping[str, object],
    due_at: datetime | None = None,
    address: str = "",
) -> Notice:
    """Owe a certificant a notice, or somebody of whom only an address is known.

    The same key twice is one notice.

    :param key: person + subject + kind, so that nothing is told twice
    :param context: what its template asks for; JSON-ready values
    :param address: where it goes; else to the certificant's own
    :raises KeyError: the template is not in `NOTICES`
    """
    NOTICES[template]
    notice, _new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "certificant": to,
            "to": address or (to.email if to else ""),
            "template": template,
            "context": dict(context),
            "due_at": due_at or at,
        },
    )
    return notice


def owe_to_address(
    template: str, *, email: str, key: str, at: datetime, context: Mapping[str, object]
) -> Notice:
    """Owe a notice to somebody who is known by an address alone. The same key twice is one.

    :raises KeyError: the template is not in `NOTICES`
    """
    NOTICES[template]
    told = {"to": email, "template": template, "context": dict(context), "due_at": at}
    notice, _new = Notice.objects.get_or_create(key=key, defaults=told)
    return notice


def send_due(send: Callable[[Notice], None], *, at: datetime, limit: int = 100) -> int:
    """Send what is due, one after the other; return how many went out.

    :param send: delivers one notice; what it raises is kept with the notice, which is tried again,
        unless the refusal is for good: then staff and its recipient see it, and nobody tries
    """
    sent = 0
    for _turn in range(limit):
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
    due = Notice.objects.filter(
        free, sent_at=None, refused_at=None, withheld_at=None, due_at__lte=at
    )
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
    except NotOwed as nothing:
        _withhold(mine, notice, nothing.because, attempts=attempts, at=at)
        return False
    except CannotDeliver as refusal:
        if refusal.permanent:
            _give_up(mine, notice, refusal, attempts=attempts, at=at)
        else:
            _try_later(mine, refusal, attempts=attempts, at=at)
        return False
    except Exception as error:  # noqa: BLE001  # whatever a mail server says is kept and tried again
        _try_later(mine, error, attempts=attempts, at=at)
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


def _try_later(mine: QuerySet[Notice], error: Exception, *, attempts: int, at: datetime) -> None:
    """Keep what went wrong with a notice, and let it be due again later."""
    wait = BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
    mine.update(
        attempts=attempts,
        last_error=_words(error),
        due_at=at + timedelta(minutes=wait),
        claimed_at=None,
    )


@transaction.atomic
def _withhold(
    mine: QuerySet[Notice], notice: Notice, because: str, *, attempts: int, at: datetime
) -> None:
    """Write down that a notice is not sent, and why; its recipient sees it."""
    if mine.update(withheld_at=at, withheld_because=because, attempts=attempts, claimed_at=None):
        record(
            "notice.withheld",
            by=None,
            at=at,
            subject=notice,
            certificant=notice.certificant_id,
            template=notice.template,
            because=because,
        )


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:1000]


@transaction.atomic
def _give_up(
    mine: QuerySet[Notice], notice: Notice, refusal: CannotDeliver, *, attempts: int, at: datetime
) -> None:
    """Write down that a notice is refused for good; it is not tried again by itself."""
    because = _words(refusal)
    if mine.update(refused_at=at, attempts=attempts, last_error=because, claimed_at=None):
        record(
            "notice.refused",
            by=None,
            at=at,
            subject=notice,
            certificant=notice.certificant_id,
            template=notice.template,
            because=because,
        )


@transaction.atomic
def send_again(notice: Notice, *, by: User, at: datetime) -> Notice:
    """Owe a notice once more that mail refused for good, to the address that is right by now.

    :raises CannotMove: it was not refused, or is owed again already
    """
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.refused_at is None:
        raise CannotMove(_("This notice was not refused; it is sent, or will be."))
    if notice.certificant:
        notice.to = notice.certificant.email
    notice.refused_at, notice.due_at = None, at
    notice.save(update_fields=["to", "refused_at", "due_at"])
    record(
        "notice.owed_again",
        by=by,
        at=at,
        subject=notice,
        certificant=notice.certificant_id,
        template=notice.template,
    )
    return notice
