"""What an article tells a reader of their own case, beside the paragraph that speaks of it."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from recert.policy.units import NOT_SET
from recert.portals.trainer.where import Where
from recert.portals.wording import credit, day, days_left_words, money


def for_you(name: str, where: Where) -> str:
    """Return a reader's own answer; nothing where the question does not arise for them."""
    said = SAID[name](where) if name in SAID else ""
    return _("For you: %(answer)s") % {"answer": said} if said else ""


def _credits(where: Where) -> str:
    required, counted = where.credits.required, where.decision.counted
    if not required:
        return ""
    values = {"counted": where.unit.number(counted), "required": credit(required, where.unit)}
    if where.credits.shortfall:
        missing = {"missing": credit(where.credits.shortfall, where.unit)}
        return _("%(counted)s of %(required)s count, %(missing)s to go.") % {**values, **missing}
    return _("%(counted)s of %(required)s count. You have enough.") % values


def _days(where: Where) -> str:
    return _("your cycle ends on %(day)s; %(left)s.") % {
        "day": day(where.cycle.ends_on),
        "left": days_left_words(where.cycle.ends_on, where.on),
    }


def _level(where: Where) -> str:
    if where.shown.level == "certificate":
        return _("you hold a certificate.")
    return _("you hold full certification.")


def _exam(where: Where) -> str:
    way = next((way for way in where.policy.pathways if way.exam), None)
    if way is None or way.exam is None:
        return ""
    if where.cycle.credential.exam_form == way.exam.form:
        if way.exam.same_form == "refused":
            return _("you passed this exam before, so this way is not open to you.")
        return ""
    if where.on > where.cycle.ends_on:
        return _("your cycle ended on %(day)s.") % {"day": day(where.cycle.ends_on)}
    return _("this way is open to you, up to %(day)s.") % {"day": day(where.cycle.ends_on)}


def _filing(where: Where) -> str:
    opens, closes = where.decision.opens_on, where.decision.closes_on
    if opens is None:
        return ""
    if closes is None:
        return _("you may file from %(first)s; the last day is not set.") % {"first": day(opens)}
    return _("you may file from %(first)s to %(last)s.") % {
        "first": day(opens),
        "last": day(closes),
    }


def _fee(where: Where) -> str:
    fee = where.credits.fee
    if not fee.lines:
        return ""
    if fee.total is NOT_SET:
        return _("the amount is not set yet; a person sets it.")
    return _("%(amount)s.") % {"amount": money(fee.total, fee.currency)}


SAID: Mapping[str, Callable[[Where], str]] = {
    "credits": _credits,
    "days": _days,
    "level": _level,
    "exam": _exam,
    "filing": _filing,
    "fee": _fee,
}
