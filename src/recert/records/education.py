"""Continuing education: providers, courses, activities and the evidence for them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from recert.records.people import Certificant, User

KINDS = [(kind, kind) for kind in ("self_study", "online_class", "in_person")]


class Provider(models.Model):
    """Who offers continuing education. ``kind`` is the policy's word: action, partner, other."""

    PERSONAL: ClassVar = ()

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    website = models.URLField(blank=True)

    def __str__(self) -> str:
        return self.name


class ProviderApproval(models.Model):
    """A span of days on which the body approved a provider; both ends inside."""

    PERSONAL: ClassVar = ()

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="approvals")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="provider_approval_begins_before_it_ends",
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} from {self.begins_on}"


class Course(models.Model):
    """A class that a provider offers, as it is now: the text of its version of that number."""

    PERSONAL: ClassVar = ()

    code = models.CharField(max_length=40, unique=True)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="courses")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    minutes = models.PositiveIntegerField()
    credit = models.DecimalField(
        max_digits=9, decimal_places=3, null=True
    )  # as approved, in units; null: what the policy gives for the minutes
    price = models.PositiveIntegerField(null=True)  # minor units; null is not set
    language = models.CharField(max_length=35, default="en")
    folded = models.TextField(blank=True)  # what it is found by: `classes.folded_text`
    approved_from = models.DateField()
    approved_through = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)  # the number of its `CourseVersion`

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(minutes__gt=0), name="course_lasts_some_minutes"),
            models.CheckConstraint(
                condition=Q(approved_through=None) | Q(approved_through__gte=F("approved_from")),
                name="course_approval_begins_before_it_ends",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Activity(models.Model):
    """What one certificant did, once. What is claimed here; what was granted is in the ledger."""

    PERSONAL: ClassVar = ("title", "provider_name")

    key = models.UUIDField(unique=True)  # made by the form: the same form sent twice is one
    certificant = models.ForeignKey(
        Certificant, on_delete=models.PROTECT, related_name="activities"
    )
    course = models.ForeignKey(
        Course, null=True, on_delete=models.PROTECT, related_name="activities"
    )
    provider = models.ForeignKey(Provider, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    provider_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=40, blank=True)
    completed_on = models.DateField(null=True)
    minutes = models.PositiveIntegerField(null=True)  # claimed contact minutes
    status = models.CharField(
        max_length=20,
        choices=[
            (word, word)
            for word in (
                "draft",
                "submitted",
                "returned",
                "accepted",
                "accepted_in_part",
                "rejected",
                "withdrawn",
            )
        ],
    )
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)  # of the claim: rises with each change

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["certificant", "course", "completed_on"],
                condition=Q(course__isnull=False)
                & ~Q(status__in=["draft", "withdrawn", "rejected"]),
                name="one_activity_per_course_and_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(
                    completed_on__isnull=False,
                    minutes__isnull=False,  # a check passes what is neither true nor false
                    minutes__gt=0,
                    submitted_at__isnull=False,
                )
                & ~Q(title=""),
                name="submitted_activity_says_what_and_when",
            ),
            models.CheckConstraint(
                condition=Q(held_by=None, held_at=None)
                | Q(held_by__isnull=False, held_at__isnull=False),
                name="activity_is_held_by_someone_since_a_moment",
            ),
        )

    def __str__(self) -> str:
        return self.title or "activity without a title"


class Evidence(models.Model):
    """One file of one certificant, kept under its digest. Nobody names it."""

    PERSONAL: ClassVar = ("digest", "what")

    certificant = models.ForeignKey(Certificant, on_delete=models.PROTECT, related_name="evidence")
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    mime = models.CharField(max_length=60)
    pages = models.PositiveIntegerField()
    what = models.CharField(max_length=60)  # "CPR card": the middle of the name it is shown by
    flags = models.JSONField(default=list)  # what a reviewer should know of the file
    scan = models.CharField(
        max_length=20, choices=[(word, word) for word in ("clean", "not scanned")]
    )
    scanned_by = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["certificant", "digest"],
                name="one_evidence_per_person_and_content",
            ),
        )

    def __str__(self) -> str:
        return self.what


class EvidenceUse(models.Model):
    """One piece of evidence backs one activity; it may back many."""

    PERSONAL: ClassVar = ()

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="uses")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="uses")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["activity", "evidence"], name="evidence_backs_an_activity_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.evidence} for {self.activity}"


class Question(models.Model):
    """What a reviewer asks about one field of an activity, and the answer."""

    PERSONAL: ClassVar = ("text", "answer")

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="questions")
    field = models.CharField(
        max_length=20,
        choices=[
            (word, word)
            for word in (
                "title",
                "provider",
                "completed_on",
                "minutes",
                "evidence",
                "other",
            )
        ],
    )
    text = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(answered_at=None),
                name="one_open_question_per_activity",
            ),
        )

    def __str__(self) -> str:
        return self.text
