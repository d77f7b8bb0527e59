"""Worked examples: small cases built from a policy's own numbers, decided by the engine.

Nothing here knows a figure or an outcome. Change a number of the policy, and its examples change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from recert.policy.cycles import Span, first_cycle
from recert.policy.decision import Decision, Outcome, PathwayDecision
from recert.policy.evaluate import decide
from recert.policy.explaining_pathways import form_of, other_forms
from recert.policy.facts import Activity, Case, Certificant, Companion, Exam
from recert.policy.findings import filing_days
from recert.policy.names import LEVELS, say_day
from recert.policy.policies import ExamForm, Pathway, Policy
from recert.policy.sentences import say_minutes
from recert.policy.units import NOT_SET

DAY = timedelta(days=1)
EXAMPLE_MONTH, EXAMPLE_DAY = 3, 10  # a day that every year has, and no body's own

OUTCOMES: dict[Outcome, str] = {
    "eligible": "You can recertify",
    "not eligible": "You cannot recertify this way",
    "referred": "A person decides",
}


@dataclass(frozen=True, slots=True)
class Example:
    """One situation, what the engine decides about it, and the sentences with which it does."""

    way: str
    situation: str
    on: date
    outcome: Outcome
    because: tuple[str, ...]

    @property
    def answer(self) -> str:
        """The outcome in words."""
        return OUTCOMES[self.outcome]


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day of the example's cycle: what it is, and when; None where the body has not set it."""

    what: str
    on: date | None


@dataclass(frozen=True, slots=True)
class HoursRow:
    """How much credit some time of instruction gives."""

    hours: str
    credit: str


def example_cycle(policy: Policy) -> Span:
    """Return the cycle that examples speak of: the first 10 March on which the edition holds."""
    year = policy.edition.year
    first = date(year, EXAMPLE_MONTH, EXAMPLE_DAY)
    if first < policy.edition:
        first = first.replace(year=year + 1)
    return first_cycle(policy, first)


def example_days(policy: Policy) -> tuple[DayRow, ...]:
    """Return the days of the example's cycle, as the engine reckons them."""
    cycle = example_cycle(policy)
    case = Case(Certificant(cycle.first_on))
    decision = decide(policy, case, on=cycle.last_on)
    following, files = decision.next_cycle, any(way.filing for way in policy.pathways)
    return (
        DayRow("You are certified: the first day of your cycle", cycle.first_on),
        *([DayRow("First day to file", decision.opens_on)] if files else []),
        DayRow("Last day of your cycle", cycle.last_on),
        *([DayRow("Last day to file", decision.closes_on)] if files else []),
        DayRow("First day of your next cycle", following.first_on if following else None),
        DayRow("Last day of your next cycle", following.last_on if following else None),
    )


def hours_table(policy: Policy) -> tuple[HoursRow, ...]:
    """Return how much credit usual lengths of an activity give; nothing while that is not set."""
    unit = policy.unit
    if unit.minutes is NOT_SET:
        return ()
    lengths = sorted({30, 60, 120, 240, unit.minutes})
    return tuple(
        HoursRow(say_minutes(length), unit.say(unit.steps_of_minutes(length))) for length in lengths
    )


def examples(policy: Policy) -> tuple[Example, ...]:
    """Return the examples of each pathway, in the policy's order."""
    return tuple(
        example
        for way in policy.pathways
        for example in (_by_exam(policy, way) if way.exam else _by_credits(policy, way))
    )


def _by_credits(policy: Policy, way: Pathway) -> Iterator[Example]:
    unit, cycle = policy.unit, example_cycle(policy)
    required, last = way.credits or 0, say_day(cycle.last_on)
    asked, less = unit.say(required), unit.say(required - 1)
    late = cycle.last_on + DAY
    said = [
        (f"You earned exactly {asked}, the last class on {last}, and file that day.", required, 0),
        (f"You earned {less}, the smallest step less, and file on {last}.", required - 1, 0),
        (f"The class that completes {asked} ends on {say_day(late)}.", required, 1),
    ]
    for situation, steps, days in said if required else ():
        on = cycle.last_on + days * DAY
        activities = _activities(policy, steps, first_on=cycle.first_on, last_on=on)
        case = Case(_holder(cycle), activities, companions=_cards(way, cycle))
        yield _example(policy, situation, case, way=way, cycle=cycle, on=on)
    yield from _late(policy, way, cycle=cycle)


def _late(policy: Policy, way: Pathway, *, cycle: Span) -> Iterator[Example]:
    """Show the last filing day and the day after it; of the cycle's, where none is set."""
    closes = filing_days(way.filing, cycle=cycle)[1] if way.filing else None
    days = {closes, closes + DAY} if closes else {cycle.last_on + DAY}
    activities = _activities(
        policy, way.credits or 0, first_on=cycle.first_on, last_on=cycle.last_on
    )
    case = Case(_holder(cycle), activities, companions=_cards(way, cycle))
    for on in sorted(days - {cycle.last_on}):  # of which an example spoke already
        situation = f"You earned enough by {say_day(cycle.last_on)} and file on {say_day(on)}."
        yield _example(policy, situation, case, way=way, cycle=cycle, on=on)


def _by_exam(policy: Policy, way: Pathway) -> Iterator[Example]:
    assert way.exam is not None
    cycle, form = example_cycle(policy), form_of(policy, way.exam.form)
    others = other_forms(policy, way)
    holder = _holder(cycle, form=others[0] if others else None)
    held = f"You passed the {others[0].label} and" if others else "You"
    for sat_on in (cycle.last_on, cycle.last_on + DAY):
        yield _exam_example(
            policy,
            f"{held} pass the {form.label} on {say_day(sat_on)}.",
            way=way,
            cycle=cycle,
            holder=holder,
            exams=(Exam(form.id, sat_on, "pass"),),
        )
    yield _exam_example(
        policy,
        f"You passed the {form.label} before, and pass it again.",
        way=way,
        cycle=cycle,
        holder=_holder(cycle, form=form),
        exams=(Exam(form.id, cycle.last_on, "pass"),),
    )
    failed = cycle.last_on - timedelta(days=100)
    if failed >= cycle.first_on:
        yield _exam_example(
            policy,
            f"{held} fail the {form.label} on {say_day(failed)}.",
            way=way,
            cycle=cycle,
            holder=holder,
            exams=(Exam(form.id, failed, "fail"),),
        )


def _exam_example(
    policy: Policy,
    situation: str,
    *,
    way: Pathway,
    cycle: Span,
    holder: Certificant,
    exams: tuple[Exam, ...],
) -> Example:
    activities = _activities(
        policy, way.credits or 0, first_on=cycle.first_on, last_on=cycle.first_on
    )
    case = Case(holder, activities, exams, _cards(way, cycle))
    return _example(policy, situation, case, way=way, cycle=cycle, on=exams[-1].taken_on)


def _example(
    policy: Policy, situation: str, case: Case, *, way: Pathway, cycle: Span, on: date
) -> Example:
    decision = decide(policy, case, on=on, pathway=way.id)
    return Example(
        way=way.label,
        situation=situation,
        on=on,
        outcome=decision.pathway.outcome,
        because=tuple(_because(decision, cycle=cycle)),
    )


def _because(decision: Decision, *, cycle: Span) -> Iterator[str]:
    """Yield what the engine found: what stands in the way, or what follows."""
    found = decision.pathway
    telling = [each for each in found.findings if each.state != "met"]
    yield from (each.because for each in telling)
    if decision.earliest_retake_on:
        again = say_day(decision.earliest_retake_on)
        late = decision.earliest_retake_on > cycle.last_on
        after = ", after the last day of your cycle" if late else ""
        yield f"You may sit it again from {again}{after}."
    if not telling:
        yield from (each.because for each in found.findings[:1])
    if found.outcome == "eligible":
        yield _following(found, decision=decision)


def _following(found: PathwayDecision, *, decision: Decision) -> str:
    level = LEVELS[found.next_level].lower()
    kept = "You keep" if found.next_level == decision.level else "You hold"
    if found.next_cycle is None:
        return f"{kept} the level {level}. A person sets the days of your next cycle."
    first, last = say_day(found.next_cycle.first_on), say_day(found.next_cycle.last_on)
    return f"{kept} the level {level}. Your next cycle is {first} to {last}."


def _holder(cycle: Span, *, form: ExamForm | None = None) -> Certificant:
    if form is None:
        return Certificant(cycle.first_on)
    return Certificant(cycle.first_on, level=form.level, exam_form=form.id)


def _activities(
    policy: Policy, steps: int, *, first_on: date, last_on: date
) -> tuple[Activity, ...]:
    """Return two activities with evidence that come to some steps, each completed on its day."""
    half = steps // 2
    return tuple(
        Activity(on, credits=Decimal(part) * policy.unit.step, course=f"example-{part}-{on}")
        for on, part in ((first_on, half), (last_on, steps - half))
        if part
    )


def _cards(way: Pathway, cycle: Span) -> tuple[Companion, ...]:
    """Return the cards that a pathway asks for, valid through the whole cycle and after it."""
    after = cycle.last_on + timedelta(days=366)
    return tuple(
        Companion(rule.kind, cycle.first_on, after, hands_on=True) for rule in way.companions
    )
