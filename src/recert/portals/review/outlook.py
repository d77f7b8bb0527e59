"""What a decision on an activity would do: the case judged as it is, and as if it were accepted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from recert.policy.decision import ActivityFinding
from recert.policy.evaluate import decide
from recert.policy.units import Unit
from recert.records.cases import acts_upon, rows_of
from recert.records.certification import Cycle, LevelChange
from recert.records.education import Activity
from recert.records.judging import PATHWAY
from recert.records.policies import policy_of
from recert.records.standings import Shown, shown


@dataclass(frozen=True, slots=True)
class Outlook:
    """Credit in steps of the unit: what counts now, and what would, were this one accepted."""

    unit: Unit
    required: int
    counted: int
    then_counted: int
    finding: ActivityFinding  # of this activity, were it accepted as claimed
    evidence_required: bool

    @property
    def gives(self) -> int:
        """By how much the total would grow."""
        return self.then_counted - self.counted


def outlook(activity: Activity, *, cycle: Cycle, on: date) -> Outlook | None:
    """Return what accepting an activity would do; None for one that no case reads (withdrawn).

    :param cycle: the one that judges it
    :param on: the body's day
    """
    rows = rows_of(cycle)
    places = [at for at, row in enumerate(rows.activities) if row.pk == activity.pk]
    if not places:
        return None
    at, case = places[0], rows.case
    then = [*case.activities]
    then[at] = replace(then[at], review="accepted")
    now_found = decide(rows.policy, case, on=on, pathway=PATHWAY)
    then_found = decide(rows.policy, replace(case, activities=tuple(then)), on=on, pathway=PATHWAY)
    return Outlook(
        unit=rows.policy.unit,
        required=then_found.required,
        counted=now_found.counted,
        then_counted=then_found.counted,
        finding=then_found.activities[at],
        evidence_required=rows.policy.activities.evidence == "required",
    )


def standing_of(cycle: Cycle, *, cycles: Sequence[Cycle], on: date) -> Shown:
    """Return what the credential of a cycle shows on a day.

    :param cycles: all cycles of the person, from `records.claims`
    """
    own = [each for each in cycles if each.credential_id == cycle.credential_id]
    return shown(
        own,
        policy=policy_of(cycle),
        acts=acts_upon(cycle.credential_id),
        changes=LevelChange.objects.filter(cycle__in=own),
        on=on,
    )
