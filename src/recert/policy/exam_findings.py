"""Say what an exam pathway found: a pass, of the right form, on a day that counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from recert.policy.columns import NOTHING, UNSET, ExamColumns, Sat, exam_columns, form_code, number
from recert.policy.cycles import Span
from recert.policy.decision import Finding, State
from recert.policy.facts import Case
from recert.policy.names import REQUIREMENTS, say_day
from recert.policy.policies import ExamForm, ExamRule, Pathway, Policy
from recert.policy.requirements import (
    exam_looked_at,
    exam_passed,
    failure_waited_for,
    sat_too_soon,
)
from recert.policy.units import NOT_SET


@dataclass(frozen=True, slots=True)
class Sitting:
    """The exams of a case as one pathway sees them. `row` is the exam looked at, or NOTHING."""

    policy: Policy
    pathway: Pathway
    rule: ExamRule
    columns: ExamColumns
    wanted: int
    row: int
    held: bool

    @property
    def form(self) -> ExamForm:
        """The form that the pathway asks for."""
        return self.policy.exam_forms[self.wanted]

    @property
    def sat_on(self) -> date:
        """The day of the exam looked at."""
        return date.fromordinal(self.columns.day[self.row])

    @property
    def passed(self) -> bool:
        """Whether the exam looked at was passed."""
        return self.row != NOTHING and self.columns.outcome[self.row] == Sat.PASS

    def day(self, *, on: date) -> date:
        """Return the day that the pathway looks at: of the exam, or `on` without one."""
        return on if self.row == NOTHING else self.sat_on

    def finding(
        self,
        requirement: str,
        *,
        required: str,
        found: str,
        state: State,
        because: str,
        value: str,
        change: str = "",
    ) -> Finding:
        """Return a finding that rests on a value of the pathway's exam."""
        return Finding(
            requirement=requirement,
            label=REQUIREMENTS[requirement],
            required=required,
            found=found,
            state=state,
            because=because,
            source=self.policy.source(f"pathways.{self.pathway.id}.exam.{value}"),
            change="" if state == "met" else change,
        )


def sitting(
    policy: Policy, pathway: Pathway, *, rule: ExamRule, case: Case, latest: bool = False
) -> Sitting:
    """Return the exams of a case as a pathway sees them.

    :param latest: look at the latest exam, whatever came of earlier ones
    """
    columns, wanted = exam_columns(policy, case), form_code(policy, pathway)
    row = exam_looked_at(columns.form, columns.outcome, columns.held_before, wanted)
    if latest:
        row = len(columns.day) - 1
    return Sitting(
        policy=policy,
        pathway=pathway,
        rule=rule,
        columns=columns,
        wanted=wanted,
        row=row,
        held=case.certificant.exam_form == rule.form,
    )


def exam_findings(sat: Sitting, *, cycle: Span) -> Iterator[Finding]:
    """Yield what is found of the exam: the pass always, the rest as far as an exam was sat."""
    yield _passed(sat)
    if sat.row == NOTHING:
        return
    yield _same_form(sat)
    if sat.passed:
        yield _not_before(sat, cycle=cycle)
        yield _not_after(sat, cycle=cycle)
    yield _wait(sat)


def _passed(sat: Sitting) -> Finding:
    columns = sat.columns
    is_met = exam_passed(sat.row, columns.form, columns.outcome, columns.held_before, sat.wanted)
    found = "no exam on record"
    if sat.row != NOTHING:
        how = ("passed", "failed", "not sat")[columns.outcome[sat.row]]
        found = (
            f"{sat.policy.exam_forms[columns.form[sat.row]].label} {how} on {say_day(sat.sat_on)}"
        )
    again = sat.held and sat.rule.same_form == "refused"
    return sat.finding(
        "exam.not_passed",
        required=f"{sat.form.label} passed",
        found=found,
        state="met" if is_met else "short",
        because="A pass is on record."
        if is_met
        else f"No pass of the {sat.form.label} is on record.",
        value="form",
        change=(
            f"The {sat.form.label} was passed before and cannot be used again; choose another way."
            if again
            else f"Pass the {sat.form.label}."
        ),
    )


def _same_form(sat: Sitting) -> Finding:
    label = sat.policy.exam_forms[sat.columns.form[sat.row]].label
    return same_form_finding(sat, label=label, again=bool(sat.columns.held_before[sat.row]))


def same_form_finding(sat: Sitting, *, label: str, again: bool) -> Finding:
    """Say whether a form may be used that was passed before (`again`), or was not."""
    state: State = "met"
    if again and sat.rule.same_form != "accepted":
        state = "not set" if sat.rule.same_form is NOT_SET else "short"
    because = {
        "met": f"The {label} may be used.",
        "short": f"The {label} was passed before, and the same exam cannot be used twice.",
        "not set": f"The {label} was passed before; whether it may be used twice is not set.",
    }[state]
    return sat.finding(
        "exam.same_form",
        required="a form not passed before",
        found=f"{label}, passed before" if again else label,
        state=state,
        because=because,
        value="same_form",
        change="Recertify in another way.",
    )


def _not_before(sat: Sitting, *, cycle: Span) -> Finding:
    in_time = sat.sat_on >= cycle.first_on
    first, was = say_day(cycle.first_on), "was not" if in_time else "was"
    return sat.finding(
        "exam.too_early",
        required=f"{first} or later",
        found=say_day(sat.sat_on),
        state="met" if in_time else "short",
        because=f"The exam {was} before the cycle, which began on {first}.",
        value="form",
        change="An exam from before the cycle cannot be used for it.",
    )


def _not_after(sat: Sitting, *, cycle: Span) -> Finding:
    last, day = say_day(cycle.last_on), say_day(sat.sat_on)
    state: State = "met"
    because = f"The exam day, {day}, is not after the last day of the cycle, {last}."
    if sat.sat_on > cycle.last_on:
        state = "not set" if sat.rule.after_last_day is NOT_SET else "short"
        because = f"The exam day, {day}, is after the last day of the cycle, {last}."
        if state == "not set":
            because += " What then follows is not set, so a person must decide."
    return sat.finding(
        "exam.too_late",
        required=f"{last} or earlier",
        found=day,
        state=state,
        because=because,
        value="after_last_day",
        change="The body decides." if state == "not set" else "Only starting anew remains.",
    )


def _wait(sat: Sitting) -> Finding:
    columns, wait = sat.columns, number(sat.rule.wait_days)
    rows = (sat.row, columns.day, columns.form, columns.outcome)
    # Without a wait that is set, any earlier failure leaves the question open.
    silent = wait == UNSET and sat_too_soon(*rows, columns.day[-1])
    too_soon = wait != UNSET and sat_too_soon(*rows, wait)
    days = "a wait that is not set" if wait == UNSET else f"{wait} days"
    because = {
        (True, False): f"The exam was sat before {days} had passed since it was failed.",
        (False, True): "An exam was failed before, and the wait after it is not set.",
    }.get((too_soon, silent), "No exam was sat too soon after a failure.")
    return sat.finding(
        "exam.retake_too_soon",
        required=f"{days} after a failure",
        found=say_day(sat.sat_on),
        state="short" if too_soon else "not set" if silent else "met",
        because=because,
        value="wait_days",
        change="Sit the exam again when the wait is over.",
    )


def earliest_retake(sat: Sitting) -> date | None:
    """Return the first day on which a failed exam may be sat again; None if there is no wait."""
    row = failure_waited_for(sat.columns.form, sat.columns.outcome, sat.wanted)
    if row == NOTHING or not sat.rule.wait_days:
        return None
    return date.fromordinal(sat.columns.day[row]) + timedelta(days=sat.rule.wait_days)
