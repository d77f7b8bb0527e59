"""Certification: programs, editions of their policy, credentials, cycles, and acts upon them."""

from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q

from recert.records.people import Certificant, User

LEVELS = [("certificate", "certificate"), ("certification", "certification")]


Row = TypeVar("Row", bound=models.Model)


class InForce(models.Manager[Row]):
    """Rows that stand: what a confirmed correction of an exam result took back is left out."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """Return the rows that were not reversed."""
        return super().get_queryset().filter(reversed_at=None)


class Every(models.Manager[Row]):
    """All rows, those too that were reversed: for history."""


class Program(models.Model):
    """One certification that the body offers. Its id is the name of its policy's folder."""

    PERSONAL: ClassVar = ()

    id = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """One dated text of a program's policy, as adopted. Never changed."""

    PERSONAL: ClassVar = ()

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="editions")
    in_force_from = models.DateField()
    text = models.TextField()
    overlay = models.TextField(default="", blank=True)  # the demonstration's settings, if any
    digest = models.CharField(max_length=64, unique=True)  # one text is one edition
    rationale = models.TextField()
    adopted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["program", "in_force_from"],
                name="one_edition_per_program_and_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}, edition of {self.in_force_from}"


class Credential(models.Model):
    """The fact that someone holds a certification of one program."""

    PERSONAL: ClassVar = ("number", "number_tidy", "code")

    certificant = models.ForeignKey(
        Certificant, on_delete=models.PROTECT, related_name="credentials"
    )
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, unique=True)  # as printed
    number_tidy = models.CharField(max_length=40, unique=True)  # recert.policy.numbers.tidy_number
    code = models.CharField(max_length=40, unique=True)  # what the card's QR carries
    certified_on = models.DateField()
    exam_form = models.CharField(max_length=40, blank=True)  # first passed

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["certificant", "program"],
                name="one_credential_per_person_and_program",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Cycle(models.Model):
    """One span of a certification; the first and the last day are both inside."""

    PERSONAL: ClassVar = ()

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="cycles")
    begins_on = models.DateField()
    ends_on = models.DateField()
    closed_on = models.DateField(null=True)  # where the next cycle began early
    level = models.CharField(max_length=20, choices=LEVELS)  # on its first day
    began_at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)  # the exam that began it was corrected

    objects = InForce()
    every = Every()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["credential", "begins_on"],
                condition=Q(reversed_at=None),
                name="one_cycle_begins_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(begins_on__lte=F("ends_on")),
                name="cycle_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None)
                | Q(closed_on__gte=F("begins_on"), closed_on__lte=F("ends_on")),
                name="cycle_closes_inside_itself",
            ),
        )
        indexes = (models.Index(fields=["ends_on"], name="cycle_by_last_day"),)

    def __str__(self) -> str:
        return f"{self.begins_on} through {self.ends_on}"


class LevelChange(models.Model):
    """The level of a cycle rose on a day, by an exam."""

    PERSONAL: ClassVar = ()

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="level_changes")
    level = models.CharField(max_length=20, choices=LEVELS)
    from_on = models.DateField()
    exam_result = models.OneToOneField(
        "records.ExamResult", on_delete=models.PROTECT, related_name="level_change"
    )
    at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)  # the exam result was corrected

    objects = InForce()
    every = Every()

    def __str__(self) -> str:
        return f"{self.level} from {self.from_on}"


class ExamResult(models.Model):
    """What came of one sitting of one exam."""

    PERSONAL: ClassVar = ("reference",)

    credential = models.ForeignKey(
        Credential, on_delete=models.PROTECT, related_name="exam_results"
    )
    form = models.CharField(max_length=40)
    taken_on = models.DateField()
    outcome = models.CharField(
        max_length=10, choices=[(word, word) for word in ("pass", "fail", "absent")]
    )
    vendor = models.CharField(max_length=60)
    reference = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)  # another result took its place

    objects = InForce()
    every = Every()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["vendor", "reference"],
                condition=Q(reversed_at=None),
                name="one_exam_result_per_vendor_reference",
            ),
        )

    def __str__(self) -> str:
        return f"{self.form} on {self.taken_on}: {self.outcome}"


class Companion(models.Model):
    """A credential of somebody else's that the policy asks for: a CPR and AED card, say."""

    PERSONAL: ClassVar = ("evidence",)

    certificant = models.ForeignKey(
        Certificant, on_delete=models.PROTECT, related_name="companions"
    )
    kind = models.CharField(max_length=40)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    hands_on = models.BooleanField()
    evidence = models.ForeignKey(
        "records.Evidence", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("issued_on")),
                name="companion_expires_after_it_was_issued",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}, issued {self.issued_on}"


class Act(models.Model):
    """An act of the body upon a credential: suspended, revoked, retired; with its days."""

    PERSONAL: ClassVar = ("reason",)

    SUSPENDED, REVOKED, RETIRED = "suspended", "revoked", "retired"

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(
        max_length=20, choices=[(kind, kind) for kind in (SUSPENDED, REVOKED, RETIRED)]
    )
    begins_on = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} from {self.begins_on}"


class ActEnd(models.Model):
    """The last day of an act; a row of its own, so that the act stays as it was written."""

    PERSONAL: ClassVar = ("reason",)

    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="end")
    ends_on = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act} through {self.ends_on}"
