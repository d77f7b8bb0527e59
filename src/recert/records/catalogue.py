"""The catalogue beyond a class as it is now: its dates, versions, proposals, plans, reports."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from recert.records.certification import Credential
from recert.records.education import KINDS, Activity, Course, Provider
from recert.records.people import Certificant, User


class ProviderContact(models.Model):
    """A login that speaks for a provider, from a moment until it ended."""

    PERSONAL: ClassVar = ()

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="contacts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="contact_of")
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "user"],
                condition=Q(ended_at=None),
                name="one_contact_of_a_provider_at_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, for {self.provider}"


class CourseDate(models.Model):
    """A day on which a class is held."""

    PERSONAL: ClassVar = ()

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="dates")
    on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["course", "on"],
                condition=Q(cancelled_at=None),
                name="a_class_is_held_once_a_day",
            ),
        )
        indexes = (models.Index(fields=["on", "course"], name="course_date_by_day"),)

    def __str__(self) -> str:
        return f"{self.course} on {self.on}"


class CourseVersion(models.Model):
    """One text of a class as an officer approved it, from a day on. Never changed.

    It holds until the day before the next one; an activity keeps the one of its completion day.
    """

    PERSONAL: ClassVar = ()

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()  # from 1
    holds_from = models.DateField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    minutes = models.PositiveIntegerField()
    credit = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    price = models.PositiveIntegerField(null=True)  # minor units; null is not set
    language = models.CharField(max_length=35)
    approved_from = models.DateField()
    approved_through = models.DateField(null=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["course", "number"], name="one_version_of_a_number"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="version_lasts_some_minutes"),
            models.CheckConstraint(
                condition=Q(approved_through=None) | Q(approved_through__gte=F("approved_from")),
                name="version_approval_begins_before_it_ends",
            ),
        )

    def __str__(self) -> str:
        return f"{self.course}, version {self.number}"


class CourseProposal(models.Model):
    """What a provider's contact would have in the catalogue: a new class, or a change of one."""

    PERSONAL: ClassVar = ("words",)

    key = models.UUIDField(unique=True)  # made by the form: the same form sent twice is one
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="proposals")
    course = models.ForeignKey(
        Course, null=True, on_delete=models.PROTECT, related_name="proposals"
    )  # null: a new class
    code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=KINDS, blank=True)
    minutes = models.PositiveIntegerField(null=True)
    price = models.PositiveIntegerField(null=True)
    language = models.CharField(max_length=35, blank=True)
    status = models.CharField(
        max_length=20,
        choices=[
            (word, word) for word in ("draft", "submitted", "returned", "approved", "withdrawn")
        ],
    )
    words = models.TextField(blank=True)  # of the officer: why it was returned
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    version = models.OneToOneField(
        CourseVersion, null=True, on_delete=models.PROTECT, related_name="proposal"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(course__isnull=False, status__in=["draft", "submitted", "returned"]),
                name="one_open_proposal_per_class",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(submitted_at__isnull=False, minutes__isnull=False, minutes__gt=0)
                & ~Q(title="")
                & ~Q(kind=""),
                name="submitted_proposal_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved")
                | Q(version__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="approved_proposal_names_its_version",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(words=""),
                name="returned_proposal_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.title or "a class without a title"


class CompletionReport(models.Model):
    """A provider's word that one person completed one of its classes on a day.

    It granted credit, or is held until a person has looked, who says why once. Else never changed.
    """

    PERSONAL: ClassVar = ("settled_because",)

    GRANTED, HELD = "granted", "held"

    key = models.UUIDField(unique=True)  # made by the form: the same form sent twice is one
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="+")
    completed_on = models.DateField()
    minutes = models.PositiveIntegerField()
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="reports")
    outcome = models.CharField(max_length=20, choices=[(word, word) for word in (GRANTED, HELD)])
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_because = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(minutes__gt=0), name="report_is_of_some_minutes"),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(outcome="granted"),
                name="an_activity_is_granted_by_one_report",
            ),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(outcome="held", settled_at=None),
                name="one_held_report_of_an_activity",
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None, settled_at=None, settled_because="")
                | Q(outcome="held", settled_by__isnull=False, settled_at__isnull=False)
                & ~Q(settled_because=""),
                name="only_a_held_report_is_settled_with_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.course} completed on {self.completed_on}"


class PlannedClass(models.Model):
    """A class that a certificant means to take, on a day; it shows in their calendar."""

    PERSONAL: ClassVar = ()

    certificant = models.ForeignKey(Certificant, on_delete=models.PROTECT, related_name="plans")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["certificant", "course", "on"],
                condition=Q(cancelled_at=None),
                name="a_class_is_planned_once_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.course}, planned for {self.on}"
