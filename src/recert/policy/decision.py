"""A decision: every finding of every pathway, each with its sentence and its source."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from recert.policy.cycles import Span, Standing
from recert.policy.policies import Source
from recert.policy.units import NotSet, Unit

State = Literal["met", "short", "not set"]
Outcome = Literal["eligible", "not eligible", "referred"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one requirement asked, what was found, and what would change it.

    `required` and `found` are texts to show. `change` is empty when nothing need change.
    """

    requirement: str
    label: str
    required: str
    found: str
    state: State
    because: str
    source: Source | None
    change: str = ""


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of a fee, in minor units of the currency."""

    code: str
    label: str
    amount: int | NotSet
    because: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Fee:
    """What an application owes. The total is not set as long as a line is not."""

    lines: tuple[FeeLine, ...]
    total: int | NotSet
    currency: str


@dataclass(frozen=True, slots=True)
class PathwayDecision:
    """What one pathway found. `required`, `shortfall` and `surplus` are steps of the unit."""

    id: str
    label: str
    outcome: Outcome
    findings: tuple[Finding, ...]
    fee: Fee
    required: int
    shortfall: int
    surplus: int
    next_level: str
    next_cycle: Span | None

    @property
    def unmet(self) -> tuple[str, ...]:
        """The requirements that are short."""
        return tuple(f.requirement for f in self.findings if f.state == "short")

    @property
    def not_set(self) -> tuple[str, ...]:
        """The requirements on which the policy is silent, so that a person decides."""
        return tuple(f.requirement for f in self.findings if f.state == "not set")


@dataclass(frozen=True, slots=True)
class ActivityFinding:
    """What became of one activity. `at` is its place in the case; credit is in steps."""

    at: int
    granted: int | NotSet
    counted: int
    pending: int
    outcome: str
    because: str
    change: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was found for one certificant on one day, by one edition of a policy.

    `pathway` is the one asked for, else the one that makes eligible, else the first.
    Credit is in whole steps of `unit`. `closes_on` is the last filing day, None if not set.
    """

    policy_id: str
    edition: date
    digest: str
    on: date
    unit: Unit
    pathways: tuple[PathwayDecision, ...]
    pathway: PathwayDecision
    activities: tuple[ActivityFinding, ...]
    standing: Standing
    level: str
    cycle: Span
    counted: int
    pending: int
    carried_out: int
    opens_on: date | None
    closes_on: date | None
    earliest_retake_on: date | None

    @property
    def eligible(self) -> bool:
        """Whether the certificant may be recertified on the day by the pathway chosen."""
        return self.pathway.outcome == "eligible"

    @property
    def referred(self) -> bool:
        """Whether the policy does not say, so that a person must decide."""
        return self.pathway.outcome == "referred"

    @property
    def required(self) -> int:
        """Steps that the pathway chosen asks for."""
        return self.pathway.required

    @property
    def shortfall(self) -> int:
        """Steps still missing for the pathway chosen."""
        return self.pathway.shortfall

    @property
    def surplus(self) -> int:
        """Steps beyond what the pathway chosen asks for."""
        return self.pathway.surplus

    @property
    def next_cycle(self) -> Span | None:
        """The cycle that follows if recertified on the day; None if the policy does not say."""
        return self.pathway.next_cycle

    @property
    def next_level(self) -> str:
        """The level that follows if recertified on the day."""
        return self.pathway.next_level
