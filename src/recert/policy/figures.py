"""The figures of a policy that a text may name, as words: a small closed vocabulary.

A text writes `{credits}` and gets what the edition says. What an edition has no rule for has no
figure; what its body has not set is said to be not set.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from recert.policy.explaining_pathways import form_of
from recert.policy.money import say_money
from recert.policy.names import say_day
from recert.policy.policies import Pathway, Policy
from recert.policy.sentences import count, say_minutes
from recert.policy.units import NOT_SET, NotSet

__all__ = ["FIGURES", "figures"]

_Say = Callable[[Policy], str | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """What a name stands for, and how it is said of a policy; None where it has no such rule."""

    meaning: str
    say: _Say


def figures(policy: Policy) -> Mapping[str, str]:
    """Return each figure that the policy has, by its name.

    Raises nothing: a figure that depends on what is not set reads "not set".
    """
    said = {name: figure.say(policy) for name, figure in FIGURES.items()}
    return {name: text for name, text in said.items() if text is not None}


def credit_pathway(policy: Policy) -> Pathway | None:
    """Return the first pathway that asks for credits."""
    return next((way for way in policy.pathways if way.credits is not None), None)


def exam_pathway(policy: Policy) -> Pathway | None:
    """Return the first pathway that asks for an exam."""
    return next((way for way in policy.pathways if way.exam), None)


def _or_not_set(value: int | NotSet, say: Callable[[int], str]) -> str:
    return str(NOT_SET) if value is NOT_SET else say(value)


def _credits(policy: Policy) -> str | None:
    way = credit_pathway(policy)
    return policy.unit.say(way.credits) if way and way.credits is not None else None


def _credit_hours(policy: Policy) -> str | None:
    way, unit = credit_pathway(policy), policy.unit
    if way is None or way.credits is None:
        return None
    return str(NOT_SET) if unit.minutes is NOT_SET else say_minutes(unit.minutes_of(way.credits))


def _fee(policy: Policy, way: Pathway | None, *, owed: tuple[str, ...]) -> str | None:
    rule = next((rule for rule in way.fees if rule.owed in owed), None) if way else None
    if rule is None:
        return None
    return _or_not_set(rule.amount, lambda minor: say_money(minor, currency=policy.currency))


def _exam(policy: Policy) -> str | None:
    way = exam_pathway(policy)
    return form_of(policy, way.exam.form).label if way and way.exam else None


def _first_exam(policy: Policy) -> str | None:
    way = exam_pathway(policy)
    if way is None or way.exam is None:
        return None
    others = [form.label for form in policy.exam_forms if form.id != way.exam.form]
    return others[0] if others else None


def _wait(policy: Policy) -> str | None:
    way = exam_pathway(policy)
    if way is None or way.exam is None:
        return None
    return _or_not_set(way.exam.wait_days, lambda days: count(days, "day"))


def _companion(policy: Policy) -> str | None:
    labels = [rule.label for way in policy.pathways for rule in way.companions]
    return labels[0] if labels else None


FIGURES: Mapping[str, Figure] = {
    "title": Figure("What the program is called.", lambda policy: policy.title),
    "edition": Figure("First day of the edition.", lambda policy: say_day(policy.edition)),
    "cycle": Figure("Length of a cycle.", lambda policy: count(policy.cycle.years, "year")),
    "rationale": Figure("Why the edition says what it says.", lambda policy: policy.rationale),
    "unit": Figure("One unit of credit.", lambda policy: policy.unit.name),
    "units": Figure("Several units of credit.", lambda policy: policy.unit.plural),
    "unit_hours": Figure(
        "Hours in 1.0 unit.", lambda policy: _or_not_set(policy.unit.minutes, say_minutes)
    ),
    "credits": Figure("Credits to earn in a cycle, with their unit.", _credits),
    "credit_hours": Figure("The same in hours.", _credit_hours),
    "fee": Figure(
        "Fee of the pathway by credits.",
        lambda policy: _fee(policy, credit_pathway(policy), owed=("always",)),
    ),
    "late_fee": Figure(
        "What is added after the last day.",
        lambda policy: _fee(policy, credit_pathway(policy), owed=("after the last day",)),
    ),
    "exam": Figure("The exam by which one may recertify.", _exam),
    "first_exam": Figure("The exam that its takers passed before.", _first_exam),
    "exam_wait": Figure("Wait after failing the exam.", _wait),
    "exam_fee": Figure(
        "Recertification fee of the pathway by exam.",
        lambda policy: _fee(policy, exam_pathway(policy), owed=("always", "waived")),
    ),
    "companion": Figure("The card that the exam asks for.", _companion),
    "grace": Figure(
        "Days of grace after the last day.",
        lambda policy: _or_not_set(
            policy.after_last_day.grace_days, lambda days: count(days, "day")
        ),
    ),
}
