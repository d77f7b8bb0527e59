"""The review portal: who reaches it, and the queue."""

import pytest
from django.urls import reverse

from recert import clock
from recert.actions import payments, queue, review
from tests import people
from tests.portals.reviewing import desk, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(client, monkeypatch):
    """Bob is signed in, and the pages live in the moment in which the cast lives."""
    monkeypatch.setattr(clock, "now", lambda: people.AT)
    login = people.bob()
    client.force_login(login)
    return login


def status(client, page):
    response = client.get(page)
    if response.streaming:
        response.getvalue()  # a file that is handed over is read to its end, and closed
    return response.status_code


# --- who reaches what


def addresses():
    cycle = people.alice()
    activity, application = people.sent(cycle), people.filed(cycle)
    paper = activity.uses.get().evidence
    return [
        reverse("review:queue"),
        desk(activity),
        reverse("review:application", args=[application.pk]),
        reverse("review:page", args=[paper.pk, 1]),
        reverse("review:original", args=[paper.pk]),
        reverse("review:people"),
        reverse("review:certificant", args=[cycle.credential.certificant_id]),
    ]


def test_a_certificant_finds_nothing_here(client, bob):
    pages = addresses()
    client.force_login(people.who(people.charlie()).user)
    assert {status(client, page) for page in pages} == {404}


def test_somebody_not_signed_in_is_asked_to_sign_in(client):
    assert {status(client, page) for page in addresses()} == {302}


@pytest.mark.parametrize("role", ["reviewer", "officer"])
def test_reviewers_and_officers_reach_every_page(client, bob, role):
    pages = addresses()
    client.force_login(people.user("Rita Roles", role=role))
    assert {status(client, page) for page in pages} == {200}


@pytest.mark.parametrize("role", ["board", "operator"])
def test_the_board_and_operators_do_not_review(client, bob, role):
    pages = addresses()
    client.force_login(people.user("Rita Roles", role=role))
    assert {status(client, page) for page in pages} == {404}


def test_a_decision_is_not_made_by_looking(client, bob):
    activity = people.sent(people.alice())
    assert client.get(reverse("review:decide", args=[activity.pk, "accept"])).status_code == 405


# --- the queue


def test_what_waits_longest_comes_first(client, bob):
    cycle = people.alice()
    newer = people.sent(cycle, of=people.course(title="Newer"), at=people.later(hours=-2))
    older = people.sent(cycle, of=people.course(title="Older"), at=people.later(days=-9))
    rows = client.get(reverse("review:queue")).context["rows"]
    assert [row.pk for row in rows] == [older.pk, newer.pk]
    assert [row.days for row in rows] == [9, 0]


def test_applications_and_activities_stand_in_one_list(client, bob):
    cycle = people.alice()
    activity, application = people.sent(cycle), settled(people.charlie())
    rows = client.get(reverse("review:queue")).context["rows"]
    assert {(row.kind, row.pk) for row in rows} == {
        ("activity", activity.pk),
        ("application", application.pk),
    }


def settled(cycle):
    """An application that is filed, and its fee paid: a reviewer's turn."""
    application = people.filed(cycle)
    people.paid(application)
    return application


def tab(client, name, **asked):
    response = client.get(reverse("review:queue"), {"tab": name, **asked})
    return [(row.kind, row.pk) for row in response.context["rows"]]


def test_an_activity_without_evidence_is_the_trainers_turn(client, bob):
    bare = people.sent(people.alice(), with_paper=False)
    assert tab(client, "") == []
    assert tab(client, "trainer") == [("activity", bare.pk)]


def test_a_returned_activity_is_the_trainers_turn(client, bob):
    asked = people.returned(people.alice())
    assert tab(client, "") == []
    assert tab(client, "trainer") == [("activity", asked.pk)]


def test_an_application_waits_for_its_fee_before_it_is_a_reviewers_turn(client, bob):
    application = people.filed(people.alice(), at=people.later(days=-20))
    assert tab(client, "") == []
    assert tab(client, "fee") == [("application", application.pk)]
    assert "Waiting for the fee" in said(client.get(reverse("review:queue"), {"tab": "fee"}))
    people.paid(application)
    assert tab(client, "fee") == []
    assert tab(client, "") == [("application", application.pk)]


def test_a_reviewers_days_are_counted_from_the_day_on_which_the_fee_arrived(client, bob):
    people.paid(people.filed(people.alice(), at=people.later(days=-20)), at=people.later(days=-3))
    row = client.get(reverse("review:queue")).context["rows"][0]
    assert (row.days, row.late) == (3, False)


def test_an_amount_that_is_not_set_is_an_officers_turn(client, bob):
    application = people.filed(people.alice(edition=people.adopted(overlay=False)))
    assert tab(client, "") == []
    page = said(client.get(reverse("review:queue"), {"tab": "fee"}))
    assert "An officer sets the fee" in page
    line = application.fee_lines.get()
    payments.rule_on_fee(line, amount=0, because="None.", by=people.olga(), at=people.AT)
    assert tab(client, "") == [("application", application.pk)]


def test_an_amount_that_an_officer_set_is_then_waited_for(client, bob):
    application = people.filed(people.alice(edition=people.adopted(overlay=False)))
    line = application.fee_lines.get()
    payments.rule_on_fee(line, amount=5000, because="As in 2020.", by=people.olga(), at=people.AT)
    assert tab(client, "fee") == [("application", application.pk)]
    assert "Waiting for the fee" in said(client.get(reverse("review:queue"), {"tab": "fee"}))
    people.paid(application, amount=5000)
    assert tab(client, "") == [("application", application.pk)]


def test_a_returned_application_is_the_trainers_turn_whatever_its_fee(client, bob):
    application = people.filed(people.alice())
    review.return_(application, text="Which?", reviewing=people.looking(application))
    assert tab(client, "trainer") == [("application", application.pk)]
    assert tab(client, "fee") == []


def test_what_beth_holds_says_so_and_is_not_mine(client, bob):
    activity = people.sent(people.alice())
    queue.take_activity(activity, by=people.beth(), at=people.AT, lease=people.LEASE)
    assert "Held by Beth Reviewer" in said(client.get(reverse("review:queue")))
    assert tab(client, "mine") == []


@pytest.mark.parametrize("minutes, still", [(29, True), (30, False)])
def test_a_hold_lasts_as_long_as_the_body_says(client, bob, minutes, still):
    activity = people.sent(people.alice(), at=people.later(days=-1))
    at = people.later(minutes=-minutes)
    queue.take_activity(activity, by=people.beth(), at=at, lease=people.LEASE)
    assert ("Held by Beth" in said(client.get(reverse("review:queue")))) is still


def test_what_was_decided_today_is_listed_with_its_reason(client, bob):
    people.rejected(people.alice(), because="It was a holiday.")
    page = client.get(reverse("review:queue"), {"tab": "decided"})
    assert "It was a holiday." in said(page)


def test_what_was_decided_yesterday_is_not(client, bob):
    people.rejected(people.alice(), because="It was a holiday.", at=people.later(days=-1))
    page = client.get(reverse("review:queue"), {"tab": "decided"})
    assert "Nothing was decided today" in said(page)


@pytest.mark.parametrize("words", ["ngstr", "Alice", "ANGSTROM", "ALICE_NUMBER"])
def test_a_part_of_a_name_or_number_narrows_the_queue(client, bob, words):
    mine, other = people.sent(people.alice()), people.sent(people.charlie())
    number = mine.certificant.credentials.get().number
    found = tab(client, "", words=words.replace("ALICE_NUMBER", number[3:]))
    assert ("activity", mine.pk) in found
    assert ("activity", other.pk) not in found


def test_kind_provider_and_flags_narrow_the_queue(client, bob):
    cycle = people.alice()
    other = people.dana(slug="other", name="Other School")
    plain = people.sent(cycle)
    longer = people.sent(cycle, of=people.course(other, minutes=60), minutes=90)
    application = settled(cycle)
    assert tab(client, "", kind="application") == [("application", application.pk)]
    assert tab(client, "", provider=other.pk) == [("activity", longer.pk)]
    flagged = tab(client, "", flagged="on")
    assert ("activity", longer.pk) in flagged
    assert ("activity", plain.pk) not in flagged


def test_a_filter_that_makes_no_sense_is_left_out(client, bob):
    activity = people.sent(people.alice())
    assert tab(client, "", provider="none", page="-4", kind="?") == [("activity", activity.pk)]
    assert tab(client, "nonsense") == [("activity", activity.pk)]


@pytest.mark.parametrize("how_many", [5, 50])
def test_fifty_cases_cost_no_more_statements_than_five(
    client, bob, how_many, django_assert_max_num_queries
):
    cycle, classes = people.alice(), [people.course() for _ in range(how_many)]
    for each in classes:
        people.sent(cycle, of=each)
    settled(people.charlie())
    people.filed(people.certified(people.enrolled("Carol Unpaid")))
    client.get(reverse("review:queue"))  # the policy's text is read once a process
    with django_assert_max_num_queries(12):
        response = client.get(reverse("review:queue"))
    assert len(response.context["rows"]) == min(how_many + 1, 50)


def test_the_second_page_holds_the_rest(client, bob):
    cycle = people.alice()
    for at in range(51):
        people.sent(cycle, of=people.course(), at=people.later(minutes=-at), with_paper=True)
    assert len(tab(client, "", page=2)) == 1


@pytest.mark.parametrize("minutes, mark", [(59, "differs"), (60, ()), (61, "differs")])
def test_the_queue_says_whether_a_claim_is_as_long_as_its_class(client, bob, minutes, mark):
    people.sent(people.alice(), of=people.course(minutes=60), minutes=minutes)
    row = client.get(reverse("review:queue")).context["rows"][0]
    assert row.marks == ((mark,) if mark else ())
