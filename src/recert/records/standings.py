"""Where a credential stands on a day, as every page shows it: one function of rows and a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from recert.policy.cycles import Span, Standing, StandingAct, standing
from recert.policy.policies import Policy
from recert.records.applications import Application
from recert.records.cases import last_day
from recert.records.certification import Act, Cycle, LevelChange
from recert.records.policies import with_edition

_PAST = frozenset({Standing.GRACE, Standing.LAPSED, Standing.EXPIRED, Standing.NOT_SET})


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a credential on a day: standing, level, first day, last day."""

    cycle: Cycle
    standing: Standing
    level: str
    first_on: date
    last_on: date  # of the last cycle that follows without a gap


def cycles_with_filing(cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """Bring along each cycle's edition, and the day of filing of an undecided application."""
    filed = Application.objects.filter(cycle=OuterRef("pk"), status__in=["submitted", "returned"])
    return (
        with_edition(cycles)
        .annotate(open_since=Subquery(filed.values("filed_on")[:1]))
        .select_related("credential__certificant", "credential__program")
        .order_by("begins_on")
    )


def cycle_on(cycles: Sequence[Cycle], *, on: date) -> Cycle | None:
    """Return the cycle that holds a day, else the last one begun before it, else the first.

    None only if there are no cycles.
    """
    begun = [cycle for cycle in cycles if cycle.begins_on <= on]
    return begun[-1] if begun else (cycles[0] if cycles else None)


def shown(
    cycles: Sequence[Cycle],
    *,
    policy: Policy,
    acts: Iterable[Act],
    changes: Iterable[LevelChange],
    on: date,
) -> Shown:
    """Return what a credential shows on a day.

    :param cycles: all cycles of the credential, oldest first, from `cycles_with_filing`
    :param policy: what the cycle on the day is held to
    """
    cycle = cycle_on(cycles, on=on)
    assert cycle is not None  # a credential has a first cycle
    return Shown(
        cycle=cycle,
        standing=_standing(cycle, policy=policy, acts=acts, on=on),
        level=level_on(cycle, changes=changes, on=on),
        first_on=cycle.begins_on,
        last_on=_last_day_in_a_row(cycles, begin=cycle),
    )


def _standing(cycle: Cycle, *, policy: Policy, acts: Iterable[Act], on: date) -> Standing:
    upon = [
        StandingAct(Standing(act.kind), first_on=act.begins_on, last_on=last_day(act))
        for act in acts
    ]
    days = Span(cycle.begins_on, cycle.closed_on or cycle.ends_on)
    found = standing(policy, days, on=on, acts=upon)
    since: date | None = getattr(cycle, "open_since", None)
    filed = since is not None and since <= on
    if filed and found in _PAST and policy.standing_while_filed == "current":
        return Standing.CURRENT
    return found


def level_on(cycle: Cycle, *, changes: Iterable[LevelChange], on: date) -> str:
    """Return the level of a cycle on a day: its own, or what an exam raised it to."""
    risen = [change for change in changes if change.cycle_id == cycle.pk and change.from_on <= on]
    return max(risen, key=lambda change: change.from_on).level if risen else cycle.level


def _last_day_in_a_row(cycles: Sequence[Cycle], *, begin: Cycle) -> date:
    """Return the last day that follows from a cycle without a day in between."""
    last = begin.closed_on or begin.ends_on
    for cycle in cycles:
        if cycle.begins_on > last and (cycle.begins_on - last).days == 1:
            last = cycle.closed_on or cycle.ends_on
    return last
