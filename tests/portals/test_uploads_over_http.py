"""What a stranger to us all may send as evidence, sent to the product's own server as bytes.

One server takes all of it: what is refused is refused in words, half a file is no file, the worker
is the same one at the end, and its log names no file, no code and no session.
"""

import uuid
from pathlib import Path

import pytest
from django.conf import settings

from recert import clock
from recert.actions.sign_ins import open_enrolment
from recert.outside import files
from recert.records.education import Activity, Evidence
from tests import people
from tests.outside import hostile
from tests.portals import cast
from tests.served import Visitor, served

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.loopback]
SAID = {"title": "Mobility", "provider_name": "Dana", "kind": "self_study", "do": "keep"}
SECRET_NAME = "Alice-Diagnosis"  # a file's name tells of its sender


@pytest.fixture
def server(tmp_path):
    with served(tmp_path) as server:
        yield server


def worker_of(server):
    pid = server.process.pid
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def pdf_then(tail):
    """A file that is a PDF and something else."""
    return hostile.honest_pdf() + tail


def hostile_files():
    """Each with what becomes of it: a status, and a word of what is said."""
    honest = hostile.honest_pdf()
    return {
        "page.html": (b"<!doctype html><script>alert(1)</script>", 422, "not"),
        "a.pdf.exe": (b"MZ\x90\x00" + bytes(500), 422, "not"),
        "wrong.jpg": (honest, 302, ""),  # by content, whatever it is called
        "page-and-pdf.pdf": (b"<script>alert(1)</script>" + honest, 422, ""),
        "pdf-and-zip.pdf": (pdf_then(b"PK\x03\x04" + bytes(100)), None, ""),
        "script.pdf": (hostile.script_pdf(), 302, ""),  # taken, and flagged for the reviewer
        "cut.pdf": (hostile.truncated_pdf(), 422, ""),
        "bomb.pdf": (hostile.bomb_pdf(), None, ""),  # pages that are honest beside it may be seen
        "locked.pdf": (hostile.locked_pdf(b"open sesame"), 422, ""),
        "vast.png": (hostile.vast_png(), 422, ""),
        "both.pdf": (hostile.polyglot(), None, ""),
        "large.pdf": (b"%PDF-1.7" + bytes(26_000_000), 422, "25 MB"),
        "../../../../etc/passwd": (b"root:x:0:0", 422, ""),
        'a"; filename="b\\.pdf': (b"", 422, "empty"),
    }


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for children in /proc")
def test_no_file_ends_the_worker_or_leaves_a_part_of_itself(server):
    alice = people.alice().credential.certificant
    session = cast.begin(alice.user, clock.real_now).cookies["recert"].value
    browser, worker = Visitor(server, session), worker_of(server)
    browser.get("/trainer/activities/add/")

    for name, (content, wanted, words) in hostile_files().items():
        path = f"/trainer/activities/{uuid.uuid4()}/"
        status, page = browser.upload(path, SAID, [(f"{SECRET_NAME}-{name}", content)])
        assert status == wanted or (wanted is None and status in {302, 422}), (name, status)
        assert words in page, name

    assert worker_of(server) == worker
    log = server.said()
    assert "Traceback" not in log
    for secret in (SECRET_NAME, session, browser.token, alice.email):
        assert secret not in log
    assert not list((Path(settings.EVIDENCE_ROOT) / files.INCOMING).glob("*.part"))


def test_no_log_tells_a_link_that_signs_somebody_in(server):
    token = open_enrolment(people.bob(), by=None, at=clock.real_now())
    stranger = Visitor(server, "nobody")
    for path in (f"/account/enrol/{token}/", f"/account/enrol/{token}x/"):
        assert stranger.post(path, {})[0] == 403  # its form's token is missing, which is logged
    log = server.said()
    assert "/account/enrol/.../" in log
    assert token not in log


def test_half_a_request_keeps_nothing_of_it(server):
    alice = people.alice().credential.certificant
    browser = Visitor(server, cast.begin(alice.user, clock.real_now).cookies["recert"].value)
    browser.get("/trainer/activities/add/")
    whole, key = hostile.honest_pdf(40), uuid.uuid4()
    path = f"/trainer/activities/{key}/"

    for part in (0.1, 0.5, 0.999):
        status, page = browser.upload(path, SAID, [("a.pdf", whole)], sends=part)
        assert status == 400
        assert "We could not read that request" in page
    assert not Evidence.objects.exists()
    assert not Activity.objects.exists()
    assert browser.upload(path, SAID, [("a.pdf", whole)])[0] == 302
    assert Evidence.objects.count() == 1


def test_too_many_and_too_much_is_refused_before_it_is_kept(server):
    alice = people.alice().credential.certificant
    browser = Visitor(server, cast.begin(alice.user, clock.real_now).cookies["recert"].value)
    browser.get("/trainer/activities/add/")
    path = f"/trainer/activities/{uuid.uuid4()}/"

    def papers(count):
        return [(f"{number}.pdf", hostile.honest_pdf(1 + number % 12)) for number in range(count)]

    status, page = browser.upload(path, SAID, papers(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1))
    assert (status, "more than we can take at once" in page) == (413, True)
    stranger = Visitor(server, "nobody")
    assert stranger.upload(path, SAID, [("a.pdf", bytes(1_100_000))])[0] == 413
    assert not Evidence.objects.exists()
    status, page = browser.upload(path, SAID, papers(11))
    assert (status, "takes 10 files" in page) == (422, True)
    assert Activity.objects.get().uses.count() == 10
