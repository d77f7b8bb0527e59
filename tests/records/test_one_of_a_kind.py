"""What the database lets be there once, whoever writes past the actions."""

from datetime import date

import pytest

from recert.records.applications import Application, Attestation, Decision
from recert.records.people import Role
from tests import people as cast
from tests.records.guarded import copy_of, refuses, renewed

pytestmark = pytest.mark.django_db


@pytest.fixture(name="renewed")
def _renewed():
    """Alice's first cycle, renewed, with one row of every table that is only added to."""
    return renewed()


# --- one of a kind


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
