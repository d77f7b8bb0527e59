"""What an application owes, what was paid, and what is still open: derived, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from recert.policy.lifecycle import ApplicationStatus, Turn, turn_of_filed
from recert.records.applications import Application, FeeLine
from recert.records.payments import Payment, Refund


@dataclass(frozen=True, slots=True)
class Account:
    """The money of one application, in minor units of the currency."""

    lines: tuple[FeeLine, ...]
    currency: str
    owed: int | None  # None: a line is not set, and nobody has ruled on it
    paid: int
    refunded: int
    payment: Payment | None
    status: ApplicationStatus | None = None  # of the application

    @property
    def open(self) -> int | None:
        """What is still to be paid; None while a line is not set."""
        return None if self.owed is None else max(self.owed - self.paid, 0)

    @property
    def settled(self) -> bool:
        """Whether nothing stops approval."""
        return self.open == 0

    @property
    def turn(self) -> Turn:
        """Whose turn the application is, as far as its status and its money say."""
        if self.status is None:
            return Turn.NOBODY
        return turn_of_filed(
            self.status, fee_is_set=self.owed is not None, fee_is_open=not self.settled
        )

    @property
    def to_refund(self) -> int:
        """What was paid for an application that came to nothing, and has not gone back."""
        closed = self.payment is not None and self.payment.application.status == "withdrawn"
        return self.paid - self.refunded if closed else 0


def account_of(application: Application) -> Account:
    """Return the money of an application, as it is now."""
    lines = tuple(
        FeeLine.objects.filter(application=application).select_related("ruling").order_by("id")
    )
    payment = (
        Payment.objects.filter(application=application)
        .select_related("application", "refund", "by")
        .first()
    )
    return Account(
        lines=lines,
        currency=lines[0].currency if lines else "",
        owed=_owed(lines),
        paid=payment.amount if payment else 0,
        refunded=_refunded(payment),
        payment=payment,
        status=ApplicationStatus(application.status),
    )


def amount_of(line: FeeLine) -> int | None:
    """Return what a line owes: as the policy set it, or as an officer ruled; None if neither."""
    if line.amount is not None:
        return line.amount
    ruling = getattr(line, "ruling", None)
    return ruling.amount if ruling else None


def _owed(lines: Sequence[FeeLine]) -> int | None:
    amounts = [amount_of(line) for line in lines]
    return None if None in amounts else sum(amount or 0 for amount in amounts)


def _refunded(payment: Payment | None) -> int:
    refund: Refund | None = getattr(payment, "refund", None)
    return refund.amount if refund and refund.confirmed_at else 0


def stops(application: Application) -> list[str]:
    """Return, in words, what about the fee stops approval; nothing if it is settled."""
    account = account_of(application)
    if account.owed is None:
        open_ = ", ".join(line.label for line in account.lines if amount_of(line) is None)
        return [_("%(lines)s: the amount is not set; an officer sets it.") % {"lines": open_}]
    if not account.settled:
        return [_("The fee is not paid yet; an officer records it when it arrives.")]
    return []
