"""The text of a class: what an officer approves of it, and the versions that keep each text."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from recert.actions.activities import LONGEST_MINUTES, LONGEST_WORDS
from recert.actions.refusals import Incomplete, NotForYou
from recert.policy.units import NOT_SET, Unit
from recert.records.catalogue import CourseVersion, ProviderContact
from recert.records.classes import folded_text
from recert.records.education import KINDS, Course, Provider
from recert.records.people import User
from recert.records.versions import whole_steps

LONGEST_SUMMARY = 2000  # characters
MOST_MONEY = 10**8  # minor units: more is a slip of the finger


@dataclass(frozen=True, slots=True)
class Wording:
    """What a provider says of a class. A draft may lack anything."""

    title: str = ""
    summary: str = ""
    kind: str = ""
    minutes: int | None = None
    price: int | None = None  # minor units; None is not set, 0 is free
    language: str = ""


@dataclass(frozen=True, slots=True)
class Approved:
    """What the body says of it: the credit, and the days on which it is approved."""

    credit: Decimal | None  # in units, for the whole class; None: what the minutes give
    approved_from: date
    approved_through: date | None = None


def must_fit(wording: Wording) -> None:
    """Refuse what no column holds; a draft may lack anything, but not hold just anything.

    :raises Incomplete: naming each field
    """
    problems = {}
    for name, most in (("title", LONGEST_WORDS), ("summary", LONGEST_SUMMARY), ("language", 35)):
        if len(getattr(wording, name)) > most:
            problems[name] = _("Shorten this to %(most)s characters.") % {"most": most}
    if wording.minutes is not None and not 0 < wording.minutes <= LONGEST_MINUTES:
        problems["minutes"] = _("Enter how long it is, in hours and minutes, more than nothing.")
    if wording.price is not None and not 0 <= wording.price <= MOST_MONEY:
        problems["price"] = _("Enter what it costs, 0 if it is free, or leave it empty.")
    if problems:
        raise Incomplete(problems)


def lacks(wording: Wording) -> dict[str, str]:
    """Return what a class still needs before anybody can approve it, in words for each field."""
    problems = {}
    if not wording.title.strip():
        problems["title"] = _("Enter the title of the class, as it is on its certificate.")
    if wording.kind not in dict(KINDS):
        problems["kind"] = _("Choose how it is taken.")
    if wording.minutes is None:
        problems["minutes"] = _("Enter how long it is, in hours and minutes, more than nothing.")
    if not wording.language.strip():
        problems["language"] = _("Choose the language in which it is taught.")
    return problems


def must_be_whole(wording: Wording, approved: Approved, *, units: Iterable[Unit]) -> None:
    """Refuse a text that cannot stand in the catalogue.

    :param units: of the editions in force: credit is whole steps of each, and has to be said where
        one does not set how many minutes make a unit
    :raises Incomplete: naming each field
    """
    must_fit(wording)
    problems = lacks(wording)
    through = approved.approved_through
    if through and through < approved.approved_from:
        problems["approved_through"] = _("The last day is not before the first.")
    if words := _problem_of_credit(wording, approved, units=units):
        problems["credit"] = words
    if problems:
        raise Incomplete(problems)


def _problem_of_credit(wording: Wording, approved: Approved, *, units: Iterable[Unit]) -> str:
    for unit in units:
        if approved.credit is None:
            if unit.minutes is NOT_SET:
                return _(
                    "The policy does not set how many minutes make 1.0 %(unit)s: say the credit."
                ) % {"unit": unit.name}
            if wording.minutes and unit.steps_of_minutes(wording.minutes) < 1:
                return _("So few minutes give no credit: the smallest is %(step)s.") % {
                    "step": unit.say(1)
                }
        elif not whole_steps(approved.credit, unit=unit):
            return _("Enter some credit, in steps of %(step)s.") % {"step": unit.say(1)}
    return ""


def must_not_speak_for(provider: Provider, *, by: User | None) -> None:
    """Refuse that somebody approves a class of a provider that they speak for.

    :raises NotForYou: the person who acts is a contact of the provider
    """
    contacts = ProviderContact.objects.filter(provider=provider, ended_at=None)
    if by and contacts.filter(user=by).exists():
        raise NotForYou(
            _("You speak for %(provider)s yourself; another officer decides on its classes.")
            % {"provider": provider.name}
        )


def keep_version(
    course: Course,
    *,
    number: int,
    holds_from: date,
    wording: Wording,
    approved: Approved,
    by: User | None,
    at: datetime,
) -> CourseVersion:
    """Keep a text of a class as one of its versions."""
    return CourseVersion.objects.create(
        course=course,
        number=number,
        holds_from=holds_from,
        by=by,
        at=at,
        **asdict(wording),
        **asdict(approved),
    )


def take_on(course: Course, version: CourseVersion) -> None:
    """Let a class be what one of its versions says; a new class is not yet saved."""
    for name in (*Wording.__dataclass_fields__, *Approved.__dataclass_fields__):
        setattr(course, name, getattr(version, name))
    course.version = version.number
    course.folded = folded_text(course, provider=course.provider)


def wording_of(course: Course | CourseVersion) -> Wording:
    """Return what a class, or a version of one, says of itself."""
    return Wording(**{name: getattr(course, name) for name in Wording.__dataclass_fields__})


def approved_of(course: Course | CourseVersion) -> Approved:
    """Return what the body says of a class, or said of a version of one."""
    return Approved(**{name: getattr(course, name) for name in Approved.__dataclass_fields__})
