"""Requests: a question to the body, its thread, the mail that came in, answers kept for reuse."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from recert.records.education import Evidence
from recert.records.people import Certificant, User


class Request(models.Model):
    """A question to the body, from a certificant or from anybody with an address."""

    PERSONAL: ClassVar = (
        "name", "email", "said_number", "subject", "state", "rating_words", "held_because",
    )  # fmt: skip

    key = models.UUIDField(unique=True)  # made by the form, so that sent twice is one
    number = models.PositiveIntegerField(unique=True)  # as people say it
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="requests")
    certificant = models.ForeignKey(
        Certificant, null=True, on_delete=models.PROTECT, related_name="requests"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    said_number = models.CharField(max_length=40, blank=True)  # as a stranger gave it; not checked
    subject = models.CharField(max_length=200)
    state = models.JSONField(default=dict)  # where the case stood when it was asked
    opened_at = models.DateTimeField()
    assigned_to = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answering_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answering_at = models.DateTimeField(null=True)  # who writes an answer, and since when
    promised_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)  # 1 to 5
    rating_words = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True)
    held_because = models.TextField(blank=True)  # why it looks like spam
    released_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)  # grows with each change that is seen

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
            models.CheckConstraint(
                condition=Q(answering_by=None, answering_at=None)
                | Q(answering_by__isnull=False, answering_at__isnull=False),
                name="who_answers_a_request_does_so_since_a_moment",
            ),
        )
        indexes = (models.Index(fields=["email"], name="request_by_address"),)

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


class ArrivedMail(models.Model):
    """A mail that came in: what it said, what became of it. Each is kept, and taken in once."""

    PERSONAL: ClassVar = ("sender", "subject", "text", "digest", "message_id")

    MESSAGE, RETURN, AUTOMATIC, HELD = "message", "return", "automatic", "held"

    message_id = models.CharField(max_length=250, unique=True)
    digest = models.CharField(max_length=64)  # of all of it, as it came, in the store of mail
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    files = models.PositiveSmallIntegerField(default=0)  # that came with it; not taken in
    at = models.DateTimeField()
    became = models.CharField(
        max_length=10, choices=[(word, word) for word in ("message", "return", "automatic", "held")]
    )
    because = models.CharField(max_length=20, blank=True)  # why it is held
    request = models.ForeignKey(Request, null=True, on_delete=models.PROTECT, related_name="mails")
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)  # a person placed it, or set it aside

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_by=None, settled_at=None)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="settled_mail_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(became="held") & ~Q(because="") | ~Q(became="held"),
                name="held_mail_says_why",
            ),
        )
        indexes = (
            models.Index(
                fields=["at"],
                condition=Q(became="held", settled_at=None),
                name="mail_still_to_settle",
            ),
        )

    def __str__(self) -> str:
        return self.subject


class RequestMessage(models.Model):
    """One message of a thread, or a note that only staff see. Never changed."""

    PERSONAL: ClassVar = ("text",)

    ASKER, STAFF, NOTE = "asker", "staff", "note"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="messages")
    key = models.UUIDField(null=True, unique=True)  # made by the form; mail has none
    side = models.CharField(
        max_length=10, choices=[(word, word) for word in ("asker", "staff", "note")]
    )
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    canned = models.ForeignKey(CannedText, null=True, on_delete=models.PROTECT, related_name="+")
    mail = models.OneToOneField(
        ArrivedMail, null=True, on_delete=models.PROTECT, related_name="message"
    )  # the mail that brought it
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
            models.CheckConstraint(
                condition=Q(side="asker") | Q(by__isnull=False), name="staff_message_says_by_whom"
            ),
            models.CheckConstraint(
                condition=Q(mail=None) | Q(side="asker"), name="mail_brings_what_an_asker_says"
            ),
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
