"""A claim beside what is on record: which cycle judges it, and where else its files were used."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from recert.records.certification import Cycle
from recert.records.education import Activity, Evidence, EvidenceUse
from recert.records.standings import cycle_on, cycles_with_filing


@dataclass(frozen=True, slots=True)
class File:
    """One file that backs an activity, and who and what else the same content backs."""

    evidence: Evidence
    also_backs: tuple[Activity, ...]  # other activities of the same person
    also_sent_by: tuple[Evidence, ...]  # the same content, from other people


def cycles_by_certificant(certificants: Iterable[int]) -> Mapping[int, list[Cycle]]:
    """Return the cycles of some people, oldest first, each with its edition. One statement."""
    found: dict[int, list[Cycle]] = defaultdict(list)
    rows = Cycle.objects.filter(credential__certificant__in=set(certificants))
    for cycle in cycles_with_filing(rows):
        found[cycle.credential.certificant_id].append(cycle)
    return found


def judging_cycle(cycles: Sequence[Cycle], *, completed_on: date | None, on: date) -> Cycle | None:
    """Return the cycle that an activity is judged in on a day; None if there are no cycles.

    It is the present cycle of a credential; of several credentials, one whose cycle holds the day
    of completion, else the first.

    :param cycles: all cycles of one person, from `cycles_by_certificant`
    """
    by_credential: dict[int, list[Cycle]] = defaultdict(list)
    for cycle in cycles:
        by_credential[cycle.credential_id].append(cycle)
    present = [cycle_on(each, on=on) for _, each in sorted(by_credential.items())]
    held = [cycle for cycle in present if cycle]
    holding = [
        cycle for cycle in held if completed_on and cycle.begins_on <= completed_on <= cycle.ends_on
    ]
    return next(iter([*holding, *held]), None)


def files_of(activity: Activity) -> tuple[File, ...]:
    """Return the files that back an activity, in the order in which they came. Three statements."""
    uses = EvidenceUse.objects.filter(activity=activity).select_related("evidence__certificant")
    kept = [use.evidence for use in uses.order_by("at", "id")]
    others = _backed_besides(kept, activity)
    twins = Evidence.objects.filter(digest__in=[each.digest for each in kept])
    strangers = list(
        twins.exclude(certificant=activity.certificant_id).select_related("certificant")
    )
    return tuple(
        File(
            evidence=each,
            also_backs=tuple(others.get(each.pk, ())),
            also_sent_by=tuple(twin for twin in strangers if twin.digest == each.digest),
        )
        for each in kept
    )


def _backed_besides(kept: Sequence[Evidence], activity: Activity) -> dict[int, list[Activity]]:
    found: dict[int, list[Activity]] = defaultdict(list)
    uses = EvidenceUse.objects.filter(evidence__in=kept).exclude(activity=activity)
    for use in uses.exclude(activity__status="withdrawn").select_related("activity"):
        found[use.evidence_id].append(use.activity)
    return found
