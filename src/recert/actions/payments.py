"""Money: an offline payment received, a fee that an officer rules on, a refund by two people."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from recert.actions import notices, work
from recert.actions.events import record
from recert.actions.locks import lock_application, lock_installation, must_not_be_own
from recert.actions.refusals import CannotMove, Incomplete, NotForYou
from recert.policy.lifecycle import ApplicationStatus
from recert.policy.money import say_money
from recert.records.applications import Application, FeeLine, FeeRuling
from recert.records.fees import account_of, amount_of
from recert.records.payments import Payment, Refund
from recert.records.people import User
from recert.records.words import status_word

PAYABLE = frozenset({ApplicationStatus.SUBMITTED, ApplicationStatus.RETURNED})


@transaction.atomic
def receive(
    application: Application,
    *,
    amount: int,
    method: str,
    reference: str,
    received_on: date,
    by: User,
    on: date,
    at: datetime,
) -> Payment:
    """Record a fee that arrived offline; it gets the next receipt number, without gaps.

    :param amount: minor units; exactly what is owed
    :param on: the body's day; nothing arrives after it
    :raises Incomplete: the amount is not what is owed, or the day has not come
    :raises CannotMove: nothing is owed, it is paid already, or the application is not filed
    :raises NotForYou: it is the officer's own
    """
    application = lock_application(application.pk)
    must_not_be_own(application.cycle.credential.certificant, by=by)
    owed = _owed(application)
    problems = {}
    if amount != owed:
        problems["amount"] = _(
            "%(owed)s is owed, in one payment; send a different amount back, or ask for the rest "
            "first."
        ) % {"owed": say_money(owed, currency=application_currency(application))}
    if received_on > on:
        problems["received_on"] = _("Enter the day on which it arrived, today or before.")
    if problems:
        raise Incomplete(problems)
    payment = _capture(
        application, amount, method=method, reference=reference, on=received_on, by=by, at=at
    )
    _tell_received(payment, at=at)
    return payment


def application_currency(application: Application) -> str:
    """Return the currency in which an application's fee was fixed."""
    line = FeeLine.objects.filter(application=application).first()
    return line.currency if line else ""


def _owed(application: Application) -> int:
    if ApplicationStatus(application.status) not in PAYABLE:
        raise CannotMove(
            _("This application is %(status)s; no fee can be recorded for it.")
            % {"status": status_word(application.status)}
        )
    account = account_of(application)
    if account.payment:
        raise CannotMove(
            _("The fee is recorded already, with receipt %(number)s.")
            % {"number": account.payment.receipt_number}
        )
    if account.owed is None:
        raise CannotMove(_("The amount is not set by the policy; set it first, with the reason."))
    if account.owed == 0:
        raise CannotMove(_("Nothing is owed for this application."))
    return account.owed


def _capture(
    application: Application,
    amount: int,
    *,
    method: str,
    reference: str,
    on: date,
    by: User,
    at: datetime,
) -> Payment:
    lock_installation()  # receipt numbers follow each other
    last = Payment.objects.aggregate(last=Max("receipt_number"))["last"] or 0
    payment = Payment.objects.create(
        application=application,
        amount=amount,
        currency=application_currency(application),
        method=method,
        reference=reference,
        received_on=on,
        receipt_number=last + 1,
        by=by,
        at=at,
    )
    work.owe(work.RECEIPT, subject_id=payment.pk, at=at)
    record(
        "payment.received",
        by=by,
        at=at,
        subject=payment,
        certificant=application.cycle.credential.certificant_id,
        amount=amount,
        currency=payment.currency,
        method=method,
        receipt=payment.receipt_number,
        application=application.pk,
    )
    return payment


def _tell_received(payment: Payment, *, at: datetime) -> None:
    notices.owe(
        "fee_received",
        to=payment.application.cycle.credential.certificant,
        key=f"payment:{payment.pk}:received",
        at=at,
        context={
            "payment": payment.pk,
            "amount": payment.amount,
            "currency": payment.currency,
            "receipt": payment.receipt_number,
        },
    )


@transaction.atomic
def rule_on_fee(line: FeeLine, *, amount: int, because: str, by: User, at: datetime) -> FeeRuling:
    """Set the amount of a fee line that the policy does not set, once, with the reason.

    :param amount: minor units; 0 is nothing to pay
    :raises Incomplete: no reason, or less than nothing
    :raises CannotMove: the policy sets it, it was set already, or the application is closed
    :raises NotForYou: it is the officer's own
    """
    application = lock_application(line.application_id)
    must_not_be_own(application.cycle.credential.certificant, by=by)
    if ApplicationStatus(application.status) not in PAYABLE:
        raise CannotMove(
            _("This application is %(status)s; it owes nothing any more.")
            % {"status": status_word(application.status)}
        )
    line = FeeLine.objects.select_related("ruling").get(pk=line.pk)
    if amount_of(line) is not None:
        raise CannotMove(_("%(label)s has its amount already.") % {"label": line.label})
    if amount < 0 or not because.strip():
        raise Incomplete({"because": _("Enter an amount, 0 or more, and the reason for it.")})
    ruling = FeeRuling.objects.create(
        line=line, amount=amount, because=because.strip(), by=by, at=at
    )
    record(
        "fee.ruled",
        by=by,
        at=at,
        subject=line,
        certificant=application.cycle.credential.certificant_id,
        label=line.label,
        amount=amount,
        currency=line.currency,
        because=because.strip(),
    )
    return ruling


@transaction.atomic
def propose_refund(payment: Payment, *, reason: str, by: User, at: datetime) -> Refund:
    """Propose that a fee goes back whole; somebody else confirms it.

    :raises CannotMove: the application is not withdrawn or denied, or a refund is proposed already
    :raises Incomplete: no reason
    """
    application = lock_application(payment.application_id)
    must_not_be_own(application.cycle.credential.certificant, by=by)
    if application.status not in (ApplicationStatus.WITHDRAWN, ApplicationStatus.DENIED):
        raise CannotMove(_("A fee goes back only for an application that is withdrawn or denied."))
    if Refund.objects.filter(payment=payment).exists():
        raise CannotMove(_("A refund of this payment is proposed already."))
    if not reason.strip():
        raise Incomplete({"reason": _("Write the reason; it stays on record.")})
    refund = Refund.objects.create(
        payment=payment,
        amount=payment.amount,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    record(
        "refund.proposed",
        by=by,
        at=at,
        subject=refund,
        certificant=application.cycle.credential.certificant_id,
        amount=refund.amount,
        reason=refund.reason,
    )
    return refund


@transaction.atomic
def confirm_refund(
    refund: Refund,
    *,
    reference: str,
    by: User,
    at: datetime,
    two_persons: bool = True,
    alone_because: str = "",
) -> Refund:
    """Confirm that a fee went back: a second person, who is not its proposer.

    :param two_persons: the body's setting; a body of one confirms its own proposal
    :param alone_because: why nobody else confirms; asked for only of the proposer
    :raises NotForYou: the same person proposed it in a body of several, or it is their own case
    :raises Incomplete: a body of one does not say why nobody else confirms
    :raises CannotMove: it is confirmed already
    """
    application = lock_application(refund.payment.application_id)
    certificant = application.cycle.credential.certificant
    must_not_be_own(certificant, by=by)
    refund = Refund.objects.select_related("payment").get(pk=refund.pk)
    if refund.confirmed_at:
        raise CannotMove(_("This refund is confirmed already."))
    why = _why_alone(refund, by=by, two_persons=two_persons, because=alone_because)
    refund.confirmed_by, refund.confirmed_at, refund.reference = by, at, reference
    refund.alone_because = why
    refund.save(update_fields=["confirmed_by", "confirmed_at", "reference", "alone_because"])
    record(
        "refund.confirmed",
        by=by,
        at=at,
        subject=refund,
        certificant=certificant,
        amount=refund.amount,
        reference=reference,
        **({"because": why} if why else {}),
    )
    _tell_refunded(refund, at=at)
    return refund


def _tell_refunded(refund: Refund, *, at: datetime) -> None:
    notices.owe(
        "fee_refunded",
        to=refund.payment.application.cycle.credential.certificant,
        key=f"refund:{refund.pk}:confirmed",
        at=at,
        context={
            "amount": refund.amount,
            "currency": refund.payment.currency,
            "because": refund.reason,
        },
    )


def _why_alone(refund: Refund, *, by: User, two_persons: bool, because: str) -> str:
    """Return why a proposer confirms their own refund; nothing where a second person does."""
    if refund.proposed_by_id != by.pk:
        return ""
    if two_persons:
        raise NotForYou(_("You proposed this refund; a second person confirms it."))
    if not because.strip():
        raise Incomplete(
            {"alone_because": _("Say why nobody else confirms it; it stays on record.")}
        )
    return because.strip()
