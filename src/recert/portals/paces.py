"""Credit over a cycle as a step line, against an even pace."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from recert.policy.units import Unit
from recert.portals import wording
from recert.portals.plots import EDGE, Label, Line, Path, across, lean, parts_of, path

QUARTERS_LABELLED = 4
DAYS_IN_QUARTER = 365 / 4
# The area of the plot, in pixels down: its top line and its base line.
TOP, BASE = 16, 176


@dataclass(frozen=True, slots=True)
class Growth:
    """What the pace plot shows: days of a cycle, and credit in steps."""

    first_on: date
    last_on: date
    on: date
    required: int
    earned: tuple[tuple[date, int], ...]
    waiting: int
    unit: Unit

    @property
    def totals(self) -> tuple[tuple[date, int, int], ...]:
        """Return each day with its credit and the total since the first day, in order of days."""
        rows, total = [], 0
        for on, credit in sorted(self.earned):
            total += credit
            rows.append((on, credit, total))
        return tuple(rows)

    @property
    def counted(self) -> int:
        """Return all credit counted so far."""
        return sum(credit for _on, credit in self.earned)

    @property
    def elapsed(self) -> float:
        """Return the share of the cycle that is behind, between 0 and 1."""
        return self.share(self.on)

    @property
    def even(self) -> int:
        """Return what an even pace would have reached today, in whole steps, rounded down."""
        return even_pace(
            required=self.required, first_on=self.first_on, last_on=self.last_on, on=self.on
        )

    def share(self, on: date) -> float:
        """Return where a day lies in the cycle, between 0 and 1."""
        whole = max((self.last_on - self.first_on).days, 1)
        return min(max((on - self.first_on).days / whole, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Pace:
    """Credit over a cycle as a step line against an even pace."""

    title: str
    says: str
    grid: tuple[Line, ...]
    growth: tuple[Path, ...]
    now: Line | None  # today, inside the cycle
    labels: tuple[Label, ...]


def even_pace(*, required: int, first_on: date, last_on: date, on: date) -> int:
    """Return what an even pace would have reached on a day, in whole steps, rounded down.

    >>> even_pace(required=40, first_on=date(2025, 1, 1), last_on=date(2026, 12, 31),
    ...           on=date(2025, 12, 31))
    19
    """
    days, whole = (on - first_on).days, max((last_on - first_on).days, 1)
    return required * min(max(days, 0), whole) // whole


def pace(facts: Growth) -> Pace:
    """Lay out the pace plot; its title is what it finds."""
    height = max(facts.required, facts.counted + facts.waiting, 1)
    return Pace(
        title=_finding(facts),
        says=_pace_says(facts),
        grid=tuple(_grid(facts, height=height)),
        growth=tuple(_growth(facts, height=height)),
        now=_now(facts),
        labels=(*_grid_labels(facts, height=height), *_growth_labels(facts, height=height)),
    )


def _down(steps: float, *, height: int) -> str:
    return f"{BASE - (BASE - TOP) * steps / height:.1f}"


def _finding(facts: Growth) -> str:
    ahead = facts.counted - facts.even
    if facts.counted >= facts.required:
        return _("All that is needed is counted")
    if ahead == 0:
        return _("On an even pace")
    amount = {"amount": facts.unit.say(abs(ahead))}
    return (
        _("%(amount)s ahead of an even pace") % amount
        if ahead > 0
        else (_("%(amount)s behind an even pace") % amount)
    )


def _pace_says(facts: Growth) -> str:
    grew = [
        _("%(total)s on %(day)s") % {"total": facts.unit.say(total), "day": wording.day(on)}
        for on, _credit, total in facts.totals
    ]
    says = [_("Credit over the cycle: %(steps)s.") % {"steps": ", ".join(grew) or _("none yet")}]
    if facts.waiting:
        reached = facts.unit.say(facts.counted + facts.waiting)
        says.append(_("%(amount)s if what is waiting counts.") % {"amount": reached})
    end = {"amount": facts.unit.say(facts.required), "day": wording.day(facts.last_on)}
    return " ".join([*says, _("An even pace reaches %(amount)s on %(day)s.") % end])


def _grid(facts: Growth, *, height: int) -> list[Line]:
    parts = parts_of(facts.required)
    rows = [
        Line("grid", "0", down, "100%", down)
        for part in range(1, parts + 1)
        for down in [_down(facts.required * part / parts, height=height)]
    ]
    quarters = max(round((facts.last_on - facts.first_on).days / DAYS_IN_QUARTER), 1)
    ticks = [
        Line("grid", across(at), str(BASE), across(at), str(BASE + long))
        for quarter in range(quarters + 1)
        for at in [quarter / quarters]
        for long in [12 if quarter % QUARTERS_LABELLED == 0 else 6]
    ]
    top = _down(facts.required, height=height)
    even = Line("even", across(0), str(BASE), across(1), top)
    return [*rows, *ticks, Line("base", "0", str(BASE), "100%", str(BASE)), even]


def _growth(facts: Growth, *, height: int) -> Iterator[Path]:
    """Draw what is counted, rising on each day that brought some, and what waits on top of it."""
    now, level = facts.elapsed, str(BASE)
    points = [(0.0, level)]
    for on, _credit, total in facts.totals:
        at = facts.share(on)
        points.append((at, level))
        level = _down(total, height=height)
        points.append((at, level))
    yield path("done", [*points, (now, level)])
    if facts.waiting:
        due = _down(facts.counted + facts.waiting, height=height)
        yield path("due", [(now, level), (now, due), (min(now + 0.06, 1), due)])


def _now(facts: Growth) -> Line | None:
    if not facts.first_on <= facts.on <= facts.last_on:
        return None
    today = across(facts.elapsed)
    return Line("now", today, str(TOP + 24), today, str(BASE))


def _grid_labels(facts: Growth, *, height: int) -> list[Label]:
    parts, begin = parts_of(facts.required), across(0)
    labels = [
        Label(facts.unit.number(facts.required * part // parts), begin,
              _lifted(facts.required * part / parts, height=height), "start")
        for part in range(1, parts)
    ]  # fmt: skip
    needed = _("%(amount)s needed") % {"amount": facts.unit.say(facts.required)}
    middle = facts.first_on + (facts.last_on - facts.first_on) / 2
    return [
        *labels,
        Label(needed, begin, _lifted(facts.required, height=height), "start"),
        Label(wording.short_month(facts.first_on), begin, "204", "start"),
        Label(wording.short_month(middle), across(1 / 2), "204", "middle"),
        Label(wording.short_month(facts.last_on), across(1), "204", "end"),
    ]


def _lifted(steps: float, *, height: int) -> str:
    return f"{float(_down(steps, height=height)) - 5:.1f}"


def _growth_labels(facts: Growth, *, height: int) -> list[Label]:
    """Name the lines where they are, so that no legend is needed."""
    labels = []
    if facts.first_on <= facts.on <= facts.last_on:
        today = across(facts.elapsed)
        labels.append(Label(_("today"), today, str(TOP + 18), lean(facts.elapsed), "say"))
    label_share = 1 if facts.elapsed < 1 - EDGE else 1 / 2
    below = float(_down(facts.required * label_share, height=height)) + 42
    anchor = "end" if label_share == 1 else "start"
    labels.append(Label(_("even pace"), across(label_share), f"{min(below, BASE - 6):.1f}", anchor))
    return labels
