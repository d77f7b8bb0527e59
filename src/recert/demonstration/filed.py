"""Lives that have filed an application."""

from datetime import timedelta

from recert.actions import applications, payments, review
from recert.demonstration.earning import FULL
from recert.demonstration.life import Life
from recert.records.applications import Application
from recert.records.payments import Payment


def filed_and_paid(life: Life) -> None:
    """Filed and paid; a reviewer has not decided yet."""
    life.earn(FULL, until=life.world.today - timedelta(days=50))
    life.at_days_ago(6)
    application = life.file()
    life.wait(3)
    life.pay(application)


def filed_fee_open(life: Life) -> None:
    """Filed; the fee has not arrived."""
    life.earn(FULL, until=life.world.today - timedelta(days=50))
    life.at_days_ago(life.throw.randint(2, 9))
    life.file()


def filed_too_little(life: Life) -> None:
    """Filed with fewer credits than asked: that does not stop filing, but approval."""
    life.earn(900, until=life.world.today - timedelta(days=50))
    life.at_days_ago(3)
    life.file()


def application_returned(life: Life) -> None:
    """A reviewer returned the application with a question."""
    life.earn(FULL, until=life.world.today - timedelta(days=60))
    life.at_days_ago(11)
    application = life.file()
    life.wait(4)
    text = "Your name on two certificates differs from ours. Which one is right?"
    review.return_(application, text=text, reviewing=life.desk(application))
    life.settle()


def denied(life: Life) -> None:
    """The application was denied, with the reason."""
    life.earn(600, until=life.world.today - timedelta(days=60))
    life.at_days_ago(24)
    application = life.file()
    life.wait(9)
    reason = "Fewer than 2.0 CECs were earned. You may apply again while filing is open."
    review.deny(application, reason=reason, reviewing=life.desk(application))
    life.settle()


def withdrawn_to_give_back(life: Life) -> None:
    """Paid, then withdrew: a fee is to go back, and nobody has proposed it yet."""
    _pay_and_withdraw(life)


def withdrawn_to_refund(life: Life) -> None:
    """Paid, then withdrew: a fee is to go back, proposed by one person and not yet confirmed."""
    application = _pay_and_withdraw(life)
    life.wait(1)
    payments.propose_refund(
        Payment.objects.get(application=application),
        reason="Withdrawn before a decision.",
        by=life.world.staff.officers[0],
        at=life.at,
    )


def _pay_and_withdraw(life: Life) -> Application:
    life.earn(FULL, until=life.world.today - timedelta(days=60))
    life.at_days_ago(20)
    application = life.file()
    life.wait(2)
    life.pay(application)
    life.wait(5)
    applications.withdraw(application, by=life.user, at=life.at)
    life.settle()
    return application
