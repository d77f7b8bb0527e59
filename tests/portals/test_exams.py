"""The exam of a cycle, as a certificant goes through it: each state, and its one next step."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile

from recert import clock
from recert.actions import acts, exam_corrections, exam_rulings, exams
from recert.policy.cycles import Span
from recert.portals import states
from recert.portals.trainer import exam_words
from recert.portals.trainer.exam_pages import State
from recert.records.certification import Companion
from recert.records.exams import ExamAuthorisation, ExamBooking
from tests import examined, people
from tests.outside.hostile import honest_pdf

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PASSED_ON = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day, which a test may move: today(2) is two days later."""

    def move(days):
        monkeypatch.setattr(clock, "now", lambda: people.later(days=days))

    move(0)
    return move


@pytest.fixture
def cycle(client):
    cycle = examined.holder()
    client.force_login(people.who(cycle).user)
    return cycle


def address(cycle, what=""):
    return f"/trainer/cycles/{cycle.pk}/exam/{what}"


def read(client, cycle):
    """The page: its state, and all of its words."""
    response = client.get(address(cycle))
    assert response.status_code == 200
    words = " ".join(response.content.decode().split())
    return response.context["page"].state.value, response.context["said"].title, words


def picture():
    return SimpleUploadedFile("card.pdf", honest_pdf(1), content_type="application/pdf")


def card(**more):
    told = {"issued_on": "2026-01-05", "expires_on": "2028-01-05", "hands_on": "yes"}
    return {"key": str(uuid.uuid4()), "evidence": picture()} | told | more


SEAT = {"place": "Los Angeles", "window_from": "2026-12-01", "reference": "SEAT-1"}


# --- before the exam


def test_without_a_card_the_page_asks_for_it_in_the_words_of_the_rule(client, cycle):
    state, title, words = read(client, cycle)
    assert (state, title) == ("card", "Add your CPR and AED card")
    assert "No CPR and AED card is on file." in words
    assert "Photograph of the card" in words


def test_a_card_with_its_picture_leads_straight_to_the_seat(client, cycle):
    client.post(address(cycle, "card/"), card())
    kept = Companion.objects.get()
    assert (kept.issued_on, kept.expires_on, kept.hands_on) == (
        date(2026, 1, 5),
        date(2028, 1, 5),
        True,
    )
    assert kept.evidence.certificant == people.who(cycle)
    assert read(client, cycle)[0] == "book"


def test_the_same_card_sent_twice_is_one_card_and_one_authorisation(client, cycle):
    for _twice in range(2):
        client.post(address(cycle, "card/"), card())
    assert Companion.objects.count() == ExamAuthorisation.objects.count() == 1


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"evidence": ""}, "Add a photograph of the card"),
        ({"expires_on": "2026-01-04"}, "A card ends on the day it was issued, or later."),
        ({"issued_on": ""}, "Issued on is missing"),
    ],
)
def test_a_card_that_cannot_be_kept_is_said_beside_its_field(client, cycle, wrong, words):
    response = client.post(address(cycle, "card/"), card(**wrong))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Companion.objects.exists()


def test_a_card_from_training_online_does_not_open_the_exam(client, cycle):
    response = client.post(address(cycle, "card/"), card(hands_on="no"))
    assert response.status_code == 422
    assert "in-person training" in response.content.decode()
    assert not ExamAuthorisation.objects.exists()


def test_with_a_card_asking_is_one_tap(client, cycle):
    examined.carded(cycle)
    assert read(client, cycle)[:2] == ("ask", "Ask to sit the accredited exam")
    key = {"key": str(uuid.uuid4())}
    for _twice in range(2):
        assert client.post(address(cycle, "ask/"), key).status_code == 302
    assert ExamAuthorisation.objects.count() == 1


def test_the_same_exam_twice_is_refused_in_the_words_of_the_rule(client):
    cycle = people.alice()
    client.force_login(people.who(cycle).user)
    state, _title, words = read(client, cycle)
    assert state == "not now"
    assert "The accredited exam was passed before, and the same exam cannot be used twice." in words
    asked = client.post(address(cycle, "ask/"), {"key": str(uuid.uuid4())})
    assert asked.status_code == 422
    assert "the same exam cannot be used twice" in asked.content.decode()


def test_an_act_of_the_body_stands_in_the_way(client, cycle):
    examined.carded(cycle)
    acts.act_upon(
        cycle.credential, kind="suspended", begins_on=people.ON, reason="A complaint.",
        by=people.olga(), at=people.AT,
    )  # fmt: skip
    state, _title, words = read(client, cycle)
    assert state == "not now"
    assert "Suspended: not certified, since 24 November 2026." in words


def test_a_card_that_ends_before_the_authorisation_is_warned_of(client, cycle):
    examined.carded(cycle, expires_on=date(2026, 12, 24))
    assert "Sit the exam by 24 December 2026, or renew the card first." in read(client, cycle)[2]


def test_whoever_renewed_early_by_credits_may_still_be_upgraded(client, cycle):
    people.renewed(cycle)
    examined.carded(cycle)
    assert read(client, cycle)[0] == "ask"
    client.post(address(cycle, "ask/"), {"key": str(uuid.uuid4())})
    assert read(client, cycle)[0] == "book"


def test_a_body_without_an_exam_pathway_has_no_such_page(client):
    file = people.ROOT / "tests/bodies/northern-guides/policies/mountain-guide/2024-04-01.toml"
    edition = people.adopted(overlay=False, file=file, program="mountain-guide")
    cycle = people.alice(edition=edition, exam_form="")
    client.force_login(people.who(cycle).user)
    assert client.get(address(cycle)).status_code == 404


# --- the seat


def test_authorised_the_page_links_the_testing_center_and_says_until_when(client, cycle):
    examined.authorised(cycle)
    state, title, words = read(client, cycle)
    assert (state, title) == ("book", "Book your seat")
    assert people.body().exams.booking_page in words
    assert "Your authorisation holds through 22 February 2027." in words


def test_a_seat_is_kept_with_its_place_day_and_reference(client, cycle):
    examined.authorised(cycle)
    client.post(address(cycle, "book/"), SEAT)
    seat = ExamBooking.objects.get()
    assert (seat.window_from, seat.window_through) == (date(2026, 12, 1), date(2026, 12, 1))
    state, title, words = read(client, cycle)
    assert (state, title) == ("booked", "Sit the exam: Tuesday 1 December 2026")
    assert "SEAT-1" in words
    assert "Your CPR and AED card must be valid on that day." in words


def test_the_same_seat_sent_twice_is_one(client, cycle):
    examined.authorised(cycle)
    for _twice in range(2):
        client.post(address(cycle, "book/"), SEAT)
    assert ExamBooking.objects.count() == 1


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"window_from": "2026-11-23"}, "Enter a day from 24 November 2026 on."),
        ({"window_from": "2027-02-23"}, "Your authorisation holds through 22 February 2027"),
        ({"reference": ""}, "Reference is missing"),
    ],
)
def test_a_seat_that_cannot_be_is_said_beside_its_field(client, cycle, wrong, words):
    examined.authorised(cycle)
    response = client.post(address(cycle, "book/"), SEAT | wrong)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_seat_taken_back_leaves_room_for_another(client, cycle):
    seat = examined.booked(cycle)
    client.post(address(cycle, f"seat/{seat.pk}/cancel/"))
    assert read(client, cycle)[0] == "book"
    assert "You took that booking back" in read(client, cycle)[2]


def test_nobody_takes_back_a_seat_of_another(client, cycle):
    seat = examined.booked(cycle)
    other = people.charlie(edition=people.edition_of(cycle))
    client.force_login(people.who(other).user)
    for whose in (cycle, other):
        assert client.post(address(whose, f"seat/{seat.pk}/cancel/")).status_code == 404
    seat.refresh_from_db()
    assert seat.cancelled_at is None


def test_on_the_last_day_of_the_window_it_is_booked_and_after_it_the_result_is_awaited(
    client, cycle, today
):
    examined.booked(cycle, exam_on=date(2026, 11, 25), through=date(2026, 11, 27))
    today(3)
    assert read(client, cycle)[0] == "booked"
    today(4)
    state, title, words = read(client, cycle)
    assert (state, title) == ("awaited", "Nothing to do: we wait for your result")
    assert "25 November 2026 through 27 November 2026" in words


def test_an_authorisation_that_ran_out_is_said_and_may_be_asked_for_again(client, cycle, today):
    authorisation = examined.authorised(cycle, on=date(2026, 8, 1), at=people.later(days=-115))
    exams.expire_due(on=people.ON, at=people.AT)
    state, title, words = read(client, cycle)
    assert (state, title) == ("expired", "Your authorisation ended on 30 October 2026")
    assert "You may ask again today." in words
    client.post(address(cycle, "ask/"), {"key": str(uuid.uuid4())})
    assert read(client, cycle)[0] == "book"
    authorisation.refresh_from_db()
    assert authorisation.status == "expired"


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
