"""`recert doctor`: each thing that may be missing is named, with what to do."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from recert import clock
from recert.actions import installation, notices, work
from recert.cli import doctor_inside, doctor_outside, main
from recert.cli.doctor import _careful, looked
from recert.cli.seen import Seen, State
from recert.outside import children, fonts
from recert.outside.body import body_in
from tests import people as cast

pytestmark = pytest.mark.django_db


def only(look):
    seen = list(look())
    assert len(seen) == 1
    return seen[0]


def by_what(look):
    return {each.what: each for each in look()}


def test_the_body_is_named():
    seen = only(doctor_inside.body)
    assert (seen.state, "ACTION Certification" in seen.found) == (State.FINE, True)


def test_a_body_that_is_not_there_is_wrong(settings, tmp_path):
    settings.RECERT_BODY = tmp_path
    body_in.cache_clear()
    seen = only(doctor_inside.body)
    assert seen.state == State.WRONG
    assert "RECERT_BODY" in seen.found


def test_an_edition_that_is_not_adopted_says_how_to_adopt_it():
    seen = by_what(doctor_inside.policies)["policy action-cpt"]
    assert seen.state == State.TO_DO
    assert seen.do.startswith("Run: recert policy adopt ")
    assert str(cast.EDITION) in seen.do


@pytest.mark.parametrize("overlay", [True, False])
def test_an_adopted_edition_is_fine_with_the_demonstrations_settings_or_without(overlay):
    cast.adopted(overlay=overlay)
    seen = by_what(doctor_inside.policies)["policy action-cpt"]
    assert seen.state == State.FINE
    assert ("demonstration" in seen.found) is overlay


def test_a_file_that_was_changed_after_it_was_adopted_is_wrong(settings, tmp_path):
    folder = tmp_path / cast.PROGRAM
    folder.mkdir()
    file = folder / cast.EDITION.name
    file.write_text(cast.EDITION.read_text())
    settings.RECERT_POLICIES = tmp_path
    cast.adopted(overlay=False, file=file)
    assert only(doctor_inside.policies).state == State.FINE
    file.write_text(file.read_text() + "# one more thought\n")
    assert only(doctor_inside.policies).state == State.WRONG


def test_a_policy_that_cannot_be_read_is_wrong(settings, tmp_path):
    (tmp_path / "action-cpt").mkdir()
    (tmp_path / "action-cpt" / "2020-01-01.toml").write_text("title = 1\n")
    settings.RECERT_POLICIES = tmp_path
    assert only(doctor_inside.policies).state == State.WRONG


def test_the_database_is_named_and_its_tables_are_there():
    seen = by_what(doctor_inside.database)
    name = {"sqlite": "SQLite 3", "postgresql": "PostgreSQL"}[connection.vendor]
    assert name in seen["database"].found
    assert seen["tables"].state == State.FINE


def test_a_database_that_does_not_wait_for_the_disk_is_wrong():
    """The tests' PostgreSQL waits for no disk, and says so; SQLite is told not to."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("pragma synchronous")
        seen = by_what(doctor_inside.database)["database"]
        assert seen.state == State.FINE
    else:
        seen = by_what(doctor_inside.database)["database"]
        assert seen.state == State.WRONG
        assert "fsync" in seen.found


def test_a_migration_that_is_not_applied_is_wrong():
    with connection.cursor() as cursor:
        cursor.execute("select max(name) from django_migrations where app = 'records'")
        (newest,) = cursor.fetchone()
        cursor.execute("delete from django_migrations where name = %s", [newest])
    seen = by_what(doctor_inside.database)["tables"]
    assert (seen.state, seen.do) == (State.WRONG, "Run: ./manage.py migrate")
    assert newest in seen.found


@pytest.mark.parametrize(
    "ago, state",
    [(None, State.TO_DO), (timedelta(seconds=5), State.FINE), (timedelta(hours=1), State.WRONG)],
)
def test_a_worker_that_is_silent_is_missed(ago, state):
    if ago is not None:
        installation.note_worker(at=clock.real_now() - ago)
    assert only(doctor_inside.worker).state == state


def test_what_waits_because_of_a_failure_is_shown_with_its_reason():
    def fail(_):
        raise OSError("no route to the mail server")

    assert {each.state for each in doctor_inside.owed()} == {State.FINE}
    cast.filed(cast.alice())
    notices.send_due(fail, at=cast.AT)
    work.owe(work.RECEIPT, subject_id=1, at=cast.AT)
    work.run_due({work.RECEIPT: fail}, at=cast.AT)
    seen = by_what(doctor_inside.owed)
    assert "no route to the mail server" in seen["notices"].found
    assert seen["documents"].state == State.TO_DO


def test_a_folder_that_cannot_be_written_is_wrong(settings, monkeypatch):
    assert {each.state for each in doctor_outside.storage()} == {State.FINE}
    monkeypatch.setattr(doctor_outside.os, "access", lambda *_: False)
    assert {each.state for each in doctor_outside.storage()} == {State.WRONG}


def test_a_disk_without_room_is_wrong(monkeypatch):
    usage = doctor_outside.shutil.disk_usage(settings.RECERT_VAR)
    monkeypatch.setattr(
        doctor_outside.shutil, "disk_usage", lambda _: usage._replace(free=1_000_000)
    )
    assert {each.state for each in doctor_outside.storage()} == {State.WRONG}


def test_missing_fonts_are_named_with_their_packages(monkeypatch):
    def none(_text):
        raise fonts.NoFonts("No font for documents is installed.")

    monkeypatch.setattr(fonts, "missing", none)
    seen = only(doctor_outside.documents)
    assert seen.state == State.TO_DO
    assert all(package in seen.do for package in fonts.PACKAGES)
    monkeypatch.setattr(fonts, "missing", lambda text: ("水",) if "水" in text else ())
    assert "Chinese" in only(doctor_outside.documents).found


@pytest.mark.parametrize(
    "host, demonstration, state",
    [("", True, State.FINE), ("", False, State.WRONG), ("mail.example", False, State.FINE)],
)
def test_mail_goes_somewhere(settings, host, demonstration, state):
    settings.EMAIL_HOST, settings.RECERT_DEMONSTRATION = host, demonstration
    assert only(doctor_outside.mail).state == state


def test_without_a_scanner_it_is_said_so_and_one_that_is_silent_is_wrong(settings, tmp_path):
    settings.RECERT_CLAMD = ""
    assert only(doctor_outside.scanner).state == State.TO_DO
    settings.RECERT_CLAMD = f"unix:{tmp_path / 'nobody'}"
    assert only(doctor_outside.scanner).state == State.WRONG


def test_what_a_file_reader_could_still_do_is_named(monkeypatch):
    could = children.Confinement(network=True, reading=False, writing=False, starting=True)
    monkeypatch.setattr(children, "confinement", lambda: could)
    seen = only(doctor_outside.confinement)
    assert (seen.state, seen.found) == (State.TO_DO, "It still could do: network, starting.")
    monkeypatch.setattr(children, "confinement", lambda: None)
    assert only(doctor_outside.confinement).state == State.WRONG


def test_the_demonstration_is_never_overlooked():
    assert only(doctor_outside.deployment).what == "demonstration"


def test_outside_the_demonstration_the_deployment_checks_speak(settings):
    settings.RECERT_DEMONSTRATION = False
    found = by_what(doctor_outside.deployment)
    assert found["deployment recert.E013"].state == State.WRONG


@pytest.mark.parametrize(
    "is_set, at_home, state",
    [(True, False, State.FINE), (False, True, State.FINE), (False, False, State.WRONG)],
)
def test_a_secret_is_asked_for(settings, is_set, at_home, state):
    settings.SECRET_KEY_IS_SET, settings.AT_HOME = is_set, at_home
    assert only(doctor_outside.secret).state == state


def test_a_look_that_fails_is_itself_something_wrong():
    def broken():
        yield Seen("x", State.FINE, "so far")
        raise OSError("the disk is gone\nand more")

    assert _careful("disk", broken) == [
        Seen(
            "disk", State.WRONG, "OSError: the disk is gone",
            "See what this says, and put it right first.",
        )
    ]  # fmt: skip


def test_the_command_says_all_of_it_and_fails_only_for_what_is_wrong(capsys):
    wrong = any(each.state == State.WRONG for each in looked())
    assert main(["doctor"]) == int(wrong)
    said = capsys.readouterr().out
    assert "ACTION Certification" in said
    assert said.splitlines()[-1].endswith("to do.")
    assert main(["doctor", "--format", "json"]) == int(wrong)
    told = json.loads(capsys.readouterr().out)
    assert {each["state"] for each in told} <= set(State)
    assert len(told) == len(looked())
