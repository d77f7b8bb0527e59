"""Marks of plots: where each goes, in words that an SVG attribute takes.

Across is in per cent and down in pixels, so that type keeps its size at any width and no inline
style is needed. Everything is mirrored where the page reads from the right. A share is a number
between 0 and 1.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import get_language_bidi

# Nearer to an edge than this share of the width, a label leans on the edge.
EDGE = 0.2


class Block(NamedTuple):
    """A rectangle across: where it begins and how wide it is."""

    x: str
    width: str


class Line(NamedTuple):
    """A line: kind, two points."""

    kind: str
    x1: str
    y1: str
    x2: str
    y2: str


class Path(NamedTuple):
    """A line of many points: kind, and what the attribute `d` takes, across from 0 to 100.

    It belongs into an SVG of its own that is stretched across alone.
    """

    kind: str
    d: str


class Label(NamedTuple):
    """A text, and how it leans on its point."""

    text: str
    x: str
    y: str
    anchor: str
    kind: str = ""


def across(share: float) -> str:
    """Return a place across as an SVG attribute, from the side on which the page begins.

    >>> across(0.65)
    '65%'
    """
    return _number(_from_left(share)) + "%"


def path(kind: str, points: Iterable[tuple[float, str]]) -> Path:
    """Return a line through points: each a share across, and a place down.

    >>> path("done", [(0, "176"), (0.5, "176"), (0.5, "16")]).d
    'M0 176L50 176L50 16'
    """
    return Path(kind, "M" + "L".join(f"{_number(_from_left(at))} {down}" for at, down in points))


def block(begins: float, ends: float) -> Block:
    """Return a rectangle between two places across.

    >>> block(0.5, 0.75)
    Block(x='50%', width='25%')
    """
    left = 1 - ends if get_language_bidi() else begins
    return Block(_number(left) + "%", _number(ends - begins) + "%")


def lean(share: float) -> str:
    """Return how a label leans on its place: inwards where it is near an edge."""
    if share < EDGE:
        return "start"
    return "end" if share > 1 - EDGE else "middle"


def parts_of(required: int) -> int:
    """Return into how many whole parts a scale divides: four, two or one."""
    return next(parts for parts in (4, 2, 1) if required % parts == 0)


def _from_left(share: float) -> float:
    return 1 - share if get_language_bidi() else share


def _number(share: float) -> str:
    """Return a share in per cent, to a hundredth."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".")
