"""What the database never lets change: history, filed applications, decisions, and the guards."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection

from recert.policy.lifecycle import APPLICATION_MOVES, ApplicationStatus
from recert.records.applications import Application, Decision
from tests import guards as kept_by
from tests import people as cast
from tests import reference
from tests.records.guarded import copy_of, refuses, renewed

pytestmark = pytest.mark.django_db


@pytest.fixture(name="renewed")
def _renewed():
    """Alice's first cycle, renewed, with one row of every table that is only added to."""
    return renewed()


# --- history is only added to

ADDED_TO = {
    "act": {"reason": "another reason"},
    "actend": {"reason": "another reason"},
    "attestation": {"text": "another text"},
    "cannedtext": {"text": "another text"},
    "edition": {"rationale": "another reason"},
    "event": {"name": "activity.saved"},
    "examdecision": {"outcome": "not eligible"},
    "examrenewal": {"at": cast.AT + timedelta(days=1)},
    "examresult": {"outcome": "fail"},
    "examruling": {"because": "another reason"},
    "feeline": {"amount": 1},
    "feeruling": {"amount": 2},
    "ledgerentry": {"because": "another reason"},
    "levelchange": {"from_on": date(2026, 1, 1)},
    "payment": {"amount": 1},
    "reminder": {"kind": "60 before"},
    "resultfile": {"name": "another.csv"},
    "requestmessage": {"text": "another text"},
    "renewal": {"at": cast.AT + timedelta(days=1)},
}


@pytest.mark.parametrize("table", ADDED_TO)
def test_a_row_of_history_is_neither_changed_nor_deleted(renewed, table):
    rows = apps.get_model("records", table)._default_manager
    row = rows.first()
    assert row is not None, f"the fixture makes no {table}"
    words = f"{table} rows are never changed or deleted"
    assert refuses(lambda: rows.filter(pk=row.pk).update(**ADDED_TO[table]), words=words)
    assert refuses(lambda: rows.filter(pk=row.pk)._raw_delete(rows.db), words=words)
    assert rows.filter(pk=row.pk).values().get() == {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields
    }


# --- an application moves along its arrows, and keeps what it was filed under


def put(status):
    """An application of Alice's put into a status by hand, past arrows that lead there."""
    cycle = cast.alice()
    application = cast.opened(cycle)
    filing = {"submitted_at": cast.AT, "filed_on": cast.ON, "edition": cast.adopted()}
    path = {
        "draft": (),
        "submitted": ("submitted",),
        "returned": ("submitted", "returned"),
        "approved": ("submitted", "approved"),
        "denied": ("submitted", "denied"),
        "withdrawn": ("withdrawn",),
    }[status]
    for step in path:
        Application.objects.filter(pk=application.pk).update(status=step, **filing)
    return Application.objects.get(pk=application.pk)


@pytest.mark.parametrize("after", ApplicationStatus)
@pytest.mark.parametrize("before", ApplicationStatus)
def test_an_application_moves_only_along_its_arrows(before, after):
    application = put(before)
    filing = {"submitted_at": cast.AT, "filed_on": cast.ON, "edition": cast.adopted()}
    moved = Application.objects.filter(pk=application.pk)
    allowed = before == after or after in APPLICATION_MOVES[before]
    assert (
        refuses(
            lambda: moved.update(status=after, **filing),
            words="an application moves only along its arrows",
        )
        is not allowed
    )


@pytest.mark.parametrize(
    "change", [{"edition_id": None}, {"filed_on": date(2026, 11, 25)}, {"filed_on": None}]
)
def test_a_filed_application_keeps_its_edition_and_its_day(change):
    application = put("withdrawn")
    mine = Application.objects.filter(pk=application.pk)
    assert refuses(lambda: mine.update(**change), words="keeps its edition and its day of filing")


@pytest.mark.parametrize("missing", ["submitted_at", "filed_on", "edition"])
def test_a_submitted_application_says_when_and_under_which_edition(missing):
    application = cast.opened(cast.alice())
    filing = {"submitted_at": cast.AT, "filed_on": cast.ON, "edition": cast.adopted()}
    mine = Application.objects.filter(pk=application.pk)
    assert refuses(lambda: mine.update(status="submitted", **filing | {missing: None}))
    assert not refuses(lambda: mine.update(status="submitted", **filing))


# --- a decision is not rewritten


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "denied"},
        {"reason": "another"},
        {"at": cast.AT + timedelta(days=1)},
        {"final_at": cast.AT + timedelta(days=1)},
        {"edition_digest": "0" * 64},
        {"evidence_digest": "0" * 64},
        {"took_effect_at": cast.AT + timedelta(days=1)},
        {"took_effect_at": None},
        {"facts": {}},
        {"findings": {}},
        {"next_begins_on": date(2027, 1, 1), "next_ends_on": date(2029, 1, 1)},
    ],
    ids=str,
)
def test_a_decision_is_not_rewritten(renewed, change):
    decision = Decision.objects.get()
    mine = Decision.objects.filter(pk=decision.pk)
    assert refuses(lambda: mine.update(**change), words="a decision is not rewritten")


def test_a_decision_is_not_deleted(renewed):
    rows = Decision.objects.all()
    assert refuses(lambda: rows._raw_delete(rows.db), words="never changed or deleted")


def test_a_decision_takes_effect_or_is_undone_but_not_both():
    decision = cast.decided(cast.ready(cast.alice()))
    mine = Decision.objects.filter(pk=decision.pk)
    assert not refuses(lambda: mine.update(took_effect_at=cast.AT))
    assert refuses(lambda: mine.update(undone_at=cast.AT))


def test_nobody_decides_their_own_case_or_grants_themselves_credit():
    cycle = cast.alice()
    alice = cast.who(cycle).user
    granted = cast.accepted(cycle).entries.get()
    words = "nobody decides their own case"
    assert refuses(lambda: copy_of(granted, by_id=alice.pk), words=words)
    decision = cast.decided(cast.filed(cycle), outcome="denied")
    Decision.objects.filter(pk=decision.pk).update(undone_at=cast.AT)
    assert refuses(lambda: copy_of(decision, by_id=alice.pk), words=words)
    assert not refuses(lambda: copy_of(decision, by_id=cast.beth().pk))


# --- the guards themselves


def guards():
    """The names of what guards the tables now."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("select name from sqlite_master where type = 'trigger'")
        else:
            cursor.execute(
                "select tgname from pg_trigger where not tgisinternal and tgenabled = 'O' "
                "union all select conname from pg_constraint where contype = 'x'"
            )
        return {name for (name,) in cursor.fetchall()}


ELSEWHERE = {  # guards that test_classes_are_kept and test_uploads_are_kept try, by table
    "completionreport": 2,
    "courseversion": 2,
    "paperapplication": 2,
    "upload": 3,
    "uploadlink": 3,
}
TABLES_KEPT = {*ADDED_TO, *ELSEWHERE, "application", "decision", "installation"}


def test_every_guard_is_in_place_after_all_migrations():
    """A migration that rebuilds a table of SQLite would drop its triggers without a word."""
    kept = {name.split("_")[1] for name in guards() if name.startswith("keep_")}
    cycles = {
        "sqlite": {"keep_cycle_insert", "keep_cycle_update"},
        "postgresql": {"cycles_of_one_credential_never_overlap"},
    }[connection.vendor]
    assert kept - {"cycle"} == TABLES_KEPT
    assert cycles <= guards()
    assert len(guards()) == GUARDS[connection.vendor], sorted(guards())


# Update and delete of each table of history; two of an application, four of a decision, one of the
# day; nobody's own decision, credit or exam; a reversed cycle; and what keeps cycles apart.
KEPT = 2 * len(ADDED_TO) + sum(ELSEWHERE.values()) + 11
GUARDS = {"sqlite": KEPT + 2, "postgresql": KEPT + 1}


def test_a_guard_that_is_gone_is_missed():
    with connection.cursor() as cursor:
        of = "" if connection.vendor == "sqlite" else " on records_event"
        name = next(name for name in guards() if name.startswith("keep_event"))
        cursor.execute(f"drop trigger {name}{of}")
    with pytest.raises(AssertionError):
        test_every_guard_is_in_place_after_all_migrations()


def test_the_reference_lists_what_this_database_refuses():
    page = (reference.FOLDER / "guards.md").read_text(encoding="utf-8")
    assert page == reference.guards(), "write it again: python -m tests.reference guards.md"
    assert not kept_by.silent(), "their words are in no reference"
