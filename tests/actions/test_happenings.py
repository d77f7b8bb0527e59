"""What each action writes, remembers and owes: one row of the table for each thing that can happen.

Every row is held to the same promises. It writes exactly its events, each with who, when and on
whom; it owes exactly its notices and its work; done again where that is promised, it changes
nothing.
"""

import inspect
import json
from types import ModuleType

import pytest

from recert.actions import (
    accounts,
    activities,
    acts,
    answering,
    applications,
    arriving,
    articles,
    calendars,
    canned,
    catalogue,
    completions,
    documents,
    editions,
    effects,
    evidence,
    exam_corrections,
    exam_results,
    exam_rulings,
    exams,
    installation,
    matching,
    paper_applications,
    payments,
    planning,
    proposals,
    providers,
    putting_back,
    queue,
    reconsidering,
    register,
    reminders,
    requests,
    result_files,
    review,
    review_activities,
    upload_links,
    uploads,
)
from recert.actions.events import EVENTS
from recert.records.history import Event, Notice, Work
from recert.records.people import Certificant, User
from tests import people as cast
from tests.actions import (
    happenings_of_classes,
    happenings_of_credit,
    happenings_of_exams,
    happenings_of_filing,
    happenings_of_help,
    happenings_of_offering,
    happenings_of_register,
    happenings_of_reminding,
    happenings_of_requests,
    happenings_of_uploads,
)
from tests.actions.happening import THEN
from tests.tables import everything, written

pytestmark = pytest.mark.django_db
HAPPENINGS = (
    *happenings_of_classes.HAPPENINGS,
    *happenings_of_offering.HAPPENINGS,
    *happenings_of_credit.HAPPENINGS,
    *happenings_of_exams.HAPPENINGS,
    *happenings_of_filing.HAPPENINGS,
    *happenings_of_help.HAPPENINGS,
    *happenings_of_register.HAPPENINGS,
    *happenings_of_reminding.HAPPENINGS,
    *happenings_of_requests.HAPPENINGS,
    *happenings_of_uploads.HAPPENINGS,
)


def _name(happening):
    module = happening.action.__module__.rpartition(".")[2]
    return ", ".join(filter(None, [f"{module}.{happening.action.__name__}", happening.title]))


@pytest.fixture(params=HAPPENINGS, ids=_name)
def happening(request):
    cast.bob(), cast.olga()  # their logins are none of the action's doing
    return request.param


def test_an_action_writes_its_change_its_events_and_what_it_owes_and_nothing_else(happening):
    given = happening.given()
    before = everything()
    happening.act(given)
    owed = {"event": len(happening.events)}
    if happening.notices:
        owed["notice"] = len(happening.notices)
    if happening.work:
        owed["work"] = len(happening.work)
    assert written(before, everything()) == happening.writes | owed
    events = list(Event.objects.exclude(pk__in=before["event"]).order_by("id"))
    assert tuple(event.name for event in events) == happening.events
    told = Notice.objects.exclude(pk__in=before["notice"]).values_list("template", flat=True)
    made = Work.objects.exclude(pk__in=before["work"]).values_list("kind", flat=True)
    assert (tuple(told), tuple(made)) == (happening.notices, happening.work)


def test_an_event_says_who_when_on_whom_and_in_json(happening):
    given = happening.given()
    before = set(Event.objects.values_list("pk", flat=True))
    happening.act(given)
    events = Event.objects.exclude(pk__in=before).select_related("by", "certificant")
    assert events
    for event in events:
        assert event.at == THEN
        assert (event.by.name.split()[0] if event.by else None) == happening.by
        assert (event.certificant.name if event.certificant else None) == happening.on
        assert json.loads(json.dumps(event.details)) == event.details
        assert event.subject_id != "None"


@pytest.mark.parametrize("twice", [each for each in HAPPENINGS if each.again], ids=_name)
def test_what_is_promised_to_change_nothing_again_changes_nothing(twice):
    given = twice.given()
    first = twice.act(given)
    before = everything()
    assert twice.act(given) == first or first is None
    assert everything() == before


# --- the table is whole

MODULES: tuple[ModuleType, ...] = (
    accounts, acts, activities, applications, articles, calendars, catalogue, documents,
    editions, effects, evidence, installation, payments, planning, queue, reconsidering,
    register, reminders, review,
    completions, proposals, providers, review_activities, matching, paper_applications,
    putting_back, uploads, upload_links, answering, arriving, canned, requests,
    exam_corrections, exam_results, exam_rulings, exams, result_files,
)  # fmt: skip
ASKED = {  # functions that answer, and write nothing
    activities.problems_of,
    calendars.sealed_nonce,
    calendars.token_of,
    catalogue.lock_course,
    proposals.must_speak_for,
    payments.application_currency,
    reminders.certificant_by,
    reminders.token_of,
    review.due_decisions,
    upload_links.link_by_token,
    uploads.must_be_open,
    uploads.receipt_number,
}
HEARTBEAT = {installation.note_worker}  # the worker's sign of life is no history
TOLD = {uploads.acknowledge}  # owes a receipt of what has its events: tests/actions/test_uploads.py


def test_every_action_is_in_the_table():
    actions = {
        function
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    assert actions - ASKED - HEARTBEAT - TOLD == {happening.action for happening in HAPPENINGS}


def test_every_event_of_these_actions_is_in_the_table():
    ends = ("sent", "refused", "owed_again", "withheld")
    elsewhere = {f"notice.{end}" for end in ends}  # tests/actions/test_owed.py
    others = ("passkey.", "enrolment.", "user.sessions_ended")  # of signing in
    known = {name for name in EVENTS if not name.startswith(others)}
    assert known - elsewhere == {name for each in HAPPENINGS for name in each.events}


def test_a_silent_heartbeat_writes_no_event():
    installation.note_worker(at=cast.AT)
    installation.note_worker(at=THEN)
    assert not Event.objects.exists()
    from recert.records.history import Installation  # noqa: PLC0415

    assert Installation.objects.get().worker_seen_at == THEN


def test_one_login_for_an_address_whatever_its_capitals():
    first = accounts.open_account(email="Eve@recert.example", name="Eve", at=cast.AT)
    assert accounts.open_account(email="eve@RECERT.example", name="E", at=THEN) == first
    assert User.objects.count() == 1
    assert Certificant.objects.count() == 0
