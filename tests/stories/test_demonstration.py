"""The demonstration, made small: everybody is in the situation that they are there for."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction

from recert import clock
from recert.demonstration.cast import PERSONAS
from recert.demonstration.making import make
from recert.demonstration.names import names
from recert.demonstration.situations import SITUATIONS
from recert.outside import files
from recert.outside.inspection import inspect
from recert.policy.evaluate import decide
from recert.records.cases import rows_of
from recert.records.certification import Credential
from recert.records.education import Activity, Course, Evidence, Provider
from recert.records.exam_lists import corrections_open, decisions_to_rule, rows_held
from recert.records.fees import account_of
from recert.records.history import Event, Notice, Work
from recert.records.ledger import LedgerEntry
from recert.records.people import Certificant, Role
from tests.stories.lives import (
    application_of,
    cycle_of,
    decision_on,
    exam_of,
    outcomes,
    somebody,
    standing_of,
    today,
)

pytestmark = [pytest.mark.django_db, pytest.mark.told_once]
MANY = len(PERSONAS) + len(SITUATIONS)


@pytest.fixture(scope="module", autouse=True)
def sent(django_db_setup, django_db_blocker):
    """The demonstration, made once for these tests; the mail that it put into the sink."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        mail.outbox = []
        said = []
        make(MANY, say=lambda *figures: said.append(figures))
        assert said[0] == (0, MANY)
        assert said[-1] == (MANY, MANY)
        yield list(mail.outbox)
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


def test_maya_has_1_3_of_2_0_one_activity_waits_and_one_is_a_draft():
    decision = decision_on("maya")
    assert decision.unit.say(decision.counted) == "1.3 CECs"
    assert outcomes("maya") == {"counted": 4, "review_pending": 1}
    assert somebody("maya").activities.filter(status="draft").count() == 1
    assert (decision.cycle.last_on - today()).days == 212


def test_sakura_may_file_and_luis_is_late():
    assert decision_on("sakura").eligible
    late = decision_on("luis")
    assert late.counted >= late.required
    assert late.pathway.unmet == ("filing_window",)
    assert standing_of("luis").standing == "expired"


def test_amina_renewed_early_and_kept_her_days():
    first, second = somebody("amina").credentials.get().cycles.order_by("begins_on")
    assert first.ends_on > today()
    assert (second.begins_on - first.ends_on).days == 1
    assert second.documents.exists()


def test_the_last_day_is_inside_and_the_day_after_is_not():
    assert decision_on("last day today").eligible
    assert standing_of("last day today").standing == "current"
    assert decision_on("one day late").pathway.unmet == ("filing_window",)
    assert standing_of("one day late").standing == "expired"


@pytest.mark.parametrize(
    "name, standing, level",
    [
        ("dimitra", "current", "certificate"),
        ("upgraded by exam", "current", "certification"),
        ("exam not passed", "current", "certificate"),
        ("suspended", "suspended", "certification"),
        ("revoked", "revoked", "certification"),
        ("long expired", "expired", "certification"),
        ("on pace", "current", "certification"),
    ],
)
def test_each_stands_as_the_situation_says(name, standing, level):
    found = standing_of(name)
    assert (found.standing, found.level) == (standing, level)


@pytest.mark.parametrize(
    "name, outcome",
    [
        ("waits for review", "review_pending"),
        ("returned with a question", "review_pending"),
        ("mohammed", "review_pending"),
        ("rejected", "rejected"),
        ("evidence missing", "evidence_missing"),
        ("same class twice", "duplicate_course"),
        ("before the cycle", "before_window"),
        ("provider not approved", "provider_not_approved"),
        ("by hand", "review_pending"),
    ],
)
def test_each_activity_comes_to_what_the_situation_says(name, outcome):
    assert outcomes(name)[outcome] >= 1


@pytest.mark.parametrize(
    "name, status, settled",
    [
        ("filed and paid", "submitted", True),
        ("filed, fee open", "submitted", False),
        ("filed with too little", "submitted", False),
        ("application returned", "returned", False),
        ("denied", "denied", False),
        ("renewed early", "approved", True),
        ("renewed once", "approved", True),
    ],
)
def test_each_application_is_where_the_situation_says(name, status, settled):
    application = application_of(name)
    assert application.status == status
    assert account_of(application).settled is settled


def test_a_withdrawn_application_leaves_a_refund_that_one_person_proposed():
    application = application_of("withdrawn, refund open")
    assert application.status == "withdrawn"
    assert account_of(application).to_refund == 7500
    assert application.payment.refund.confirmed_at is None


def test_another_waits_for_an_officer_to_propose_it():
    application = application_of("withdrawn, to give back")
    assert account_of(application).to_refund == 7500
    assert not hasattr(application.payment, "refund")


def test_part_credit_and_a_correction_stand_in_the_ledger_with_their_reasons():
    assert somebody("accepted in part").activities.filter(status="accepted_in_part").exists()
    entries = LedgerEntry.objects.filter(activity__certificant=somebody("corrected"))
    taken_back = entries.exclude(corrects=None).get()
    assert taken_back.steps == -taken_back.corrects.steps
    assert "certificate names half" in taken_back.because


def test_huong_holds_two_credentials_and_each_is_decided_by_its_own_policy():
    huong = somebody("huong")
    programs = set(huong.credentials.values_list("program", flat=True))
    assert programs == {"action-cpt", "action-gx"}
    for program, required in (("action-cpt", "2.0 CECs"), ("action-gx", "1.5 CECs")):
        rows = rows_of(cycle_of(huong, program))
        decision = decide(rows.policy, rows.case, on=today())
        assert decision.unit.say(decision.required) == required
        assert decision.counted > 0


def test_the_catalogue_has_75_classes_of_the_body_five_partners_and_one_unapproved():
    assert Course.objects.filter(provider__kind="action").count() >= 75
    assert Provider.objects.filter(kind="partner").count() == 5
    other = Provider.objects.get(kind="other")
    assert not other.approvals.exists()


def test_everybody_who_works_here_can_be_stepped_into():
    roles = set(Role.objects.values_list("name", flat=True))
    assert roles == {"reviewer", "officer", "board", "operator"}
    assert Certificant.objects.filter(user=None).count() == 0


def test_nobody_has_mail_but_those_whom_a_visitor_can_be(sent):
    known = {persona.email for persona in PERSONAS} | {"dana@demo.example"}
    asker = {"office@studio-nordlicht.example"}  # without an account; answered by mail
    assert sent
    assert {address for message in sent for address in message.to} <= known | asker
    assert Notice.objects.filter(sent_at=None).count() == 0
    assert Notice.objects.exclude(to__in=known).count() > 50


def test_what_happened_has_its_own_time_and_none_of_it_is_to_come():
    now = clock.now()
    assert not Event.objects.filter(at__gt=now).exists()
    moments = Event.objects.filter(certificant=somebody("renewed early")).order_by("id")
    assert list(moments) == sorted(moments, key=lambda event: (event.at, event.pk))
    months = {(event.at.year, event.at.month) for event in moments}
    assert len(months) > 3


def test_every_paper_is_what_its_row_says_and_names_its_person():
    for kind in ("application/pdf", "image/jpeg"):
        piece = Evidence.objects.filter(mime=kind).order_by("id").first()
        found = inspect(files.path_of(piece.digest))
        assert found.refused is None
        assert (found.mime, found.pages) == (piece.mime, piece.pages)
    digests = Counter(Evidence.objects.values_list("digest", flat=True))
    assert max(digests.values()) == 1, "two people share one paper"


def test_one_paper_may_back_several_activities():
    shared = [piece for piece in Evidence.objects.all() if piece.uses.count() > 1]
    assert shared
    sent_ones = Activity.objects.exclude(status="draft")
    bare = sent_ones.filter(uses=None, reports=None)  # a provider's report is evidence, too
    assert bare.count() == 1  # the one whose evidence is missing


def test_one_name_has_no_font_so_its_documents_wait_and_staff_see_why():
    waiting = Work.objects.filter(done_at=None)
    assert {work.kind for work in waiting} == {"certificate", "receipt"}
    assert all("no installed font has" in work.last_error for work in waiting)
    events = Event.objects.filter(name="document.waits")
    assert {event.certificant for event in events} == {somebody("renewed once")}


def test_what_was_made_is_written_down_last():
    told = json.loads((Path(settings.RECERT_VAR) / "made.json").read_text())
    assert told == {"people": MANY, "on": str(today())}


def test_numbers_and_addresses_are_nobodys_twice():
    assert Credential.objects.count() == MANY + 1
    addresses = Certificant.objects.values_list("email", flat=True)
    assert len({address.casefold() for address in addresses}) == MANY
    assert all(address.endswith("@demo.example") for address in addresses)


def test_the_names_are_of_many_scripts_and_the_same_each_time():
    first = [name for name, _ in zip(names(), range(400), strict=False)]
    assert first == [name for name, _ in zip(names(), range(400), strict=False)]
    assert len({name.whole for name in first}) == 400
    assert len({name.language for name in first}) > 25
    assert {"ᤔᤠᤏ ᤗᤡᤶᤒᤢ", "Q", "Sukmawatiningrum"} <= {name.whole for name in first}


# --- exams


@pytest.mark.parametrize(
    "name, state",
    [
        ("dimitra", "card"),
        ("tomas", "book"),
        ("ines", "booked"),
        ("kwame", "failed"),
        ("freya", "passed"),
        ("ravi", "referred"),
    ],
)
def test_each_state_of_an_exam_can_be_stepped_into(name, state):
    assert exam_of(name).state == state


def test_kwame_may_take_the_exam_again_before_his_last_day():
    page = exam_of("kwame")
    assert today() < page.retake_on < page.cycle.ends_on


def test_freya_is_upgraded_since_the_exam_day_with_a_document_of_the_next_cycle():
    assert standing_of("freya").level == "certification"
    following = exam_of("freya").following
    assert (following.level, following.documents.count()) == ("certification", 1)


def test_the_office_has_held_results_a_correction_and_a_pass_to_decide():
    assert rows_held().count() == 2
    assert corrections_open().count() == 1
    assert [each.result.credential.certificant for each in decisions_to_rule()] == [
        somebody("ravi")
    ]


def test_sakura_and_luis_have_their_reminders(sent):
    reminded = {
        address: message.body.splitlines()[0]
        for message in sent
        if "List-Unsubscribe" in message.extra_headers
        for address in message.to
    }
    assert "2.0 of 2.0 CECs, 75 days left" in reminded["sakura@demo.example"]
    assert "6 days ago" in reminded["luis@demo.example"]
    assert "maya@demo.example" not in reminded  # nothing was due to her this month
