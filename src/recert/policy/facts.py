"""The facts of one case: what is known of one certificant on the day of the question."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Days = tuple[date, date]  # first and last day, both inside


@dataclass(frozen=True, slots=True)
class Certificant:
    """A certificant as the policy needs to know them.

    `cycle` is given where it does not follow from `certified_on`. `attested` None means
    that everything was attested. `exam_form` None means that the form is not on file.
    """

    certified_on: date
    level: Literal["certificate", "certification"] = "certification"
    exam_form: str | None = None
    cycle: Days | None = None
    birth_month: int | None = None
    birth_year: int | None = None
    member: bool | None = None
    membership: tuple[Days, ...] | None = None
    plan: str | None = None
    credentials: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    attested: tuple[str, ...] | None = None
    conduct_case: bool = False
    suspended: tuple[Days, ...] = ()
    carried_in: Decimal | None = None
    practice_hours: int | None = None
    extension_until: date | None = None
    assessed_on: date | None = None
    assessed_credits: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity, with the credit granted to it or claimed for it, before any rule.

    `provider_approved` None means that the provider was always approved, `()` never.
    `count` stands for that many activities of different courses, each of these credits.
    """

    completed_on: date
    began_on: date | None = None
    category: str | None = None
    credits: Decimal | None = None
    minutes: int | None = None
    academic_credits: Decimal | None = None
    academic_unit: Literal["semester", "quarter"] | None = None
    course: str | None = None
    provider: str | None = None
    provider_approved: tuple[Days, ...] | None = None
    delivery: Literal["online", "in_person", "blended"] | None = None
    evidence: bool = True
    review: Literal["accepted", "pending", "rejected"] = "accepted"
    count: int = 1


@dataclass(frozen=True, slots=True)
class Exam:
    """One sitting of an exam and how it ended."""

    form: str
    taken_on: date
    outcome: Literal["pass", "fail", "absent"]


@dataclass(frozen=True, slots=True)
class Companion:
    """A companion credential, as printed on its card. `expires_on` None: no end is printed."""

    kind: str
    issued_on: date
    expires_on: date | None = None
    hands_on: bool | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that one decision looks at."""

    certificant: Certificant
    activities: tuple[Activity, ...] = field(default=())
    exams: tuple[Exam, ...] = field(default=())
    companions: tuple[Companion, ...] = field(default=())
