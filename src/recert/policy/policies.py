"""A dated policy: one edition of a program's rules, as values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from recert.policy.units import NOT_SET, NotSet, Unit

__all__ = [
    "NOT_SET",
    "AfterLastDay",
    "CompanionRule",
    "CycleRule",
    "DuplicateEditionError",
    "ExamForm",
    "ExamRule",
    "FeeRule",
    "FilingRule",
    "NoEditionInForceError",
    "NotSet",
    "Pathway",
    "Policy",
    "Source",
    "Unit",
    "in_force",
]


@dataclass(frozen=True, slots=True)
class Source:
    """The text that a rule rests on: its key in the policy file, how to cite it, where it is."""

    key: str
    cite: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class CycleRule:
    """How long a cycle is and where its last day falls."""

    years: int
    anchor: Literal["anniversary"]
    next_cycle_begins: Literal["after old last day", "next day"] | NotSet


@dataclass(frozen=True, slots=True)
class AfterLastDay:
    """What a credential is after the last day: `grace` for some days, then lapsed or expired."""

    grace_days: int | NotSet
    then: Literal["lapsed", "expired"] | NotSet


@dataclass(frozen=True, slots=True)
class ActivityRule:
    """What an activity needs before its credit counts."""

    evidence: Literal["required", "not asked"] | NotSet
    providers: Literal["approved", "any"] | NotSet
    same_course: Literal["once in a cycle", "every time"] | NotSet


@dataclass(frozen=True, slots=True)
class FilingRule:
    """When an application may be filed, in days around the last day of the cycle.

    `opens_days_before` is None if filing is open from the first day of the cycle.
    """

    opens_days_before: int | NotSet | None
    closes_days_after: int | NotSet


@dataclass(frozen=True, slots=True)
class ExamRule:
    """The exam that fulfils a pathway: its form, the wait after a failure, a pass that is late.

    `authorisation_days` is None if an authorisation to sit it has no last day.
    """

    form: str
    wait_days: int | NotSet
    same_form: Literal["refused", "accepted"] | NotSet
    after_last_day: Literal["refused"] | NotSet
    authorisation_days: int | NotSet | None = None


@dataclass(frozen=True, slots=True)
class CompanionRule:
    """A companion credential that must be valid on the exam day or on the day of filing."""

    kind: str
    label: str
    hands_on: bool
    valid_on: Literal["exam day", "day of filing"]


@dataclass(frozen=True, slots=True)
class FeeRule:
    """One line of what a pathway costs, in minor units of the currency."""

    code: str
    label: str
    amount: int | NotSet
    owed: Literal["always", "after the last day", "waived"]


@dataclass(frozen=True, slots=True)
class ExamForm:
    """One form of the body's exam and the level that passing it gives."""

    id: str
    label: str
    level: Literal["certificate", "certification"]


@dataclass(frozen=True, slots=True)
class Pathway:
    """One way to recertify: what it requires (None: not asked) and what it costs.

    `credits` is in steps of the unit.
    """

    id: str
    label: str
    credits: int | None
    filing: FilingRule | None
    exam: ExamRule | None
    companions: tuple[CompanionRule, ...]
    fees: tuple[FeeRule, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """One edition of a program's rules.

    `class_every_months` is advice, from so many months to so many; None if the body gives none.
    `citations` gives the source of each
    value by its path in the policy file, as in `cycle.years`. `digest` is the SHA-256, in
    hexadecimal, of the file's text and its overlay's.
    """

    id: str
    edition: date
    title: str
    adopted_by: str
    rationale: str
    zone: str
    currency: str
    unit: Unit
    cycle: CycleRule
    after_last_day: AfterLastDay
    activities: ActivityRule
    exam_forms: tuple[ExamForm, ...]
    pathways: tuple[Pathway, ...]
    standing_while_filed: Literal["current", "as dated"] | NotSet
    credits_after_early_renewal: Literal["this cycle only", "next cycle"] | NotSet
    class_every_months: tuple[int, int] | None
    sources: tuple[Source, ...]
    citations: Mapping[str, Source]
    digest: str
    overlaid: bool

    def source(self, path: str) -> Source | None:
        """Return the source of a value, or None if the file cites none for it."""
        return self.citations.get(path)

    def pathway(self, pathway_id: str) -> Pathway:
        """Return a pathway by its id. Raises KeyError, naming those there are."""
        for pathway in self.pathways:
            if pathway.id == pathway_id:
                return pathway
        known = ", ".join(pathway.id for pathway in self.pathways)
        raise KeyError(f"{self.id} has no pathway {pathway_id!r}; it has {known}")


class NoEditionInForceError(LookupError):
    """No edition of the policy was in force on the day; the message names the first one."""


class DuplicateEditionError(ValueError):
    """Two editions of a policy are of the same day; the message names it."""


def in_force(editions: Iterable[Policy], *, on: date) -> Policy:
    """Return the edition in force on a day.

    Raises NoEditionInForceError before the first, DuplicateEditionError if two are of one day.
    """
    dated = sorted(editions, key=lambda policy: policy.edition)
    for one, other in pairwise(dated):
        if one.edition == other.edition:
            raise DuplicateEditionError(f"{one.id}: two editions of {one.edition}; expected one")
    reached = [policy for policy in dated if policy.edition <= on]
    if reached:
        return reached[-1]
    if not dated:
        raise NoEditionInForceError(f"no edition in force on {on}: there are no editions")
    first = dated[0]
    raise NoEditionInForceError(
        f"{first.id}: no edition in force on {on}; the first edition is of {first.edition}"
    )
