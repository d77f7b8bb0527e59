"""What was claimed beside what the catalogue says, what differs first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recert.portals.wording import day, hours
from recert.records.education import Activity, Course
from recert.records.versions import version_on

KINDS: dict[str, str | Promise] = {
    "self_study": gettext_lazy("Self-study"),
    "online_class": gettext_lazy("Online class"),
    "in_person": gettext_lazy("In person"),
}
_ORDER = ("differs", "no course", "agrees")


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of a claim beside the catalogue's; `mark` is a state of the kind "mark".

    `catalogue` is empty where the catalogue has no entry.
    """

    label: str
    claimed: str
    catalogue: str
    mark: str
    note: str = ""


def compared(activity: Activity) -> tuple[Compared, ...]:
    """Return the lines of a claim, differences first.

    :param activity: with its course and provider, and the provider's approvals prefetched
    """
    course = activity.course
    lines = [*(_with_course(activity, course) if course else _by_hand(activity))]
    return tuple(sorted(lines, key=lambda line: _ORDER.index(line.mark)))


def _with_course(activity: Activity, course: Course) -> Iterator[Compared]:
    text = version_on(course, on=activity.completed_on) or course  # as it was on that day
    claimed = hours(activity.minutes or 0)
    yield _line(_("Contact hours"), claimed, hours(text.minutes))
    yield _line(_("Class"), activity.title, text.title, note=course.code)
    yield _line(_("Provider"), activity.provider_name, course.provider.name)
    yield _line(_("Form"), _kind(activity.kind), _kind(text.kind))
    yield _day_of(activity, first=text.approved_from, last=text.approved_through)


def _by_hand(activity: Activity) -> Iterator[Compared]:
    yield Compared(_("Class"), activity.title, "", "no course")
    yield Compared(_("Contact hours"), hours(activity.minutes or 0), "", "no course")
    yield _provider(activity)
    if activity.kind:
        yield Compared(_("Form"), _kind(activity.kind), "", "no course")
    if activity.completed_on:
        yield Compared(_("Completed on"), day(activity.completed_on), "", "no course")


def _provider(activity: Activity) -> Compared:
    """Return the provider of a class entered by hand: known and approved on the day, or not."""
    label, name = _("Provider"), activity.provider_name
    if activity.provider is None:
        return Compared(label, name, _("not a provider on record"), "differs")
    spans = activity.provider.approvals.all()
    on = activity.completed_on or date.min
    if any(span.begins_on <= on <= (span.ends_on or date.max) for span in spans):
        return Compared(label, name, activity.provider.name, "agrees", _("approved on that day"))
    return Compared(label, name, _("not approved on that day"), "differs")


def _day_of(activity: Activity, *, first: date, last: date | None) -> Compared:
    approved = (
        _("approved %(first)s to %(last)s") % {"first": day(first), "last": day(last)}
        if last
        else _("approved from %(first)s") % {"first": day(first)}
    )
    on = activity.completed_on or date.min
    inside = first <= on <= (last or date.max)
    claimed = day(on)
    if inside:
        return Compared(_("Completed on"), claimed, claimed, "agrees", approved)
    return Compared(_("Completed on"), claimed, approved, "differs")


def _line(label: str, claimed: str, catalogue: str, *, note: str = "") -> Compared:
    agrees = claimed.casefold().split() == catalogue.casefold().split()
    return Compared(label, claimed, catalogue, "agrees" if agrees else "differs", note)


def _kind(kind: str) -> str:
    return str(KINDS.get(kind, kind))
