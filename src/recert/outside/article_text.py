"""An article's Markdown as HTML, with what stands in braces filled in. HTML in it is only text."""

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from markdown_it import MarkdownIt
from markdown_it.token import Token

from recert.outside.articles import Mark, mark_of

_MARK = re.compile(r"\{([^{}\n]*)\}")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")

Fill = Callable[[Mark], str]  # safe HTML for what stands in braces


class Place(Protocol):
    """Turns what a link names into an address."""

    def __call__(self, to: str, /) -> str:
        """Return the address of `page:…`, `article:…`, or of an address as it stands."""


def html_of(text: str, *, fill: Fill, place: Place) -> str:
    r"""Return Markdown as HTML. What `fill` returns is put in as it is, so it must be safe.

    >>> html_of("Earn *{credits}* <b>", fill=lambda mark: f"<i>{mark.name}</i>", place=str)
    '<p>Earn <em><i>credits</i></em> &lt;b&gt;</p>\n'
    """
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.children is not None:
            token.children = _filled(token.children, fill=fill, place=place)
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _filled(children: Sequence[Token], *, fill: Fill, place: Place) -> list[Token]:
    made: list[Token] = []
    for child in children:
        if child.type == "text":
            made += _pieces(child.content, fill=fill)
            continue
        if child.type == "link_open":
            child.attrSet("href", place(str(child.attrGet("href") or "")))
        made.append(child)
    return made


def _pieces(text: str, *, fill: Fill) -> list[Token]:
    """Return a text's plain pieces as text, and what stands in braces as what fills it."""
    made = []
    for at, piece in enumerate(_MARK.split(text)):
        token = Token("html_inline" if at % 2 else "text", "", 0)
        token.content = fill(mark_of(piece)) if at % 2 else piece
        made.append(token)
    return made
