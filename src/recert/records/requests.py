"""Requests: a question to the body, its thread, and the answers that are kept for reuse."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from recert.records.education import Evidence
from recert.records.people import Certificant, User


class Request(models.Model):
    """A question to the body, from a certificant or from anybody with an address."""

    PERSONAL: ClassVar = ("name", "email", "subject", "state", "rating_words", "held_because")

    key = models.UUIDField(unique=True)  # made by the form; also the asker's way back
    number = models.PositiveIntegerField(unique=True)  # as people say it
    certificant = models.ForeignKey(
        Certificant, null=True, on_delete=models.PROTECT, related_name="requests"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    state = models.JSONField(default=dict)  # where the case stood when it was asked
    opened_at = models.DateTimeField()
    assigned_to = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    promised_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)  # 1 to 5
    rating_words = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True)
    held_because = models.TextField(blank=True)  # why it looks like spam
    released_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(rating=None, rated_at=None)
                | Q(rating__gte=1, rating__lte=5, rated_at__isnull=False),
                name="rating_is_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(discarded_at=None),
                name="what_was_released_is_not_discarded",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, discarded_at=None) | ~Q(held_because=""),
                name="only_what_was_held_is_released_or_discarded",
            ),
        )

    def __str__(self) -> str:
        return f"request {self.number}"


class CannedAnswer(models.Model):
    """An answer that is kept for reuse; its texts are versions."""

    PERSONAL: ClassVar = ()

    slug = models.SlugField(max_length=60, unique=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.slug


class CannedText(models.Model):
    """One version of a canned answer. Never changed."""

    PERSONAL: ClassVar = ()

    answer = models.ForeignKey(CannedAnswer, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()  # from 1
    title = models.CharField(max_length=120)
    text = models.TextField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["answer", "number"], name="one_text_of_an_answer_and_number"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="canned_text_says_something"),
        )

    def __str__(self) -> str:
        return self.title


class RequestMessage(models.Model):
    """One message of a thread, or a note that only staff see. Never changed."""

    PERSONAL: ClassVar = ("text", "message_id")

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(
        max_length=10, choices=[(word, word) for word in ("asker", "staff", "note")]
    )
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    canned = models.ForeignKey(CannedText, null=True, on_delete=models.PROTECT, related_name="+")
    message_id = models.CharField(max_length=250, blank=True)  # of the mail that brought it
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["message_id"],
                condition=~Q(message_id=""),
                name="one_message_per_mail",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
        )

    def __str__(self) -> str:
        return f"{self.side} on {self.request}"


class RequestEvidence(models.Model):
    """A piece of evidence that belongs to a request."""

    PERSONAL: ClassVar = ()

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="evidence")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["request", "evidence"], name="evidence_is_of_a_request_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.evidence} for {self.request}"
