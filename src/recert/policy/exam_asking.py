"""Say whether somebody may be authorised to sit an exam: what is known before it is sat.

The same rules judge the result later, on the exam day. Here the day is that of asking.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from recert.policy.cycles import Span
from recert.policy.decision import Finding, State
from recert.policy.evaluate import cycle_of
from recert.policy.exam_findings import Sitting, earliest_retake, same_form_finding, sitting
from recert.policy.facts import Case
from recert.policy.findings import companion_finding
from recert.policy.names import say_day
from recert.policy.policies import CompanionRule, ExamRule, Pathway, Policy
from recert.policy.units import NOT_SET


def authorisation_findings(
    policy: Policy, case: Case, *, pathway: str, on: date
) -> tuple[Finding, ...]:
    """Return what is found of somebody who asks on a day to be authorised to sit an exam.

    One that is short stands in the way; one that is not set does not, and is kept.
    Raises KeyError for an unknown pathway, ValueError for one without an exam.
    """
    way = policy.pathway(pathway)
    if way.exam is None:
        raise ValueError(f"pathways.{pathway}: it asks for no exam")
    sat = sitting(policy, way, rule=way.exam, case=case, latest=True)
    cycle = cycle_of(policy, case)
    found = [_same_form(sat, case=case), _in_the_cycle(sat, cycle=cycle, on=on)]
    found += _wait(sat, cycle=cycle, on=on)
    last_on = authorised_through(policy, pathway=pathway, on=on)
    found += [
        _card(policy, way, rule=rule, case=case, on=on, through=last_on) for rule in way.companions
    ]
    return (*found, *_days(sat, on=on))


def authorised_through(policy: Policy, *, pathway: str, on: date) -> date | None:
    """Return the last day of an authorisation that is given on a day; None if it has none."""
    rule = policy.pathway(pathway).exam
    days = rule.authorisation_days if rule else None
    return None if days is None or days is NOT_SET else on + timedelta(days=days)


def pathway_for(policy: Policy, *, form: str) -> Pathway | None:
    """Return the pathway that an exam form belongs to.

    That is the one that asks for it, else the first that asks for any exam, else none.
    """
    with_exam = [way for way in policy.pathways if way.exam]
    fits = [way for way in with_exam if way.exam and way.exam.form == form]
    return next(iter([*fits, *with_exam]), None)


def exam_label(policy: Policy, form: str) -> str:
    """Return what people call an exam form; the form itself where the policy does not know it."""
    return next((each.label for each in policy.exam_forms if each.id == form), form)


def _same_form(sat: Sitting, *, case: Case) -> Finding:
    """Say whether the form was passed before, at certification or since."""
    passed = any(exam.form == sat.rule.form and exam.outcome == "pass" for exam in case.exams)
    held = sat.held or passed or _level_says_so(sat, case=case)
    return same_form_finding(sat, label=sat.form.label, again=held)


def _level_says_so(sat: Sitting, *, case: Case) -> bool:
    """Tell whether the form must have been passed, where the form first passed is not on file."""
    certificant = case.certificant
    return certificant.exam_form is None and sat.form.level == certificant.level


def _in_the_cycle(sat: Sitting, *, cycle: Span, on: date) -> Finding:
    first, last = say_day(cycle.first_on), say_day(cycle.last_on)
    state: State = "met"
    because = f"The cycle runs through {last}; an exam passed by then counts."
    if on < cycle.first_on:
        state, because = "short", f"The cycle begins on {first}."
    elif on > cycle.last_on:
        state = "not set" if sat.rule.after_last_day is NOT_SET else "short"
        because = f"The cycle ended on {last}, and an exam after it does not count."
        if state == "not set":
            because = (
                f"The cycle ended on {last}. What follows from an exam after it is not set, "
                "so a person must decide."
            )
    requirement = "exam.too_early" if on < cycle.first_on else "exam.too_late"
    return sat.finding(
        requirement,
        required=f"{first} to {last}",
        found=say_day(on),
        state=state,
        because=because,
        value="form" if on < cycle.first_on else "after_last_day",
        change="The body decides." if state == "not set" else "Only starting anew remains.",
    )


def _wait(sat: Sitting, *, cycle: Span, on: date) -> Iterator[Finding]:
    """Say whether the wait after a failure is over; nothing where nothing was failed."""
    failures = [exam for exam in _failures(sat) if exam <= on]
    if not failures:
        return
    failed = f"The {sat.form.label} was failed on {say_day(max(failures))}"
    if sat.rule.wait_days is NOT_SET:
        state: State = "not set"
        because, required = f"{failed}, and the wait after it is not set.", "a wait that is not set"
        change = "The body decides."
    else:
        first = earliest_retake(sat) or max(failures)
        state = "met" if on >= first else "short"
        required = f"{say_day(first)} or later"
        because = f"{failed}; it may be sat again from {say_day(first)}."
        change = f"Ask again on {say_day(first)}."
        if first > cycle.last_on:
            because += f" That is after the last day of the cycle, {say_day(cycle.last_on)}."
            change += " Until then only another way remains."
    yield sat.finding(
        "exam.retake_too_soon",
        required=required,
        found=say_day(on),
        state=state,
        because=because,
        value="wait_days",
        change=change,
    )


def _failures(sat: Sitting) -> Iterator[date]:
    """Yield the days on which the form was failed."""
    columns = sat.columns
    for day, form, outcome in zip(columns.day, columns.form, columns.outcome, strict=True):
        if form == sat.wanted and outcome == 1:
            yield date.fromordinal(day)


def _card(
    policy: Policy,
    way: Pathway,
    *,
    rule: CompanionRule,
    case: Case,
    on: date,
    through: date | None,
) -> Finding:
    """Say whether a card is valid on the day of asking, and warn of one that ends before the exam.

    The exam day is not known yet: a card that ends by the last day to sit may have to be renewed.
    """
    found = companion_finding(policy, way, rule=rule, case=case, on=on)
    if found.state != "met" or rule.valid_on != "exam day":
        return found
    ends = [
        card.expires_on or date.max
        for card in case.companions
        if card.kind == rule.kind and card.issued_on <= on and (card.hands_on or not rule.hands_on)
    ]
    last = max(ends)
    if last == date.max or (through is not None and last >= through):
        return found
    return replace(
        found,
        because=f"{found.because} It ends on {say_day(last)}; on the exam day one must be valid.",
        change=f"Sit the exam by {say_day(last)}, or renew the card first.",
    )


def _days(sat: Sitting, *, on: date) -> Iterator[Finding]:
    """Say how long the authorisation holds; nothing where the policy knows no limit."""
    rule: ExamRule = sat.rule
    if rule.authorisation_days is None:
        return
    state: State = "met"
    if rule.authorisation_days is NOT_SET:
        required, state = "a number of days that is not set", "not set"
        because = "For how many days an authorisation holds is not set; the body says it."
    else:
        last = say_day(on + timedelta(days=rule.authorisation_days))
        required = f"{rule.authorisation_days} days"
        because = f"An authorisation that is given on {say_day(on)} holds through {last}."
    yield sat.finding(
        "exam.authorisation",
        required=required,
        found=say_day(on),
        state=state,
        because=because,
        value="authorisation_days",
        change="The body decides.",
    )
