"""The figures of a policy that a text may name, as words: a small closed vocabulary.

A text writes `{credits}` and gets what the edition says. What an edition has no rule for has no
figure; what its body has not set is said to be not set.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from recert.policy.explaining_pathways import form_of
from recert.policy.money import say_money
from recert.policy.names import gettext_noop as _
from recert.policy.names import say_day
from recert.policy.policies import Pathway, Policy, Source
from recert.policy.sentences import count, say_minutes, say_months
from recert.policy.units import NOT_SET, NotSet

__all__ = ["FIGURES", "Figure", "figures", "source_of"]


@dataclass(frozen=True, slots=True)
class Figure:
    """What a name stands for, and how it is said of a policy; None where it has no such rule.

    `path` is where the value stands in the policy file; in it `WAY` and `EXAM_WAY` are the
    pathways by credits and by exam, `*` the line or the card that the figure speaks of.
    """

    meaning: str
    say: Callable[[Policy], str | None]
    path: str


def figures(policy: Policy) -> Mapping[str, str]:
    """Return each figure that the policy has, by its name; what is not set reads "not set"."""
    said = {name: figure.say(policy) for name, figure in FIGURES.items()}
    return {name: text for name, text in said.items() if text is not None}


def source_of(policy: Policy, name: str) -> Source | None:
    """Return the source that a figure rests on. Raises KeyError for a name that is no figure."""
    way, exam = credit_pathway(policy), exam_pathway(policy)
    path = FIGURES[name].path
    if "*" in path:
        of = exam if path.startswith("EXAM_WAY") else way
        path = path.replace("*", _name_in(of, of_fee=_OWED.get(name)))
    path = path.replace("EXAM_WAY", _path_to(exam)).replace("WAY", _path_to(way))
    return policy.source(path)


def _path_to(way: Pathway | None) -> str:
    return f"pathways.{way.id}" if way else ""


def _name_in(way: Pathway | None, *, of_fee: tuple[str, ...] | None) -> str:
    """Return the name of a pathway's fee line that is owed so, or of its first card."""
    if way is None:
        return ""
    if of_fee:
        return next((rule.code for rule in way.fees if rule.owed in of_fee), "")
    return next((rule.kind for rule in way.companions), "")


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
    way = exam_pathway(policy)
    return way.companions[0].label if way and way.companions else None


def _pace(policy: Policy) -> str | None:
    return say_months(policy.class_every_months) if policy.class_every_months else None


_OWED: Mapping[str, tuple[str, ...]] = {
    "fee": ("always",),
    "late_fee": ("after the last day",),
    "exam_fee": ("always", "waived"),
}


def _grace(policy: Policy) -> str:
    return _or_not_set(policy.after_last_day.grace_days, lambda days: count(days, "day"))


FIGURES: Mapping[str, Figure] = {
    "title": Figure(_("What the program is called"), lambda policy: policy.title, "title"),
    "edition": Figure(
        _("First day of the edition"), lambda policy: say_day(policy.edition), "edition"
    ),
    "cycle": Figure(
        _("Length of a cycle"), lambda policy: count(policy.cycle.years, "year"), "cycle.years"
    ),
    "rationale": Figure(_("Why it is so"), lambda policy: policy.rationale, "rationale"),
    "unit": Figure(_("The unit of credit"), lambda policy: policy.unit.name, "unit.name"),
    "units": Figure(_("Several units of credit"), lambda policy: policy.unit.plural, "unit.plural"),
    "unit_hours": Figure(
        _("Time in 1.0 unit"),
        lambda policy: _or_not_set(policy.unit.minutes, say_minutes),
        "unit.minutes",
    ),
    "credits": Figure(_("Credit to earn in a cycle"), _credits, "WAY.credits"),
    "credit_hours": Figure(_("Credit to earn, in hours"), _credit_hours, "unit.minutes"),
    "fee": Figure(
        _("Recertification fee"),
        lambda policy: _fee(policy, credit_pathway(policy), owed=_OWED["fee"]),
        "WAY.fees.*.amount",
    ),
    "late_fee": Figure(
        _("Added after the last day"),
        lambda policy: _fee(policy, credit_pathway(policy), owed=_OWED["late_fee"]),
        "WAY.fees.*.amount",
    ),
    "exam": Figure(_("The exam by which one may recertify"), _exam, "EXAM_WAY.exam.form"),
    "first_exam": Figure(_("The exam passed before"), _first_exam, "EXAM_WAY.exam.same_form"),
    "exam_wait": Figure(_("Wait after failing it"), _wait, "EXAM_WAY.exam.wait_days"),
    "exam_fee": Figure(
        _("Recertification fee of those who pass it"),
        lambda policy: _fee(policy, exam_pathway(policy), owed=_OWED["exam_fee"]),
        "EXAM_WAY.fees.*.amount",
    ),
    "companion": Figure(
        _("The card that the exam asks for"),
        _companion,
        "EXAM_WAY.companions.*.valid_on",
    ),
    "grace": Figure(_("Days of grace"), _grace, "after_last_day.grace_days"),
    "pace": Figure(_("How often to take a class; advice"), _pace, "advice.class_every_months"),
}
