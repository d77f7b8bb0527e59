"""What a request may weigh, and that it comes whole, before anything of it is believed."""

import io
import shutil
import uuid
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client

from recert.portals.arrival import CutOff, WholeBody, whole
from tests.portals import cast

FORM = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
MOST = FORM + 10 * 25_000_000  # ten files of 25 MB, as ACTION's body file says


class Unread(io.BytesIO):
    """A body that fails the test when somebody reads it."""

    def read(self, *_size):
        raise AssertionError("something read a request that was to be turned away")


def says(client, path, *, length, body=None, **more):
    """A request that says that it is so long."""
    given = {"wsgi.input": body or Unread(), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    if length is not None:
        given["CONTENT_LENGTH"] = str(length)
    return client.generic("POST", path, **(given | more))


@pytest.fixture
def alice(db, at):
    return cast.begin(cast.certificant().user, at)


def activity():
    return f"/trainer/activities/{uuid.uuid4()}/"


def test_a_form_that_says_it_is_too_long_is_turned_away_unread(db):
    answer = says(Client(enforce_csrf_checks=True), "/account/sign-in/", length=FORM + 1)
    assert answer.status_code == 413
    assert "more than we can take at once" in answer.content.decode()


def test_files_are_taken_up_to_the_bodys_limit_and_not_a_byte_more(alice):
    with pytest.raises(AssertionError, match="turned away"):  # so it is let in, and read
        says(alice, activity(), length=MOST)
    assert says(alice, activity(), length=MOST + 1).status_code == 413


def test_a_stranger_sends_no_files(db):
    assert says(Client(), activity(), length=FORM + 1).status_code == 413


def test_a_request_without_a_length_is_not_begun(db):
    answer = says(Client(), "/account/sign-in/", length=None, HTTP_TRANSFER_ENCODING="chunked")
    assert answer.status_code == 411
    assert "did not say how long it is" in answer.content.decode()


@pytest.mark.parametrize("length", ["-1", "1e3", "٣", "9" * 5000])
def test_a_length_that_is_no_number_is_refused(db, length):
    assert says(Client(), "/account/sign-in/", length=length).status_code in {400, 411}


def test_a_full_disk_says_so_before_a_file_comes(alice, monkeypatch):
    room = SimpleNamespace(free=600_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _at: room)
    answer = says(alice, activity(), length=100_000_000)
    assert answer.status_code == 507
    assert "Our disk is nearly full" in answer.content.decode()
    with pytest.raises(AssertionError, match="turned away"):  # a smaller one is let in
        says(alice, activity(), length=50_000_000)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "GET\r\nX"])
def test_no_page_knows_another_method(alice, method):
    for path in ("/", "/account/", "/trainer/", "/verify/"):
        assert alice.generic(method, path).status_code == 405


# --- whole or not at all


def body(content, *, size):
    return WholeBody(io.BytesIO(content), size=size)


def test_a_body_that_comes_whole_is_read_in_any_steps():
    assert body(b"abcdef", size=6).read() == b"abcdef"
    assert body(b"abcdef", size=6).read(4) == b"abcd"
    assert list(body(b"a\nb\nc", size=5)) == [b"a\n", b"b\n", b"c"]
    assert body(b"a\nb", size=3).readlines() == [b"a\n", b"b"]


def test_what_follows_a_body_is_another_request():
    assert body(b"abcdef", size=3).read() == b"abc"


def test_a_body_that_ends_a_byte_early_is_told():
    for read in ("read", "readlines"):
        with pytest.raises(CutOff, match="1 bytes of the request did not come"):
            getattr(body(b"abcde", size=6), read)()


def test_short_reads_of_a_server_are_no_end():
    class Trickle(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 2))

    assert WholeBody(Trickle(b"abcdef"), size=6).read(5) == b"abcde"


def test_an_application_is_given_a_body_that_knows_its_length():
    seen = []
    given = {"CONTENT_LENGTH": "6", "wsgi.input": io.BytesIO(b"abc")}
    whole(lambda environ, _start: seen.append(environ["wsgi.input"]) or [])(given, None)
    with pytest.raises(CutOff):
        seen[0].read()


def test_half_a_form_is_refused_in_words_and_nothing_is_done(db):
    from recert.wsgi import application  # noqa: PLC0415  (it sets Django up)

    said, half = [], io.BytesIO(b"email=alice%40example.org&x=")
    environ = Client()._base_environ(
        REQUEST_METHOD="POST", PATH_INFO="/account/sign-in/", CONTENT_LENGTH="500",
        CONTENT_TYPE="application/x-www-form-urlencoded", HTTP_HOST="localhost",
        HTTP_COOKIE=f"csrf={'x' * 32}",  # else nobody would read on
        **{"wsgi.input": half},
    )  # fmt: skip
    page = b"".join(application(environ, lambda status, _headers: said.append(status)))
    assert said == ["400 Bad Request"]
    assert b"We could not read that request" in page
