"""One case, and one policy, as whole numbers: what the rules look at.

Days are ordinals, credit is in steps of the unit, texts are codes. The rules in
`requirements` see nothing else, so that the same functions serve one case and a registry.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from recert.policy.cycles import Span
from recert.policy.facts import Activity, Case, Days, Exam
from recert.policy.policies import Pathway, Policy
from recert.policy.requirements import NOTHING, UNSET
from recert.policy.units import NOT_SET, NotSet

__all__ = [
    "NOTHING",
    "UNSET",
    "ActivityColumns",
    "ActivityNumbers",
    "ExamColumns",
    "FactsError",
    "Review",
    "Sat",
    "activity_columns",
    "activity_numbers",
    "exam_columns",
    "form_code",
    "number",
]


class Review(IntEnum):
    """How the review of an activity stands."""

    ACCEPTED = 0
    PENDING = 1
    REJECTED = 2


class Sat(IntEnum):
    """How an exam ended."""

    PASS = 0
    FAIL = 1
    ABSENT = 2


class FactsError(ValueError):
    """Facts that cannot be judged; the message says where, what, and what was expected."""


@dataclass(frozen=True, slots=True)
class ActivityColumns:
    """Activities in order of completion, then of place in the case; one entry a row.

    `same_course` is the row before it of the same course, or `NOTHING`. `amount` is `UNSET`
    where the policy does not say how much credit the minutes give. `approved` says whether
    the provider was approved on the day of completion.
    """

    at: tuple[int, ...]
    day: tuple[int, ...]
    amount: tuple[int, ...]
    same_course: tuple[int, ...]
    evidence: tuple[int, ...]
    review: tuple[int, ...]
    approved: tuple[int, ...]

    def if_all_ends_well(self) -> "ActivityColumns":
        """Return the same rows with missing evidence come and pending reviews accepted."""
        review = tuple(0 if r == Review.PENDING else r for r in self.review)
        return ActivityColumns(
            at=self.at,
            day=self.day,
            amount=self.amount,
            same_course=self.same_course,
            evidence=(1,) * len(self.evidence),
            review=review,
            approved=self.approved,
        )


@dataclass(frozen=True, slots=True)
class ExamColumns:
    """Exams in order of the day. `held_before` says whether their form was passed before."""

    day: tuple[int, ...]
    form: tuple[int, ...]
    outcome: tuple[int, ...]
    held_before: tuple[int, ...]


def number(value: int | NotSet) -> int:
    """Return a number of the policy, or `UNSET`."""
    return UNSET if value is NOT_SET else value


def activity_columns(policy: Policy, case: Case) -> ActivityColumns:
    """Lay out the activities of a case. Raises FactsError for credit that cannot be read."""
    rows = [
        (activity.completed_on, at, activity)
        for at, activity in enumerate(case.activities)
        for _ in range(activity.count)
    ]
    rows.sort(key=lambda row: row[:2])
    return ActivityColumns(
        at=tuple(at for _, at, _ in rows),
        day=tuple(day.toordinal() for day, _, _ in rows),
        amount=tuple(_steps(policy, activity, at=at) for _, at, activity in rows),
        same_course=_links([activity for _, _, activity in rows]),
        evidence=tuple(int(activity.evidence) for _, _, activity in rows),
        review=tuple(Review[activity.review.upper()].value for _, _, activity in rows),
        approved=tuple(int(_approved(activity)) for _, _, activity in rows),
    )


def _steps(policy: Policy, activity: Activity, *, at: int) -> int:
    if activity.credits is not None:
        try:
            return policy.unit.steps(activity.credits)
        except ValueError as error:
            raise FactsError(f"activity {at}: credits: {error}") from None
    if activity.minutes is None:
        return UNSET
    if activity.minutes < 0:
        raise FactsError(f"activity {at}: minutes: {activity.minutes}: expected zero or more")
    return (
        UNSET if policy.unit.minutes is NOT_SET else policy.unit.steps_of_minutes(activity.minutes)
    )


def _links(activities: list[Activity]) -> tuple[int, ...]:
    """Link each activity to the one before it of the same course; `count` means different ones."""
    latest: dict[str, int] = {}
    links = []
    for row, activity in enumerate(activities):
        named = activity.course is not None and activity.count == 1
        links.append(latest.get(activity.course or "", NOTHING) if named else NOTHING)
        if named:
            latest[activity.course or ""] = row
    return tuple(links)


def _approved(activity: Activity) -> bool:
    spans = activity.provider_approved
    return spans is None or any(_inside(span, day=activity.completed_on) for span in spans)


def _inside(span: Days, *, day: date) -> bool:
    return span[0] <= day <= span[1]


def exam_columns(policy: Policy, case: Case) -> ExamColumns:
    """Lay out the exams of a case in order of the day. Raises FactsError for an unknown form."""
    exams = sorted(case.exams, key=lambda exam: exam.taken_on)
    codes = {form.id: code for code, form in enumerate(policy.exam_forms)}
    for at, exam in enumerate(case.exams):
        if exam.form not in codes:
            known = ", ".join(codes) or "none"
            raise FactsError(f"exam {at}: form {exam.form!r}: expected one of {known}")
    return ExamColumns(
        day=tuple(exam.taken_on.toordinal() for exam in exams),
        form=tuple(codes[exam.form] for exam in exams),
        outcome=tuple(Sat[exam.outcome.upper()].value for exam in exams),
        held_before=_held_before(exams, held=_forms_held(policy, case)),
    )


def _forms_held(policy: Policy, case: Case) -> frozenset[str]:
    """Return the form first passed; where it is not on file, the forms that give the level held."""
    certificant = case.certificant
    if certificant.exam_form is not None:
        return frozenset({certificant.exam_form})
    return frozenset(f.id for f in policy.exam_forms if f.level == certificant.level)


def _held_before(exams: list[Exam], *, held: frozenset[str]) -> tuple[int, ...]:
    passed = set(held)
    before = []
    for exam in exams:
        before.append(int(exam.form in passed))
        if exam.outcome == "pass":
            passed.add(exam.form)
    return tuple(before)


@dataclass(frozen=True, slots=True)
class ActivityNumbers:
    """What the policy asks of activities, as numbers: 1 asks, 0 does not, `UNSET` is silent."""

    first: int
    last: int
    evidence: int
    approval: int
    once: int

    def silence_read_as(self, asked: int) -> "ActivityNumbers":
        """Return the same with every rule that is not set read as asked (1) or not (0)."""
        evidence, approval, once = (
            asked if value == UNSET else value
            for value in (self.evidence, self.approval, self.once)
        )
        return ActivityNumbers(
            first=self.first, last=self.last, evidence=evidence, approval=approval, once=once
        )


def activity_numbers(policy: Policy, cycle: Span) -> ActivityNumbers:
    """Return what the policy asks of the activities of a cycle."""
    rule = policy.activities
    return ActivityNumbers(
        first=cycle.first_on.toordinal(),
        last=cycle.last_on.toordinal(),
        evidence=_asked(rule.evidence, by="required"),
        approval=_asked(rule.providers, by="approved"),
        once=_asked(rule.same_course, by="once in a cycle"),
    )


def _asked(value: str | NotSet, *, by: str) -> int:
    return UNSET if value is NOT_SET else int(value == by)


def form_code(policy: Policy, pathway: Pathway) -> int:
    """Return the code of the exam form that a pathway asks for."""
    if pathway.exam is None:
        return NOTHING
    return [form.id for form in policy.exam_forms].index(pathway.exam.form)
