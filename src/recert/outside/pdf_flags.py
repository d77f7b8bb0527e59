"""What in a PDF a reviewer should know of: things that act by themselves, and traces of change.

Parsers answer "fine" to all of these, so the names are looked for in the bytes, and in the object
streams that newer files pack them into. A flag is for a person to weigh; none refuses a file.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import islice

OPENED = 8 * 1024 * 1024  # bytes of one object stream that are looked through
STREAMS = 2_000  # object streams that are opened
REFERENCES = 5  # actions named elsewhere that are looked up; an honest file has one
BY_CHANCE = 3  # letters of a name that 25 MB of packed data may hold without meaning it

NAMES = {
    "script": {b"JS", b"JavaScript"},
    "acts when opened": {b"OpenAction", b"AA"},
    "starts a program": {b"Launch"},
    "attached files": {b"EmbeddedFile", b"EmbeddedFiles", b"Filespec"},
    "sends data": {b"SubmitForm", b"ImportData", b"GoToR", b"GoToE"},
    "film or sound": {b"RichMedia", b"Movie", b"Sound", b"Rendition"},
    "form": {b"XFA"},
}
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_NAME = re.compile(rb"/((?:[A-Za-z]|#[0-9A-Fa-f]{2})+)")
_OBJECT_STREAM = re.compile(rb"/ObjStm\b.{0,600}?stream\r?\n", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_LINEAR = re.compile(rb"/Linearized\b")
_ALONE = rb"(?:(?!/Next)[^<>]){0,300}"  # an action that leads to no other
_GO = rb"<<" + _ALONE + rb"/S\s*/GoTo\b" + _ALONE + rb">>"
_OPEN_REFERENCE = re.compile(rb"/OpenAction\s+(\d{1,9})\s+(\d{1,5})\s+R\b")
_GOES = re.compile(rb"\s*(?:\[|" + _GO + rb")")
_SHOWS_A_PAGE = re.compile(rb"/OpenAction\s*(?:\[|" + _GO + rb")")


def flags_in(content: bytes) -> Iterator[str]:
    """The flags that the bytes of a PDF give.

    >>> list(flags_in(b"%PDF-1.4 /OpenAction << /S /J#61vaScript /JS (x) >> %%EOF"))
    ['script', 'acts when opened']
    >>> list(flags_in(b"%PDF-1.4 /OpenAction [3 0 R /Fit] %%EOF"))
    []
    """
    names = _names(content)
    for flag, wanted in NAMES.items():
        if wanted & names:
            yield flag
    if _changed(content):
        yield "changed after it was made"


def _names(content: bytes) -> set[bytes]:
    """Every name outside packed data, and within it those too long to come up by chance."""
    content = _without_first_page(content)
    found: set[bytes] = set()
    for text in (_without_streams(content), *_object_streams(content)):
        acting = _SHOWS_A_PAGE.sub(b"", text)
        found.update(_ESCAPE.sub(_plain, name) for name in _NAME.findall(acting))
    return found | {name for name in _NAME.findall(content) if len(name) > BY_CHANCE}


def _without_streams(content: bytes) -> bytes:
    """The bytes outside streams; what follows a stream without an end is kept."""
    kept, at = [], 0
    while found := _STREAM.search(content, at):
        end = content.find(b"endstream", found.end())
        if end < 0:
            break
        kept.append(content[at : found.start()])
        at = end
    return b"".join([*kept, content[at:]])


def _without_first_page(content: bytes) -> bytes:
    """Cut out actions that only say where reading begins, as most honest writers put in."""
    content = _SHOWS_A_PAGE.sub(b"", content)
    for reference in islice(_OPEN_REFERENCE.finditer(content), REFERENCES):
        start = rb"\b%s\s+%s\s+obj" % reference.groups()
        body = re.search(start + rb"(.{0,400}?)endobj", content, re.DOTALL)
        if body and _GOES.match(body[1]):
            return content.replace(reference[0], b"")
    return content


def _plain(escape: re.Match[bytes]) -> bytes:
    return bytes([int(escape[1], 16)])


def _object_streams(content: bytes) -> Iterator[bytes]:
    for count, match in enumerate(_OBJECT_STREAM.finditer(content)):
        if count >= STREAMS:
            return
        try:
            yield zlib.decompressobj().decompress(content[match.end() :], OPENED)
        except zlib.error:
            continue  # packed in another way, or broken: the parser has its own word on that


def _changed(content: bytes) -> bool:
    """Whether a later writer added to it; a file laid out for the web ends twice from the start."""
    ends = content.count(b"%%EOF")
    return ends > (2 if _LINEAR.search(content[:1024]) else 1)
