"""What happens by itself: each job once, failures kept with their row, a worker that stops."""

import io
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import OperationalError

from recert import clock
from recert.actions import register, review
from recert.jobs import table
from recert.jobs.papers import certificate_facts
from recert.jobs.working import Worker, run_once
from recert.outside import files, pages
from recert.records.history import Document, Event, Installation, Notice, Work
from tests import people
from tests.outside.hostile import honest_pdf
from tests.people import AT

OF_A_PERSON = ("certificate", "receipt")  # what an edition owes is in test_edition_papers.py


@pytest.mark.django_db
def test_a_final_decision_takes_effect_by_itself_once():
    cycle = people.alice()
    people.decided(people.ready(cycle))
    assert table.take_effect(AT) == 1
    assert table.take_effect(AT) == 0
    assert cycle.credential.cycles.count() == 2


@pytest.mark.django_db
def test_a_decision_waits_until_it_is_final():
    people.decided(people.ready(people.alice()))
    assert table.take_effect(AT - timedelta(seconds=1)) == 0


@pytest.mark.django_db
def test_one_decision_that_cannot_take_effect_holds_up_no_other():
    stuck = people.decided(people.ready(people.alice()))
    free = people.decided(people.ready(people.charlie()))
    _begin_the_next_cycle_behind_its_back(stuck.application.cycle)
    with pytest.raises(table.SomeFailed, match=f"decision {stuck.pk}"):
        table.take_effect(AT)
    free.refresh_from_db()
    assert free.took_effect_at == AT


def _begin_the_next_cycle_behind_its_back(cycle):
    type(cycle).objects.create(
        credential=cycle.credential,
        begins_on=cycle.ends_on + timedelta(days=1),
        ends_on=cycle.ends_on + timedelta(days=700),
        level=cycle.level,
        began_at=AT,
    )


@pytest.mark.django_db
def test_the_documents_of_a_renewal_are_made_and_kept_once():
    people.renewed(people.alice())
    assert table.make_documents(AT) == 2  # the certificate and the receipt
    assert table.make_documents(AT) == 0
    for document in Document.objects.all():
        with files.open_(document.digest, root=settings.DOCUMENTS_ROOT) as kept:
            assert kept.read(5) == b"%PDF-"
    assert not Work.objects.filter(done_at=None, kind__in=OF_A_PERSON).exists()


@pytest.mark.django_db
def test_a_name_that_no_font_can_set_leaves_the_document_owed_and_says_why_once():
    cycle = people.renewed(people.alice())
    register.rename(
        people.who(cycle),
        name="Alice \U00013000",
        family_name="\U00013000",
        by=None,
        on=people.ON,
        at=AT,
    )
    for attempt in range(3):
        table.make_documents(AT + timedelta(days=attempt))
    owed = Work.objects.filter(done_at=None, kind__in=OF_A_PERSON)
    assert {work.kind for work in owed} == {"certificate", "receipt"}
    assert all("no installed font has" in work.last_error for work in owed)
    assert all(work.attempts == 3 for work in owed)
    assert Event.objects.filter(name="document.waits").count() == 2
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_a_document_that_waited_is_made_when_it_can_be():
    cycle = people.renewed(people.alice())
    person = people.who(cycle)
    given = {"by": None, "on": people.ON, "at": AT}
    register.rename(person, name="Alice \U00013000", family_name="X", **given)
    table.make_documents(AT)
    register.rename(person, name="Alice Ångström", family_name="Ångström", **given)
    assert table.make_documents(AT + timedelta(minutes=1)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "level, title",
    [
        ("certification", "ACTION Certified Personal Trainer"),
        ("certificate", "ACTION Personal Trainer program"),
    ],
)
def test_only_a_certification_says_certified(level, title):
    cycle = people.alice(level=level)
    facts = certificate_facts(cycle, body=people.body(), at=AT)
    assert facts.level == level
    assert facts.title == title


@pytest.mark.django_db
def test_the_code_on_a_certificate_opens_the_live_answer(client):
    cycle = people.alice()
    facts = certificate_facts(cycle, body=people.body(), at=AT)
    assert facts.verify_url.startswith("http://localhost/")
    assert facts.verify_shown == facts.verify_url.removeprefix("http://")
    answer = client.get(facts.verify_url.removeprefix("http://localhost"))
    assert cycle.credential.number in answer.content.decode()


@pytest.mark.django_db
def test_one_run_does_everything_that_is_due_and_says_how_much():
    people.decided(people.ready(people.alice()))
    done = run_once()
    assert done["take effect"] == 1
    assert done["documents"] == 2
    assert done["notices"] == Notice.objects.count() > 3
    assert Installation.objects.get().worker_seen_at


@pytest.mark.django_db
def test_a_job_that_fails_rests_and_the_others_go_on(monkeypatch, caplog):
    asked = []

    def fails(_at):
        raise OSError("the disk is gone")

    jobs = (
        table.Job("fails", "", timedelta(seconds=1), fails),
        table.Job("works", "", timedelta(seconds=1), lambda at: asked.append(at) or 1),
    )
    monkeypatch.setattr("recert.jobs.working.JOBS", jobs)
    moments = iter([datetime(2026, 1, 1, 12, 0, second, tzinfo=UTC) for second in (0, 1, 2)])
    monkeypatch.setattr("recert.clock.real_now", lambda: next(moments))
    monkeypatch.setattr("recert.clock.now", lambda: AT)
    worker = Worker()
    for _ in range(3):
        worker.look()
    assert len(asked) == 3
    assert sum("job fails failed" in record.message for record in caplog.records) == 1


@pytest.mark.django_db
def test_a_worker_stops_between_two_jobs():
    worker = Worker()
    worker.stop()
    worker.look()
    assert not Installation.objects.filter(worker_seen_at__isnull=False).exists()


@pytest.mark.django_db
def test_a_database_that_is_away_for_a_while_does_not_end_the_worker(monkeypatch, caplog):
    def away(_at=None, **_more):
        raise OperationalError("the server is starting up")

    monkeypatch.setattr("recert.jobs.working.note_worker", away)
    monkeypatch.setattr("recert.clock.now", away)
    Worker().look()
    told = [record.message for record in caplog.records]
    assert any("could not say that it runs" in message for message in told)
    assert sum("tried again in a minute" in message for message in told) == len(table.JOBS)


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_starter_is_gone_stops():
    worker = Worker(alone=lambda: True)
    thread = threading.Thread(target=worker.work)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.loopback
def test_the_worker_ends_by_a_signal_without_a_word(tmp_path):
    env = {**os.environ, "RECERT_VAR": str(tmp_path), "RECERT_DATABASE_URL": ""}
    env["DJANGO_SETTINGS_MODULE"] = "recert.settings"
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=env, check=True)
    command = [sys.executable, "-c", "from recert.cli import main; main(['jobs', 'run'])"]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE) as worker:
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(4)
        worker.send_signal(signal.SIGTERM)
        _out, said = worker.communicate(timeout=10)
    assert worker.returncode == 0
    assert said == b""


@pytest.mark.django_db
def test_an_upload_that_was_cut_off_is_swept_after_some_hours(tmp_path, settings):
    settings.EVIDENCE_ROOT = tmp_path
    (tmp_path / "incoming").mkdir()
    old, new = tmp_path / "incoming" / "old.part", tmp_path / "incoming" / "new.part"
    for path in (old, new):
        path.write_bytes(b"x")
    long_ago = old.stat().st_mtime - table.UNFINISHED.total_seconds() - 60
    os.utime(old, (long_ago, long_ago))
    assert table.sweep_uploads(AT) == 1
    assert not old.exists()
    assert new.exists()


@pytest.mark.django_db
def test_a_file_that_is_nobodys_evidence_goes_after_a_day_with_its_pictures(tmp_path, settings):
    settings.EVIDENCE_ROOT = tmp_path
    kept = people.paper(people.alice()).digest
    strays = [_stray(number) for number in (11, 12)]
    drawn = [pages.page(digest) and next(tmp_path.glob(f"pages/*/{digest}*")) for digest in strays]
    _aged(kept, strays[0], seconds=60)
    _aged(strays[1], seconds=-60)
    assert table.sweep_strays(AT) == 1
    assert set(files.digests()) == {kept, strays[1]}
    assert [path.exists() for path in drawn] == [False, True]


@pytest.mark.django_db
def test_a_stray_that_somebody_sends_again_is_no_stray(tmp_path, settings):
    settings.EVIDENCE_ROOT = tmp_path
    stray = _stray(1)
    _aged(stray, seconds=60)
    assert list(files.old_digests(before=clock.real_now() - table.STRAY)) == [stray]
    _stray(1)
    assert table.sweep_strays(AT) == 0
    assert files.exists(stray)


def _stray(number):
    return files.store(io.BytesIO(honest_pdf(number)), limit=10**6, spare=0).digest


def _aged(*digests, seconds):
    """Files as if they had come so many seconds more than a day ago."""
    then = clock.real_now() - table.STRAY - timedelta(seconds=seconds)
    for digest in digests:
        os.utime(files.path_of(digest), (then.timestamp(), then.timestamp()))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_make_a_document_and_send_a_notice_once(together):
    people.decided(people.ready(people.alice()))
    effects = together(*[lambda: review.due_decisions(at=AT) and table.take_effect(AT)] * 2)
    assert not any(isinstance(each, Exception) for each in effects), effects
    made = together(*[lambda: table.make_documents(AT)] * 2)
    assert sum(made) == 2
    sent = together(*[lambda: table.send_notices(AT)] * 2)
    assert sum(sent) == Notice.objects.count()
    assert len(mail.outbox) == Notice.objects.count()
    assert Event.objects.filter(name="notice.sent").count() == Notice.objects.count()
