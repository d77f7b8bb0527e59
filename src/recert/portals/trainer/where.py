"""Where a certificant stands with one credential on a day: rows, decision, standing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from recert.actions.applications import CREDITS
from recert.policy.cycles import Standing
from recert.policy.decision import Decision, Finding, PathwayDecision
from recert.policy.evaluate import decide
from recert.policy.policies import Policy
from recert.policy.units import NOT_SET, Unit
from recert.portals.paces import even_pace
from recert.records.certification import Cycle
from recert.records.overview import Overview, overview_of
from recert.records.standings import Shown, cycle_on, shown


@dataclass(frozen=True, slots=True)
class Where:
    """One credential on a day. `cycles` are all of it, oldest first, with their papers."""

    cycles: tuple[Cycle, ...]
    overview: Overview
    decision: Decision
    shown: Shown
    on: date

    @property
    def cycle(self) -> Cycle:
        """The cycle that holds the day, or the last one begun before it."""
        return self.overview.rows.cycle

    @property
    def policy(self) -> Policy:
        """The edition that the cycle is held to."""
        return self.overview.rows.policy

    @property
    def unit(self) -> Unit:
        """The unit of credit of that edition."""
        return self.policy.unit

    @property
    def following(self) -> Cycle | None:
        """The next cycle, if the cycle is renewed already."""
        return next((each for each in self.cycles if each.begins_on > self.cycle.begins_on), None)

    @property
    def credits(self) -> PathwayDecision:
        """What the pathway by credits found."""
        return self.decision.pathway

    @property
    def others(self) -> tuple[PathwayDecision, ...]:
        """The other pathways, where they lead somewhere: from a certificate to a certification."""
        ways = [way for way in self.decision.pathways if way.id != self.credits.id]
        return tuple(ways) if self.shown.level == "certificate" else ()

    @property
    def left_to_a_person(self) -> bool:
        """Whether another way, an exam, is not refused after the last day: a person decides."""
        ways = [self.policy.pathway(way.id).exam for way in self.others]
        return any(exam is not None and exam.after_last_day != "refused" for exam in ways)

    @property
    def to_go(self) -> int | None:
        """Contact minutes that the missing credit takes; None if the policy does not say."""
        if self.unit.minutes is NOT_SET:
            return None
        return self.unit.minutes_of(self.credits.shortfall)

    @property
    def counted_minutes(self) -> int | None:
        """Contact minutes that stand for the credit counted; None if the policy does not say."""
        if self.unit.minutes is NOT_SET:
            return None
        return self.unit.minutes_of(self.decision.counted)

    @property
    def even(self) -> int | None:
        """What an even pace would have reached today; None outside the cycle."""
        if not self.cycle.begins_on <= self.on <= self.cycle.ends_on:
            return None
        return even_pace(
            required=self.credits.required,
            first_on=self.cycle.begins_on,
            last_on=self.cycle.ends_on,
            on=self.on,
        )

    @property
    def earned(self) -> tuple[tuple[date, int], ...]:
        """Each counted activity's day and credit, for the pace plot."""
        return tuple(
            (row.completed_on, finding.counted)
            for row, finding in zip(
                self.overview.rows.activities, self.decision.activities, strict=True
            )
            if finding.counted and row.completed_on
        )

    @property
    def closed(self) -> bool:
        """Whether the last filing day has passed."""
        finding = self.finding("filing_window")
        return bool(finding and finding.state == "short" and self.on > self.cycle.ends_on)

    @property
    def ended(self) -> bool:
        """Whether the body, or the certificant, has ended the credential for good."""
        return self.shown.standing in {Standing.REVOKED, Standing.RETIRED}

    @property
    def open(self) -> bool:
        """Whether what is short can still be met: the cycle runs, and nobody has ended it."""
        return self.on <= self.cycle.ends_on and not self.ended

    def finding(self, requirement: str) -> Finding | None:
        """Return what the pathway by credits found of one requirement, if it asks for it."""
        return next(
            (each for each in self.credits.findings if each.requirement == requirement), None
        )


def where(cycles: Sequence[Cycle], *, on: date) -> Where:
    """Say where one credential stands.

    A filed application is judged on the day of its filing, as the reviewer judges it.

    :param cycles: all cycles of the credential, oldest first, from `own_cycles_with_papers`
    """
    cycle = cycle_on(cycles, on=on)
    assert cycle is not None  # a credential has a first cycle
    overview = overview_of(cycle)
    rows = overview.rows
    return Where(
        cycles=tuple(cycles),
        overview=overview,
        decision=decide(rows.policy, rows.case, on=_judged_on(cycle, on=on), pathway=CREDITS),
        shown=shown(cycles, policy=rows.policy, acts=rows.acts, changes=overview.changes, on=on),
        on=on,
    )


def _judged_on(cycle: Cycle, *, on: date) -> date:
    status = getattr(cycle, "application_status", None)
    filed_on: date | None = getattr(cycle, "application_filed_on", None)
    return filed_on if filed_on and status in {"submitted", "returned", "approved"} else on


def held_cycles(cycles: Sequence[Cycle], *, on: date) -> list[list[Cycle]]:
    """Return the cycles of each credential: those that still run first, the next to end before."""
    held: dict[int, list[Cycle]] = {}
    for cycle in cycles:
        held.setdefault(cycle.credential_id, []).append(cycle)
    return sorted(
        held.values(), key=lambda each: (each[-1].ends_on < on, each[-1].ends_on, each[0].pk)
    )


def asked(held: list[list[Cycle]], credential: int | None) -> list[Cycle]:
    """Return the cycles of the credential asked for, else the first.

    Raises Http404 if it is not theirs.
    """
    if credential is None:
        return held[0]
    for cycles in held:
        if cycles[0].credential_id == credential:
            return cycles
    raise Http404
