"""Credit as one bar: what is counted, what waits, what is open."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from recert.policy.units import Unit
from recert.portals.plots import Block, Label, across, block, lean, parts_of


@dataclass(frozen=True, slots=True)
class Bar:
    """Progress of credit as one bar."""

    says: str
    counted: Block
    waiting: Block | None
    marks: tuple[Label, ...]  # what is needed, or what an even pace would have
    scale: tuple[Label, ...]
    figures: tuple[int, int, int]  # counted, waiting, still open if that counts; in steps

    @property
    def hatch(self) -> str:
        """Return an id for the hatching that two different bars do not share."""
        return "hatch-" + "-".join(str(figure) for figure in self.figures)


def bar(*, counted: int, required: int, waiting: int, even: int | None, unit: Unit) -> Bar:
    """Lay out the bar; its whole width is what is required, or all credit if that is more."""
    reached = counted + waiting
    whole = max(required, reached, 1)
    still = max(required - reached, 0)
    return Bar(
        says=_bar_says(counted=counted, waiting=waiting, still=still, even=even, unit=unit),
        counted=block(0, counted / whole),
        waiting=block(counted / whole, reached / whole) if waiting else None,
        marks=tuple(
            _marks(reached=reached, counted=counted, required=required, even=even, unit=unit)
        ),
        scale=_scale(required, whole=whole, unit=unit),
        figures=(counted, waiting, still),
    )


def _marks(
    *, reached: int, counted: int, required: int, even: int | None, unit: Unit
) -> Iterator[Label]:
    """Mark one place on the bar: what is needed if that is passed, else an even pace."""
    if reached > required:
        words = _("needed: %(amount)s") % {"amount": unit.number(required)}
        yield _mark(words, required / reached)
    elif even is not None and counted < required:
        words = _("even pace today: %(amount)s") % {"amount": unit.number(even)}
        yield _mark(words, even / required)


def _mark(words: str, share: float) -> Label:
    return Label(words, across(share), "11", lean(share))


def _scale(required: int, *, whole: int, unit: Unit) -> tuple[Label, ...]:
    parts = parts_of(required)
    marks = []
    for part in range(parts + 1):
        share = required * part / (parts * whole)
        anchor = {0: "start"}.get(part, "end" if share == 1 else "middle")
        marks.append(Label(unit.number(required * part // parts), across(share), "58", anchor))
    return tuple(marks)


def _bar_says(*, counted: int, waiting: int, still: int, even: int | None, unit: Unit) -> str:
    says = [_("%(amount)s counted") % {"amount": unit.say(counted)}]
    if waiting:
        says.append(_("%(amount)s waiting") % {"amount": unit.say(waiting)})
    says.append(_("%(amount)s still open") % {"amount": unit.say(still)})
    if even is not None:
        says.append(_("an even pace would be %(amount)s today") % {"amount": unit.say(even)})
    return ", ".join(says)
