"""Payments: what came in for an application, and what went back."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from recert.records.applications import Application
from recert.records.people import User


class Payment(models.Model):
    """A fee received. An application's fee is captured at most once."""

    PERSONAL: ClassVar = ("reference",)

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="payment"
    )
    amount = models.PositiveIntegerField()  # minor units
    currency = models.CharField(max_length=3)
    method = models.CharField(
        max_length=20,
        choices=[(word, word) for word in ("bank_transfer", "check", "cash", "money_order")],
    )
    reference = models.CharField(max_length=120, blank=True)
    received_on = models.DateField()
    receipt_number = models.PositiveIntegerField(unique=True)  # without gaps
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_of_some_amount"),
        )

    def __str__(self) -> str:
        return f"receipt {self.receipt_number}"


class Refund(models.Model):
    """A payment that is to go back: proposed by one person, confirmed by another.

    A body of one confirms its own proposal, and `alone_because` says why.
    """

    PERSONAL: ClassVar = ("reason", "reference", "alone_because")

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="refund")
    amount = models.PositiveIntegerField()
    reason = models.TextField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=120, blank=True)
    alone_because = models.TextField(default="", blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | ~Q(confirmed_by=F("proposed_by"))
                | ~Q(alone_because=""),
                name="a_refund_takes_two_people_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="a_confirmed_refund_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"refund of {self.payment}"
