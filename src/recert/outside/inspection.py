"""Looking at a member's file without trusting it: what it is, and pictures of its pages.

A child process does the reading (`child`), within limits of memory, time and reach. If it crashes,
hangs or grows, that is an answer like any other: the file is refused, and the words say what to do.
"""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

from recert.outside import children
from recert.outside.kinds import HEAD, Kind, kind_of, why_not
from recert.outside.limits import CHILD, READ, ChildLimits, ReadLimits

UNSAFE = "The file could not be read safely."
SAVE_AGAIN = "Save it again as PDF (Print to PDF), or take a photograph of it, and send that."


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is. `refused` is None if it is taken, else one sentence; `advice` is what to do.

    `width` and `height` are pixels: of the first page as it will be drawn, or of the
    photograph as it is, upright. `flags` are words for a reviewer; no flag refuses.
    """

    kind: Kind | None
    pages: int
    width: int
    height: int
    flags: tuple[str, ...]
    refused: str | None
    advice: str
    text: str = ""  # the beginning of what it says, where that was asked

    @property
    def mime(self) -> str:
        """The media type by content; unknown kinds are only bytes."""
        return self.kind.value if self.kind else "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Rendering:
    """A page as a WebP picture, or why there is none."""

    image: bytes
    refused: str | None = None
    advice: str = ""
    mime: str = "image/webp"


_NOTHING = Inspection(
    kind=None, pages=0, width=0, height=0, flags=(), refused=UNSAFE, advice=SAVE_AGAIN
)


def inspect(
    path: Path, *, limits: ReadLimits = READ, child: ChildLimits = CHILD, characters: int = 0
) -> Inspection:
    """Say what a file is and whether it is taken. Raises OSError only if it is not there.

    :param characters: how much of its text is wanted; a photograph has none
    """
    head = _head(path)
    kind = kind_of(head)
    if kind is None:
        what, advice = why_not(head)
        return replace(_NOTHING, refused=what, advice=advice)
    request = _request(kind, limits=limits)
    answer = None
    if characters and not kind.photograph:
        asked = {"do": "inspect and read", "characters": characters, **request}
        answer = children.ask(path, request=asked, limits=child)
    if answer is None:  # a text that ends the child keeps no file out
        answer = children.ask(path, request={"do": "inspect", **request}, limits=child)
    if answer is None:
        return replace(_NOTHING, kind=kind)
    if answer.refused:
        return replace(_NOTHING, kind=kind, refused=answer.refused, advice=answer.advice)
    return _inspection(kind, facts=answer.facts)


def render(
    path: Path, *, page: int = 0, limits: ReadLimits = READ, child: ChildLimits = CHILD
) -> Rendering:
    """Draw one page, counted from 0, at most 1600 pixels wide. Raises OSError if it is missing."""
    head = _head(path)
    kind = kind_of(head)
    if kind is None:
        what, advice = why_not(head)
        return Rendering(image=b"", refused=what, advice=advice)
    request = {"do": "render", "page": page, **_request(kind, limits=limits)}
    answer = children.ask(path, request=request, limits=child)
    if answer is None or not (answer.picture or answer.refused):
        return Rendering(image=b"", refused=UNSAFE, advice=SAVE_AGAIN)
    return Rendering(image=answer.picture, refused=answer.refused or None, advice=answer.advice)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _request(kind: Kind, *, limits: ReadLimits) -> dict[str, object]:
    reader = "child_photograph" if kind.photograph else "child_pdf"
    return {"reader": reader, "limits": asdict(limits)}


def _inspection(kind: Kind, *, facts: dict[str, object]) -> Inspection:
    """Take the child's word only in the agreed shape; a child taken over gets no further."""
    numbers = [facts.get(name) for name in ("pages", "width", "height")]
    flags = facts.get("flags")
    if not all(type(number) is int and number > 0 for number in numbers) or not isinstance(
        flags, list
    ):
        return replace(_NOTHING, kind=kind)
    pages, width, height = (int(str(number)) for number in numbers)
    told = tuple(str(flag)[:40] for flag in flags[:20])
    return Inspection(
        kind=kind, pages=pages, width=width, height=height, flags=told, refused=None, advice="",
        text=_plain(str(facts.get("text", ""))),
    )  # fmt: skip


def _plain(text: str) -> str:
    """Return a text without what is no letter: no database keeps all of that."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
