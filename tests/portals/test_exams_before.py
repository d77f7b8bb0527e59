"""Before an exam, as a certificant goes through it: the card, the asking, the seat."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from recert.actions import acts, exams
from recert.records.certification import Companion
from recert.records.exams import ExamAuthorisation, ExamBooking
from tests import examined, people
from tests.outside.hostile import honest_pdf
from tests.portals.examining import SEAT, address, mover, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return mover(monkeypatch)


@pytest.fixture
def cycle(client):
    cycle = examined.holder()
    client.force_login(people.who(cycle).user)
    return cycle


def picture():
    return SimpleUploadedFile("card.pdf", honest_pdf(1), content_type="application/pdf")


def card(**more):
    told = {"issued_on": "2026-01-05", "expires_on": "2028-01-05", "hands_on": "yes"}
    return {"key": str(uuid.uuid4()), "evidence": picture()} | told | more


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


@pytest.mark.parametrize("job_ran", [True, False])
def test_an_authorisation_that_ran_out_is_said_and_may_be_asked_for_again(client, cycle, job_ran):
    authorisation = examined.authorised(cycle, on=date(2026, 8, 1), at=people.later(days=-115))
    if job_ran:
        exams.expire_due(on=people.ON, at=people.AT)
    assert "Book your seat" not in client.get("/trainer/").content.decode()
    state, title, words = read(client, cycle)
    assert (state, title) == ("expired", "Your authorisation ended on 30 October 2026")
    assert "You may ask again today." in words
    client.post(address(cycle, "ask/"), {"key": str(uuid.uuid4())})
    assert read(client, cycle)[0] == "book"
    authorisation.refresh_from_db()
    assert authorisation.status == "expired"
