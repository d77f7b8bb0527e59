"""A decision: every finding of every pathway, each with its sentence and its source."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from recert.policy.cycles import Span, Standing
from recert.policy.policies import Source
from recert.policy.units import NOT_SET, NotSet, Unit

DATA_VERSION = 1  # of what `as_data` gives; raised when its meaning changes

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

    def as_data(self) -> dict[str, Any]:
        """Return the decision as plain data for JSON: days and decimals as text."""
        data = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        return {"version": DATA_VERSION, **data, "pathway": self.pathway.id}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Decision":
        """Return the decision that `as_data` gave. Raises ValueError for another version."""
        if data.get("version") != DATA_VERSION:
            found = data.get("version")
            raise ValueError(f"decision data of version {found!r}: expected {DATA_VERSION}")
        pathways = tuple(map(_pathway_from, data["pathways"]))
        return cls(
            policy_id=data["policy_id"],
            edition=date.fromisoformat(data["edition"]),
            digest=data["digest"],
            on=date.fromisoformat(data["on"]),
            unit=_unit_from(data["unit"]),
            pathways=pathways,
            pathway=next(way for way in pathways if way.id == data["pathway"]),
            activities=tuple(map(_activity_from, data["activities"])),
            standing=Standing(data["standing"]),
            level=data["level"],
            cycle=_span_from(data["cycle"]),
            counted=data["counted"],
            pending=data["pending"],
            carried_out=data["carried_out"],
            opens_on=_day_from(data["opens_on"]),
            closes_on=_day_from(data["closes_on"]),
            earliest_retake_on=_day_from(data["earliest_retake_on"]),
        )


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | NotSet | Standing) else value


def _day_from(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _number_from(value: int | str) -> int | NotSet:
    return NOT_SET if isinstance(value, str) else value


def _span_from(data: Mapping[str, str]) -> Span:
    return Span(date.fromisoformat(data["first_on"]), date.fromisoformat(data["last_on"]))


def _unit_from(data: Mapping[str, Any]) -> Unit:
    step, minutes = Decimal(data["step"]), _number_from(data["minutes"])
    return Unit(**{**data, "step": step, "minutes": minutes})


def _source_from(data: Mapping[str, str] | None) -> Source | None:
    return None if data is None else Source(**data)


def _finding_from(data: Mapping[str, Any]) -> Finding:
    return Finding(**{**data, "source": _source_from(data["source"])})


def _activity_from(data: Mapping[str, Any]) -> ActivityFinding:
    source, granted = _source_from(data["source"]), _number_from(data["granted"])
    return ActivityFinding(**{**data, "source": source, "granted": granted})


def _fee_line_from(data: Mapping[str, Any]) -> FeeLine:
    source, amount = _source_from(data["source"]), _number_from(data["amount"])
    return FeeLine(**{**data, "source": source, "amount": amount})


def _pathway_from(data: Mapping[str, Any]) -> PathwayDecision:
    fee, following = data["fee"], data["next_cycle"]
    made = {
        "findings": tuple(map(_finding_from, data["findings"])),
        "fee": Fee(
            lines=tuple(map(_fee_line_from, fee["lines"])),
            total=_number_from(fee["total"]),
            currency=fee["currency"],
        ),
        "next_cycle": None if following is None else _span_from(following),
    }
    return PathwayDecision(**{**data, **made})
