"""What no single value shows: values that do not go together."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from recert.policy.checking import PolicyText, key_of
from recert.policy.keys import NOT_SET_TEXT, Kind, Path
from recert.policy.money import minor_units
from recert.policy.problems import Problem, nearest
from recert.policy.sources import sources, uncited


def cross_checks(base: PolicyText, *, over: PolicyText | None) -> Iterator[Problem]:
    """Yield what does not go together in texts whose values are all good by themselves."""
    known = sources(base, over)
    for text in filter(None, (base, over)):
        yield from uncited(text, known=known)
        yield from _amounts(text, base=base.values)
        yield from _waived(text, base=base.values)
    yield from _pathways(base)


def _amounts(text: PolicyText, *, base: Mapping[Path, Any]) -> Iterator[Problem]:
    """Amounts must be whole steps of the unit, or whole minor units of the currency."""
    step, currency = Decimal(base[("unit", "step")]), base[("currency",)]
    for path, value in text.values.items():
        key = key_of(path)
        if key is None or value == NOT_SET_TEXT:
            continue
        if key.kind == Kind.AMOUNT and Decimal(value) % step:
            what = f"{value} is not a whole number of steps of {step}"
            yield text.problem(path, what, expected="a multiple of unit.step")
        if key.kind == Kind.MONEY and not _fits(Decimal(value), currency=currency):
            what = f"{value} has more places than {currency}"
            yield text.problem(path, what, expected="no more places than the currency has")


def _fits(amount: Decimal, *, currency: str) -> bool:
    try:
        minor_units(amount, currency=currency)
    except ValueError:
        return False
    return True


def _waived(text: PolicyText, *, base: Mapping[Path, Any]) -> Iterator[Problem]:
    for path, value in text.values.items():
        if path[-1] == "amount" and base.get((*path[:-1], "owed")) == "waived" and value != 0:
            yield text.problem(path, f"a waived line of {value}", expected="0")


def _pathways(text: PolicyText) -> Iterator[Problem]:
    forms = [path[1] for path in text.tables if len(path) > 1 and path[0] == "exam_forms"]
    for path in sorted(text.tables):
        if len(path) == 2 and path[0] == "pathways":  # noqa: PLR2004 - [pathways.ID]
            yield from _pathway(text, path, forms=forms)


def _pathway(text: PolicyText, path: Path, *, forms: list[str]) -> Iterator[Problem]:
    has_credits = (*path, "credits") in text.values
    has_exam, has_filing = ((*path, name) in text.tables for name in ("exam", "filing"))
    if not has_credits and not has_exam:
        yield text.problem(path, "asks for nothing", expected="credits, or an [exam] table")
    if has_exam and has_filing:
        what = "has an exam and a filing window"
        yield text.problem(path, what, expected="one of them: the exam day decides by itself")
    if not has_exam and not has_filing:
        yield text.problem(path, "has no [filing] table", expected="when it may be filed")
    form = text.values.get((*path, "exam", "form"))
    if has_exam and form not in forms:
        yield text.problem(
            (*path, "exam", "form"),
            f'no exam form "{form}"',
            expected="one of [exam_forms]: " + ", ".join(forms),
            near=nearest(str(form), forms),
        )
