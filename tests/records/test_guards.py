"""What the database refuses by itself, on either database, whoever writes.

Every test writes past the actions, as a mistaken program or a hand at the console would.
"""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from recert.actions import payments, register
from recert.policy.lifecycle import APPLICATION_MOVES, ApplicationStatus
from recert.records.applications import Application, Attestation, Decision, FeeLine, FeeRuling
from recert.records.certification import Cycle, Edition
from recert.records.history import Document, Installation
from recert.records.people import Role
from tests import people as cast

pytestmark = pytest.mark.django_db


def refuses(write, *, words=""):
    """Whether the database refuses a write, in these words, and stays usable after it."""
    try:
        with transaction.atomic():
            write()
            connection.check_constraints()
    except DatabaseError as refusal:
        if words not in str(refusal):
            raise
        return True
    return False


def level_rose(cycle):
    result = register.record_exam_result(
        cycle.credential,
        form="accredited",
        taken_on=cast.ON,
        outcome="pass",
        vendor="board",
        reference="1",
        by=None,
        at=cast.AT,
    )
    return register.raise_level(cycle, result=result, level="certification", by=None, at=cast.AT)


def suspended(credential):
    given = {"reason": "A complaint.", "by": cast.olga(), "at": cast.AT}
    act = register.act_upon(credential, kind="suspended", begins_on=cast.ON, **given)
    return register.end_act(act, ends_on=cast.ON, **given)


@pytest.fixture
def renewed():
    """Alice's first cycle, renewed, with one row at least of every table that is only added to."""
    cycle = cast.alice()
    level_rose(cycle)
    cast.renewed(cycle)
    suspended(cycle.credential)
    FeeRuling.objects.create(
        line=FeeLine.objects.get(), amount=1, because="A trial.", by=cast.olga(), at=cast.AT
    )
    return cycle


# --- history is only added to

ADDED_TO = {
    "act": {"reason": "another reason"},
    "actend": {"reason": "another reason"},
    "attestation": {"text": "another text"},
    "edition": {"rationale": "another reason"},
    "event": {"name": "activity.saved"},
    "examresult": {"outcome": "fail"},
    "feeline": {"amount": 1},
    "feeruling": {"amount": 2},
    "ledgerentry": {"because": "another reason"},
    "levelchange": {"from_on": date(2026, 1, 1)},
    "payment": {"amount": 1},
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


# --- cycles of one credential never overlap


@pytest.mark.parametrize(
    "first_on, last_on, overlaps",
    [
        (date(2026, 12, 15), date(2028, 12, 15), True),  # begins on the last day
        (date(2026, 12, 16), date(2028, 12, 15), False),  # begins the day after
        (date(2022, 12, 15), date(2024, 12, 14), False),  # ends the day before
        (date(2022, 12, 15), date(2024, 12, 15), True),  # ends on the first day
        (date(2025, 1, 1), date(2025, 2, 1), True),  # lies inside
        (date(2020, 1, 1), date(2030, 1, 1), True),  # lies around
    ],
)
def test_cycles_of_one_credential_never_overlap(first_on, last_on, overlaps):
    cycle = cast.alice()
    assert refuses(lambda: _another(cycle, first_on, last_on=last_on)) is overlaps


def test_a_cycle_closed_early_makes_room_from_the_next_day_on():
    cycle = cast.alice()
    Cycle.objects.filter(pk=cycle.pk).update(closed_on=date(2026, 11, 24))
    last_on = date(2028, 12, 15)
    assert refuses(lambda: _another(cycle, date(2026, 11, 24), last_on=last_on))
    assert not refuses(lambda: _another(cycle, date(2026, 11, 25), last_on=last_on))


def test_a_cycle_is_not_stretched_into_the_next():
    cycle = cast.alice()
    following = _another(cycle, date(2026, 12, 16), last_on=date(2028, 12, 15))
    mine = Cycle.objects.filter(pk=following.pk)
    assert refuses(lambda: mine.update(begins_on=date(2026, 12, 15)))
    assert not refuses(lambda: mine.update(begins_on=date(2026, 12, 17)))


def test_cycles_of_two_credentials_may_lie_side_by_side():
    cycle = cast.alice()
    other = cast.charlie()
    assert (cycle.begins_on, cycle.ends_on) == (other.begins_on, other.ends_on)


def _another(cycle, first_on, *, last_on):
    return Cycle.objects.create(
        credential=cycle.credential,
        begins_on=first_on,
        ends_on=last_on,
        level="certification",
        began_at=cast.AT,
    )


# --- one of a kind


def copy_of(row, **changes):
    """Insert a row once more, but for some columns."""
    model = type(row)
    values = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
    return model._default_manager.create(**values | changes)


def test_one_user_has_an_address_whatever_its_capitals():
    login = cast.bob()
    assert refuses(lambda: copy_of(login, email=login.email.upper()))
    assert not refuses(lambda: copy_of(login, email="another@recert.example"))


def test_a_person_has_a_role_once_at_a_time():
    cast.bob()
    role = Role.objects.get()
    assert refuses(lambda: copy_of(role))
    assert not refuses(lambda: copy_of(role, ended_at=cast.AT))


@pytest.mark.parametrize("same", ["number", "number_tidy", "code", "certificant_id"])
def test_a_credential_is_one_by_number_code_and_person(same):
    credential = cast.alice().credential
    charlie = cast.enrolled("Charlie Chaplin")
    other = {
        "number": "other",
        "number_tidy": "OTHER",
        "code": "other",
        "certificant_id": charlie.pk,
    }
    assert refuses(lambda: copy_of(credential, **{k: v for k, v in other.items() if k != same}))
    assert not refuses(lambda: copy_of(credential, **other))


def test_an_edition_is_one_by_day_and_by_text():
    edition = cast.adopted()
    day = date(2027, 1, 1)
    assert refuses(lambda: copy_of(edition, digest="0" * 64))
    assert refuses(lambda: copy_of(edition, in_force_from=day))
    assert not refuses(lambda: copy_of(edition, digest="0" * 64, in_force_from=day))


def test_one_application_of_a_cycle_is_open():
    application = cast.opened(cast.alice())
    assert refuses(lambda: copy_of(application))
    assert refuses(
        lambda: copy_of(
            application,
            status="returned",
            submitted_at=cast.AT,
            filed_on=cast.ON,
            edition_id=cast.adopted().pk,
        )
    )
    assert not refuses(lambda: copy_of(application, status="withdrawn"))


def test_one_application_of_a_cycle_is_approved(renewed):
    approved = Application.objects.get(status="approved")
    assert refuses(lambda: copy_of(approved))
    assert not refuses(lambda: copy_of(approved, status="denied"))


def test_one_decision_is_in_force():
    decision = cast.decided(cast.ready(cast.alice()))
    assert refuses(lambda: copy_of(decision))
    Decision.objects.filter(pk=decision.pk).update(undone_at=cast.AT)
    assert not refuses(lambda: copy_of(decision))


def test_a_decision_begins_one_cycle_and_a_cycle_is_begun_once(renewed):
    renewal = Decision.objects.get().renewal
    assert refuses(lambda: copy_of(renewal, cycle_id=renewed.pk))
    assert refuses(lambda: copy_of(renewal))


def test_a_declaration_is_signed_once():
    cast.filed(cast.alice())
    signed = Attestation.objects.first()
    assert refuses(lambda: copy_of(signed))
    assert not refuses(lambda: copy_of(signed, declaration="another"))


def test_the_same_class_on_the_same_day_is_one_activity():
    cycle = cast.alice()
    kettlebells = cast.course()
    activity = cast.sent(cycle, of=kettlebells)
    draft = cast.drafted(cycle, of=kettlebells)
    mine = type(activity).objects.filter(pk=draft.pk)
    sent = {"submitted_at": cast.AT}
    assert refuses(lambda: mine.update(status="submitted", **sent))
    assert refuses(lambda: mine.update(status="accepted", **sent))
    assert not refuses(lambda: mine.update(status="rejected", **sent))
    assert not refuses(
        lambda: mine.update(status="accepted", completed_on=date(2026, 5, 5), **sent)
    )


def test_a_form_is_one_activity():
    draft = cast.drafted(cast.alice())
    assert refuses(lambda: copy_of(draft))


@pytest.mark.parametrize(
    "missing", [{"completed_on": None}, {"minutes": 0}, {"minutes": None}, {"title": ""}]
)
def test_an_activity_that_is_sent_says_what_and_when(missing):
    draft = cast.drafted(cast.alice())
    mine = type(draft).objects.filter(pk=draft.pk)
    assert refuses(lambda: mine.update(status="submitted", submitted_at=cast.AT, **missing))
    assert not refuses(lambda: mine.update(status="draft", **missing))


@pytest.mark.parametrize("make", [cast.sent, cast.filed], ids=["activity", "application"])
def test_a_case_is_held_by_someone_since_a_moment(make):
    row = make(cast.alice())
    mine = type(row).objects.filter(pk=row.pk)
    bob = cast.bob()
    assert refuses(lambda: mine.update(held_by=bob))
    assert refuses(lambda: mine.update(held_at=cast.AT))
    assert not refuses(lambda: mine.update(held_by=bob, held_at=cast.AT))


def test_a_file_is_one_piece_of_evidence_and_backs_an_activity_once():
    cycle = cast.alice()
    paper = cast.paper(cycle)
    activity = cast.attached(cast.drafted(cycle), paper=paper)
    assert refuses(lambda: copy_of(paper))
    assert refuses(lambda: copy_of(activity.uses.get()))


def test_an_activity_has_one_open_question():
    activity = cast.returned(cast.alice())
    question = activity.questions.get()
    assert refuses(lambda: copy_of(question))
    assert not refuses(lambda: copy_of(question, answered_at=cast.AT, answer="Ten hours."))


# --- the ledger signs


def entry():
    return cast.accepted(cast.alice()).entries.get()


@pytest.mark.parametrize(
    "steps, corrects, stands",
    [
        (20, False, True),
        (0, False, False),
        (-20, False, False),
        (20, True, False),
        (0, True, False),
        (-20, True, True),
    ],
)
def test_only_a_correction_takes_credit_back(steps, corrects, stands):
    granted = entry()
    given = {"steps": steps, "corrects_id": granted.pk if corrects else None}
    assert refuses(lambda: copy_of(granted, **given)) is not stands


def test_an_entry_is_corrected_once():
    granted = entry()
    copy_of(granted, steps=-20, corrects_id=granted.pk)
    assert refuses(lambda: copy_of(granted, steps=-20, corrects_id=granted.pk))


@pytest.mark.parametrize("because, stands", [("", False), ("A reason.", True)])
def test_a_ledger_entry_a_ruling_and_a_decision_say_why(because, stands):
    granted = entry()
    assert refuses(lambda: copy_of(granted, because=because)) is not stands
    application = cast.filed(granted.activity.certificant.credentials.get().cycles.get())
    line = application.fee_lines.get()
    ruling = {"line": line, "amount": 1, "by": cast.olga(), "at": cast.AT}
    assert refuses(lambda: FeeRuling.objects.create(because=because, **ruling)) is not stands
    decision = cast.decided(application, outcome="denied")
    Decision.objects.filter(pk=decision.pk).update(undone_at=cast.AT)
    assert refuses(lambda: copy_of(decision, reason=because)) is not stands


# --- money


def test_a_fee_is_captured_once_and_a_receipt_number_is_given_once():
    payment = cast.paid(cast.filed(cast.alice()))
    other = cast.filed(cast.charlie())
    assert refuses(lambda: copy_of(payment, receipt_number=99))
    assert refuses(lambda: copy_of(payment, application_id=other.pk))
    assert refuses(lambda: copy_of(payment, application_id=other.pk, receipt_number=99, amount=0))
    assert not refuses(lambda: copy_of(payment, application_id=other.pk, receipt_number=99))


def test_a_refund_takes_two_people_and_says_when():
    application = cast.filed(cast.alice())
    payment = cast.paid(application)
    decision = cast.decided(application, outcome="denied")
    from recert.actions import review  # noqa: PLC0415

    review.take_effect(decision, at=cast.AT)
    olga, otto = cast.olga(), cast.otto()
    refund = payments.propose_refund(payment, reason="Denied.", by=olga, at=cast.AT)
    mine = type(refund).objects.filter(pk=refund.pk)
    assert refuses(lambda: mine.update(confirmed_by=olga, confirmed_at=cast.AT))
    assert refuses(lambda: mine.update(confirmed_by=otto))
    assert refuses(lambda: mine.update(confirmed_at=cast.AT))
    assert not refuses(lambda: mine.update(confirmed_by=otto, confirmed_at=cast.AT))
    assert refuses(lambda: copy_of(refund))


# --- days in order


def test_days_come_in_order():
    cycle = cast.alice()
    mine = Cycle.objects.filter(pk=cycle.pk)
    assert refuses(lambda: mine.update(ends_on=cycle.begins_on - timedelta(days=1)))
    assert not refuses(lambda: mine.update(ends_on=cycle.begins_on))
    assert refuses(lambda: mine.update(closed_on=cycle.begins_on - timedelta(days=1)))
    assert refuses(lambda: mine.update(closed_on=cycle.begins_on + timedelta(days=1)))
    provider = cast.dana()
    approval = provider.approvals.get()
    before = approval.begins_on - timedelta(days=1)
    assert refuses(lambda: copy_of(approval, ends_on=before))
    course = cast.course(provider)
    assert refuses(lambda: copy_of(course, code="x", approved_through=before))
    assert refuses(lambda: copy_of(course, code="x", minutes=0))
    card = register.record_companion(
        cast.who(cycle),
        kind="cpr_aed",
        issued_on=cast.ON,
        expires_on=cast.ON,
        hands_on=True,
        evidence=None,
        by=None,
        at=cast.AT,
    )
    assert refuses(lambda: copy_of(card, expires_on=cast.ON - timedelta(days=1)))


def test_the_day_of_the_demonstration_moves_forwards_only():
    Installation.objects.create(pk=1, days_ahead=5)
    mine = Installation.objects.filter(pk=1)
    assert refuses(lambda: mine.update(days_ahead=4), words="forwards only")
    assert not refuses(lambda: mine.update(days_ahead=6))
    assert refuses(lambda: Installation.objects.create(pk=2))


def test_a_document_is_of_a_cycle_or_of_a_payment_and_there_once():
    cycle = cast.alice()
    payment = cast.paid(cast.filed(cycle))
    made = {"digest": "0" * 64, "size": 1, "made_at": cast.AT, "level": "certification"}
    assert refuses(lambda: Document.objects.create(**made))
    assert refuses(lambda: Document.objects.create(cycle=cycle, payment=payment, **made))
    Document.objects.create(cycle=cycle, **made)
    assert refuses(lambda: Document.objects.create(cycle=cycle, **made))
    assert not refuses(
        lambda: Document.objects.create(cycle=cycle, **made | {"level": "certificate"})
    )


def test_what_is_owed_is_owed_once_under_its_key(renewed):
    from recert.records.history import Notice, Work  # noqa: PLC0415

    assert refuses(lambda: copy_of(Notice.objects.first()))
    assert refuses(lambda: copy_of(Work.objects.first()))


def test_one_exam_result_has_a_vendors_reference():
    result = level_rose(cast.alice()).exam_result
    assert refuses(lambda: copy_of(result))
    assert not refuses(lambda: copy_of(result, vendor="another"))


def test_what_others_rest_on_is_not_deleted(renewed):
    for row in (renewed, renewed.credential, cast.who(renewed), Edition.objects.get()):
        with pytest.raises((models.ProtectedError, DatabaseError)), transaction.atomic():
            row.delete()


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


TABLES_KEPT = {*ADDED_TO, "application", "decision", "installation"}


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


# Update and delete of each table of history; two of an application, three of a decision, one of the
# day; nobody's own decision or credit; and what keeps cycles apart.
GUARDS = {"sqlite": 2 * len(ADDED_TO) + 8 + 2, "postgresql": 2 * len(ADDED_TO) + 8 + 1}


def test_a_guard_that_is_gone_is_missed():
    with connection.cursor() as cursor:
        of = "" if connection.vendor == "sqlite" else " on records_event"
        name = next(name for name in guards() if name.startswith("keep_event"))
        cursor.execute(f"drop trigger {name}{of}")
    with pytest.raises(AssertionError):
        test_every_guard_is_in_place_after_all_migrations()
