"""Mail by the command line: from a mail server's pipe, and from a maildir; nothing is lost."""

import io

import pytest
from django.db import DatabaseError

from recert import clock
from recert.actions import arriving
from recert.cli import main
from recert.outside import files, mail_in
from recert.records.requests import ArrivedMail, RequestMessage
from tests import asking, people

pytestmark = pytest.mark.django_db
TAKE_IN = ["mail", "take-in"]


@pytest.fixture(autouse=True)
def _store(settings, tmp_path, monkeypatch):
    settings.ARRIVED_ROOT = tmp_path / "arrived"
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


@pytest.fixture
def piped(monkeypatch):
    """A mail server that pipes a message into the command; what the command says of it."""

    def pipe(raw):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        return main(TAKE_IN)

    return pipe


def answer(text="Thank you."):
    request = asking.answered(asking.asked(people.who(people.alice())))
    return asking.answer_to(request, text)


def test_a_message_of_a_pipe_goes_into_its_thread_once(piped):
    raw = answer()
    assert (piped(raw), piped(raw)) == (0, 0)
    assert RequestMessage.objects.filter(text="Thank you.").count() == 1
    with files.open_(ArrivedMail.objects.get().digest, root=mail_in.arrived_root()) as kept:
        assert kept.read() == raw


def test_a_mail_server_is_told_to_try_again_and_the_message_is_kept(piped, monkeypatch):
    raw = answer()

    def away(*_given, **_more):
        raise DatabaseError("away")

    monkeypatch.setattr(arriving, "take_in", away)
    assert piped(raw) == 75
    monkeypatch.undo()
    assert not ArrivedMail.objects.exists()


def test_a_message_that_is_too_large_is_refused_in_words(piped, monkeypatch, capsys):
    monkeypatch.setattr(mail_in, "MOST_BYTES", 10)
    assert piped(answer()) == 69
    assert "standard input" in capsys.readouterr().err


def test_nothing_is_no_message(piped, capsys):
    assert piped(b"\n") == 2
    assert "nothing came" in capsys.readouterr().err


def test_what_is_new_in_a_maildir_is_taken_in_and_moved(tmp_path):
    new = tmp_path / "box" / "new"
    new.mkdir(parents=True)
    (new / "1.a").write_bytes(answer())
    (new / "2.b").write_bytes(asking.letter("Hello?", to=asking.HOME, message_id="<2@x>"))
    assert main([*TAKE_IN, str(tmp_path / "box")]) == 0
    assert sorted(path.name for path in (tmp_path / "box" / "cur").iterdir()) == [
        "1.a:2,S",
        "2.b:2,S",
    ]
    assert not list(new.iterdir())
    assert sorted(ArrivedMail.objects.values_list("became", flat=True)) == ["held", "message"]
    assert main([*TAKE_IN, str(tmp_path / "box")]) == 0


def test_what_could_not_be_taken_in_stays_in_the_maildir(tmp_path, monkeypatch):
    new = tmp_path / "box" / "new"
    new.mkdir(parents=True)
    (new / "1.a").write_bytes(answer())
    monkeypatch.setattr(mail_in, "MOST_BYTES", 10)
    assert main([*TAKE_IN, str(tmp_path / "box")]) == 69
    assert [path.name for path in new.iterdir()] == ["1.a"]


def test_a_folder_that_is_no_maildir_is_refused(tmp_path, capsys):
    assert main([*TAKE_IN, str(tmp_path)]) == 2
    assert "no maildir" in capsys.readouterr().err
