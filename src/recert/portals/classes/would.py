"""Would a class count? The policy's own engine, asked with one more activity in the case."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from recert.actions.applications import CREDITS
from recert.policy import facts
from recert.policy.decision import ActivityFinding
from recert.policy.evaluate import decide
from recert.policy.policies import Policy
from recert.policy.units import Unit
from recert.portals.trainer.where import held_cycles
from recert.records.cases import Approvals, by_provider
from recert.records.catalogue import CourseVersion, PlannedClass
from recert.records.certification import Cycle
from recert.records.education import Activity, Course, ProviderApproval
from recert.records.overview import Overview, cycles_of, overview_of
from recert.records.people import Certificant
from recert.records.policies import policy_of
from recert.records.standings import cycle_on
from recert.records.versions import whole_steps


@dataclass(frozen=True, slots=True)
class Would:
    """What one class would come to for one credential, completed on a day and accepted whole."""

    finding: ActivityFinding
    policy: Policy
    cycle: Cycle
    before: int  # steps that count now
    after: int
    waiting: int  # steps that wait for a reviewer, without this one
    required: int
    had: Activity | None  # the same class, on record in this cycle already

    @property
    def unit(self) -> Unit:
        """The unit of the edition."""
        return self.policy.unit

    @property
    def adds(self) -> int:
        """Steps that it would add to what counts."""
        return self.after - self.before

    @property
    def answer(self) -> str:
        """Return "yes", "no", or "referred" where a person has to say how much it gives."""
        if self.finding.outcome == "counted":
            return "yes"
        return "referred" if self.finding.outcome == "review_pending" else "no"

    @property
    def closes(self) -> bool:
        """Whether nothing is missing any more with it."""
        return self.before < self.required <= self.after


@dataclass(frozen=True, slots=True)
class _Begun:
    """The case of a cycle as it is, and what of it counts and waits; the day changes neither."""

    policy: Policy
    case: facts.Case
    counted: int
    pending: int


@dataclass(frozen=True, slots=True)
class Held:
    """One credential of a certificant, with what a decision looks at."""

    cycles: tuple[Cycle, ...]
    overview: Overview
    _begun: dict[int, _Begun] = field(default_factory=dict)  # by cycle, as far as asked about

    @property
    def policy(self) -> Policy:
        """The edition that the cycle of today is held to."""
        return self.overview.rows.policy

    def would(
        self, course: Course, *, text: Course | CourseVersion, on: date, approvals: Approvals
    ) -> Would:
        """Ask the engine about a class completed on a day.

        :param text: the class as it is on that day, for its minutes and its credit
        """
        cycle = cycle_on(self.cycles, on=on)
        assert cycle is not None  # a credential has a first cycle
        begun = self._begun.get(cycle.pk) or self._begin(cycle)
        taken = _taken(course, text=text, on=on, approvals=approvals, unit=begun.policy.unit)
        more = replace(begun.case, activities=(*begun.case.activities, taken))
        then = decide(begun.policy, more, on=on, pathway=CREDITS)
        return Would(
            finding=then.activities[-1],
            policy=begun.policy,
            cycle=cycle,
            before=begun.counted,
            after=then.counted,
            waiting=begun.pending,
            required=then.required,
            had=_had(self.overview, course=course, cycle=cycle),
        )

    def _begin(self, cycle: Cycle) -> _Begun:
        """Judge the case of a cycle once, for however many classes are asked about."""
        rows = replace(self.overview.rows, cycle=cycle, policy=policy_of(cycle))
        case = rows.case
        now = decide(rows.policy, case, on=cycle.begins_on, pathway=CREDITS)
        begun = _Begun(rows.policy, case, counted=now.counted, pending=now.pending)
        self._begun[cycle.pk] = begun
        return begun

    def plan_of(self, course: Course) -> PlannedClass | None:
        """Return the next standing plan of a class."""
        return next((each for each in self.overview.plans if each.course_id == course.pk), None)


def held_by(certificant: Certificant, *, on: date, most: int = 1) -> list[Held]:
    """Return the credentials of a certificant, the one that the first page shows first."""
    held = held_cycles(cycles_of(certificant), on=on)[:most]
    return [_held(cycles, on=on) for cycles in held]


def approvals_of(courses: Sequence[Course]) -> Approvals:
    """Return the days on which the providers of classes are approved."""
    providers = {course.provider_id for course in courses}
    told = ProviderApproval.objects.filter(provider__in=providers).order_by("id")
    return by_provider(told.values_list("provider_id", "begins_on", "ends_on"))


def _held(cycles: Sequence[Cycle], *, on: date) -> Held:
    cycle = cycle_on(cycles, on=on)
    assert cycle is not None  # a credential has a first cycle
    return Held(cycles=tuple(cycles), overview=overview_of(cycle))


def _taken(
    course: Course, *, text: Course | CourseVersion, on: date, approvals: Approvals, unit: Unit
) -> facts.Activity:
    """Return a class as an activity with evidence that a reviewer accepted whole."""
    steps = whole_steps(text.credit, unit=unit)
    return facts.Activity(
        completed_on=on,
        credits=None if steps is None else unit.amount(steps),
        minutes=text.minutes if steps is None else None,
        course=course.code,
        provider=course.provider.kind,
        provider_approved=approvals.get(course.provider_id, ()),
    )


def _had(overview: Overview, *, course: Course, cycle: Cycle) -> Activity | None:
    return next(
        (
            row
            for row in overview.rows.activities
            if row.course_id == course.pk
            and row.completed_on
            and cycle.begins_on <= row.completed_on <= cycle.ends_on
            and row.status != "rejected"
        ),
        None,
    )
