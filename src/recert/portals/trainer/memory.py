"""The first page, remembered: it is a function of what happened, of the day, and of no more.

What is kept is kept by each process for itself, under everything it depends on, so it is never
told to forget: once something has happened, the old page is asked for no more. Why this is worth
having, and what keeps it from being stale, is docs/decisions/0021.
"""

from collections.abc import Callable

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

KEPT_FOR = 3600  # seconds; what nobody asks for makes room sooner


def remembered(*depends_on: object, make: Callable[[], str]) -> SafeString:
    """Return a piece of a page as it was made before, or make it.

    :param depends_on: all that it is made from, but for the language, which is always a part;
        figures that tell what happened are read before the piece is made, never after
    """
    pages = caches["pages"]
    key = "-".join(["piece", get_language() or "", *map(str, depends_on)])
    piece: str | None = pages.get(key)
    if piece is None:
        piece = make()
        pages.set(key, piece, KEPT_FOR)
    return mark_safe(piece)  # noqa: S308  # our own template made it
