"""History: what happened, what is owed to be told, and what is owed to be made."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from recert.records.certification import Cycle, Edition
from recert.records.people import Certificant, User


class Event(models.Model):
    """Something that happened: who, what, when, on whom, why. Never changed, never deleted."""

    PERSONAL: ClassVar = ("details",)

    name = models.CharField(max_length=60)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    certificant = models.ForeignKey(
        Certificant, null=True, on_delete=models.PROTECT, related_name="events"
    )
    subject = models.CharField(max_length=40)  # the table
    subject_id = models.CharField(max_length=60)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=["certificant", "at"], name="event_by_certificant"),
            models.Index(fields=["subject", "subject_id"], name="event_by_subject"),
            models.Index(fields=["name", "at"], name="event_by_name"),
        )

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """Something owed to be told to a person, once."""

    PERSONAL: ClassVar = ("to", "context")

    key = models.CharField(max_length=120, unique=True)  # person + subject + kind
    certificant = models.ForeignKey(
        Certificant, null=True, on_delete=models.PROTECT, related_name="notices"
    )
    to = models.EmailField(max_length=254)
    template = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claim_token = models.UUIDField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)  # for good: the same mail will never be taken
    withheld_at = models.DateTimeField(null=True)  # nothing was to be told any more when it was due
    withheld_because = models.CharField(max_length=20, blank=True)  # a word of actions.notices.WHY

    class Meta:
        indexes = (
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at=None, refused_at=None, withheld_at=None),
                name="notice_still_to_send",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(refused_at=None),
                name="what_was_sent_is_not_refused",
            ),
            models.CheckConstraint(
                condition=Q(withheld_at=None, withheld_because="")
                | Q(sent_at=None, refused_at=None, withheld_at__isnull=False)
                & ~Q(withheld_because=""),
                name="what_was_withheld_says_why_and_was_not_sent",
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} to {self.to}"


class Work(models.Model):
    """Something owed to be made outside a transaction: a document, say."""

    PERSONAL: ClassVar = ()

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claim_token = models.UUIDField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)  # shown to staff in words
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "works"
        indexes = (
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="work_still_to_do"),
        )

    def __str__(self) -> str:
        return self.key


class Document(models.Model):
    """The paper that shows a credential for one cycle and level, or a receipt, or an edition's.

    Kept by digest. An edition's papers are made anew when what they show changes; the latest row is
    the one to hand over.
    """

    PERSONAL: ClassVar = ("digest",)

    cycle = models.ForeignKey(Cycle, null=True, on_delete=models.PROTECT, related_name="documents")
    payment = models.OneToOneField(
        "records.Payment", null=True, on_delete=models.PROTECT, related_name="document"
    )
    edition = models.ForeignKey(
        Edition, null=True, on_delete=models.PROTECT, related_name="documents"
    )
    paper = models.CharField(max_length=20, blank=True)  # of an edition: which of its papers
    made_of = models.CharField(max_length=64, blank=True)  # digest of what such a paper shows
    level = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["cycle", "level"],
                condition=Q(cycle__isnull=False),
                name="one_document_per_cycle_and_level",
            ),
            models.UniqueConstraint(
                fields=["edition", "paper", "made_of"],
                condition=Q(edition__isnull=False),
                name="one_document_per_edition_paper_and_content",
            ),
            models.CheckConstraint(
                condition=Q(cycle__isnull=False, payment=None, edition=None, paper="", made_of="")
                | Q(cycle=None, payment__isnull=False, edition=None, paper="", made_of="")
                | Q(cycle=None, payment=None, edition__isnull=False)
                & ~Q(paper="")
                & ~Q(made_of=""),
                name="document_is_of_a_cycle_a_payment_or_an_edition",
            ),
        )

    def __str__(self) -> str:
        return f"document {self.digest[:8]}"


class Installation(models.Model):
    """What is true of this installation: the demonstration's day, when the worker last ran."""

    PERSONAL: ClassVar = ()

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    days_ahead = models.PositiveIntegerField(default=0)  # the demonstration's clock, forwards only
    worker_seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_installation"),)

    def __str__(self) -> str:
        return "installation"
