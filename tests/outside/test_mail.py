"""A message is handed over under an identity that a repeat keeps, or we know why not."""

import os
import smtplib
import socket
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as outbox
from django.core.mail.backends import locmem

from recert.outside.mail import CannotDeliver, Message, deliver, sink_messages

SMTP = "django.core.mail.backends.smtp.EmailBackend"
SINK = "recert.outside.mail.SinkBackend"
MESSAGE = Message(
    to="alice@example.org",
    subject="212 days left, 0.7 CECs to go – Łódź",
    text="1.3 of 2.0 CECs.\n",
    html="<p>1.3 of 2.0 CECs.</p>",
    message_id="<notice-17@recert.example>",
    headers={"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
)


class Mailbox:
    """A mail server that keeps what it is given, or answers what the test says."""

    def __init__(self):
        self.kept, self.recipient, self.data = [], "250 OK", "250 OK"

    async def handle_RCPT(  # noqa: N802  # the server calls it so
        self, _server, _session, envelope, address, _options
    ):
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(  # noqa: N802  # the server calls it so
        self, _server, _session, envelope
    ):
        if self.data.startswith("250"):
            self.kept.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.data


@pytest.fixture
def mailbox(settings):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
    settings.EMAIL_USE_TLS = False
    yield box
    controller.stop()


@pytest.mark.loopback
def test_a_message_arrives_as_text_and_as_html_with_its_headers(mailbox):
    deliver(MESSAGE)

    (arrived,) = mailbox.kept
    assert arrived["To"] == "alice@example.org"
    assert arrived["Subject"] == MESSAGE.subject
    assert arrived["Message-ID"] == "<notice-17@recert.example>"
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert arrived.get_body(("plain",)).get_content().strip() == "1.3 of 2.0 CECs."
    assert arrived.get_body(("html",)).get_content().strip() == "<p>1.3 of 2.0 CECs.</p>"


@pytest.mark.loopback
def test_a_repeat_can_be_told_from_a_second_message(mailbox):
    deliver(MESSAGE)
    deliver(MESSAGE)

    assert len({arrived["Message-ID"] for arrived in mailbox.kept}) == 1
    assert len(mailbox.kept) == 2


@pytest.mark.loopback
@pytest.mark.parametrize(
    "stage, answer, permanent",
    [
        ("recipient", "550 no such mailbox", True),
        ("recipient", "450 mailbox busy", False),
        ("recipient", "452 mailbox full", False),
        ("data", "554 refused", True),
        ("data", "451 try again later", False),
    ],
)
def test_a_refusal_says_whether_to_try_again(mailbox, stage, answer, permanent):
    setattr(mailbox, stage, answer)

    with pytest.raises(CannotDeliver) as refusal:
        deliver(MESSAGE)

    assert refusal.value.permanent is permanent
    assert "alice" not in str(refusal.value)
    assert "notice-17" in str(refusal.value)


@pytest.mark.loopback
def test_a_server_that_is_not_there_may_be_there_later(mailbox, settings):
    settings.EMAIL_PORT = 1

    with pytest.raises(CannotDeliver) as refusal:
        deliver(MESSAGE)

    assert refusal.value.permanent is False


@pytest.mark.loopback
def test_a_silent_server_is_not_waited_for(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.3

        with pytest.raises(CannotDeliver):
            deliver(MESSAGE)


@pytest.mark.parametrize(
    "words",
    [
        {"subject": "a\nBcc: charlie@example.org"},
        {"to": "alice@example.org\nBcc: charlie@example.org"},
    ],
)
def test_no_line_break_becomes_a_header(words):
    fields = {name: getattr(MESSAGE, name) for name in Message.__slots__}

    with pytest.raises(CannotDeliver) as refusal:
        deliver(Message(**{**fields, **words}))

    assert refusal.value.permanent
    assert outbox.outbox == []


def test_a_server_that_takes_nothing_is_no_delivery(monkeypatch):
    monkeypatch.setattr(locmem.EmailBackend, "send_messages", lambda *_: 0)

    with pytest.raises(CannotDeliver):
        deliver(MESSAGE)


@pytest.mark.loopback
def test_a_connection_cut_in_the_middle_is_tried_again(mailbox, monkeypatch):
    def cut(*_args, **_words):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(smtplib.SMTP, "sendmail", cut)

    with pytest.raises(CannotDeliver) as refusal:
        deliver(MESSAGE)

    assert refusal.value.permanent is False


@pytest.fixture
def sink(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = SINK, tmp_path / "mail"
    return tmp_path / "mail"


def test_the_sink_shows_what_was_sent_the_latest_first(sink):
    fields = {name: getattr(MESSAGE, name) for name in Message.__slots__}
    deliver(MESSAGE)
    deliver(Message(**{**fields, "subject": "Second", "html": ""}))

    second, first = sink_messages()
    assert (second.subject, second.html) == ("Second", "")
    assert (first.subject, first.to) == (MESSAGE.subject, "alice@example.org")
    assert (first.text.strip(), first.html.strip()) == (MESSAGE.text.strip(), MESSAGE.html)
    assert first.message_id == MESSAGE.message_id
    assert first.sent_at is not None


@pytest.mark.parametrize("zone", ["-0000", "+0000"])
def test_a_message_in_the_sink_is_dated_in_utc_however_its_header_says_it(sink, zone):
    head = f"To: a@example.org\nSubject: S\nDate: Tue, 24 Nov 2026 22:11:04 {zone}\n\nWords\n"
    sink.mkdir()
    (sink / "one.eml").write_text(head)
    assert sink_messages()[0].sent_at == datetime(2026, 11, 24, 22, 11, 4, tzinfo=UTC)


def test_the_sink_hides_no_double(sink):
    deliver(MESSAGE)
    deliver(MESSAGE)

    assert len(sink_messages()) == 2
    assert len(sink_messages(most=1)) == 1


def test_the_sink_holds_whole_messages_only(sink, monkeypatch):
    def fails(*_):
        raise OSError(5, "no")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        with pytest.raises(CannotDeliver):
            deliver(MESSAGE)
    assert list(sink.iterdir()) == []
    assert sink_messages() == ()


def test_an_empty_sink_is_empty(sink):
    assert sink_messages() == ()
