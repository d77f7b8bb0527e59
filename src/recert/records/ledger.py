"""The ledger: what was granted to an activity, in whole steps, before window and caps."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from recert.records.certification import Edition
from recert.records.education import Activity
from recert.records.people import User


class LedgerEntry(models.Model):
    """Credit granted to an activity, or a mistaken entry taken back. Never changed or deleted."""

    PERSONAL: ClassVar = ("because",)

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="entries")
    steps = models.IntegerField()  # whole steps of the edition's unit
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="correction"
    )
    because = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "ledger entries"
        constraints = (
            models.CheckConstraint(
                condition=Q(corrects=None, steps__gt=0) | Q(corrects__isnull=False, steps__lt=0),
                name="only_a_correction_takes_credit_back",
            ),
            models.CheckConstraint(condition=~Q(because=""), name="ledger_entry_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.steps:+d} steps: {self.because}"
