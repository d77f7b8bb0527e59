"""The words of a mail: HTML read as text, and the answer without what it quotes at its end."""

import re
from html.parser import HTMLParser

_BLOCKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "blockquote", "table", "hr"}
_UNSEEN = {"script", "style", "head", "title", "template"}
_HEAD = re.compile(
    r"(from|sent|date|to|cc|subject|von|an|de|para|à|betreff|asunto|objet)\s*:", re.IGNORECASE
)
_ORIGINAL = re.compile(r"-{2,}\s*original message\s*-{2,}|_{10,}", re.IGNORECASE)
_SAID = re.compile(r"(On|Am|Le|El|Em|Il|Op|Den|Dne) .*\d")
HEAD_LINES = 3  # of a quoted head, below which it may be the writer's own words


class _Seen(HTMLParser):
    """Gathers what a reader of HTML would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  # as HTMLParser calls it
        """Begin a line at what stands in lines of its own."""
        self._hidden += tag in _UNSEEN
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """See again after what is not seen."""
        self._hidden = max(0, self._hidden - (tag in _UNSEEN))

    def handle_data(self, data: str) -> None:
        """Gather words."""
        if not self._hidden:
            self.words.append(" ".join(data.split()) + (" " if data[-1:].isspace() else ""))


def text_of_html(html: str) -> str:
    r"""Return what a reader of HTML sees, a line for each block.

    >>> text_of_html("<style>p {}</style><p>Hello <b>Bob</b>,</p><p>thanks &amp; bye")
    'Hello Bob,\nthanks & bye'
    """
    seen = _Seen()
    seen.feed(html)
    seen.close()
    lines = (line.strip() for line in "".join(seen.words).split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


def fresh_part(text: str) -> str:
    r"""Return a letter without the quoted one at its end; whole, where one cannot be sure.

    >>> fresh_part("Yes.\n\nOn 23 November Bob wrote:\n> Was it ten hours?\n")
    'Yes.'
    >>> fresh_part("> Ten hours?\nYes.")
    '> Ten hours?\nYes.'
    >>> fresh_part("> only a quotation")
    '> only a quotation'
    """
    lines = text.split("\n")
    cut = _without_quotation(_without_original(lines))
    return "\n".join(cut).strip() or text.strip()


def _without_original(lines: list[str]) -> list[str]:
    """Leave out a letter that is copied below, head and all, as some programs do."""
    for at, line in enumerate(lines):
        if not _ORIGINAL.fullmatch(line.strip()):
            continue
        below = [each for each in lines[at + 1 : at + 8] if _HEAD.match(each.strip())]
        if len(below) >= HEAD_LINES:
            return lines[:at]
    return lines


def _without_quotation(lines: list[str]) -> list[str]:
    """Leave out quoted lines at the end, and the line that says whose words they are."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
        end -= 1
    if not any(line.lstrip().startswith(">") for line in lines[end:]):
        return lines
    for long in (3, 2):  # "On 24 November, Bob", "of the office wrote:"
        head = lines[max(0, end - long) : end]
        if head and head[-1].rstrip().endswith(":") and _SAID.match(head[0].strip()):
            return lines[: max(0, end - long)]
    said = lines[end - 1].strip() if end else ""
    if said.endswith(":") and ("@" in said or any(map(str.isdigit, said))):
        return lines[: end - 1]
    return lines[:end]
