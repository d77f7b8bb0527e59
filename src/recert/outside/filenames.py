"""Names for files as people see them; nobody has to name a file, and no name reaches the disk.

`shown_name` builds `Jane Doe – CPR card – 2026-03-14.pdf` from what is known, in any script, safe
on every system. `content_disposition` says it to a browser (RFC 6266, RFC 8187).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import quote

LONGEST = 120  # bytes of UTF-8; leaves room for a folder's path and a browser's " (1)"
LONGEST_WHAT = 40
JOIN = " – "
_UNSAFE = re.compile(r'[/\\:*?"<>|]+')
_SPACES = re.compile(r"\s+")
_JOINERS = "\u200c\u200d"  # part of the spelling of Persian and Indic names
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")
_UNESCAPED = "!#$&+-.^_`|~"  # by RFC 8187, besides letters and figures


def shown_name(person: str, *, what: str, on: date, suffix: str) -> str:
    """The name under which a file is shown and downloaded.

    At most 120 bytes of UTF-8, never cut inside a character. Raises ValueError for a suffix that is
    not a point and one to five small letters or figures.

    >>> shown_name("Jane Doe", what="CPR card", on=date(2026, 3, 14), suffix=".pdf")
    'Jane Doe – CPR card – 2026-03-14.pdf'
    >>> shown_name("../..", what="CON", on=date(2026, 3, 14), suffix=".png")
    'Name not given – CON – 2026-03-14.png'
    """
    if not _SUFFIX.fullmatch(suffix):
        raise ValueError(f"expected a suffix such as .pdf, found {suffix!r}")
    end = f"{JOIN}{on.isoformat()}{suffix}"
    middle = JOIN + _cut(_plain(what) or "Document", longest=LONGEST_WHAT)
    room = LONGEST - len((middle + end).encode())
    return _unreserved(_cut(_plain(person) or "Name not given", longest=room) + middle + end)


def distinct(names: Iterable[str]) -> Iterator[str]:
    """The same names, those met before numbered, as a folder or an archive needs them.

    Names that differ only in case count as the same, because they are on many disks.

    >>> list(distinct(["a.pdf", "b.pdf", "A.pdf"]))
    ['a.pdf', 'b.pdf', 'A (2).pdf']
    """
    met: set[str] = set()
    for name in names:
        stem, point, suffix = name.rpartition(".")
        candidate, count = name, 1
        while candidate.casefold() in met:
            count += 1
            candidate = f"{stem} ({count}){point}{suffix}"
        met.add(candidate.casefold())
        yield candidate


def content_disposition(name: str, *, inline: bool = False) -> str:
    """The header that hands a file over: its name in ASCII for old readers, exactly for others.

    >>> print(content_disposition("Zoë – CPR.pdf"))
    attachment; filename="Zoe - CPR.pdf"; filename*=UTF-8''Zo%C3%AB%20%E2%80%93%20CPR.pdf
    """
    kind = "inline" if inline else "attachment"
    name = _plain(name) or "file"
    return f"{kind}; filename=\"{_ascii(name)}\"; filename*=UTF-8''{quote(name, safe=_UNESCAPED)}"


def _plain(text: str) -> str:
    """A text in one line, composed, without what no file name may hold, or hides or turns it."""
    kept = "".join(_kept(character) for character in text)
    kept = _UNSAFE.sub("-", unicodedata.normalize("NFC", kept))
    return _SPACES.sub(" ", kept).strip(" .-~" + _JOINERS)


def _kept(character: str) -> str:
    if character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category in {"Zl", "Zp", "Zs"} or character in "\t\n\r":
        return " "
    return "" if category.startswith("C") else character


def _cut(text: str, *, longest: int) -> str:
    if len(text.encode()) <= longest:
        return text
    end = len(text)
    while len(text[:end].encode()) > longest - len("…".encode()) or _joined(text, end):
        end -= 1
    return text[:end].rstrip(" .-" + _JOINERS) + "…"


def _joined(text: str, end: int) -> bool:
    """Whether the character at a place belongs to the one before it."""
    after, before = text[end : end + 1], text[end - 1 : end]
    if not after or not before:
        return False
    virama = unicodedata.combining(before) == 9  # noqa: PLR2004  # the canonical class named Virama
    return (
        unicodedata.category(after).startswith("M")
        or after in _JOINERS
        or before in _JOINERS
        or virama
    )


def _unreserved(name: str) -> str:
    """Windows takes CON.anything for a device, whatever follows the point."""
    first, point, rest = name.partition(".")
    return f"{first}_{point}{rest}" if _RESERVED.fullmatch(first.strip()) else name


def _ascii(name: str) -> str:
    spelled = unicodedata.normalize("NFKD", name.replace("–", "-").replace("…", "..."))
    bare = "".join(character for character in spelled if not unicodedata.combining(character))
    return re.sub(r"_+", "_", re.sub(r'[^ -~]|["\\%]', "_", bare))
