"""What a mail server says of mail that it could not deliver: RFC 3464, and what others say instead.

A report says for each address whether mail to it failed, and by which code: 5.x.x is for good, any
other may pass. Whose mail came back is told by the identity of that mail, which stands beside it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

MOST_RECIPIENTS = 20
_CODE = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_QMAIL = re.compile(r"^<([^<>\s]+@[^<>\s]+)>:\n((?:.+\n)+)", re.MULTILINE)
_FAILED = {"failed", "delayed"}
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Return:
    """One address to which mail could not be delivered."""

    address: str
    permanent: bool
    diagnostic: str


def returns_in(message: Message) -> tuple[Return, ...]:
    """Return the addresses of which a report says that mail to them failed, or is late."""
    reports = [part for part in message.walk() if part.get_content_type() == _REPORT]
    found = [each for report in reports[:3] for each in _reported(report)]
    return tuple(found[:MOST_RECIPIENTS]) or tuple(_in_words(message))


_REPORT = "message/delivery-status"


def _reported(report: Message) -> Iterator[Return]:
    """Return what a report of RFC 3464 says of each address; its first block is of no address."""
    blocks = report.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Message):
            continue
        recipient = block.get("Original-Recipient") or block.get("Final-Recipient")
        if recipient and str(block.get("Action", "")).strip().lower() in _FAILED:
            code = str(block.get("Status", "")).strip()
            said = " ".join(str(block.get("Diagnostic-Code", "")).split())
            yield _return(str(recipient).rpartition(";")[2], code=code, said=said)


def _in_words(message: Message) -> Iterator[Return]:
    """Return what qmail says, which sends no report but a text of its own."""
    content = message.get_payload(decode=True)
    text = content.decode("latin-1") if isinstance(content, bytes) else ""
    if "qmail-send program" not in text[:500]:
        return
    for address, said in re.findall(
        r"^<([^<>\s]+@[^<>\s]+)>:\n((?:.+\n)+)", text[:20_000], re.MULTILINE
    ):
        code = _CODE.search(said) or _CODE.search("5.0.0")
        yield _return(address, code=code.group(1) if code else "", said=" ".join(said.split()))


def _return(address: str, *, code: str, said: str) -> Return:
    return Return(
        address=address.strip().strip("<>").lower()[:254],
        permanent=code.startswith("5."),
        diagnostic=" ".join(filter(None, [code, said]))[:_LONGEST].replace("\x00", ""),
    )
