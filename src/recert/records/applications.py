"""Recertification applications: what was declared, what it owes, and what was decided."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from recert.records.certification import Cycle, Edition
from recert.records.people import User


class Application(models.Model):
    """The request to renew one cycle."""

    PERSONAL: ClassVar = ("return_question", "return_answer")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="applications")
    status = models.CharField(
        max_length=20,
        choices=[
            (word, word)
            for word in (
                "draft",
                "submitted",
                "returned",
                "approved",
                "denied",
                "withdrawn",
            )
        ],
    )
    edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    filed_on = models.DateField(null=True)  # the day of the first submission; never moves
    submitted_at = models.DateTimeField(null=True)  # of the latest submission
    return_question = models.TextField(blank=True)
    return_answer = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(status__in=["draft", "submitted", "returned"]),
                name="one_open_application_per_cycle",
            ),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(status="approved"),
                name="one_approved_application_per_cycle",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(
                    submitted_at__isnull=False,
                    filed_on__isnull=False,
                    edition__isnull=False,
                ),
                name="submitted_application_says_when",
            ),
            models.CheckConstraint(
                condition=Q(held_by=None, held_at=None)
                | Q(held_by__isnull=False, held_at__isnull=False),
                name="application_is_held_by_someone_since_a_moment",
            ),
        )

    def __str__(self) -> str:
        return f"application for {self.cycle}"


class Attestation(models.Model):
    """A certificant's signed statement, with the text that was signed. Never changed."""

    PERSONAL: ClassVar = ()

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="attestations"
    )
    declaration = models.CharField(max_length=60)
    text_edition = models.DateField()
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    upload = models.ForeignKey(
        "records.Upload", null=True, on_delete=models.PROTECT, related_name="+"
    )  # the paper that the certificant signed; `by` entered it
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["application", "declaration", "text_edition"],
                name="a_declaration_is_signed_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.declaration}, text of {self.text_edition}"


class FeeLine(models.Model):
    """One line of what an application owes, fixed on the day it was filed. Never changed."""

    PERSONAL: ClassVar = ()

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="fee_lines")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    amount = models.PositiveIntegerField(null=True)  # minor units; null is not set
    currency = models.CharField(max_length=3)
    because = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["application", "code"], name="one_fee_line_of_a_kind"),
        )

    def __str__(self) -> str:
        return f"{self.label}: {self.amount} {self.currency}"


class FeeRuling(models.Model):
    """What an officer set for a fee line that the policy does not set. Never changed."""

    PERSONAL: ClassVar = ("because",)

    line = models.OneToOneField(FeeLine, on_delete=models.PROTECT, related_name="ruling")
    amount = models.PositiveIntegerField()  # minor units; 0 is nothing to pay
    because = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(because=""), name="fee_ruling_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.line.label}: {self.amount}, by {self.by}"


class Decision(models.Model):
    """What a reviewer decided, on which facts, under which edition. Never rewritten."""

    PERSONAL: ClassVar = ("facts", "findings", "reason")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(
        max_length=10, choices=[("approved", "approved"), ("denied", "denied")]
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    final_at = models.DateTimeField()
    took_effect_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    edition_digest = models.CharField(max_length=64)
    evidence_digest = models.CharField(max_length=64)
    facts = models.JSONField()
    findings = models.JSONField()
    reason = models.TextField()
    # the next cycle, as an officer set it where the policy does not; else the findings say it
    next_begins_on = models.DateField(null=True)
    next_ends_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(next_begins_on=None, next_ends_on=None)
                | Q(
                    next_begins_on__isnull=False,
                    next_ends_on__gte=F("next_begins_on"),
                    outcome="approved",
                ),
                name="next_cycle_as_set_is_whole",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(undone_at=None),
                name="one_decision_in_force_per_application",
            ),
            models.CheckConstraint(
                condition=Q(took_effect_at=None) | Q(undone_at=None),
                name="what_took_effect_is_not_undone",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.outcome}: {self.reason}"


class Renewal(models.Model):
    """The cycle that an approved decision began: each decision begins one, each cycle once."""

    PERSONAL: ClassVar = ()

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="renewal")
    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="renewal")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.cycle}, by decision {self.decision_id}"
