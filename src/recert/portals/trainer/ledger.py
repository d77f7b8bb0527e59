"""The ledger of reasons: every activity of a case, in the group that the engine put it in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from recert.policy.decision import ActivityFinding
from recert.policy.units import NOT_SET, Unit
from recert.portals import wording
from recert.portals.trainer.where import Where
from recert.records.certification import Cycle
from recert.records.education import Activity
from recert.records.ledger import LedgerEntry
from recert.records.policies import policy_by_digest

NOBODYS = UUID(int=0)  # stands in an address for the key of an activity
COUNTED = frozenset({"counted", "counted_in_part"})
WAITING = frozenset({"review_pending", "evidence_missing"})
OUTSIDE = frozenset({"before_window", "after_window"})


@dataclass(frozen=True, slots=True)
class Row:
    """One activity and what became of it. Texts are made here: there are many rows on a page."""

    activity: Activity
    finding: ActivityFinding
    unit: Unit

    @property
    def href(self) -> str:
        """The address of the activity's own page."""
        return _address().replace(str(NOBODYS), str(self.activity.key))

    @property
    def meta(self) -> str:
        """Who offered it, when, how long it was, and what was claimed where that was cut."""
        activity = self.activity
        assert activity.completed_on is not None  # submitted_activity_says_what_and_when
        said = [activity.provider_name, wording.day(activity.completed_on)]
        said.append(wording.hours(activity.minutes or 0))
        if self.claimed:
            said.append(_("%(amount)s claimed") % {"amount": self.claimed})
        return ", ".join(said)

    @property
    def amount(self) -> str:
        """The credit that the row brings, or would bring; words where nobody can say yet."""
        if self.finding.granted is NOT_SET and self.finding.outcome in WAITING:
            return "?"
        return self.unit.number(self.finding.counted or self.finding.pending)

    @property
    def claimed(self) -> str:
        """The credit that was claimed, where a reviewer granted another; else nothing."""
        minutes = self.activity.minutes
        if self.activity.status != "accepted_in_part" or self.unit.minutes is NOT_SET:
            return ""
        return self.unit.number(self.unit.steps_of_minutes(minutes or 0))

    @property
    def state(self) -> tuple[str, str]:
        """The state to show and its kind: whose turn it is where it waits, else the outcome."""
        status, outcome = self.activity.status, self.finding.outcome
        if status == "returned" or (status == "submitted" and outcome == "review_pending"):
            return status, "activity"
        if outcome == "counted" and status == "accepted_in_part":
            return status, "activity"
        return outcome, "outcome"

    @property
    def says_state(self) -> bool:
        """Whether the group's name does not say it all."""
        return self.state != ("counted", "outcome")


@dataclass(frozen=True, slots=True)
class Ledger:
    """All activities of a case, by what became of them."""

    counted: tuple[Row, ...]
    waiting: tuple[Row, ...]
    not_counted: tuple[Row, ...]
    elsewhere: tuple[Row, ...]  # completed in another cycle of the credential

    @property
    def waiting_minutes(self) -> int:
        """Contact minutes claimed by what waits, for where the policy says no credit for them."""
        return sum(row.activity.minutes or 0 for row in self.waiting)

    @property
    def empty(self) -> bool:
        """Whether there is nothing in this cycle yet."""
        return not (self.counted or self.waiting or self.not_counted)


@cache
def _address() -> str:
    return reverse("trainer:activity", args=[NOBODYS])


def written(entry: LedgerEntry) -> str:
    """Return what an entry granted or took back, in the unit of the edition it was made under."""
    unit = policy_by_digest(entry.edition.digest).unit
    return f"{'+' if entry.steps > 0 else '−'}{unit.number(abs(entry.steps))}"


def ledger(stands: Where) -> Ledger:
    """Return every activity of the case, the newest first in its group."""
    found = zip(stands.overview.rows.activities, stands.decision.activities, strict=True)
    rows = [Row(activity, finding, stands.unit) for activity, finding in found][::-1]
    elsewhere = [row for row in rows if _is_elsewhere(row, cycles=stands.cycles)]
    here = [row for row in rows if row not in elsewhere]
    return Ledger(
        counted=_those(here, COUNTED),
        waiting=_those(here, WAITING),
        not_counted=tuple(row for row in here if row.finding.outcome not in COUNTED | WAITING),
        elsewhere=tuple(elsewhere),
    )


def _those(rows: Iterable[Row], outcomes: frozenset[str]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.finding.outcome in outcomes)


def _is_elsewhere(row: Row, *, cycles: tuple[Cycle, ...]) -> bool:
    """Tell whether it lies outside this cycle and inside another one, so that it counts there."""
    on: date | None = row.activity.completed_on
    if row.finding.outcome not in OUTSIDE or on is None:
        return False
    return any(each.begins_on <= on <= (each.closed_on or each.ends_on) for each in cycles)
