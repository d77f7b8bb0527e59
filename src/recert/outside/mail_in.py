"""Mail that comes in, read with nothing believed: who says they sent it, and what it says.

Whatever arrives is read: a message that is broken, endless or hostile gives less, and no error. All
of it stays as it came in the store of mail, so nothing that is left out here is lost.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.conf import settings

from recert.outside.files import store
from recert.outside.mail_words import fresh_part, text_of_html
from recert.outside.returns import Return, returns_in

MOST_BYTES = 30_000_000  # of one message, as it comes: what is larger is refused at the door
MOST_PARTS = 100
MOST_LINES = 600_000  # of a mail that is parsed; the largest in base64 has 400,000
MOST_BORDERS = 5000  # lines that may part it
MOST_LETTERS = 100_000  # of its text
HEADER_LETTERS = 5000
_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "Resent-To")
_BULK = {"bulk", "junk", "list", "auto_reply"}
_NEVER = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\U0010ffff]")  # what no column keeps


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail as it was read. `fresh` is its text without what it quotes at its end."""

    message_id: str
    digest: str
    sender: str
    to: str  # all headers that say where it went
    subject: str
    text: str
    fresh: str
    files: int  # parts that are no text of the letter
    automatic: bool  # nobody wrote it
    returns: tuple[Return, ...]
    speaks_of: str  # where the identity of a returned mail may stand


def keep(raw: bytes) -> None:
    """Keep a mail as it came, before anything is done with it. Raises CannotStore."""
    store(BytesIO(raw), limit=MOST_BYTES, root=arrived_root())


def arrived_root() -> Path:
    """Return the folder of the store of mail."""
    return Path(settings.ARRIVED_ROOT)


def read(raw: bytes) -> Arrived:
    """Read a mail. Never raises for what stands in it."""
    message = _parsed(raw)
    try:
        text, files = _text_and_files(message)
        returns = returns_in(message)
    except Exception:  # noqa: BLE001  # whatever a hostile part does to a parser, the rest is read
        text, files, returns = _decoded(raw[:MOST_LETTERS], charset="utf-8"), 0, ()
    text = _clean(text)[:MOST_LETTERS].strip()
    digest = sha256(raw).hexdigest()
    return Arrived(
        message_id=_header(message, "Message-ID")[:200].strip() or f"<{digest}@no-message-id>",
        digest=digest,
        sender=_sender(message),
        to="\n".join(_header(message, name) for name in _TO),
        subject=" ".join(_header(message, "Subject").split())[:200],
        text=text,
        fresh=fresh_part(text),
        files=files,
        automatic=_is_automatic(message),
        returns=returns,
        speaks_of=_clean(_decoded(raw[:MOST_LETTERS], charset="latin-1")) if returns else text,
    )


def _parsed(raw: bytes) -> Message:
    """Parse a mail; of one that nests too deep to be parsed, or in reason, its head alone."""
    try:
        if _would_take_long(raw):
            return _head(raw)
        return email.message_from_bytes(raw)
    except Exception:  # noqa: BLE001  # the parser of the standard library is not proof against all
        return _head(raw)


def _would_take_long(raw: bytes) -> bool:
    r"""Say whether parsing would cost minutes or gigabytes: each line is held against each border.

    >>> _would_take_long(b"Subject: x\n\nWords"), _would_take_long(b"\n--a" * 6000)
    (False, True)
    """
    return (
        max(raw.count(b"\n"), raw.count(b"\r")) > MOST_LINES
        or max(raw.count(b"\n--"), raw.count(b"\r--")) > MOST_BORDERS
        or raw.lower().count(b"multipart/") > MOST_PARTS
    )


def _head(raw: bytes) -> Message:
    return BytesHeaderParser().parsebytes(raw[:MOST_LETTERS], headersonly=True)


def _header(message: Message, name: str) -> str:
    """Return what a header says, all of its lines; nothing where it says nothing readable."""
    values = message.get_all(name, [])[:10]
    return _clean(" ".join(_said(str(value)[:HEADER_LETTERS]) for value in values))


def _said(value: str) -> str:
    """Return a header's value with its encoded words read (RFC 2047)."""
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(
        _decoded(part, charset=charset or "ascii") if isinstance(part, bytes) else part
        for part, charset in parts
    )


def _sender(message: Message) -> str:
    """Return the address that a mail says it is from, in small letters; nothing if it is none."""
    try:
        _name, address = parseaddr(_header(message, "From"))
    except RecursionError:  # brackets in brackets, which the standard library follows down
        return ""
    return address.strip().lower()[:254] if "@" in address else ""


def _is_automatic(message: Message) -> bool:
    """Say whether no person wrote a mail (RFC 3834): nobody answers an answering machine."""
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        submitted not in {"", "no"}
        or _header(message, "Precedence").strip().lower() in _BULK
        or "X-Autoreply" in message
        or "X-Autorespond" in message
        or _header(message, "Return-Path").strip() == "<>"
        or _sender(message).partition("@")[0] in {"mailer-daemon", "postmaster"}
    )


def _text_and_files(message: Message) -> tuple[str, int]:
    """Return the words of a letter, plain if it has them so, and how many files came along."""
    plain, html, files = [], [], 0
    for part in _leaves(message):
        kind, is_file = part.get_content_type(), part.get_content_disposition() == "attachment"
        if kind == "text/plain" and not is_file:
            plain.append(_words(part))
        elif kind == "text/html" and not is_file:
            html.append(text_of_html(_words(part)))
        else:
            files += 1
    return "\n".join(plain if any(map(str.strip, plain)) else html), files


def _leaves(message: Message) -> Iterator[Message]:
    """Return the parts of a mail that have no parts, the first ones."""
    for at, part in enumerate(message.walk()):
        if at >= MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _words(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return _decoded(content[: 4 * MOST_LETTERS], charset=part.get_content_charset() or "utf-8")


def _decoded(content: bytes, *, charset: str) -> str:
    """Return bytes as text in the charset that they claim, else as what most mail is in."""
    for each in (charset, "utf-8"):
        try:
            return content.decode(each)
        except (LookupError, ValueError):
            continue
    return content.decode("latin-1")


def _clean(text: str) -> str:
    """Return a text with lines as we break them, and without what no database keeps."""
    return _NEVER.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
