"""Evidence comes in with a form and goes out to its owner; what is refused says what to do."""

import io
import uuid
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from recert import clock
from recert.actions.evidence import TooMuch
from recert.outside import files
from recert.records.education import Activity, Evidence
from tests import people
from tests.outside.hostile import honest_pdf

pytestmark = pytest.mark.django_db
BY_HAND = {
    "title": "Mobility for Runners",
    "provider_name": "dana's gym",
    "kind": "self_study",
    "hours": "3",
    "minutes": "30",
    "completed_on": "2026-05-04",
}


_greys = count(1)


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


@pytest.fixture
def cycle(client):
    cycle = people.alice()
    client.force_login(people.who(cycle).user)
    return cycle


def address(key, *more):
    return "/".join(["/trainer/activities", str(key), *more, ""])


def send(client, key=None, *, do="send", htmx=False, **said):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(address(key or uuid.uuid4()), {**said, "do": do}, headers=headers)


def photograph():
    out = io.BytesIO()
    Image.new("RGB", (400, 300), (next(_greys), 0, 0)).save(out, "JPEG")
    return SimpleUploadedFile("IMG_4471.JPG", out.getvalue(), content_type="text/plain")


def text_of(response):
    return " ".join(response.content.decode().split())


# --- evidence


def test_a_photograph_comes_in_with_the_form_under_a_name_that_nobody_gave(client, cycle):
    key = uuid.uuid4()
    said = {**BY_HAND, "what": "CPR card", "evidence": photograph()}
    assert send(client, key, **said).status_code == 302
    evidence = Evidence.objects.get()
    assert evidence.mime == "image/jpeg"  # by content, whatever the browser said
    got = client.get(f"/trainer/evidence/{evidence.pk}/")
    assert b"".join(got.streaming_content).startswith(b"\xff\xd8\xff")
    disposition = got["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "%20%E2%80%93%20CPR%20card%20%E2%80%93%202026-11-24.jpg" in disposition
    assert "IMG_4471" not in disposition
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in got["Cache-Control"]


def test_a_file_is_seen_as_a_picture_of_its_page(client, cycle):
    paper = people.paper(cycle, content=honest_pdf(1))
    got = client.get(f"/trainer/evidence/{paper.pk}/pages/0/")
    assert got["Content-Type"] == "image/webp"
    assert got.content[8:12] == b"WEBP"
    assert client.get(f"/trainer/evidence/{paper.pk}/pages/{paper.pages}/").status_code == 404


def test_a_refused_file_says_what_to_do_and_leaves_the_form_and_no_record(client, cycle):
    word = SimpleUploadedFile("proof.docx", b"PK\x03\x04" + b"x" * 500)
    key = uuid.uuid4()
    response = send(client, key, **BY_HAND, evidence=[word, photograph()])
    assert response.status_code == 422
    shown = text_of(response)
    assert "proof.docx: This is a Word, Excel, Pages or ZIP file." in shown
    assert "choose Save as PDF" in shown
    assert "Mobility for Runners" in shown
    assert Activity.objects.get(key=key).status == "draft"
    assert Evidence.objects.get().mime == "image/jpeg"  # the photograph beside it is in


def test_what_is_refused_to_one_stays_for_another_who_is_sending_it(client, cycle, monkeypatch):
    """Two people send the same paper at once, and the first of them has no room left."""
    sending = honest_pdf(3)
    kept = files.store(io.BytesIO(sending), limit=10**6, spare=0)  # the other's, not yet recorded
    monkeypatch.setattr("recert.actions.evidence._must_have_room", _no_room)
    response = send(client, **BY_HAND, evidence=SimpleUploadedFile("a.pdf", sending))
    assert response.status_code == 422
    assert files.exists(kept.digest)


def _no_room(*_args, **_more):
    raise TooMuch("There is no room.")


def test_a_file_over_the_limit_is_refused_in_words(client, cycle, monkeypatch):
    large = SimpleUploadedFile("scan.pdf", b"%PDF-1.7" + b"0" * 25_000_001)
    response = send(client, **BY_HAND, evidence=large)
    assert response.status_code == 422
    assert "The file is larger than 25 MB. Nothing of it was kept." in text_of(response)
    assert not Evidence.objects.exists()


def photographs(how_many):
    """As many photographs, no two of them alike."""
    for at in range(how_many):
        out = io.BytesIO()
        Image.new("RGB", (40, 30), (0, 0, 20 * at)).save(out, "PNG")
        yield SimpleUploadedFile(f"{at}.png", out.getvalue(), content_type="image/png")


def test_ten_files_are_taken_together_and_the_eleventh_is_refused_by_name(client, cycle):
    response = send(client, do="attach", htmx=True, **BY_HAND, evidence=list(photographs(11)))
    assert response.status_code == 422
    text = text_of(response)
    assert "An activity takes 10 files; remove one before you add another." in text
    assert "<span>Not saved" not in text
    assert Activity.objects.get().uses.count() == 10


def test_a_refused_file_leaves_the_rest_saved_and_the_page_says_so(client, cycle):
    odd = SimpleUploadedFile("setup.exe", b"MZ" + bytes(300))
    text = text_of(send(client, do="attach", htmx=True, **BY_HAND, evidence=odd))
    assert "setup.exe: This is not a kind of file that can be read." in text
    assert "Saved on 24 November 2026" in text
    assert "<span>Not saved" not in text


def test_one_document_stands_for_two_activities(client, cycle):
    first = people.sent(cycle)
    paper = first.uses.get().evidence
    key = uuid.uuid4()
    assert send(client, key, **BY_HAND, reuse=[str(paper.pk)]).status_code == 302
    assert Activity.objects.get(key=key).uses.get().evidence == paper


def test_nobody_stands_on_somebody_elses_evidence(client, cycle):
    other = people.paper(people.charlie())
    response = send(client, **BY_HAND, reuse=[str(other.pk)])
    assert response.status_code == 422


def test_a_file_is_taken_off_a_draft_and_not_off_what_is_sent(client, cycle):
    draft = people.attached(people.drafted(cycle), paper=people.paper(cycle))
    used = draft.uses.get().evidence
    client.post(address(draft.key, "detach", str(used.pk)))
    assert not draft.uses.exists()
    assert Evidence.objects.filter(pk=used.pk).exists()
    sent = people.sent(cycle)
    client.post(address(sent.key, "detach", str(sent.uses.get().evidence_id)))
    assert sent.uses.exists()


def test_evidence_may_follow_while_a_reviewer_waits_and_not_after(client, cycle):
    sent = people.sent(cycle, with_paper=False)
    assert client.post(address(sent.key, "more"), {"evidence": photograph()}).status_code == 302
    assert sent.uses.count() == 1
    done = people.accepted(cycle)
    refused = client.post(address(done.key, "more"), {"evidence": photograph()})
    assert refused.status_code == 422
    assert "closed to new evidence" in text_of(refused)


# --- not yours is not there


def test_charlie_finds_no_evidence_of_alices(client, cycle):
    paper = people.paper(cycle)
    client.force_login(people.who(people.charlie()).user)
    assert client.get(f"/trainer/evidence/{paper.pk}/").status_code == 404
    assert client.get(f"/trainer/evidence/{paper.pk}/pages/0/").status_code == 404
