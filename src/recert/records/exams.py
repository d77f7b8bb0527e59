"""Exams beyond their results: authorisations, bookings, what a vendor told, what was decided."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from recert.records.certification import Companion, Cycle, Edition, ExamResult
from recert.records.people import User


class ExamAuthorisation(models.Model):
    """Leave to sit one exam form in one cycle, with what was found when it was given."""

    PERSONAL: ClassVar = ("findings", "because")

    key = models.UUIDField(unique=True)  # made by the form: the same form sent twice is one
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="authorisations")
    pathway = models.CharField(max_length=40)
    form = models.CharField(max_length=40)
    status = models.CharField(
        max_length=20,
        choices=[(word, word) for word in ("open", "booked", "sat", "expired", "cancelled")],
    )
    companion = models.ForeignKey(
        Companion, null=True, on_delete=models.PROTECT, related_name="+"
    )  # the card on which it was given
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    findings = models.JSONField()
    given_on = models.DateField()
    last_on = models.DateField(null=True)  # the last day to sit; null is not set
    given_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    because = models.TextField(blank=True)  # why it was cancelled

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["cycle", "form"],
                condition=Q(status__in=["open", "booked"]),
                name="one_open_authorisation_per_cycle_and_form",
            ),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("given_on")),
                name="authorisation_ends_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "booked"], closed_at=None)
                | Q(status__in=["sat", "expired", "cancelled"], closed_at__isnull=False),
                name="authorisation_that_is_over_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.form}, {self.status}"


class ExamBooking(models.Model):
    """A seat that was booked with the vendor under an authorisation."""

    PERSONAL: ClassVar = ("reference",)

    authorisation = models.ForeignKey(
        ExamAuthorisation, on_delete=models.PROTECT, related_name="bookings"
    )
    place = models.CharField(max_length=200)
    window_from = models.DateField()  # the first and the last day of the window; both inside
    window_through = models.DateField()
    vendor = models.CharField(max_length=60)
    reference = models.CharField(max_length=80)  # the vendor's
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    result = models.ForeignKey(
        ExamResult, null=True, on_delete=models.PROTECT, related_name="bookings"
    )  # what came of it; a booking stands until then, or until it is cancelled

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["authorisation"],
                condition=Q(cancelled_at=None, result=None),
                name="one_standing_booking_per_authorisation",
            ),
            models.UniqueConstraint(
                fields=["vendor", "reference"],
                condition=Q(cancelled_at=None),
                name="one_standing_booking_per_vendor_reference",
            ),
            models.CheckConstraint(
                condition=Q(window_through__gte=F("window_from")),
                name="booking_window_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(result=None),
                name="cancelled_booking_has_no_result",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place}, {self.window_from}"


class ResultFile(models.Model):
    """A file of results that a vendor sent, known by its digest; its rows are kept as told."""

    PERSONAL: ClassVar = ("name",)

    vendor = models.CharField(max_length=60)
    name = models.CharField(max_length=200)  # as the file was called
    digest = models.CharField(max_length=64, unique=True)  # the same file again is the same
    size = models.PositiveIntegerField()
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )  # nobody: it came by itself
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ResultRow(models.Model):
    """One result as a vendor told it, and what became of it."""

    PERSONAL: ClassVar = ("told", "because", "reference", "candidate")

    file = models.ForeignKey(ResultFile, on_delete=models.PROTECT, related_name="rows")
    place = models.PositiveIntegerField()  # from 1
    reference = models.CharField(max_length=80)
    candidate = models.CharField(max_length=80, blank=True)  # the vendor's number for the person
    told = models.JSONField()  # raw, as read
    state = models.CharField(
        max_length=20,
        choices=[
            (word, word) for word in ("recorded", "repeated", "correction", "held", "set_aside")
        ],
    )
    because = models.TextField(blank=True)  # why it is held, or was set aside
    result = models.ForeignKey(
        ExamResult, null=True, on_delete=models.PROTECT, related_name="told_by"
    )
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["reference"], name="result_row_by_reference"),
            models.Index(
                fields=["candidate"], condition=~Q(candidate=""), name="result_row_by_candidate"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["file", "place"], name="one_result_row_per_place"),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "set_aside"]) | ~Q(because=""),
                name="result_row_that_is_held_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "set_aside"]) | Q(result__isnull=False),
                name="result_row_names_its_result",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference}: {self.state}"


class ExamCorrection(models.Model):
    """A result told differently later. A person confirms it, or sets it aside."""

    PERSONAL: ClassVar = ("because", "dismissed_because")

    result = models.ForeignKey(ExamResult, on_delete=models.PROTECT, related_name="corrections")
    outcome = models.CharField(
        max_length=10, choices=[(word, word) for word in ("pass", "fail", "absent")]
    )
    taken_on = models.DateField()
    because = models.TextField()
    row = models.ForeignKey(ResultRow, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(null=True)
    dismissed_because = models.TextField(blank=True)
    corrected = models.OneToOneField(
        ExamResult, null=True, on_delete=models.PROTECT, related_name="corrects"
    )  # the result that took the place of the first

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["result"],
                condition=Q(settled_at=None),
                name="one_open_correction_per_result",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, confirmed=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False, confirmed__isnull=False),
                name="settled_correction_says_how",
            ),
            models.CheckConstraint(
                condition=Q(confirmed=None, corrected=None, dismissed_because="")
                | Q(confirmed__isnull=False, confirmed=True)
                & Q(corrected__isnull=False, dismissed_because="")
                | Q(confirmed__isnull=False, confirmed=False, corrected=None)
                & ~Q(dismissed_because=""),
                name="correction_is_confirmed_or_dismissed",
            ),
            models.CheckConstraint(condition=~Q(because=""), name="exam_correction_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.result} is {self.outcome}"


class ExamDecision(models.Model):
    """What the engine found of one result, on which facts, under which edition. Never rewritten."""

    PERSONAL: ClassVar = ("facts", "findings")

    result = models.OneToOneField(ExamResult, on_delete=models.PROTECT, related_name="decision")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="exam_decisions")
    authorisation = models.ForeignKey(
        ExamAuthorisation, null=True, on_delete=models.PROTECT, related_name="decisions"
    )  # under which it was sat; none where a result came without one
    pathway = models.CharField(max_length=40)
    outcome = models.CharField(
        max_length=20,
        choices=[(word, word) for word in ("eligible", "not eligible", "referred")],
    )
    left = models.JSONField()  # what is left to an officer, in words; none if nothing is
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    edition_digest = models.CharField(max_length=64)
    facts = models.JSONField()
    findings = models.JSONField()  # the decision as data, its fee lines with it
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.outcome


class ExamRuling(models.Model):
    """What an officer decided where the policy leaves an exam decision open. Never changed."""

    PERSONAL: ClassVar = ("because",)

    decision = models.OneToOneField(ExamDecision, on_delete=models.PROTECT, related_name="ruling")
    upgrade = models.BooleanField()
    because = models.TextField()
    next_begins_on = models.DateField(null=True)
    next_ends_on = models.DateField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(because=""), name="exam_ruling_says_why"),
            models.CheckConstraint(
                condition=Q(next_begins_on=None, next_ends_on=None)
                | Q(next_begins_on__isnull=False, next_ends_on__gte=F("next_begins_on")),
                name="next_cycle_as_ruled_is_whole",
            ),
        )

    def __str__(self) -> str:
        return self.because


class ExamRenewal(models.Model):
    """The cycle that a passed exam began: each decision begins one, each cycle once."""

    PERSONAL: ClassVar = ()

    decision = models.OneToOneField(ExamDecision, on_delete=models.PROTECT, related_name="renewal")
    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="exam_renewal")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.cycle}, by exam"
