"""Mail: hand one message over, under an identity that a repeat keeps; and the demonstration's sink.

A notice that is sent again after a crash carries the same Message-ID, so that a mailbox can tell.
Nothing here retries: what was not handed over stays owed; `permanent` says whether to try again.
"""

import smtplib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from recert.outside.files import write_whole

PERMANENT = range(500, 600)  # SMTP replies that say: never again like this (RFC 5321 §4.2.1)


class CannotDeliver(Exception):  # a refusal is an answer, not an error
    """The message was not handed over. `permanent` if the same message will never be."""

    def __init__(self, why: str, *, permanent: bool) -> None:
        super().__init__(why)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address. `message_id` is the same each time that it is sent."""

    to: str
    subject: str
    text: str
    message_id: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def deliver(message: Message) -> None:
    """Hand a message over, within the settings' EMAIL_TIMEOUT. Raises CannotDeliver."""
    try:
        connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
        sent = _mail(message, connection=connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise _not(
            message, error=error, permanent=all(code in PERMANENT for code in codes)
        ) from error
    except smtplib.SMTPResponseException as error:
        raise _not(message, error=error, permanent=error.smtp_code in PERMANENT) from error
    except (OSError, smtplib.SMTPException) as error:
        raise _not(message, error=error, permanent=False) from error
    except ValueError as error:  # a line break in a header, an address that is none
        raise _not(message, error=error, permanent=True) from error
    if sent != 1:
        raise CannotDeliver(f"{message.message_id}: the mail server took nothing", permanent=False)


def _mail(message: Message, *, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.to],
        headers={**message.headers, "Message-ID": message.message_id},
        connection=connection,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _not(message: Message, *, error: Exception, permanent: bool) -> CannotDeliver:
    """Say what happened without the address, which does not belong into a log."""
    return CannotDeliver(f"{message.message_id}: {type(error).__name__}", permanent=permanent)


class SinkBackend(BaseEmailBackend):
    """A mail backend that keeps each message as a file in the folder EMAIL_FILE_PATH."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep every message, whole or not at all; how many were kept."""
        for message in email_messages:
            write_whole(_sink() / f"{uuid4().hex}.eml", content=message.message().as_bytes())
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class SunkMessage:
    """A message as it lies in the sink. `sent_at` is what its Date header says."""

    name: str
    to: str
    subject: str
    text: str
    html: str
    message_id: str
    sent_at: datetime | None
    reply_to: str = ""


def sink_messages(*, most: int = 100) -> tuple[SunkMessage, ...]:
    """The messages in the sink, the latest first, at most so many."""
    paths = sorted(_sink().glob("*.eml"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return tuple(_sunk(path) for path in reversed(paths[-most:]))


def _sink() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _sunk(path: Path) -> SunkMessage:
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    return SunkMessage(
        name=path.stem,
        to=str(parsed["To"]),
        subject=str(parsed["Subject"]),
        text=_part(parsed, kind="plain"),
        html=_part(parsed, kind="html"),
        message_id=str(parsed["Message-ID"]),
        sent_at=_dated(str(parsed["Date"])) if parsed["Date"] else None,
        reply_to=str(parsed["Reply-To"] or ""),
    )


def _dated(words: str) -> datetime:
    """Read a Date header; the zone "-0000" is UTC, said by who keeps the local one (RFC 5322)."""
    at = parsedate_to_datetime(words)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _part(message: Parsed, *, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
