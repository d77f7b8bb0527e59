"""Draw the frame of a certificate for a paper: a braid on each side, a rosette in each corner.

One strand, the wave of the mark, makes both: along a line it is the braid, turned about a point the
rosette. Each side holds a whole number of waves, so that nothing is cut where it meets a corner.

    python -m recert.outside.ornament        draws `typst/frame-*.svg` anew
"""

from collections.abc import Callable
from math import cos, pi, sin
from pathlib import Path

INK, SHEET = "#0d4a5b", "#fffdf9"
PAPERS = {"a4": (297.0, 210.0), "us-letter": (279.4, 215.9)}  # millimetres, lying
MARGIN, CORNER = 9.0, 13.0  # millimetres from the paper's edge, and across a corner
UNITS = 40.0  # of the drawing, across a corner
STRANDS = 8
FOLDER = Path(__file__).parent / "typst"

Curve = Callable[[float], tuple[float, float]]


def frame(paper: str) -> str:
    """The frame for a paper as SVG, whose size is the paper less its margins."""
    width, height = ((side - 2 * MARGIN) * UNITS / CORNER for side in PAPERS[paper])
    across, down = _side(width - 2 * UNITS), _side(height - 2 * UNITS)
    sides = (
        f'<g transform="translate({UNITS:g} 0)">{across}</g>'
        f'<g transform="translate({UNITS:g} {height - UNITS:.2f})">{across}</g>'
        f'<g transform="translate({UNITS:g} {UNITS:g}) rotate(90)">{down}</g>'
        f'<g transform="translate({width:.2f} {UNITS:g}) rotate(90)">{down}</g>'
    )
    corner = "".join(_turned(*ring) for ring in ((14.5, 4, 12, 5), (6.5, 3.2, 8, 4)))
    corners = "".join(
        f'<g transform="translate({x:.2f} {y:.2f})">{corner}</g>'
        for x in (UNITS / 2, width - UNITS / 2)
        for y in (UNITS / 2, height - UNITS / 2)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.2f} {height:.2f}" '
        f'fill="none" stroke="{INK}" stroke-width="0.45">{sides}{corners}</svg>\n'
    )


def _side(length: float) -> str:
    """Strands evenly out of step along a line, between two hairlines."""
    waves = round(length / UNITS)
    strands = (_wave(length / waves, phase=2 * pi * number / STRANDS) for number in range(STRANDS))
    paths = "".join(
        f'<path d="{_path(strand, end=length, pieces=4 * waves)}"/>' for strand in strands
    )
    return f'{paths}<path d="M0 4H{length:.2f}M0 36H{length:.2f}"/>'


def _wave(period: float, *, phase: float) -> Curve:
    return lambda t: (t, UNITS / 2 + 11 * sin(2 * pi * t / period + phase))


def _turned(radius: float, swing: float, lobes: int, times: int) -> str:
    """A closed strand around a point, drawn several times, turned a little each time."""

    def point(t: float) -> tuple[float, float]:
        reach = radius + swing * cos(lobes * t)
        return reach * cos(t), reach * sin(t)

    path = _path(point, end=2 * pi, pieces=4 * lobes)
    turns = (number * 360 / lobes / times for number in range(times))
    return "".join(f'<path d="{path}Z" transform="rotate({turn:g})"/>' for turn in turns)


def _path(point: Curve, *, end: float, pieces: int) -> str:
    """A smooth path along point(0) to point(end), in few pieces, with slopes measured."""
    step, tiny = end / pieces, 1e-5

    def slope(t: float) -> tuple[float, float]:
        (x1, y1), (x0, y0) = point(t + tiny), point(t - tiny)
        return (x1 - x0) / (2 * tiny), (y1 - y0) / (2 * tiny)

    path = ["M{:.2f} {:.2f}".format(*point(0))]
    for piece in range(pieces):
        start, stop = piece * step, (piece + 1) * step
        (x0, y0), (x1, y1) = point(start), point(stop)
        (u0, v0), (u1, v1) = slope(start), slope(stop)
        path.append(
            f"C{x0 + u0 * step / 3:.2f} {y0 + v0 * step / 3:.2f} "
            f"{x1 - u1 * step / 3:.2f} {y1 - v1 * step / 3:.2f} {x1:.2f} {y1:.2f}"
        )
    return "".join(path)


if __name__ == "__main__":
    for name in PAPERS:
        (FOLDER / f"frame-{name}.svg").write_text(frame(name))
