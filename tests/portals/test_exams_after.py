"""After an exam, as a certificant reads it: what came of it, corrections, the first page."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.cache import caches

from recert.actions import exam_corrections, exam_rulings, exams
from recert.policy.cycles import Span
from recert.portals import states, wording
from recert.portals.trainer import exam_words
from recert.portals.trainer.exam_pages import State
from tests import examined, people
from tests.portals.examining import PASSED_ON, SEAT, address, mover, read

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return mover(monkeypatch)


@pytest.fixture
def cycle(client):
    cycle = examined.holder()
    client.force_login(people.who(cycle).user)
    return cycle


# --- what came of it


def test_a_pass_says_the_level_the_new_last_day_and_the_waived_fee(client, cycle):
    examined.sat(examined.carded(cycle), exam_on=PASSED_ON)
    state, title, words = read(client, cycle)
    assert (state, title) == ("passed", "You are recertified through 15 December 2028")
    assert "on 20 November 2026, and hold the certification from that day on." in words
    assert "Your next cycle is 16 December 2026 through 15 December 2028." in words
    assert "Waived on this pathway." in words
    assert "$0.00" in words


def test_a_pass_says_that_it_closed_the_open_application(client, cycle):
    people.filed(cycle)
    examined.sat(examined.carded(cycle), exam_on=PASSED_ON)
    assert "Your open application was closed by it." in read(client, cycle)[2]


def test_a_pass_without_an_application_speaks_of_none(client, cycle):
    examined.sat(examined.carded(cycle), exam_on=PASSED_ON)
    assert "Your open application" not in read(client, cycle)[2]


def test_a_pass_whose_next_cycle_is_not_set_says_who_sets_it(client):
    cycle = examined.holder(edition=people.adopted(overlay=False))
    client.force_login(people.who(cycle).user)
    examined.sat(examined.carded(cycle), exam_on=PASSED_ON)
    state, title, words = read(client, cycle)
    assert (state, title) == ("passed", "You passed")
    assert "The policy does not set when your next cycle begins. An officer says it." in words


@pytest.mark.parametrize("days_late, state", [(0, "passed"), (1, "referred")])
def test_a_pass_on_the_last_day_counts_and_the_day_after_an_officer_decides(
    client, cycle, today, days_late, state
):
    today(30)
    exam_on = people.LAST_ON + days_late * DAY
    examined.sat(examined.carded(cycle), exam_on=exam_on, at=people.later(days=30))
    assert read(client, cycle)[0] == state


def test_a_late_pass_says_why_who_decides_and_by_when(client, cycle, today):
    today(30)
    late = examined.sat(
        examined.carded(cycle), exam_on=people.LAST_ON + DAY, at=people.later(days=30)
    )
    state, title, words = read(client, cycle)
    assert (state, title) == ("referred", "Passed: an officer decides")
    assert "is after the last day of the cycle, 15 December 2026" in words
    days = people.body().office.answer_within_days
    by = people.later(days=30 + days).date()
    assert f"the aim is an answer by {by.day} {by:%B %Y}" in words
    days = Span(date(2026, 12, 17), date(2028, 12, 15))
    exam_rulings.rule(
        late.decision, upgrade=True, because="Ill on the last day.", next_cycle=days,
        by=people.olga(), on=date(2026, 12, 24), at=people.later(days=31),
    )  # fmt: skip
    state, title, words = read(client, cycle)
    assert (state, title) == ("passed", "You are recertified through 15 December 2028")
    assert "Ill on the last day." in words


def test_a_late_pass_that_an_officer_refused_says_the_reason(client, cycle, today):
    today(30)
    late = examined.sat(
        examined.carded(cycle), exam_on=people.LAST_ON + DAY, at=people.later(days=30)
    )
    exam_rulings.rule(
        late.decision, upgrade=False, because="The seat was booked too late.", next_cycle=None,
        by=people.olga(), on=date(2026, 12, 24), at=people.later(days=31),
    )  # fmt: skip
    state, title, words = read(client, cycle)
    assert (state, title) == ("ruled out", "Passed, but your level does not rise")
    assert "The seat was booked too late." in words


def test_a_pass_without_a_valid_card_cannot_count_and_says_why(client, cycle):
    examined.sat(cycle, exam_on=PASSED_ON)
    state, title, words = read(client, cycle)
    assert (state, title) == ("not counted", "Passed, but it cannot count")
    assert "No CPR and AED card is on file." in words


def test_a_failure_names_the_retake_and_leaves_the_credits_where_they_are(client):
    cycle = people.alice(level="certificate", exam_form="online", certified_on=date(2025, 6, 24))
    client.force_login(people.who(cycle).user)
    people.accepted(cycle)
    examined.sat(examined.carded(cycle), "fail", exam_on=PASSED_ON)
    state, title, words = read(client, cycle)
    assert (state, title) == ("failed", "Not passed: sit it again from 18 February 2027")
    assert "1.0 of 2.0 CECs count, 1.0 CECs to go." in words
    assert "That wait ends after" not in words


def test_a_failure_whose_wait_ends_after_the_last_day_is_warned_of(client, cycle):
    examined.sat(examined.carded(cycle), "fail", exam_on=PASSED_ON)
    assert "That wait ends after your last day, 15 December 2026" in read(client, cycle)[2]


def test_from_the_day_of_the_retake_one_may_ask_again_and_not_a_day_before(client, today):
    cycle = people.alice(level="certificate", exam_form="online", certified_on=date(2025, 6, 24))
    client.force_login(people.who(cycle).user)
    examined.sat(examined.carded(cycle), "fail", exam_on=PASSED_ON)
    today(85)  # 17 February 2027
    assert client.get(address(cycle)).context["page"].may_ask is False
    assert client.post(address(cycle, "ask/"), {"key": str(uuid.uuid4())}).status_code == 422
    today(86)
    assert read(client, cycle)[1] == "Not passed: you may sit it again"
    client.post(address(cycle, "ask/"), {"key": str(uuid.uuid4())})
    assert read(client, cycle)[0] == "book"


def test_after_the_last_day_a_failure_promises_no_credits_and_says_who_decides(client, today):
    cycle = people.alice(level="certificate", exam_form="online", certified_on=date(2025, 6, 24))
    client.force_login(people.who(cycle).user)
    examined.sat(examined.carded(cycle), "fail", exam_on=PASSED_ON)
    left = (cycle.ends_on - people.ON).days
    today(left)
    assert "The way by credits stays open" in read(client, cycle)[2]
    today(left + 1)
    words = read(client, cycle)[2]
    assert "The way by credits stays open" not in words
    assert f"Filing closed on {wording.day(cycle.ends_on)}" in words
    assert "so a person must decide" in client.get(address(cycle)).context["said"].words[1]


def test_whoever_asks_after_the_last_day_reads_that_a_person_decides(client, today):
    cycle = people.alice(level="certificate", exam_form="online", certified_on=date(2025, 6, 24))
    client.force_login(people.who(cycle).user)
    left = (cycle.ends_on - people.ON).days
    today(left)
    assert "person" not in " ".join(client.get(address(cycle)).context["said"].words[1:])
    today(left + 1)
    said = client.get(address(cycle)).context["said"]
    assert "person" in said.words[-1]


def test_not_having_been_there_is_no_failure(client, cycle, today):
    examined.booked(cycle, exam_on=date(2026, 11, 25))
    today(2)
    examined.sat(cycle, "absent", exam_on=date(2026, 11, 25), at=people.later(days=2))
    state, title, words = read(client, cycle)
    assert (state, title) == ("book", "You did not sit the exam: book another seat")
    assert "It is no failure, so there is no wait." in words


def test_an_absence_without_an_authorisation_has_its_own_words(client, cycle):
    examined.sat(cycle, "absent", exam_on=PASSED_ON)
    state, title, _words = read(client, cycle)
    assert (state, title) == ("absent", "You did not sit the exam on 20 November 2026")


# --- told otherwise later


def test_a_result_told_otherwise_changes_nothing_before_it_is_confirmed(client, cycle):
    result = examined.sat(examined.carded(cycle), exam_on=PASSED_ON)
    correction = exam_corrections.propose(
        result, outcome="fail", taken_on=PASSED_ON, because="Two papers were mixed up.",
        by=people.olga(), at=people.AT,
    )  # fmt: skip
    state, _title, words = read(client, cycle)
    assert state == "passed"
    assert "Nothing changes before an officer confirms it" in words
    exam_corrections.confirm(correction, by=people.otto(), on=people.ON, at=people.AT)
    state, _title, words = read(client, cycle)
    assert state == "failed"
    assert "It was told as: passed. It is: not passed." in words
    assert "Two papers were mixed up." in words


# --- what it costs


def test_the_page_asks_few_statements(client, cycle, django_assert_max_num_queries):
    examined.booked(cycle)
    client.get(address(cycle))
    with django_assert_max_num_queries(24):
        client.get(address(cycle))


def test_every_state_has_its_words_and_its_look():
    assert set(exam_words._SAID) == set(State)
    assert set(states.EXAMS) == {state.value for state in State}


# --- the first page


def first(client):
    return " ".join(client.get("/trainer/").content.decode().split())


def test_the_first_page_says_to_book_then_to_sit_then_that_the_result_is_awaited(
    client, cycle, today
):
    seat = examined.booked(cycle)
    exams.cancel_booking(seat, by=people.who(cycle).user, at=people.AT)
    page = first(client)
    assert "Next step: Book your seat for the exam" in page
    assert "You may sit the exam through 22 February 2027." in page
    client.post(address(cycle, "book/"), SEAT)
    page = first(client)
    assert "Next step: Sit the exam: 1 December 2026" in page
    assert address(cycle) in page
    today(7)  # the day of the exam
    assert "Sit the exam: 1 December 2026" in first(client)
    today(8)
    assert "Nothing to do: we wait for the result of your exam" in first(client)


def test_the_first_page_says_that_the_exam_renewed_and_leads_to_it(client, cycle):
    examined.sat(examined.carded(cycle), exam_on=PASSED_ON)
    page = first(client)
    assert "Your exam of 20 November 2026 renewed you." in page
    assert address(cycle) in page


def test_the_first_page_says_that_an_officer_decides_until_one_has(client, cycle, today):
    today(30)
    late = examined.sat(
        examined.carded(cycle), exam_on=people.LAST_ON + DAY, at=people.later(days=30)
    )
    assert "An officer decides about your exam" in first(client)
    exam_rulings.rule(
        late.decision, upgrade=False, because="Too late.", next_cycle=None,
        by=people.olga(), on=date(2026, 12, 24), at=people.later(days=31),
    )  # fmt: skip
    assert "An officer decides about your exam" not in first(client)
    assert "This cycle can no longer be renewed" in first(client)


def test_the_first_page_costs_no_more_statements_for_an_exam(
    client, cycle, django_assert_max_num_queries
):
    examined.booked(cycle)
    client.get("/trainer/")
    caches["pages"].clear()
    with django_assert_max_num_queries(10):
        client.get("/trainer/")
