"""What the engine would say of an activity that is not sent yet: the same rules, asked early."""

from dataclasses import dataclass
from datetime import date

from recert.actions.applications import CREDITS
from recert.policy.decision import ActivityFinding
from recert.policy.evaluate import decide
from recert.policy.policies import Policy
from recert.policy.units import Unit
from recert.portals.trainer.where import held_cycles
from recert.records.cases import rows_of
from recert.records.certification import Cycle
from recert.records.education import Activity
from recert.records.standings import cycle_on, cycles_with_filing


@dataclass(frozen=True, slots=True)
class Preflight:
    """What would come of an activity in the cycle that holds its day, if it is accepted whole."""

    finding: ActivityFinding
    cycle: Cycle
    policy: Policy
    before: int  # steps that count now
    required: int

    @property
    def unit(self) -> Unit:
        """The unit of the edition."""
        return self.policy.unit

    @property
    def after(self) -> int:
        """Steps that would count with this one accepted whole."""
        return self.before + self.finding.pending

    @property
    def asks_approval(self) -> bool:
        """Whether a provider that the body does not know counts only if the body approved it."""
        return self.policy.activities.providers == "approved"


def preflight(activity: Activity, *, on: date) -> Preflight | None:
    """Ask the engine about one activity of a certificant's own; None while it says too little.

    Evidence is looked at too: without it the finding says that it is missing.
    """
    if activity.completed_on is None or not activity.minutes or activity.completed_on > on:
        return None
    cycle = running_cycle(activity.certificant_id, on=on)
    if cycle is None:
        return None
    rows = rows_of(cycle, and_draft=activity)
    at = [row.pk for row in rows.activities].index(activity.pk)
    decision = decide(rows.policy, rows.case, on=on, pathway=CREDITS)
    return Preflight(
        finding=decision.activities[at],
        cycle=cycle,
        policy=rows.policy,
        before=decision.counted,
        required=decision.required,
    )


def running_cycle(certificant_id: int, *, on: date) -> Cycle | None:
    """Return the cycle on a day of the credential that the first page shows; None for none."""
    mine = Cycle.objects.filter(credential__certificant=certificant_id)
    held = held_cycles(list(cycles_with_filing(mine)), on=on)
    return cycle_on(held[0], on=on) if held else None
