"""The catalogue of the demonstration: its providers and classes, with days around today."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from recert.actions import catalogue
from recert.demonstration.dice import dice
from recert.records.education import Course, Provider

APPROVED_FROM = date(2020, 1, 1)
# Partners that the body met later, or left for a while: how many days before today.
SPANS: dict[str, tuple[tuple[int | None, int | None], ...]] = {
    "northquay-recovery": ((900, None),),
    "tallgrass-adaptive": ((None, 620), (400, None)),
}
NO_LONGER = ("ACT-129", "ACT-146", "ACT-157", "QIX-103")  # approval ended some months ago
SOON = 120  # days within which a class is held again


@dataclass(frozen=True)
class Catalogue:
    """The classes that people of the demonstration took."""

    courses: tuple[Course, ...]
    approvals: Mapping[str, Sequence[catalogue.Approval]]  # by the provider's slug

    @cached_property
    def by_code(self) -> dict[str, Course]:
        """Each class by its code."""
        return {course.code: course for course in self.courses}

    def choose(
        self, throw: Random, *, minutes: int, days: tuple[date, date], without: Collection[str]
    ) -> tuple[Course, ...]:
        """Return different classes that last so long together, or a little more.

        :param days: the first and last day on which they may be taken
        :param without: codes of classes that were taken already
        """
        pool = [
            course
            for course in self.courses
            if course.code not in without and self._open(course, days=days)
        ]
        throw.shuffle(pool)
        chosen: list[Course] = []
        while minutes > 0 and pool:
            course = _nearest(pool, minutes=minutes) if minutes <= 240 else pool[-1]  # noqa: PLR2004
            pool.remove(course)
            chosen.append(course)
            minutes -= course.minutes
        return tuple(chosen)

    def _open(self, course: Course, *, days: tuple[date, date]) -> bool:
        """Say whether a class and its provider are approved on all of these days."""
        through = course.approved_through or date.max
        return (
            course.approved_from <= days[0]
            and days[1] <= through
            and any(
                first <= days[0] and days[1] <= (last or date.max)
                for first, last in self.approvals[course.provider.slug]
            )
        )


def _nearest(pool: Sequence[Course], *, minutes: int) -> Course:
    """Return the shortest class that lasts long enough, else the longest there is."""
    enough = [course for course in pool if course.minutes >= minutes]
    return min(enough, key=_minutes) if enough else max(pool, key=_minutes)


def _minutes(course: Course) -> int:
    return course.minutes


def enter(*, on: date, at: datetime) -> Catalogue:
    """Enter the providers and their classes.

    :param on: today, around which classes are held
    :param at: when they were entered, years ago
    """
    sheet = tomllib.loads(Path(__file__).with_name("classes.toml").read_text(encoding="utf-8"))
    throw = dice("catalogue")
    said = sheet["said"]
    courses: list[Course] = []
    approvals: dict[str, list[catalogue.Approval]] = {}
    for one in sheet["provider"]:
        approvals[one["slug"]] = _approvals(one, on=on)
        provider = _provider(one, approvals=approvals[one["slug"]], at=at)
        courses += [
            _course(facts, provider, throw, said=said.get(facts[0], {}), on=on, at=at)
            for facts in one["classes"]
        ]
    return Catalogue(courses=tuple(courses), approvals=approvals)


def _approvals(one: dict[str, Any], *, on: date) -> list[catalogue.Approval]:
    """Return the days on which a provider is approved; none for one of another kind."""
    if one["kind"] == "other":
        return []
    return [
        (_days_before(on, first) or APPROVED_FROM, _days_before(on, last))
        for first, last in SPANS.get(one["slug"], ((None, None),))
    ]


def _provider(
    one: dict[str, Any], *, approvals: Sequence[catalogue.Approval], at: datetime
) -> Provider:
    return catalogue.enter_provider(
        slug=one["slug"],
        name=one["name"],
        kind=one["kind"],
        website=f"https://{one['slug']}.example/",
        approvals=approvals,
        by=None,
        at=at,
    )


def _days_before(on: date, days: int | None) -> date | None:
    return None if days is None else on - timedelta(days=days)


def _course(
    facts: list[Any],
    provider: Provider,
    throw: Random,
    *,
    said: Mapping[str, str],
    on: date,
    at: datetime,
) -> Course:
    """Enter one class.

    :param said: what only some have: a summary, and the credit that was approved for it
    """
    code, title, kind, minutes, price, language = facts
    held = kind != "self_study"
    ended = code in NO_LONGER
    course = Course(
        code=code,
        provider=provider,
        title=title,
        kind=kind,
        summary=said.get("summary", ""),
        minutes=minutes,
        credit=Decimal(said["credit"]) if "credit" in said else None,
        price=None if price == "not set" else price,
        language=language,
        approved_from=APPROVED_FROM,
        approved_through=on - timedelta(days=throw.randint(60, 300)) if ended else None,
    )
    first = on + timedelta(days=throw.randint(3, SOON)) if held and not ended else None
    return catalogue.enter_course(course, dates=_dates(code, first), by=None, at=at)


def _dates(code: str, first: date | None) -> list[date]:
    """Return the days on which a class is held: once, twice or three times, some weeks apart."""
    if first is None:
        return []
    times = dice(f"dates of {code}").randint(1, 3)
    return [first + timedelta(weeks=5 * time) for time in range(times)]
