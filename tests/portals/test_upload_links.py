"""Personal upload links: add-only, counted, called back, and never guessed."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recert import clock
from recert.actions import upload_links
from recert.records.models import Upload
from tests import people as cast
from tests import sending
from tests.outside.hostile import honest_pdf
from tests.portals.cast import begin
from tests.portals.test_uploads import send, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def link():
    cycle = cast.alice()
    token = upload_links.make_link(cycle, days=14, by=cast.who(cycle).user, at=clock.now())
    return token, upload_links.link_by_token(token)


def test_by_a_link_files_come_for_its_owner_whom_no_page_names(link):
    token, row = link
    for said in (words(Client().get(f"/uploads/{token}/")), words(send(path=f"/uploads/{token}/"))):
        assert "Alice" not in said.split("<main")[1]
    assert Upload.objects.get().link == row


def test_a_link_takes_twenty_files(link):
    token, row = link
    for _turn in range(19):
        sending.upload(link=row, at=clock.now(), batch=uuid.uuid4())
    page = words(Client().get(f"/uploads/{token}/"))
    assert "1 more file can be sent" in page
    assert send(path=f"/uploads/{token}/").status_code == 200
    over = send(path=f"/uploads/{token}/")
    assert over.status_code == 410
    assert "20 files have come by it" in words(over)


def test_a_link_that_was_called_back_or_has_run_out_says_so(link, at):
    token, row = link
    at(days=13, hours=23)
    assert Client().get(f"/uploads/{token}/").status_code == 200
    at(hours=1)
    assert "has run out" in words(Client().get(f"/uploads/{token}/"))
    upload_links.call_back(row, by=cast.who(row.cycle).user, at=clock.now())
    assert "called it back" in words(send(path=f"/uploads/{token}/"))
    assert not Upload.objects.exists()


def test_a_link_that_never_was_is_nothing_and_guessing_ends(link, at):
    guess = [Client().get(f"/uploads/{'x' * 31}{turn % 10}/").status_code for turn in range(22)]
    assert guess == [404] * 20 + [429] * 2
    assert Client().get(f"/uploads/{link[0]}/").status_code == 429
    assert Client().get(f"/uploads/{link[0]}/", REMOTE_ADDR="192.0.2.9").status_code == 200
    at(hours=1)
    assert Client().get(f"/uploads/{link[0]}/").status_code == 200


def test_a_trainer_makes_a_link_sees_it_once_and_calls_it_back(mailoutbox):
    cycle = cast.alice()
    alice = begin(cast.who(cycle).user, clock.real_now)
    path = f"/trainer/cycles/{cycle.pk}/upload-link/"
    assert "Make the address" in words(alice.get(path))
    made = words(alice.post(path, {"do": "make"}))
    (address,) = set(re.findall(r"http://localhost(/uploads/\w{32}/)", made))
    assert "<svg" in made.split("<main")[1]
    assert address in mailoutbox[0].body
    assert address not in words(alice.get(path))
    sent = {
        "batch": uuid.uuid4(),
        "what": "",
        "evidence": SimpleUploadedFile("a.pdf", honest_pdf(3)),
    }
    assert Client().post(address, sent).status_code == 200
    assert '<dd class="figure">1</dd>' in words(alice.get(path))
    alice.post(path, {"do": "call_back"})
    assert Client().get(address).status_code == 410
    assert "Make the address" in words(alice.get(path))
