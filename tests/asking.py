"""Requests, entered by actions, and mail as it comes from outside, for tests of both."""

import uuid
from datetime import date
from email.message import EmailMessage
from functools import partial

from recert.actions import answering, arriving
from recert.actions.requests import Asked, ask, write
from recert.actions.threads import way_in
from recert.jobs.telling import message_of
from recert.outside import mail_in
from recert.outside.addresses import reply_address
from tests import people

HOME = "requests@actioncertification.example"
ANSWER_BY = date(2026, 11, 26)
LATER = date(2026, 12, 1)
MAIL_ID = "<17@mail.example>"


def asked(person, *, key=None, subject="My hours", text="Do breaks count?", held="", **given):
    """A request of a certificant who is signed in."""
    told = Asked(
        name=person.name, email=person.email, certificant=person, subject=subject, text=text
    )
    more = {"answer_by": ANSWER_BY, "by": person.user, "at": people.AT, "held_because": held}
    return ask(told, key=key or uuid.uuid4(), **more | given)


def asked_by_stranger(*, email="eve@strangers.example", key=None, held="", text="How?", **given):
    """A request of somebody without a login."""
    told = Asked(name="Eve Stranger", email=email, subject="A question", text=text)
    more = {"answer_by": ANSWER_BY, "by": None, "at": people.AT, "held_because": held}
    return ask(told, key=key or uuid.uuid4(), **more | given)


held = partial(asked_by_stranger, held="many links")


def looking(request, *, by=None, at=people.AT, seen=None):
    """What a member of staff brings who looked at the request as it is now."""
    request.refresh_from_db()
    return answering.Answering(
        by=by or people.bob(),
        at=at,
        on=people.ON,
        seen=request.version if seen is None else seen,
        lease=people.LEASE,
    )


def answered(request, *, text="They do not.", by=None, at=people.AT, key=None, seen=None):
    """The office's answer; the request as it is then."""
    brought = looking(request, by=by, at=at, seen=seen)
    answering.answer(request, text=text, key=key or uuid.uuid4(), brought=brought)
    request.refresh_from_db()
    return request


def closed(request, *, by=None, at=people.AT):
    """The request, closed."""
    answering.close(request, brought=looking(request, by=by, at=at))
    request.refresh_from_db()
    return request


def written(request, *, text="One thing more.", at=people.AT, key=None, by=None):
    """What the asker adds, on a page."""
    return write(request, text=text, key=key or uuid.uuid4(), answer_by=LATER, by=by, at=at)


def everything_told(person):
    """Every notice about a request is owed."""
    request = asked(person)
    answering.promise(request, answer_by=LATER, by=people.bob(), on=people.ON, at=people.AT)
    closed(answered(request))
    answered(asked_by_stranger())


# --- mail, as it comes from outside


def letter(
    text,
    *,
    to,
    sender="alice@recert.example",
    message_id=MAIL_ID,
    subject="Re: My hours",
    **headers,
):
    """A mail that a person wrote, as bytes."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    if message_id:
        mail["Message-ID"] = message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def answer_to(request, text, **given):
    """A mail that answers a notice about a request."""
    to = reply_address(HOME, number=request.number, token=way_in(request))
    return letter(text, to=f"The office <{to}>", **{"sender": request.email} | given)


def report(notice, *, code="5.1.1", action="failed", message_id="<r1@mx.example>", said="No such"):
    """What a mail server says of a notice that it could not deliver (RFC 3464)."""
    sent = message_of(notice, at=people.AT)
    return REPORT.format(
        id=message_id, to=notice.to, code=code, action=action, said=said, sent=sent.message_id
    ).encode()


REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: recertification@localhost
Subject: Undelivered Mail Returned to Sender
Message-ID: {id}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Tue, 24 Nov 2026 12:00:00 -0800 (PST)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {code}
Remote-MTA: dns; mail.recert.example
Diagnostic-Code: smtp; 550 {code} {said}

--b
Content-Type: message/rfc822

From: recertification@localhost
To: {to}
Subject: Your activity
Message-ID: {sent}

Text.
--b--
"""


def taken_in(raw, *, at=people.AT):
    """A mail, taken in by the door that every mail goes through."""
    return arriving.take_in(mail_in.read(raw), home=HOME, answer_by=LATER, at=at)
