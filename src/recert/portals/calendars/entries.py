"""What stands in a certificant's calendar: the days of their cycles, exams, cards and classes."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import CharField, Exists, F, OuterRef, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from recert.outside.calendars import Entry
from recert.policy.cycles import Span
from recert.policy.findings import filing_days
from recert.portals import wording
from recert.records.catalogue import CourseDate, PlannedClass
from recert.records.certification import Companion, Cycle, Edition
from recert.records.exams import ExamAuthorisation, ExamBooking
from recert.records.history import Event
from recert.records.overview import cycles_of
from recert.records.people import Certificant
from recert.records.policies import policy_of

KEPT = timedelta(days=90)  # how long what is past stays
BEFORE_A_DEADLINE, BEFORE_AN_EXAM, BEFORE_A_CARD_ENDS = (30, 7, 1), (7, 1), (60, 30)
BEFORE_A_CLASS, ON_THE_DAY = (1,), (0,)


class Rests(NamedTuple):
    """The edition that a day rests on: which one, and since when."""

    number: int
    since: datetime


def entries_of(certificant: Certificant, *, on: date) -> list[Entry]:
    """Return all that stands in a calendar, in six statements however much it is.

    What was past for long is left out; what was called off stays, and says so.
    """
    cycles = cycles_of(certificant)
    found = [
        *_of_cycles(cycles),
        *_of_exams(cycles),
        *_of_cards(certificant, cycles),
        *_of_plans(certificant, since=on - KEPT),
    ]
    return [entry for entry in found if entry.last_on >= on - KEPT]


def _uid(what: str, key: int) -> str:
    """Return an identifier that is the same as long as it is the same thing."""
    host = settings.RECERT_ADDRESS.partition("://")[2].partition(":")[0]
    return f"{what}-{key}@{host}"


def _page(name: str, *args: object) -> str:
    return f"{settings.RECERT_ADDRESS}{reverse(name, args=args)}"


# --- the days of a cycle


def _of_cycles(cycles: Sequence[Cycle]) -> Iterator[Entry]:
    digests = {cycle.edition_digest for cycle in cycles}  # type: ignore[attr-defined]  # brought along
    told = Edition.objects.filter(digest__in=digests).values_list("digest", "pk", "adopted_at")
    editions = {digest: Rests(pk, adopted_at) for digest, pk, adopted_at in told}
    for cycle in cycles:
        yield _last_day(cycle)
        if getattr(cycle, "application_status", None) in {None, "draft", "denied"}:
            yield _half(cycle)
            yield from _filing(cycle, rests=editions[cycle.edition_digest])  # type: ignore[attr-defined]


def _last_day(cycle: Cycle) -> Entry:
    last = cycle.closed_on or cycle.ends_on
    words = _("Your cycle of %(first)s through %(last)s ends when this day ends in %(place)s.")
    days = {"first": wording.day(cycle.begins_on), "last": wording.day(last)}
    return Entry(
        uid=_uid("cycle-ends", cycle.pk),
        title=_named(_("Last day of your cycle"), cycle),
        first_on=last,
        last_on=last,
        says=words % {**days, "place": wording.place(policy_of(cycle).zone)},
        href=_page("trainer:home"),
        changed_at=cycle.began_at,
        sequence=int(cycle.closed_on is not None),
        alarms=BEFORE_A_DEADLINE,
    )


def _half(cycle: Cycle) -> Entry:
    middle = cycle.begins_on + (cycle.ends_on - cycle.begins_on) // 2
    return Entry(
        uid=_uid("cycle-half", cycle.pk),
        title=_named(_("Half of your cycle is over"), cycle),
        first_on=middle,
        last_on=middle,
        says=_("Half of the credits by now is an even pace. It is advice, never a rule."),
        href=_page("classes:pace"),
        changed_at=cycle.began_at,
        alarms=ON_THE_DAY,
    )


def _filing(cycle: Cycle, *, rests: Rests) -> Iterator[Entry]:
    """Yield when filing opens and closes, as far as the edition says."""
    rule = next((way.filing for way in policy_of(cycle).pathways if way.filing), None)
    if rule is None:
        return
    opens, closes = filing_days(rule, cycle=Span(cycle.begins_on, cycle.ends_on))
    if opens and opens > cycle.begins_on:
        title, says = _("You may file from today"), _("Your application is open from this day on.")
        yield _filing_day(
            "filing-opens", cycle, rests=rests, day=opens, says=(title, says), alarms=ON_THE_DAY
        )
    if closes:
        title = _("Last day to file")
        says = _("Your recertification application can be filed through this day.")
        yield _filing_day(
            "filing-closes", cycle, rests=rests, day=closes, says=(title, says),
            alarms=BEFORE_A_DEADLINE,
        )  # fmt: skip


def _filing_day(
    what: str,
    cycle: Cycle,
    *,
    rests: Rests,
    day: date,
    says: tuple[str, str],
    alarms: tuple[int, ...],
) -> Entry:
    """Return a day that a later edition may move, which then has a higher sequence."""
    return Entry(
        uid=_uid(what, cycle.pk),
        title=_named(says[0], cycle),
        first_on=day,
        last_on=day,
        says=says[1],
        href=_page("trainer:application", cycle.pk),
        changed_at=max(cycle.began_at, rests.since),
        sequence=rests.number,
        alarms=alarms,
    )


def _named(title: str, cycle: Cycle) -> str:
    return f"{title} ({cycle.credential.program.title})"


# --- exams and cards


def _of_exams(cycles: Sequence[Cycle]) -> Iterator[Entry]:
    mine = [cycle.pk for cycle in cycles]
    for leave in ExamAuthorisation.objects.filter(cycle__in=mine, last_on__isnull=False):
        yield _authorisation(leave)
    for seat in ExamBooking.objects.filter(authorisation__cycle__in=mine):
        yield _booking(seat)


def _authorisation(leave: ExamAuthorisation) -> Entry:
    assert leave.last_on is not None  # as asked
    return Entry(
        uid=_uid("exam-authorisation", leave.pk),
        title=_("Last day to sit the exam"),
        first_on=leave.last_on,
        last_on=leave.last_on,
        says=_("Your authorisation to sit the exam ends on this day."),
        href=_page("trainer:home"),
        changed_at=leave.closed_at or leave.given_at,
        sequence=int(leave.closed_at is not None),
        cancelled=leave.closed_at is not None,
        alarms=BEFORE_A_DEADLINE,
    )


def _booking(seat: ExamBooking) -> Entry:
    return Entry(
        uid=_uid("exam-booking", seat.pk),
        title=_("Exam: %(place)s") % {"place": seat.place},
        first_on=seat.window_from,
        last_on=seat.window_through,
        says=_("Your seat is booked with %(vendor)s.") % {"vendor": seat.vendor},
        href=_page("trainer:home"),
        changed_at=seat.cancelled_at or seat.booked_at,
        sequence=int(seat.cancelled_at is not None),
        cancelled=seat.cancelled_at is not None,
        alarms=BEFORE_AN_EXAM,
    )


def _of_cards(certificant: Certificant, cycles: Sequence[Cycle]) -> Iterator[Entry]:
    """Yield the last day of each kind's newest card: an older one matters no more."""
    recorded = Event.objects.filter(
        name="companion.recorded",
        subject="companion",
        subject_id=Cast(OuterRef("pk"), CharField()),
    )
    cards = Companion.objects.filter(certificant=certificant, expires_on__isnull=False)
    told = cards.annotate(at=Subquery(recorded.values("at")[:1])).order_by("expires_on", "id")
    labels = {
        rule.kind: rule.label
        for cycle in cycles
        for way in policy_of(cycle).pathways
        for rule in way.companions
    }
    for card in {card.kind: card for card in told}.values():
        if card.expires_on and card.at:
            yield Entry(
                uid=_uid("card-ends", card.pk),
                title=_("Last day of your card: %(card)s")
                % {"card": _(labels.get(card.kind, card.kind))},
                first_on=card.expires_on,
                last_on=card.expires_on,
                says=_("Renew it in time if you want to sit an exam after this day."),
                href=_page("trainer:home"),
                changed_at=card.at,
                alarms=BEFORE_A_CARD_ENDS,
            )


# --- classes


def _of_plans(certificant: Certificant, *, since: date) -> Iterator[Entry]:
    on_its_day = CourseDate.objects.filter(course=OuterRef("course"), on=OuterRef("on"))
    called_off = on_its_day.filter(cancelled_at__isnull=False).order_by("-cancelled_at")
    plans = PlannedClass.objects.filter(certificant=certificant, on__gte=since).annotate(
        title=F("course__title"),
        code=F("course__code"),
        provider=F("course__provider__name"),
        called_off_at=Subquery(called_off.values("cancelled_at")[:1]),
        is_held=Exists(on_its_day.filter(cancelled_at=None)),
    )
    for plan in plans.order_by("on", "id"):
        off = None if plan.is_held else plan.called_off_at
        yield _planned(plan, off=off, told={"title": plan.title, "code": plan.code,
                                            "provider": plan.provider})  # fmt: skip


def _planned(plan: PlannedClass, *, off: datetime | None, told: dict[str, str]) -> Entry:
    """Return a planned class.

    :param off: when its provider called off the day, if it did
    """
    title = _("No longer held: %(title)s") if off else _("Class: %(title)s")
    return Entry(
        uid=_uid("plan", plan.pk),
        title=title % told,
        first_on=plan.on,
        last_on=plan.on,
        says=_("By %(provider)s. Its code is %(code)s.") % told,
        href=_page("classes:one", told["code"]),
        changed_at=plan.cancelled_at or off or plan.at,
        sequence=2 if plan.cancelled_at else int(off is not None),
        cancelled=plan.cancelled_at is not None,
        alarms=() if off else BEFORE_A_CLASS,
    )
