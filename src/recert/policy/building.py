"""Make a `Policy` of values that have been checked."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from recert.policy.keys import NOT_SET_TEXT, Path
from recert.policy.money import minor_units
from recert.policy.policies import (
    ActivityRule,
    AfterLastDay,
    CompanionRule,
    CycleRule,
    ExamForm,
    ExamRule,
    FeeRule,
    FilingRule,
    Pathway,
    Policy,
    Source,
)
from recert.policy.units import NOT_SET, Unit

Values = Mapping[Path, Any]


def build(
    values: Values,
    *,
    name: tuple[str, date],
    known: tuple[Source, ...],
    cited: Mapping[str, Source],
    digest: str,
    overlaid: bool,
) -> Policy:
    """Return the policy of checked values. `name` is its id and edition."""
    policy_id, edition = name
    unit = _unit(values)
    top, renewal = _table(values, ()), _table(values, ("renewal",))
    return Policy(
        id=policy_id,
        edition=edition,
        title=top["title"],
        adopted_by=top["adopted_by"],
        rationale=top["rationale"],
        zone=top["zone"],
        currency=top["currency"],
        unit=unit,
        cycle=CycleRule(
            **_table(values, ("cycle",)), next_cycle_begins=renewal.pop("next_cycle_begins")
        ),
        after_last_day=AfterLastDay(**_table(values, ("after_last_day",))),
        activities=ActivityRule(**_table(values, ("activities",))),
        exam_forms=_exam_forms(values),
        pathways=tuple(
            _pathway(values, pathway, unit=unit, currency=top["currency"])
            for pathway in _names(values, ("pathways",))
        ),
        **renewal,
        class_every_months=_advice(_table(values, ("advice",))),
        sources=known,
        citations=MappingProxyType(dict(cited)),
        digest=digest,
        overlaid=overlaid,
    )


def _table(values: Values, path: Path) -> dict[str, Any]:
    """Return the keys right under a path, with what is not set as `NOT_SET`."""
    return {
        key[-1]: NOT_SET if value == NOT_SET_TEXT else value
        for key, value in values.items()
        if key[:-1] == path and key[-1] != "cite"
    }


def _names(values: Values, path: Path) -> list[str]:
    """Return the names of the tables right under a path, in the order of the file."""
    depth = len(path)
    return list(
        dict.fromkeys(key[depth] for key in values if key[:depth] == path and len(key) > depth + 1)
    )


def _advice(table: Mapping[str, Any]) -> tuple[int, int] | None:
    return tuple(table["class_every_months"]) if table else None


def _exam_forms(values: Values) -> tuple[ExamForm, ...]:
    names = _names(values, ("exam_forms",))
    return tuple(ExamForm(id=name, **_table(values, ("exam_forms", name))) for name in names)


def _unit(values: Values) -> Unit:
    table = _table(values, ("unit",))
    return Unit(**{**table, "step": Decimal(table["step"])})


def _pathway(values: Values, pathway: str, *, unit: Unit, currency: str) -> Pathway:
    path = ("pathways", pathway)
    table = _table(values, path)
    exam = _table(values, (*path, "exam"))
    credits_ = table.get("credits")
    return Pathway(
        id=pathway,
        label=table["label"],
        credits=None if credits_ is None else unit.steps(Decimal(credits_)),
        filing=_filing(_table(values, (*path, "filing"))),
        exam=ExamRule(**exam) if exam else None,
        companions=tuple(
            CompanionRule(kind=kind, **_table(values, (*path, "companions", kind)))
            for kind in _names(values, (*path, "companions"))
        ),
        fees=tuple(
            _fee(code, _table(values, (*path, "fees", code)), currency=currency)
            for code in _names(values, (*path, "fees"))
        ),
    )


def _filing(table: Mapping[str, Any]) -> FilingRule | None:
    if not table:
        return None
    opens = table["opens_days_before_last_day"]
    return FilingRule(
        opens_days_before=None if opens == "whole cycle" else opens,
        closes_days_after=table["closes_days_after_last_day"],
    )


def _fee(code: str, table: Mapping[str, Any], *, currency: str) -> FeeRule:
    amount = table["amount"]
    minor = NOT_SET if amount is NOT_SET else minor_units(Decimal(amount), currency=currency)
    return FeeRule(code=code, label=table["label"], amount=minor, owed=table["owed"])
