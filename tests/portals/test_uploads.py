"""The upload desk and personal links, as their senders meet them: files in, nothing out."""

import re
import shutil
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recert import clock
from recert.actions import uploads
from recert.jobs import table
from recert.outside import files, scanning
from recert.records.models import Evidence, Upload
from tests import people as cast
from tests import sending
from tests.outside.hostile import honest_pdf
from tests.portals.test_arrival import FORM, says

pytestmark = pytest.mark.django_db
RECEIPT = re.compile(r"[2-9A-Z]{5}-[2-9A-Z]{5}")


def pdf(name="JaneDoe CPR.pdf", *, pages=1):
    return SimpleUploadedFile(name, honest_pdf(pages), content_type="application/pdf")


def send(client=None, path="/uploads/", *, given=None, evidence=None, **more):
    told = {"batch": uuid.uuid4(), "code": "recertification", "name": "Jane Doe"}
    told |= {"number": "", "email": "", "what": "CPR card"} | (given or {})
    evidence = [pdf()] if evidence is None else evidence
    return (client or Client()).post(path, told | {"evidence": evidence}, **more)


def words(answer):
    return answer.content.decode()


# --- the desk


def test_what_is_sent_is_kept_and_acknowledged_with_a_number():
    answer = send(given={"email": "jane@example.org", "number": "AC-1"})
    assert answer.status_code == 200
    upload = Upload.objects.get()
    assert upload.receipt in words(answer)
    assert RECEIPT.fullmatch(upload.receipt)
    assert files.exists(upload.digest)
    assert (upload.said_name, upload.said_number, upload.file_name) == (
        "Jane Doe", "AC-1", "JaneDoe CPR.pdf",
    )  # fmt: skip
    assert answer.headers["Cache-Control"] == "no-store"


def test_whoever_gave_an_address_gets_the_same_by_mail_and_none_of_their_own_words():
    answer = send(given={"email": "jane@example.org", "name": "Buy <now>"})
    assert table.send_notices(clock.now()) == 1
    (letter,) = mail.outbox
    assert letter.to == ["jane@example.org"]
    assert Upload.objects.get().receipt in letter.subject
    assert Upload.objects.get().receipt in words(answer)
    assert "Buy" not in letter.body
    assert "JaneDoe" not in letter.body


def test_one_address_gets_five_receipts_a_day_and_no_more():
    for _turn in range(6):
        answer = send(given={"email": "jane@example.org"})
    assert "No more mail goes to" in words(answer)
    assert table.send_notices(clock.now()) == 5


def test_the_same_form_sent_twice_is_one():
    given = {"batch": uuid.uuid4(), "email": "jane@example.org"}
    first, second = send(given=given), send(given=given)
    assert Upload.objects.count() == 1
    assert RECEIPT.findall(words(first))[0] == RECEIPT.findall(words(second))[0]
    assert table.send_notices(clock.now()) == 1


def test_a_form_without_its_key_gets_a_new_one_and_keeps_nothing():
    assert "The key of this form is missing" in words(send(given={"batch": ""}))
    answer = send(given={"batch": "no key"})
    assert answer.status_code == 422
    assert "lost its key" in words(answer)
    uuid.UUID(re.search(r'name="batch" value="([^"]+)"', words(answer))[1])
    assert not Upload.objects.exists()


def test_each_file_has_its_own_answer():
    zipped = SimpleUploadedFile("all.zip", b"PK\x03\x04 and more")
    empty = SimpleUploadedFile("empty.pdf", b"")
    said = words(send(evidence=[pdf(), zipped, empty]))
    assert Upload.objects.count() == 1
    assert "1 file, " in said
    assert "This is a Word, Excel, Pages or ZIP file." in said
    assert said.count("Not taken") == 2


def test_nothing_taken_is_no_receipt():
    answer = send(evidence=[SimpleUploadedFile("all.zip", b"PK\x03\x04 and more")])
    assert answer.status_code == 422
    assert not RECEIPT.search(words(answer).split("<main")[1])


@pytest.mark.parametrize("many, status", [(10, 200), (11, 422)])
def test_ten_files_go_at_once_and_eleven_do_not(many, status):
    evidence = [SimpleUploadedFile(f"{at}.zip", b"PK\x03\x04" + bytes([at])) for at in range(many)]
    answer = send(evidence=[pdf(), *evidence[1:]])
    assert answer.status_code == status
    assert Upload.objects.count() == (status == 200)


def test_a_hundred_files_are_too_many_at_once():
    evidence = [SimpleUploadedFile(f"{at}.pdf", b"%PDF") for at in range(100)]
    answer = send(evidence=evidence)
    assert answer.status_code == 413
    assert "more than we can take at once" in words(answer)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("code", ["Recertification", " recertification "])
def test_the_code_is_taken_as_people_type_it(code):
    assert send(given={"code": code}).status_code == 200


def test_another_code_is_told_so_and_the_right_one_in_the_address_is_not_asked_again():
    answer = send(given={"code": "certification"})
    assert answer.status_code == 422
    assert "It is printed where you read about this page" in words(answer)
    assert "Access code" in words(Client().get("/uploads/"))
    assert "Access code" not in words(Client().get("/uploads/?code=recertification"))


def test_the_front_door_leads_to_the_desk_with_its_code():
    assert "/uploads/?code=recertification" in words(Client().get("/"))


def test_what_a_scanner_finds_is_held_back(monkeypatch):
    found = scanning.Scan(state=scanning.ScanState.FOUND, by="clamd", detail="Eicar")
    monkeypatch.setattr(scanning, "scan", lambda _path: found)
    answer = send()
    assert answer.status_code == 422
    assert "something harmful" in words(answer)
    assert not Upload.objects.exists()


def test_one_network_sends_sixty_files_a_day_and_another_still_may(at):
    for _turn in range(60):
        uploads.count_guess("upload", about="192.0.2.1", at=at())
    here, there = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}
    answer = send(**here)
    assert answer.status_code == 429
    assert "That is enough for today" in words(answer)
    assert answer.headers["Retry-After"] == "86400"
    assert Client().get("/uploads/", **here).status_code == 429
    assert send(**there).status_code == 200
    at(days=1)
    assert send(**here).status_code == 200


def test_the_file_past_the_days_last_is_refused_and_the_one_before_is_kept(at):
    for _turn in range(59):
        uploads.count_guess("upload", about="127.0.0.1", at=at())
    answer = send(evidence=[pdf(), pdf(pages=2)])
    assert answer.status_code == 200
    assert Upload.objects.count() == 1
    assert "That is enough from your network for today" in words(answer)


def test_a_name_of_a_file_is_kept_as_one_line_of_letters():
    send(evidence=[SimpleUploadedFile("Zoë\u202e  Doe\x07.pdf", honest_pdf(1))])
    assert Upload.objects.get().file_name == "Zoë Doe.pdf"


@pytest.mark.parametrize("path", ["/uploads/", "/uploads/never-was/"])
def test_two_gigabytes_are_turned_away_unread_and_a_hundred_megabytes_are_not(path):
    assert says(Client(), path, length=2_000_000_000).status_code == 413
    assert says(Client(), path, length=FORM + 100_000_001).status_code == 413
    if path == "/uploads/":
        with pytest.raises(AssertionError, match="turned away"):  # so it is let in, and read
            says(Client(), path, length=FORM + 100_000_000)
    else:  # a link that never was
        assert says(Client(), path, length=FORM + 100_000_000).status_code == 404


def test_past_the_days_last_file_nothing_large_is_read(at):
    for _turn in range(60):
        uploads.count_guess("upload", about="127.0.0.1", at=at())
    assert says(Client(), "/uploads/", length=50_000_000).status_code == 429


def test_a_full_disk_is_said_before_a_file_comes(monkeypatch):
    room = SimpleNamespace(free=550_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _at: room)
    assert says(Client(), "/uploads/", length=50_000_000).status_code == 507
    assert "no room to keep this file" in words(send())
    assert not Upload.objects.exists()


def test_a_body_without_a_desk_has_no_such_page(monkeypatch):
    from dataclasses import replace  # noqa: PLC0415

    from recert.portals.uploads import views  # noqa: PLC0415

    without = replace(cast.body(), desk=None)
    monkeypatch.setattr(views, "the_body", lambda: without)
    assert Client().get("/uploads/").status_code == 404


def test_nothing_that_was_sent_can_be_read_back():
    answer = send()
    upload = Upload.objects.get()
    for path in (
        f"/uploads/{upload.pk}/",
        f"/uploads/{upload.receipt}/",
        f"/uploads/{upload.digest}/",
    ):
        assert Client().get(path).status_code == 404
    assert upload.digest not in words(answer)


def test_a_number_that_is_held_is_answered_as_one_that_is_not():
    cycle = cast.alice()
    said = [
        re.sub(
            r"[0-9A-Z]{5}-[0-9A-Z]{5}|value=\"[^\"]+\"", "", words(send(given={"number": number}))
        )
        for number in (cycle.credential.number, "AC-00000000")
    ]
    assert said[0] == said[1]


# --- acknowledged is durable


class Killed(BaseException):
    """The process ends here."""


def test_a_process_that_ends_between_file_and_record_has_acknowledged_nothing(monkeypatch):
    from recert.portals.uploads import taking  # noqa: PLC0415

    def end(*_args, **_more):
        raise Killed

    monkeypatch.setattr(taking.uploads, "take_in", end)
    with pytest.raises(Killed):
        send()
    assert not Upload.objects.exists()
    monkeypatch.undo()
    answer = send()
    assert answer.status_code == 200
    assert files.exists(Upload.objects.get().digest)


def test_a_file_without_a_record_is_swept_and_one_with_a_record_is_not(tmp_path, settings):
    settings.EVIDENCE_ROOT = tmp_path
    send()
    kept = Upload.objects.get().digest
    stray = sending.stored(content=honest_pdf(5)).digest
    long_ago = clock.real_now() - timedelta(days=2)
    for digest in (kept, stray):
        _age(files.path_of(digest), long_ago.timestamp())
    assert table.sweep_strays(clock.now()) == 1
    assert list(files.digests()) == [kept]
    assert not Evidence.objects.exists()


def _age(path, moment):
    import os  # noqa: PLC0415

    os.utime(path, (moment, moment))
