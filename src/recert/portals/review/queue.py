"""The queue: one list of what waits, whose turn each case is, and how long it has been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recert import clock
from recert.policy.lifecycle import Turn
from recert.policy.units import NOT_SET
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.review.forms import Filters
from recert.records.applications import Application
from recert.records.certification import Cycle
from recert.records.claims import cycles_by_certificant, judging_cycle
from recert.records.education import Activity
from recert.records.people import Certificant, User
from recert.records.policies import policy_of
from recert.records.waiting import (
    ACTIVITY,
    Narrowed,
    Waiting,
    activities_of,
    applications_of,
    decided_since,
    waiting,
)

A_PAGE = 50
TABS: Mapping[str, str | Promise] = {
    "": _("To do"),
    "mine": _("Held by me"),
    "fee": _("Waiting for the fee"),
    "trainer": _("With the trainer"),
    "decided": _("Decided today"),
}


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks, and when: what the same queue looks like depends on both."""

    user: User
    at: datetime
    on: date
    lease: timedelta
    aim: int  # days within which the body means to answer

    @property
    def midnight(self) -> datetime:
        """The moment at which the body's day began."""
        return datetime.combine(self.on, time(), tzinfo=access.the_body().tz)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue."""

    kind: str
    pk: int
    certificant: Certificant
    number: str
    what: str
    minutes: int | None
    credit: str  # what is claimed, in the unit of the cycle's edition; "" for an application
    turn: Turn
    held_by: User | None
    held_until: datetime | None
    mine: bool
    marks: tuple[str, ...]
    days: int
    answer_by: date

    @property
    def hours(self) -> str:
        """The contact time claimed, on the clock: 1:30; nothing for an application."""
        return f"{self.minutes // 60}:{self.minutes % 60:02}" if self.minutes else ""

    @property
    def late(self) -> bool:
        """Whether it has waited longer than the body means to let anybody wait."""
        return self.turn == Turn.REVIEWER and self.overdue > 0

    @property
    def overdue(self) -> int:
        """By how many days the working aim is missed; 0 or less if it is not."""
        return self.days - access.the_body().office.answer_within_days


def sight_of(request: FromStaff) -> Sight:
    """Ask the clock once, for a view and all that it calls."""
    office, at = access.the_body().office, clock.now()
    return Sight(
        user=request.user,
        at=at,
        on=at.astimezone(access.the_body().tz).date(),
        lease=timedelta(minutes=office.hold_minutes),
        aim=office.answer_within_days,
    )


@access.for_staff("reviewer", "officer")
def queue(request: FromStaff) -> HttpResponse:
    """Show one part of the queue, narrowed as asked, fifty cases at a time."""
    sight, tab = sight_of(request), request.GET.get("tab", "")
    filters = Filters(request.GET)
    parts = parts_of(waiting(filters.narrowed()), sight=sight)
    decided = decided_since(sight.midnight)
    page, rows = _page(request, parts.get(tab, parts[""]), sight=sight)
    if tab == "decided":
        page, rows = Paginator(decided, A_PAGE).get_page(request.GET.get("page")), []
    counts = {**{name: len(part) for name, part in parts.items()}, "decided": decided.count()}
    context = {
        "page": page,
        "rows": rows,
        "filters": filters,
        "narrowed": filters.narrowed() != Narrowed(),
        "tab": tab if tab in TABS else "",
        "tabs": [(name, words, counts[name], _kept(request, name)) for name, words in TABS.items()],
        "oldest": _oldest(parts[""], sight=sight),
        "sight": sight,
    }
    return render(request, "review/queue.html", context)


def _page(
    request: FromStaff, cases: Sequence[Waiting], *, sight: Sight
) -> tuple[Page[Any], list[Row]]:
    page = Paginator(cases, A_PAGE).get_page(request.GET.get("page"))
    return page, rows_of(list(page), sight=sight)


def parts_of(cases: Sequence[Waiting], *, sight: Sight) -> dict[str, list[Waiting]]:
    """Return the cases of each tab."""
    return {
        "": [case for case in cases if case.turn == Turn.REVIEWER],
        "mine": [
            case
            for case in cases
            if case.held_by == sight.user.pk and case.held_until(lease=sight.lease, at=sight.at)
        ],
        "fee": [case for case in cases if case.turn in {Turn.PAYER, Turn.OFFICER}],
        "trainer": [case for case in cases if case.turn == Turn.CERTIFICANT],
    }


def _kept(request: FromStaff, tab: str) -> str:
    """Return the query of a tab, with the filters kept and the page forgotten."""
    kept = {key: value for key, value in request.GET.items() if key not in {"tab", "page"}}
    return urlencode({**({"tab": tab} if tab else {}), **kept})


def _oldest(cases: Sequence[Waiting], *, sight: Sight) -> int:
    return days_since(cases[0].since, on=sight.on) if cases else 0


def days_since(moment: datetime, *, on: date) -> int:
    """Return for how many of the body's days something has waited."""
    return (on - moment.astimezone(access.the_body().tz).date()).days


def rows_of(cases: Sequence[Waiting], *, sight: Sight) -> list[Row]:
    """Return the lines of some cases, in a number of statements that does not grow."""
    activities, applications = activities_of(cases), applications_of(cases)
    people = [activity.certificant_id for activity in activities.values()]
    cycles = cycles_by_certificant(people) if people else {}
    rows = []
    for case in cases:
        if case.kind == ACTIVITY and case.pk in activities:
            activity = activities[case.pk]
            own = cycles.get(activity.certificant_id, [])
            rows.append(_activity_row(case, activity, cycles=own, sight=sight))
        elif case.pk in applications:
            rows.append(_application_row(case, applications[case.pk], sight=sight))
    return rows


def _activity_row(
    case: Waiting, activity: Activity, *, cycles: Sequence[Cycle], sight: Sight
) -> Row:
    cycle = judging_cycle(cycles, completed_on=activity.completed_on, on=sight.on)
    return _row(
        case,
        certificant=activity.certificant,
        number=cycle.credential.number if cycle else "",
        what=activity.title,
        minutes=activity.minutes,
        credit=credit_claimed(activity, cycle=cycle),
        held_by=activity.held_by,
        marks=_marks(activity),
        sight=sight,
    )


def _application_row(case: Waiting, application: Application, *, sight: Sight) -> Row:
    credential = application.cycle.credential
    return _row(
        case,
        certificant=credential.certificant,
        number=credential.number,
        what=str(_("Recertification by credits")),
        minutes=None,
        credit="",
        held_by=application.held_by,
        marks=("answered",) if application.return_answer else (),
        sight=sight,
    )


def _row(
    case: Waiting,
    *,
    certificant: Certificant,
    number: str,
    what: str,
    minutes: int | None,
    credit: str,
    held_by: User | None,
    marks: tuple[str, ...],
    sight: Sight,
) -> Row:
    until = case.held_until(lease=sight.lease, at=sight.at)
    since_on = case.since.astimezone(access.the_body().tz).date()
    return Row(
        kind=case.kind,
        pk=case.pk,
        certificant=certificant,
        number=number,
        what=what,
        minutes=minutes,
        credit=credit,
        turn=case.turn,
        held_by=held_by if until else None,
        held_until=until,
        mine=bool(until) and case.held_by == sight.user.pk,
        marks=marks,
        days=(sight.on - since_on).days,
        answer_by=since_on + timedelta(days=sight.aim),
    )


def _marks(activity: Activity) -> tuple[str, ...]:
    """Return what a reviewer should know before opening an activity, the gravest first."""
    found = {
        "shared": activity.is_shared,  # type: ignore[attr-defined]  # all annotated by with_marks
        "differs": activity.differs,  # type: ignore[attr-defined]
        "flagged": activity.is_flagged,  # type: ignore[attr-defined]
        "no evidence": not activity.has_evidence,  # type: ignore[attr-defined]
        "no course": activity.course_id is None,
    }
    return tuple(mark for mark, there in found.items() if there)


def credit_claimed(activity: Activity, *, cycle: Cycle | None) -> str:
    """Return the credit that the minutes claimed would give; "" where the policy cannot say."""
    if cycle is None or not activity.minutes:
        return ""
    unit = policy_of(cycle).unit
    if unit.minutes is NOT_SET:
        return ""
    return unit.number(unit.steps_of_minutes(activity.minutes))
