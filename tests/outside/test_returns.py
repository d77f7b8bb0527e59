"""What common mail servers say of mail that came back: for good, or for now."""

import pytest

from recert.outside.mail_in import read
from recert.outside.returns import MOST_RECIPIENTS, Return

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="A/B"

--A/B
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--A/B
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
X-Postfix-Queue-ID: 4F1

Final-Recipient: rfc822; alice@recert.example
Original-Recipient: rfc822;Alice@recert.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.recert.example
Diagnostic-Code: smtp; 550 5.1.1 <alice@recert.example>: Recipient address
    rejected: User unknown in virtual mailbox table

--A/B
Content-Type: text/rfc822-headers

Message-ID: <sent@b.example>
--A/B--
"""
EXIM = """\
Return-path: <>
X-Failed-Recipients: alice@recert.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=1764-eximdsn
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender

--1764-eximdsn
Content-type: text/plain; charset=us-ascii

A message that you sent could not be delivered to one or more of its recipients.

--1764-eximdsn
Content-type: message/delivery-status

Reporting-MTA: dns; mx.example

Action: failed
Final-Recipient: rfc822;alice@recert.example
Status: 5.0.0

--1764-eximdsn
Content-type: message/rfc822

Message-ID: <sent@b.example>

Text
--1764-eximdsn--
"""
EXCHANGE = """\
From: postmaster@recert.example
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="9B095B5ADSN=_01D9"
X-MS-Exchange-Message-Is-Ndr:
Subject: Undeliverable: Your activity

--9B095B5ADSN=_01D9
Content-Type: multipart/alternative; differences=Content-Type; boundary="inner"

--inner
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PHA+WW91ciBtZXNzYWdlIGNvdWxkbid0IGJlIGRlbGl2ZXJlZC48L3A+
--inner--

--9B095B5ADSN=_01D9
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01.example
Received-From-MTA: dns;b.example
Arrival-Date: Tue, 24 Nov 2026 20:00:00 +0000

Final-Recipient: rfc822;alice@recert.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found

--9B095B5ADSN=_01D9
Content-Type: message/rfc822

Message-ID: <sent@b.example>

--9B095B5ADSN=_01D9--
"""
GMAIL_FULL = """\
From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
Auto-Submitted: auto-replied
Content-Type: multipart/report; boundary="000"; report-type=delivery-status
Subject: Delivery Status Notification (Delay)

--000
Content-Type: multipart/related; boundary="001"

--001
Content-Type: text/plain; charset="UTF-8"

** Delivery incomplete **
--001--

--000
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.example
Arrival-Date: Tue, 24 Nov 2026 12:00:00 -0800 (PST)
X-Original-Message-ID: <sent@b.example>

Final-Recipient: rfc822; alice@recert.example
Action: delayed
Status: 4.2.2
Diagnostic-Code: smtp; 452 4.2.2 The email account that you tried to reach is over quota.

--000
Content-Type: message/rfc822

Message-ID: <sent@b.example>

--000--
"""
QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<alice@recert.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-ID: <sent@b.example>
"""
SAMPLES = {
    "Postfix": (POSTFIX, True, "5.1.1"),
    "Exim": (EXIM, True, "5.0.0"),
    "Exchange": (EXCHANGE, True, "5.1.10"),
    "Gmail, full": (GMAIL_FULL, False, "4.2.2"),
    "qmail": (QMAIL, True, "5.1.1"),
}


@pytest.mark.parametrize("server", SAMPLES)
def test_a_report_names_the_address_and_whether_it_is_for_good(server):
    text, permanent, code = SAMPLES[server]
    arrived = read(text.encode())
    (found,) = arrived.returns
    assert (found.address, found.permanent) == ("alice@recert.example", permanent)
    assert code in found.diagnostic
    assert "<sent@b.example>" in arrived.speaks_of
    assert arrived.automatic


def test_what_was_delivered_is_no_return():
    for action in ("delivered", "relayed", "expanded"):
        assert not read(POSTFIX.replace("Action: failed", f"Action: {action}").encode()).returns


def test_what_expired_is_shown_and_not_for_good():
    (found,) = read(POSTFIX.replace("Status: 5.1.1", "Status: 4.4.7").encode()).returns
    assert not found.permanent


def test_a_letter_that_quotes_a_report_is_no_report():
    assert not read(f"From: eve@x.example\n\nI got this:\n{POSTFIX}".encode()).returns


def test_a_report_on_many_addresses_is_read_as_far_as_anybody_would():
    block = POSTFIX[
        POSTFIX.index("Final-Recipient") : POSTFIX.index("--A/B\nContent-Type: text/rfc")
    ]
    many = POSTFIX.replace(block, (block + "\n") * 200)
    found = read(many.encode()).returns
    assert len(found) == MOST_RECIPIENTS
    assert isinstance(found[0], Return)
