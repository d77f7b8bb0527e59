"""What a stranger may ask of the register: the cycles of one credential, found as decided.

One statement finds them, or finds nothing; wrong and unlisted numbers take the same one.
Two more are made only where there are acts upon the credential, or a level that rose.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from recert.policy.numbers import folded, tidy_number
from recert.records.certification import Act, Cycle, LevelChange
from recert.records.people import FormerName
from recert.records.policies import policy_of
from recert.records.standings import Shown, acts_upon, cycle_on, cycles_with_filing, shown


def cycles_by_number(number: str, *, family_name: str) -> list[Cycle]:
    """Return the cycles of the credential with a number, oldest first; none if it may not answer.

    With a family name, the present one or a former one must fit. Without, only those answer who
    chose to be listed.
    """
    mine = Q(credential__number_tidy=tidy_number(number))
    name = folded(family_name)
    if not name:
        return _cycles(mine, Q(credential__certificant__listed=True))
    former = FormerName.objects.filter(
        certificant=OuterRef("credential__certificant"), family_name_folded=name
    )
    fits = Q(credential__certificant__family_name_folded=name) | Q(Exists(former))
    return _cycles(mine, fits)


def cycles_by_code(code: str) -> list[Cycle]:
    """Return the cycles of the credential whose card carries a code; none if there is none."""
    return _cycles(Q(credential__code=code))


def _cycles(*conditions: Q) -> list[Cycle]:
    cycles: QuerySet[Cycle] = cycles_with_filing(Cycle.objects.filter(*conditions)).annotate(
        has_acts=Exists(Act.objects.filter(credential=OuterRef("credential"))),
        has_risen=Exists(LevelChange.objects.filter(cycle__credential=OuterRef("credential"))),
    )
    return list(cycles)


def shown_on(cycles: Sequence[Cycle], *, on: date) -> Shown | None:
    """Return what a credential shows on a day; None if the day is before its first.

    :param cycles: all cycles of one credential, from this module
    """
    first = cycles[0]
    if on < first.begins_on:
        return None
    cycle = cycle_on(cycles, on=on)
    assert cycle is not None  # there is a first one
    risen = LevelChange.objects.filter(cycle__credential=first.credential_id)
    return shown(
        cycles,
        policy=policy_of(cycle),
        acts=list(acts_upon(first.credential_id)) if first.has_acts else [],  # type: ignore[attr-defined]  # annotated
        changes=list(risen) if first.has_risen else [],  # type: ignore[attr-defined]
        on=on,
    )
