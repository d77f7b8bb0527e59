"""A stranger asks whether somebody is certified: what is told, what is not, and how often."""

from datetime import date

import pytest
from django.urls import reverse

from recert.actions import acts, register
from recert.policy.cycles import Span
from tests.portals import cast
from tests.portals.strangers import ALICE, NOW, VERIFY, ask, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_asked")]


# --- who is answered


def test_number_and_family_name_always_answer(client, cycle):
    html = ask(client, **ALICE)
    assert "Certified: current" in html
    assert "Alice Ångström" in html
    assert "AC-20441705" in html
    assert "24 June 2025" in html
    assert "23 June 2027" in html
    assert "As of 24 November 2026 at 12:00, Los Angeles time." in html


@pytest.mark.parametrize("number", ["ac20441705", " AC 2044-1705 ", "ＡＣ－20441705"])
@pytest.mark.parametrize("family_name", ["angstrom", "ÅNGSTRÖM ", "Ångström"])
def test_a_number_and_a_name_answer_however_they_are_typed(client, cycle, number, family_name):
    assert "Certified: current" in ask(client, number=number, family_name=family_name)


def test_a_name_in_another_script_answers(client):
    person = cast.certificant("yama@example.org", "山本 さくら", "山本")
    cast.certified(person)
    assert "Certified: current" in ask(client, number="AC-20441705", family_name="山本")
    assert "No answer" in ask(client, number="AC-20441705", family_name="山木")


def test_a_former_name_still_answers_and_shows_the_present_one(client, alice, cycle):
    register.rename(
        alice, name="Alice Berg", family_name="Berg", by=None, on=date(2026, 5, 1), at=cast.AT
    )
    html = ask(client, **ALICE)
    assert "Alice Berg" in html
    assert "Alice Ångström" not in html
    assert "Certified: current" in ask(client, number="AC-20441705", family_name="Berg")


def test_the_code_of_a_card_answers(client, cycle):
    response = client.get(reverse("public:verify_code", args=["b7yk3w"]))
    assert response.status_code == 200
    assert "Certified: current" in text(response)


def test_a_wrong_name_has_no_answer_even_for_a_listed_number(client):
    cast.certified(cast.certificant(listed=True))
    html = ask(client, number="AC-20441705", family_name="Berg")
    assert "No answer" in html
    assert "Alice" not in html


def test_a_number_alone_answers_for_those_who_chose_to_be_listed(client):
    cast.certified(cast.certificant(listed=True))
    assert "Certified: current" in ask(client, number="AC-20441705")


def test_a_number_alone_says_what_else_to_give(client, cycle):
    html = ask(client, number="AC-20441705")
    assert "Give the family name too" in html
    assert "Alice" not in html


@pytest.mark.parametrize("no_name", ["", " ", "-", "’"])
def test_wrong_and_unlisted_numbers_read_the_same(client, cycle, installed, no_name):
    unlisted = ask(client, number="AC-20441705", family_name=no_name)
    wrong = ask(client, number="AC-20441713", family_name=no_name)
    assert unlisted.replace("AC-20441705", "…") == wrong.replace("AC-20441713", "…")


def test_wrong_and_unlisted_numbers_cost_the_same(
    client, cycle, installed, django_assert_num_queries
):
    client.get(VERIFY, ALICE)
    for number in ("AC-20441705", "AC-20441713"):
        with django_assert_num_queries(1):
            client.get(VERIFY, {"number": number})


def test_a_slip_of_a_digit_is_told_from_what_was_typed_alone(client, cycle):
    slip = ask(client, number="AC-20441706", family_name="Ångström")
    assert "do not fit together" in slip
    assert "do not fit together" not in ask(client, number="AC-20441713", family_name="Ångström")
    assert "do not fit together" not in ask(client, number="AC-118236", family_name="Ångström")


def test_an_old_number_that_fits_no_check_digit_still_answers(client):
    cast.certified(cast.certificant(), number="AC-20441706")
    assert "Certified: current" in ask(client, number="AC-20441706", family_name="Ångström")


def test_an_unknown_code_is_not_there(client, cycle):
    response = client.get(reverse("public:verify_code", args=["nothing"]))
    assert response.status_code == 404
    assert "No certificate and no card has this code" in text(response)


def test_a_question_without_a_number_says_so_on_the_field(client):
    html = ask(client, status=422, family_name="Ångström")
    assert "Number is missing" in html
    assert "Error:" in html


def test_a_question_longer_than_any_number_is_refused(client):
    ask(client, status=422, number="9" * 41)


def test_a_nul_character_is_refused_and_nothing_breaks(client):
    ask(client, status=422, number="AC\x00", family_name="x\x00")


# --- what the standing is called


def test_the_last_day_is_inside_and_the_next_day_is_not(client, cycle):
    html = ask(client, on="2026-11-24", **ALICE)
    assert "Certified: current" in html
    ended = cast.certified(
        cast.certificant("b@example.org", "Bea Blau", "Blau"),
        program=cycle.credential.program,
        number="AC-20441713",
        code="second",
        first_on=date(2024, 3, 1),
        last_on=date(2026, 2, 28),
    )
    blau = {"number": ended.credential.number, "family_name": "Blau"}
    assert "Certified: current" in ask(client, on="2026-02-28", **blau)
    html = ask(client, on="2026-03-01", **blau)
    assert "Not certified: expired" in html
    assert "genuine for those dates" in html


def test_where_the_body_has_not_said_what_follows_nobody_says_it(client):
    cast.certified(
        cast.certificant(),
        program=cast.adopted(overlaid=False),
        first_on=date(2024, 3, 1),
        last_on=date(2026, 2, 28),
    )
    html = ask(client, **ALICE)
    assert "Past its last day" in html
    assert "has not published what follows" in html
    assert "expired" not in html


def test_a_certificate_is_never_called_certified(client, alice):
    cycle = cast.certified(alice, level="certificate")
    html = ask(client, **ALICE)
    assert "Certificate: current" in html
    assert "not a certification" in html
    answer = html[html.index('aria-labelledby="answer"') : html.index('class="moment"')]
    assert "certified" not in answer.replace(cycle.credential.program.title, "").lower()


@pytest.mark.parametrize("kind", ["suspended", "revoked", "retired"])
def test_an_act_of_the_body_shows_at_once_without_its_reason(client, cycle, kind):
    acts.act_upon(
        cycle.credential,
        kind=kind,
        begins_on=date(2026, 11, 24),
        reason="a reason of the office",
        by=cast.staff(role="officer"),
        at=NOW,
    )
    html = ask(client, **ALICE)
    assert f"Not certified: {kind}" in html
    assert "a reason of the office" not in html
    assert "Certified: current" in ask(client, on="2026-11-23", **ALICE)


def test_a_day_that_has_not_come_is_refused(client, cycle):
    assert "has not come" in ask(client, status=422, on="2026-11-25", **ALICE)
    assert "Certified: current" in ask(client, on="2026-11-24", **ALICE)


def test_a_day_before_the_first_says_so(client, cycle):
    assert "had not begun" in ask(client, on="2025-06-23", **ALICE)
    assert "Certified: current" in ask(client, on="2025-06-24", **ALICE)


def test_a_wrong_day_beside_a_code_is_refused_on_the_field(client, cycle):
    response = client.get("/verify/b7yk3w/", {"on": "tomorrow"})
    assert response.status_code == 422
    assert "year, month and day" in text(response)


def test_the_span_of_the_next_cycle_is_shown_after_an_early_renewal(client, cycle):
    span = Span(date(2027, 6, 24), date(2029, 6, 23))
    type(cycle).objects.create(
        credential=cycle.credential,
        begins_on=span.first_on,
        ends_on=span.last_on,
        level="certification",
        began_at=NOW,
    )
    assert "23 June 2029" in ask(client, **ALICE)
