"""Marks of plots: where each goes, in words that an SVG attribute takes.

Across is in per cent and down in pixels, so that type keeps its size at any width and no inline
style is needed. Everything is mirrored where the page reads from the right.
"""

from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import get_language_bidi

# Nearer to an edge than this share of the width, a label leans on the edge.
EDGE = Fraction(1, 5)


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


class Label(NamedTuple):
    """A text, and how it leans on its point."""

    text: str
    x: str
    y: str
    anchor: str
    kind: str = ""


def across(share: Fraction) -> str:
    """Return a place across as an SVG attribute, from the side on which the page begins.

    >>> across(Fraction(65, 100))
    '65%'
    """
    place = 1 - share if get_language_bidi() else share
    return _per_cent(place)


def block(begins: Fraction, ends: Fraction) -> Block:
    """Return a rectangle between two places across.

    >>> block(Fraction(1, 2), Fraction(3, 4))
    Block(x='50%', width='25%')
    """
    left = 1 - ends if get_language_bidi() else begins
    return Block(_per_cent(left), _per_cent(ends - begins))


def lean(share: Fraction) -> str:
    """Return how a label leans on its place: inwards where it is near an edge."""
    if share < EDGE:
        return "start"
    return "end" if share > 1 - EDGE else "middle"


def parts_of(required: int) -> int:
    """Return into how many whole parts a scale divides: four, two or one."""
    return next(parts for parts in (4, 2, 1) if required % parts == 0)


def _per_cent(share: Fraction) -> str:
    return f"{float(share * 100):.2f}".rstrip("0").rstrip(".") + "%"
