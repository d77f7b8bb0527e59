"""`recert check`: what is clean passes, and each planted fault is found and said in words.

Faults are written past every guard: a table is first replaced by a copy that has no constraint and
no trigger, as a database that somebody repaired by hand might be.
"""

# ruff: noqa: S608  (the SQL of these tests is their own)

import json
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from recert.actions import acts, notices, payments, register, review, review_activities
from recert.cli import main
from recert.cli.check import answers
from recert.records.invariants import invariants
from tests import examining
from tests import people as cast
from tests.records.guarded import ruled

pytestmark = pytest.mark.django_db


@pytest.fixture
def records():
    """Alice renewed, with a corrected entry; Charlie denied, and refunded; an act and its end."""
    alice = cast.alice(level="certificate")
    activity = cast.accepted(alice, of=cast.course(minutes=660))
    review_activities.correct(
        activity.entries.get(), steps=20, because="Ten hours.",
        review=cast.reviewing(activity, at=cast.later(minutes=1)),
    )  # fmt: skip
    cast.accepted(alice)
    application = cast.filed(alice, at=cast.later(minutes=2))
    cast.paid(application, at=cast.later(minutes=2))
    review.take_effect(
        cast.decided(application, at=cast.later(minutes=3)), at=cast.later(minutes=3)
    )
    _rose(alice)
    _suspended(alice.credential)
    _refunded(cast.charlie())
    notices.send_due(lambda _: None, at=cast.later(days=1))
    yield
    transaction.set_rollback(True)  # what was planted is not to be held against the test itself


def _rose(cycle):
    result = examining.result_alone(cycle)
    register.raise_level(cycle, result=result, level="certification", by=None, at=cast.AT)


def _suspended(credential):
    given = {"by": cast.olga(), "at": cast.AT}
    act = acts.act_upon(
        credential, kind="suspended", begins_on=cast.ON, reason="A complaint.", **given
    )
    acts.end_act(act, ends_on=cast.ON + timedelta(days=1), reason="Unfounded.", **given)


def _examined():
    """Bea passed; Cleo's pass was corrected to a failure; Ada's late one was ruled on; one row."""
    examining.sat(examining.alice(name="Bea Berg"), reference="R-2")
    cleo = examining.alice(name="Cleo Cruz")
    examining.confirmed(examining.proposed(examining.sat(cleo, reference="R-3")))
    examining.taken_in(examining.told(cleo, reference="R-4", taken_on=cast.ON, outcome="absent"))
    ruled()


def _refunded(cycle):
    application = cast.filed(cycle)
    payment = cast.paid(application)
    review.take_effect(cast.decided(application, outcome="denied"), at=cast.AT)
    refund = payments.propose_refund(payment, reason="Denied.", by=cast.olga(), at=cast.AT)
    payments.confirm_refund(refund, reference="TX", by=cast.otto(), at=cast.AT)


def broken():
    return {each.code: each.broken for each in answers() if each.broken}


def loosen(table):
    """Replace a table by a copy of its rows that nothing guards."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("pragma legacy_alter_table = on")
        else:
            cursor.execute("set constraints all immediate")
        cursor.execute(f"create table loose as select * from {table}")
        cursor.execute(f"drop table {table}{'' if connection.vendor == 'sqlite' else ' cascade'}")
        cursor.execute(f"alter table loose rename to {table}")
        cursor.execute(f"create unique index loose_{table} on {table} (id)")  # others refer to it


def plant(*faults):
    with connection.cursor() as cursor:
        for fault in faults:
            statement = fault if isinstance(fault, str) else twice(**fault)
            cursor.execute(statement)
            assert cursor.rowcount > 0, f"nothing was planted: {statement}"


def twice(table, *, where="1 = 1", **changes):
    """SQL that inserts a row once more, under another id, with some columns changed."""
    with connection.cursor() as cursor:
        columns = [
            column.name for column in connection.introspection.get_table_description(cursor, table)
        ]
    values = {"id": "id + 1000"} | changes
    chosen = ", ".join(str(values.get(column, f'"{column}"')) for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return f"insert into {table} ({names}) select {chosen} from {table} where {where} limit 1"


FAULTS = {
    fault["name"]: fault
    for fault in tomllib.loads(Path(__file__).with_name("faults.toml").read_text())["fault"]
}


def test_what_actions_wrote_holds(records):
    assert broken() == {}


def test_what_came_of_exams_holds():
    _examined()
    assert broken() == {}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_and_said_in_words(records, name):
    fault = FAULTS[name]
    if fault.get("exams"):
        _examined()
    for table in fault["tables"]:
        loosen(f"records_{table}")
    assert broken() == {}, "loosening a table is no fault"
    plant(*fault["plant"])
    assert any(fault["words"] in said for said in broken().get(fault["breaks"], ())), broken()


def test_every_question_finds_its_fault():
    assert {fault["breaks"] for fault in FAULTS.values()} >= {each.code for each in invariants()}


FINDINGS = {"sqlite": "json_set(findings, '$.counted', 99)",
            "postgresql": "jsonb_set(findings, '{counted}', '99')"}  # fmt: skip
FACTS = {"sqlite": "json_set(facts, '$.layout', 99)",
         "postgresql": "jsonb_set(facts, '{layout}', '99')"}  # fmt: skip


@pytest.mark.parametrize(
    "column, change, words",
    [("findings", FINDINGS, "comes out otherwise in: counted"), ("facts", FACTS, "cannot be made")],
)
def test_a_decision_that_does_not_come_out_again_is_found(records, column, change, words):
    loosen("records_decision")
    plant(f"update records_decision set {column} = {change[connection.vendor]}")
    assert any(words in said for said in broken()["I35"])


def test_an_exam_decision_that_does_not_come_out_again_is_found():
    _examined()
    loosen("records_examdecision")
    plant(f"update records_examdecision set findings = {FINDINGS[connection.vendor]}")
    said = [words for each in answers() if each.code == "I35" for words in each.broken]
    assert any("exam decision" in words and "otherwise in: counted" in words for words in said)


def test_a_missing_file_and_a_spoilt_one_are_found():
    cycle = cast.alice()
    paper, other = (
        cast.paper(cycle, content=content) for content in (b"%PDF first one", b"%PDF another")
    )
    root = settings.EVIDENCE_ROOT
    paths = [root / e.digest[:2] / e.digest[2:4] / e.digest for e in (paper, other)]
    assert broken() == {}
    kept = paths[1].read_bytes()
    try:
        paths[0].unlink()
        paths[1].chmod(0o600)
        paths[1].write_bytes(kept[::-1])
        missing, spoilt = broken()["I23"]
    finally:
        for path in paths:
            path.unlink(missing_ok=True)
    assert missing.endswith("is missing")
    assert spoilt.endswith("holds something else than it did")


# --- the command


def run(capsys, *words):
    code = main(["check", *words])
    return code, capsys.readouterr().out


def test_the_command_says_that_everything_holds(records, capsys):
    code, said = run(capsys)
    assert code == 0
    assert said.endswith("Everything holds.\n")
    assert len(said.splitlines()) == len(answers()) + 1


def test_the_command_names_what_is_broken_and_fails(records, capsys):
    loosen("records_work")
    plant("delete from records_work where kind = 'certificate'")
    code, said = run(capsys)
    assert code == 1
    assert "I14  1 broken" in said
    assert "has no certificate, and none is owed" in said
    code, said = run(capsys, "--format", "json", "--no-files", "--no-replay")
    assert code == 1
    assert [each["code"] for each in json.loads(said) if each["broken"]] == ["I14"]
