"""`recert check`: what is clean passes, and each planted fault is found and said in words.

Faults are written past every guard: a table is first replaced by a copy that has no constraint and
no trigger, as a database that somebody repaired by hand might be.
"""

# ruff: noqa: S608  (the SQL of these tests is their own)

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction

from recert.actions import notices, payments, register, review, review_activities
from recert.cli import main
from recert.cli.check import answers
from recert.records.invariants import invariants
from tests import people as cast

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
    result = register.record_exam_result(
        cycle.credential, form="accredited", taken_on=cast.ON, outcome="pass", vendor="board",
        reference="1", by=None, at=cast.AT,
    )  # fmt: skip
    register.raise_level(cycle, result=result, level="certification", by=None, at=cast.AT)


def _suspended(credential):
    given = {"by": cast.olga(), "at": cast.AT}
    act = register.act_upon(
        credential, kind="suspended", begins_on=cast.ON, reason="A complaint.", **given
    )
    register.end_act(act, ends_on=cast.ON + timedelta(days=1), reason="Unfounded.", **given)


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


def plant(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
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


ALICE_USER = "(select user_id from records_certificant order by id limit 1)"
FIRST = "id = (select min(id) from {0})"


def first(table):
    return FIRST.format(table)


FAULTS = {  # name: (invariant, tables without guards, what is planted, words of the answer)
    "the same class earns twice": (
        "I1",
        ["activity", "ledgerentry"],
        lambda: [
            (
                "update records_activity set course_id = (select min(course_id) "
                "from records_activity), "
                "completed_on = (select min(completed_on) from records_activity)"
            )
        ],
        "2 activities have credit",
    ),
    "credit without an accepted activity": (
        "I2",
        ["activity"],
        lambda: ["update records_activity set status = 'submitted' where status = 'accepted'"],
        "is submitted, and the ledger grants it",
    ),
    "an accepted activity without credit": (
        "I2",
        ["ledgerentry"],
        lambda: [
            (
                "delete from records_ledgerentry where corrects_id is null and activity_id = "
                "(select max(activity_id) from records_ledgerentry)"
            )
        ],
        "grants it 0 steps",
    ),
    "a correction by half": (
        "I3",
        ["ledgerentry"],
        lambda: ["update records_ledgerentry set steps = -1 where corrects_id is not null"],
        "granting -1 against",
    ),
    "a correction twice": (
        "I3",
        ["ledgerentry"],
        lambda: [twice("records_ledgerentry", where="corrects_id is not null")],
        "was corrected 2 times",
    ),
    "an entry without a reason": (
        "I3",
        ["ledgerentry"],
        lambda: ["update records_ledgerentry set because = ''"],
        "and says:",
    ),
    "an entry that nobody remembers": (
        "I3",
        ["event"],
        lambda: ["delete from records_event where name = 'activity.accepted'"],
        "0 events of being accepted",
    ),
    "a correction that nobody remembers": (
        "I3",
        ["event"],
        lambda: ["delete from records_event where name = 'activity.corrected'"],
        "and 0 events of one",
    ),
    "facts beside the ledger": (
        "I4",
        ["ledgerentry"],
        lambda: [
            (
                "update records_ledgerentry set steps = steps + 2 where corrects_id is null and "
                "activity_id = (select max(activity_id) from records_ledgerentry)"
            )
        ],
        "which nobody granted",
    ),
    "two open applications": (
        "I5",
        ["application"],
        lambda: [
            "update records_application set status = 'submitted'",
            twice("records_application"),
        ],
        "2 open applications",
    ),
    "two approved applications": (
        "I5",
        ["application"],
        lambda: [twice("records_application", where="status = 'approved'")],
        "2 approved applications",
    ),
    "an application moved by hand": (
        "I6",
        ["application"],
        lambda: ["update records_application set status = 'withdrawn' where status = 'denied'"],
        "is withdrawn; events of it",
    ),
    "an application that nobody opened": (
        "I6",
        ["event"],
        lambda: ["delete from records_event where name = 'application.opened'"],
        "0 opened",
    ),
    "an application that never was filed": (
        "I6",
        ["application"],
        lambda: ["update records_application set filed_on = null"],
        "never filed",
    ),
    "a fee captured twice": (
        "I7",
        ["payment"],
        lambda: [twice("records_payment", receipt_number="3")],
        "was paid 2 times",
    ),
    "a payment of another amount": (
        "I7",
        ["payment"],
        lambda: ["update records_payment set amount = 1"],
        "is over 1",
    ),
    "approved and not paid": (
        "I7",
        ["payment"],
        lambda: [f"delete from records_payment where {first('records_payment')}"],
        "not all is paid",
    ),
    "a gap in the receipts": (
        "I7",
        ["payment"],
        lambda: ["update records_payment set receipt_number = 9 where receipt_number = 2"],
        "numbered up to 9, and there are 2",
    ),
    "a payment that nobody remembers": (
        "I7",
        ["event"],
        lambda: ["delete from records_event where name = 'payment.received'"],
        "remembered by 0 events",
    ),
    "a receipt that nobody owes": (
        "I7",
        ["work"],
        lambda: ["delete from records_work where kind = 'receipt'"],
        "has no receipt",
    ),
    "an edition's text exchanged": (
        "I9",
        ["edition"],
        lambda: ["update records_edition set digest = 'x'"],
        "has another",
    ),
    "a decision without a reason": (
        "I9",
        ["decision"],
        lambda: ["update records_decision set reason = ' '"],
        "lacks a reason",
    ),
    "a decision of no evidence": (
        "I9",
        ["decision"],
        lambda: ["update records_decision set evidence_digest = ''"],
        "digest of the evidence",
    ),
    "two decisions in force": (
        "I10",
        ["decision"],
        lambda: [twice("records_decision")],
        "2 decisions in force",
    ),
    "approved without a decision": (
        "I10",
        ["decision"],
        lambda: ["delete from records_decision where outcome = 'approved'"],
        "without a decision",
    ),
    "a decision turned round": (
        "I10",
        ["decision"],
        lambda: ["update records_decision set outcome = 'approved' where outcome = 'denied'"],
        "took effect as approved",
    ),
    "in effect before it was final": (
        "I10",
        ["decision"],
        lambda: ["update records_decision set undone_at = at"],
        "though undone",
    ),
    "decided by oneself": (
        "I11",
        ["decision"],
        lambda: [f"update records_decision set by_id = {ALICE_USER}"],
        "decision ",
    ),
    "credit granted by oneself": (
        "I11",
        ["ledgerentry"],
        lambda: [f"update records_ledgerentry set by_id = {ALICE_USER}"],
        "is by the certificant",
    ),
    "one's own fee recorded": (
        "I11",
        ["payment"],
        lambda: [f"update records_payment set by_id = {ALICE_USER}"],
        "recorded by the certificant",
    ),
    "a second login of the same person": (
        "I11",
        ["user"],
        lambda: [
            "update records_user set email = 'ALICE@recert.example' where name = 'Bob Reviewer'",
        ],
        "is by the certificant",
    ),
    "a refund by one person": (
        "I12",
        ["refund"],
        lambda: ["update records_refund set confirmed_by_id = proposed_by_id"],
        "proposed and confirmed by",
    ),
    "a refund to oneself": (
        "I12",
        ["refund"],
        lambda: [
            (
                "update records_refund set confirmed_by_id = (select max(user_id) "
                "from records_certificant)"
            )
        ],
        "goes to one who",
    ),
    "a refund of more than was paid": (
        "I12",
        ["refund"],
        lambda: ["update records_refund set amount = 99999"],
        "99999 goes back",
    ),
    "filed under no edition": (
        "I13",
        ["application"],
        lambda: ["update records_application set edition_id = null"],
        "under no edition",
    ),
    "the day of filing moved": (
        "I13",
        ["application"],
        lambda: ["update records_application set filed_on = '2026-12-15'"],
        "has the edition of",
    ),
    "an approval that began no cycle": (
        "I14",
        ["renewal"],
        lambda: ["delete from records_renewal"],
        "began 0 cycles",
    ),
    "a cycle out of nowhere": (
        "I14",
        ["cycle"],
        lambda: [twice("records_cycle", begins_on="'2030-01-01'", ends_on="'2032-01-01'")],
        "was begun by no decision",
    ),
    "a renewal by a denial": (
        "I14",
        ["renewal"],
        lambda: [
            (
                "update records_renewal set decision_id = (select id from records_decision "
                "where outcome = 'denied')"
            )
        ],
        "no approval in effect",
    ),
    "a certificate that nobody owes": (
        "I14",
        ["work"],
        lambda: ["delete from records_work where kind = 'certificate'"],
        "has no certificate",
    ),
    "cycles that overlap": (
        "I16",
        ["cycle"],
        lambda: [
            "update records_cycle set begins_on = '2026-12-01' where begins_on > '2026-12-01'"
        ],
        "overlap",
    ),
    "a cycle that ends before it begins": (
        "I16",
        ["cycle"],
        lambda: ["update records_cycle set ends_on = '2020-01-01'"],
        "runs from",
    ),
    "a suspension that nobody remembers": (
        "I18",
        ["event"],
        lambda: ["delete from records_event where name = 'credential.acted_upon'"],
        "0 events of one",
    ),
    "a suspension lifted by hand": (
        "I18",
        ["event"],
        lambda: ["delete from records_event where name = 'credential.act_ended'"],
        "1 ends of acts",
    ),
    "a suspension that ended before it began": (
        "I18",
        ["actend"],
        lambda: ["update records_actend set ends_on = '2020-01-01'"],
        "ended on 2020-01-01",
    ),
    "a notice sent without its event": (
        "I21",
        ["event"],
        lambda: ["delete from records_event where name = 'notice.sent'"],
        "is sent: yes; its events: 0",
    ),
    "a notice owed twice": (
        "I21",
        ["notice"],
        lambda: [twice("records_notice", sent_at="null")],
        "is there 2 times",
    ),
    "an applicant who is not told": (
        "I21",
        ["notice"],
        lambda: [("delete from records_notice where template = 'application_received'")],
        "was received",
    ),
    "an approval that is not told": (
        "I21",
        ["notice"],
        lambda: [("delete from records_notice where template = 'application_approved'")],
        "is approved, and nobody",
    ),
    "a payment that is not told": (
        "I21",
        ["notice"],
        lambda: ["delete from records_notice where template = 'fee_received'"],
        "was received, and nobody",
    ),
    "credit that is not told": (
        "I21",
        ["notice"],
        lambda: [("delete from records_notice where template = 'activity_accepted'")],
        "nobody is told: activity.accepted",
    ),
    "evidence of another size": (
        "I23",
        ["evidence"],
        lambda: ["update records_evidence set size = 3"],
        "and had 3",
    ),
    "evidence whose scan found something": (
        "I23",
        ["evidence"],
        lambda: ["update records_evidence set scan = 'found'"],
        "scan says",
    ),
    "one result twice": (
        "I28",
        ["examresult"],
        lambda: [twice("records_examresult")],
        "is there 2 times",
    ),
    "a level raised by a failed exam": (
        "I28",
        ["examresult"],
        lambda: ["update records_examresult set outcome = 'fail'"],
        "fail on",
    ),
    "one number of two people": (
        "I33",
        ["credential"],
        lambda: ["update records_credential set number_tidy = 'AC1'"],
        "number AC1 is there 2 times",
    ),
    "one code of two people": (
        "I33",
        ["credential"],
        lambda: ["update records_credential set code = 'same'"],
        "code same is there 2 times",
    ),
    "one login of two people": (
        "I33",
        ["certificant"],
        lambda: [f"update records_certificant set user_id = {ALICE_USER}"],
        "is 2 certificants",
    ),
    "two credentials of one program": (
        "I33",
        ["credential"],
        lambda: [
            (
                "update records_credential set certificant_id = "
                "(select min(certificant_id) from records_credential)"
            )
        ],
        "has 2 credentials",
    ),
}


def test_what_actions_wrote_holds(records):
    assert broken() == {}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_and_said_in_words(records, name):
    code, tables, statements, words = FAULTS[name]
    for table in tables:
        loosen(f"records_{table}")
    assert broken() == {}, "loosening a table is no fault"
    plant(*statements())
    assert any(words in said for said in broken().get(code, ())), broken()


def test_every_question_finds_its_fault():
    assert {code for code, *_ in FAULTS.values()} | {"I35"} >= {each.code for each in invariants()}


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
