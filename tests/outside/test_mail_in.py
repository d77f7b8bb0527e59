"""Mail that comes in: whatever it is, it is read, it never fails, and its words are kept."""

import base64
import time
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recert.outside import addresses, files, mail_in
from recert.outside.mail_in import read
from recert.outside.mail_words import fresh_part, text_of_html

HEAD = b"From: Eve <eve@x.example>\r\nTo: a@b.example\r\nMessage-ID: <1@x.example>\r\n"


def plain(text, *, charset="utf-8", encoding="8bit", headers=b""):
    head = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {encoding}"
    return HEAD + headers + head.encode() + b"\r\n\r\n" + text


def test_a_plain_letter_is_read():
    arrived = read(
        plain("Grüße,\r\nEve\r\n".encode(), headers=b"Subject: =?utf-8?q?H=C3=BC?= hi\r\n")
    )
    assert (arrived.sender, arrived.subject) == ("eve@x.example", "Hü hi")
    assert arrived.text == "Grüße,\nEve"
    assert (arrived.message_id, arrived.files, arrived.automatic) == ("<1@x.example>", 0, False)


@pytest.mark.parametrize(
    "charset, content",
    [
        ("iso-8859-1", "Grüße".encode("latin-1")),
        ("no-such-charset", "Grüße".encode()),
        ("utf-8", "Grüße".encode("latin-1")),
        ("rot13", b"Gr\xfc\xdfe"),
        ("idna", "Grüße".encode()),
        ("unicode_escape", "Grüße".encode("latin-1")),
        ("zlib_codec", "Grüße".encode()),
    ],
)
def test_a_letter_is_read_whatever_charset_it_claims(charset, content):
    assert read(plain(content, charset=charset)).text == "Grüße"


def test_html_alone_is_read_as_text_and_beside_plain_text_left_out():
    mail = EmailMessage()
    mail["From"] = "eve@x.example"
    mail.set_content("<script>x()</script><p>Hello <b>Bob</b></p>", subtype="html")
    assert read(mail.as_bytes()).text == "Hello Bob"
    mail.set_content("Plain words")
    mail.add_alternative("<p>Other words</p>", subtype="html")
    assert read(mail.as_bytes()).text == "Plain words"


def test_files_are_counted_and_none_is_read_as_words():
    mail = EmailMessage()
    mail["From"] = "eve@x.example"
    mail.set_content("See the card.")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="card.pdf")
    mail.add_attachment("a text, as a file", filename="a.txt")
    arrived = read(mail.as_bytes())
    assert (arrived.text, arrived.files) == ("See the card.", 2)


def test_a_mail_without_an_identity_has_the_digest_of_its_content():
    first, again = read(b"From: a@b.example\n\nHello"), read(b"From: a@b.example\n\nHello")
    assert first.message_id == again.message_id != read(b"From: a@b.example\n\nHullo").message_id


def test_what_no_database_keeps_is_left_out_and_a_long_letter_is_cut():
    arrived = read(plain(b"a\x00b\x1bc" + b"x" * 500_000))
    assert arrived.text.startswith("abcx")
    assert len(arrived.text) == mail_in.MOST_LETTERS


@pytest.mark.parametrize(
    "header",
    [
        b"Auto-Submitted: auto-replied",
        b"Auto-Submitted: Auto-Generated; owner-email=x",
        b"Precedence: BULK",
        b"Precedence: list",
        b"X-Autoreply: yes",
        b"Return-Path: <>",
    ],
)
def test_what_a_machine_wrote_is_known(header):
    assert read(plain(b"I am away", headers=header + b"\r\n")).automatic


@pytest.mark.parametrize("header", [b"Auto-Submitted: no", b"Precedence: normal"])
def test_what_a_person_wrote_is_no_machines(header):
    assert not read(plain(b"I am here", headers=header + b"\r\n")).automatic


# --- the quotation at the end


WROTE = "Yes.\n\nOn Tue, 24 Nov 2026 at 20:00, The office <a@b.example> wrote:\n"
WROTE_LONG = (
    "Yes.\n\nOn Tue, 24 Nov 2026 at 20:00, The office of certification\n<a@b.example> wrote:\n"
)


@pytest.mark.parametrize(
    "text, fresh",
    [
        (f"{WROTE}> Ten?\n>\n> Bye\n", "Yes."),
        (f"{WROTE_LONG}\n> Ten?\n", "Yes."),
        ("Yes.\n\n> Ten?\n", "Yes."),
        ("Yes.\n-----Original Message-----\nFrom: A\nSent: B\nTo: C\nSubject: D\n\nTen?", "Yes."),
        ("Yes.\n______________\nFrom: A\nDate: B\nTo: C\n\nTen?", "Yes."),
        # where one cannot be sure, all of it stays
        (f"{WROTE}> Ten?\n\nMore of mine", f"{WROTE}> Ten?\n\nMore of mine"),
        ("> Ten?\nYes.\n", "> Ten?\nYes."),
        ("As Bob wrote:\nten.", "As Bob wrote:\nten."),
        (
            "-----Original Message-----\nis what I typed",
            "-----Original Message-----\nis what I typed",
        ),
        ("> Ten?", "> Ten?"),
    ],
)
def test_a_quotation_at_the_end_is_left_out_and_nothing_else(text, fresh):
    assert fresh_part(text) == fresh


def test_only_what_a_reader_would_see_of_html_is_text():
    html = "<head><title>t</title></head><p>One<br>two</p><style>p{}</style><div>&lt;three&gt;"
    assert text_of_html(html) == "One\ntwo\n<three>"


# --- hostile mail


DEEP = b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (at, at) for at in range(2000)
)
HOSTILE = {
    "nothing": b"",
    "lines without end": HEAD + b"\r\n" + b"\n" * 20_000_000,
    "lines of an old Macintosh": HEAD + b"\r\n" + b"\r" * 20_000_000,
    "parts that nest, and lines": HEAD + DEEP[:20_000] + b"\nx\n" * 2_000_000,
    "parts by the million": HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    + b"--b\n\nx\n" * 1_000_000,
    "reports by the million": HEAD + b"Content-Type: message/delivery-status\r\n\r\n"
    + b"Final-Recipient: rfc822;a@b.example\nAction: failed\n\n" * 300_000,
    "NULs": b"\x00" * 1000,
    "no head": b"\r\n\r\nwords",
    "a head alone": b"Subject: " + b"x" * 200_000,
    "parts without end": HEAD + DEEP,
    "a boundary that never comes": HEAD + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\nhi',
    "base64 that is none": plain(b"%%%===", encoding="base64"),
    "an encoded word that is none": b"Subject: =?utf-8?b?a?= =?x?q?=ZZ?=\r\n\r\nhi",
    "an address that is none": b"From: <<<@@@>>>,,,;;;\r\n\r\nhi",
    "many addresses": b"To: " + b"a@b.example, " * 50_000 + b"\r\n\r\nhi",
    "brackets": b"From: " + b"(" * 100_000 + b"\r\n\r\nhi",
    "a report of nothing": HEAD + b"Content-Type: message/delivery-status\r\n\r\n\r\n\r\n",
    "a report in base64": HEAD + b"Content-Type: message/delivery-status\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(b"Action: failed"),
    "half of a pair": plain(b"\xed\xa0\x80"),
    "a type that is none": HEAD + b"Content-Type: ;;;=\r\n\r\nhi",
    "html without end": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_mail_is_read_without_a_fault_and_soon(what):
    began = time.process_time()
    arrived = read(HOSTILE[what])
    assert time.process_time() - began < 5
    assert arrived.message_id
    assert "\x00" not in arrived.text + arrived.subject + arrived.sender


@given(st.binary(max_size=400), st.sampled_from([b"", HEAD, *HOSTILE.values()]))
@example(b"\xff" * 40, HEAD)
def test_no_bytes_make_a_fault(tail, head):
    arrived = read(head[:2000] + tail)
    assert arrived.message_id
    assert arrived.digest == read(head[:2000] + tail).digest
    assert arrived.fresh == arrived.fresh.strip()
    (arrived.text + arrived.fresh + arrived.subject + arrived.to).encode()


@given(st.text(max_size=300))
def test_a_fresh_part_is_made_of_the_letter_and_is_never_nothing(text):
    fresh = fresh_part(text)
    assert fresh in text
    assert bool(fresh) == bool(text.strip())


def test_a_mail_is_kept_as_it_came_and_one_that_is_too_large_is_refused(settings, tmp_path):
    settings.ARRIVED_ROOT = tmp_path
    mail_in.keep(HOSTILE["NULs"])
    with files.open_(read(HOSTILE["NULs"]).digest, root=tmp_path) as kept:
        assert kept.read() == HOSTILE["NULs"]
    with pytest.raises(files.TooLarge):
        mail_in.keep(b"x" * (mail_in.MOST_BYTES + 1))


# --- addresses that only we can make


def test_an_address_of_a_request_is_read_back_however_it_is_written():
    token = addresses.token_of("request", "17")
    made = addresses.reply_address("ask@b.example", number=17, token=token)
    for written in (made, made.upper(), f'"A, B" <{made}>, other@b.example', f"x\n{made}\n"):
        assert addresses.replies_in(written, home="ask@b.example") == ((17, token),)
    assert len(made.partition("@")[0]) <= 64  # what a mail server takes (RFC 5321 §4.5.3.1.1)
    assert not addresses.replies_in(made, home="ask@c.example")


def test_a_token_is_for_one_value_and_one_purpose():
    token = addresses.token_of("request", "17")
    assert addresses.is_token(token, "request", "17")
    for purpose, value in (("request", "18"), ("notice", "17")):
        assert not addresses.is_token(token, purpose, value)
    for spoilt in ("", token[:-1], f"{token}0"):
        assert not addresses.is_token(spoilt, "request", "17")


def test_a_notice_is_known_by_an_identity_that_nobody_else_can_make():
    made = addresses.notice_identity(17, host="b.example")
    assert addresses.notices_in(f"x {made} y {made}") == (17,)
    assert not addresses.notices_in("<notice-17.0123456789abcdef0123@b.example>")
    assert not addresses.notices_in(made.replace("-17.", "-18."))
