"""Mail that a visitor of the demonstration sends: an answer to a message, or a report on it.

Each is a real message (RFC 5322, RFC 3464), and goes in by the same door as any other.
"""

from email.message import EmailMessage
from uuid import uuid4

from recert.outside.mail import SunkMessage

REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: {sender}
Subject: {subject}
Message-ID: <{identity}@mail.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain; charset=us-ascii

Your message could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {code}
Diagnostic-Code: smtp; {said}

--part
Content-Type: text/rfc822-headers

To: {to}
Message-ID: {message_id}

--part--
"""
FOR_GOOD = ("failed", "5.1.1", "550 5.1.1 there is no such mailbox")
FOR_NOW = ("delayed", "4.2.2", "452 4.2.2 the mailbox is full")


def answer_to(message: SunkMessage, *, text: str) -> bytes:
    """Return an answer to a message, from whom it went to, with the message quoted below."""
    mail = EmailMessage()
    mail["From"] = message.to
    mail["To"] = message.reply_to
    mail["Subject"] = f"Re: {' '.join(message.subject.split())}"
    mail["Message-ID"] = f"<{uuid4().hex}@mail.example>"
    mail["In-Reply-To"] = message.message_id
    quoted = "\n".join(f"> {line}" for line in message.text.splitlines())
    said = f"On {message.sent_at:%d %B %Y at %H:%M}, we wrote:" if message.sent_at else ""
    mail.set_content(f"{text}\n\n{said}\n{quoted}\n")
    return mail.as_bytes()


def report_on(message: SunkMessage, *, for_good: bool) -> bytes:
    """Return what a mail server says that could not deliver a message."""
    action, code, said = FOR_GOOD if for_good else FOR_NOW
    return REPORT.format(
        sender=message.reply_to,
        subject="Undelivered mail returned to sender" if for_good else "Delivery is delayed",
        identity=uuid4().hex,
        to=message.to,
        action=action,
        code=code,
        said=said,
        message_id=message.message_id,
    ).encode()
