"""The classes of the catalogue that fit what somebody asks for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from recert.policy.numbers import folded
from recert.records.catalogue import CourseDate
from recert.records.education import Course, Provider, ProviderApproval

_BETWEEN_WORDS = re.compile(r"[\s\-–—/,;:.()“”\"]+")
ORDERS = {
    "soonest": (F("next_on").asc(nulls_last=True), "title", "code"),
    "title": ("title", "code"),
    "longest": ("-minutes", "title", "code"),
    "price": (F("price").asc(nulls_last=True), "title", "code"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks of the catalogue. What is left as it is here is not asked.

    `least` is credit in units, and the contact minutes that give so much, or None where no
    policy says how many do. `most` is a price in minor units. `held` is a first and a last day.
    """

    words: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    least: tuple[Decimal, int | None] | None = None
    most: int | None = None
    unpriced: bool = False
    held: tuple[date, date] | None = None
    ended: bool = False  # also what is not approved today
    order: str = "soonest"


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text without capitals and accents, as they are looked for.

    >>> plain_words("Nutrición: BÁSICA, low-vision  KB-10")
    ('nutricion', 'basica', 'low', 'vision', 'kb', '10')
    """
    return tuple(filter(None, map(folded, _BETWEEN_WORDS.split(text))))


def folded_text(course: Course, *, provider: Provider) -> str:
    """Return what a class is found by: code, title, provider and summary, without accents.

    Every word has a space before it, so that a word is found by its beginning.
    """
    texts = (course.code, course.title, provider.name, course.summary)
    return "".join(f" {word}" for text in texts for word in plain_words(text))


def classes_that_fit(wanted: Wanted, *, on: date) -> QuerySet[Course]:
    """Return the classes that fit, each with its provider and its next day at `next_on`.

    The next day is the first one from `on`, or inside the days asked for. Words are all of them
    to be found, in any order, each by its beginning.
    """
    first, last = wanted.held or (on, date.max)
    coming = CourseDate.objects.filter(
        course=OuterRef("pk"), cancelled_at=None, on__range=(first, last)
    )
    found = Course.objects.annotate(next_on=Subquery(coming.order_by("on").values("on")[:1]))
    return (
        found.filter(_asked(wanted), _approved(on) if not wanted.ended else Q())
        .select_related("provider")
        .order_by(*ORDERS[wanted.order])
    )


def days_of(courses: Iterable[int], *, on: date) -> QuerySet[CourseDate]:
    """Return the days from one on, on which classes are held, in order."""
    return CourseDate.objects.filter(
        course__in=list(courses), cancelled_at=None, on__gte=on
    ).order_by("on", "id")


def offered() -> list[tuple[str, str, str]]:
    """Return each provider's slug and name with each language in which it has a class."""
    told = Course.objects.order_by("provider__name", "language").distinct()
    return list(told.values_list("provider__slug", "provider__name", "language"))


def _approved(on: date) -> Q:
    """A class that is approved on a day, of a provider that is."""
    provider = ProviderApproval.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), provider=OuterRef("provider"), begins_on__lte=on
    )
    return Q(
        Q(approved_through=None) | Q(approved_through__gte=on),
        Exists(provider),
        approved_from__lte=on,
    )


def _asked(wanted: Wanted) -> Q:
    asked = Q()
    for word in wanted.words:
        asked &= Q(folded__contains=f" {word}")
    for column, among in (
        ("provider__slug__in", wanted.providers),
        ("kind__in", wanted.kinds),
        ("language__in", wanted.languages),
    ):
        asked &= Q(**{column: among}) if among else Q()
    if wanted.held:  # what is studied at any time fits any day
        asked &= Q(next_on__isnull=False) | Q(kind="self_study")
    return asked & _priced(wanted) & _credited(wanted)


def _priced(wanted: Wanted) -> Q:
    if wanted.unpriced:
        return Q(price=None)
    return Q() if wanted.most is None else Q(price__lte=wanted.most)


def _credited(wanted: Wanted) -> Q:
    if wanted.least is None:
        return Q()
    amount, minutes = wanted.least
    by_minutes = Q(credit=None, minutes__gte=minutes) if minutes is not None else Q(pk__in=())
    return Q(credit__gte=amount) | by_minutes
