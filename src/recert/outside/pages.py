"""Pages of kept files as pictures, drawn once: what a reviewer looks at instead of the file."""

from pathlib import Path

from recert.outside import files
from recert.outside.inspection import Rendering, render

# Part of the pictures' names: another way of drawing gets another number.
EDITION = 1


def page(digest: str, *, number: int = 0, root: Path | None = None) -> Rendering:
    """One page, counted from 0, of a file in the store, drawn now or before.

    A refusal is not kept: another day, with more memory free, it may go well.
    Raises FileNotFoundError if the file is not kept.
    """
    source = files.path_of(digest, root=root)
    drawn = _place(source, number=number)
    if drawn.is_file() and source.is_file():
        return Rendering(image=drawn.read_bytes())
    rendering = render(source, page=number)
    if rendering.image:
        _keep(drawn, image=rendering.image)
    return rendering


def forget(digest: str, *, root: Path | None = None) -> None:
    """Remove the pictures of a file, as when the file itself is removed."""
    source = files.path_of(digest, root=root)
    for drawn in _folder(source).glob(f"{digest}.*.webp"):
        drawn.unlink(missing_ok=True)


def _folder(source: Path) -> Path:
    """Beside the store's own folders, under the same two letters."""
    return source.parents[2] / "pages" / source.parent.parent.name


def _place(source: Path, *, number: int) -> Path:
    return _folder(source) / f"{source.name}.{EDITION}.{number}.webp"


def _keep(path: Path, *, image: bytes) -> None:
    try:
        files.write_whole(path, content=image)
    except OSError:
        return  # a full disk costs only the time to draw it again
