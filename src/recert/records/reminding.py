"""Who was reminded, who is not to be, mail that came back, and the address of a calendar."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from recert.records.certification import Cycle
from recert.records.history import Notice
from recert.records.people import Certificant, User


class Reminder(models.Model):
    """A reminder of the last day of a cycle: which of the schedule it is, and what carries it.

    Several of one person and day are carried by one notice. Never changed.
    """

    PERSONAL: ClassVar = ()

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reminders")
    certificant = models.ForeignKey(Certificant, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=20)
    days_before = models.SmallIntegerField()  # its place before the last day; negative after it
    on = models.DateField()  # the body's day on which it was owed
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="reminders")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["cycle", "kind"], name="a_reminder_of_a_cycle_is_owed_once"
            ),
        )
        indexes = (models.Index(fields=["on", "certificant"], name="reminder_by_day"),)

    def __str__(self) -> str:
        return f"{self.kind}, for {self.cycle}"


class ReminderStop(models.Model):
    """A certificant asked not to be reminded, from a moment until it ended. Decisions still go."""

    PERSONAL: ClassVar = ()

    certificant = models.ForeignKey(
        Certificant, on_delete=models.PROTECT, related_name="reminder_stops"
    )
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["certificant"],
                condition=Q(ended_at=None),
                name="one_reminder_stop_at_once",
            ),
        )

    def __str__(self) -> str:
        return f"no reminders to {self.certificant}"


class ReturnedMail(models.Model):
    """A mail server said that a notice did not arrive."""

    PERSONAL: ClassVar = ("address", "diagnostic")

    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="returns")
    address = models.EmailField(max_length=254)
    permanent = models.BooleanField()
    diagnostic = models.TextField(blank=True)
    message_id = models.CharField(max_length=250, unique=True)  # of the report: told once
    at = models.DateTimeField()
    cleared_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(cleared_by=None, cleared_at=None)
                | Q(cleared_by__isnull=False, cleared_at__isnull=False),
                name="cleared_returned_mail_says_by_whom",
            ),
        )
        indexes = (models.Index(fields=["address"], name="returned_mail_by_address"),)

    def __str__(self) -> str:
        return f"{self.address}: {self.diagnostic}"


class CalendarAddress(models.Model):
    """What makes the address of a certificant's calendar secret; made again at will."""

    PERSONAL: ClassVar = ("nonce",)

    certificant = models.OneToOneField(
        Certificant, on_delete=models.PROTECT, related_name="calendar"
    )
    nonce = models.UUIDField(unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar of {self.certificant}"
