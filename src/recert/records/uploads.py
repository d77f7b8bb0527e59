"""Files that came without a sign-in: by the upload desk, or by a personal link."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from recert.records.applications import Application
from recert.records.certification import Cycle
from recert.records.people import Certificant, User


class UploadLink(models.Model):
    """A personal, add-only address for the files of one cycle; its owner can call it back."""

    PERSONAL: ClassVar = ("token_digest",)

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="upload_links")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    called_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(called_back_at=None),
                name="one_upload_link_per_cycle",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("made_at")), name="upload_link_ends_after_it_was_made"
            ),
        )

    def __str__(self) -> str:
        return f"upload link of {self.cycle}"


class Upload(models.Model):
    """One file that came without a sign-in, and waits for a person to match it."""

    PERSONAL: ClassVar = (
        "digest",
        "file_name",
        "said_name",
        "said_number",
        "said_email",
        "said_what",
        "text",
        "because",
    )

    batch = models.UUIDField()  # made by the form: the same file in it twice is one
    receipt = models.CharField(max_length=20)  # what the sender was given, one a batch
    link = models.ForeignKey(
        UploadLink, null=True, on_delete=models.PROTECT, related_name="uploads"
    )  # null: by the desk
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    mime = models.CharField(max_length=60)
    pages = models.PositiveIntegerField()
    flags = models.JSONField(default=list)
    scan = models.CharField(
        max_length=20, choices=[(word, word) for word in ("clean", "not scanned")]
    )
    scanned_by = models.CharField(max_length=60, blank=True)
    file_name = models.CharField(max_length=255)
    said_name = models.CharField(max_length=200, blank=True)
    said_number = models.CharField(max_length=40, blank=True)
    said_email = models.EmailField(max_length=254, blank=True)
    said_what = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)  # the beginning of what the document says
    received_on = models.DateField()
    received_at = models.DateTimeField()
    certificant = models.ForeignKey(
        Certificant, null=True, on_delete=models.PROTECT, related_name="uploads"
    )
    became = models.CharField(
        max_length=20,
        blank=True,
        choices=[(word, word) for word in ("activity", "companion", "request", "application")],
    )
    became_id = models.BigIntegerField(null=True)
    became_version = models.PositiveIntegerField(null=True)  # of a draft, as the office made it
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    set_aside = models.BooleanField(default=False)
    because = models.TextField(blank=True)  # why it was set aside

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["batch", "digest"], name="one_upload_per_batch_and_content"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, became="", set_aside=False)
                | Q(settled_at__isnull=False, settled_by__isnull=False)
                & (
                    Q(set_aside=True, became="") & ~Q(because="")
                    | Q(set_aside=False, certificant__isnull=False, became_id__isnull=False)
                    & ~Q(became="")
                ),
                name="settled_upload_says_how",
            ),
        )
        indexes = (
            models.Index(
                fields=["received_at"],
                condition=Q(settled_at=None),
                name="upload_still_to_match",
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class PaperApplication(models.Model):
    """An application that came on paper, and the person of the office who entered it."""

    PERSONAL: ClassVar = ()

    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="paper")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="papers")
    signed = models.BooleanField()  # on the paper; else the person confirms it
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.application}, on paper"
