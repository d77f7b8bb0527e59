"""The trainer's first page: what it says in each situation, to whom, and at what cost."""

from datetime import date

import pytest

from recert import clock
from recert.actions import acts, register, review_activities
from recert.records.cases import rows_of
from recert.records.certification import Act
from recert.records.overview import cycles_of, overview_of
from tests import examining, people

pytestmark = pytest.mark.django_db
HOME = "/trainer/"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon in Los Angeles on the day of the cast."""
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


def says(client, cycle, url=HOME):
    """What Alice reads at an address, in one line."""
    client.force_login(people.who(cycle).user)
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# --- the answer


def test_the_answer_comes_first(client):
    cycle = people.alice()
    people.accepted(cycle, of=people.course(minutes=780))
    text = says(client, cycle)
    assert "1.3 <small>of 2.0 CECs" in text
    assert "to go, about 7 contact hours" in text
    assert "days left through Tuesday 15 December 2026, until 23:59 in Los Angeles" in text
    assert text.index("1.3 <small>") < text.index("Next step") < text.index("What counts, and why")


def test_each_requirement_has_what_was_found_and_where_it_is_written(client):
    text = says(client, people.alice())
    assert "0.0 of 2.0 CECs count in the cycle of 15 December 2024 to 15 December 2026." in text
    assert "How-do-I-get-Recertified" in text
    assert "Our reading, to be confirmed by ACTION" in text


def test_each_activity_says_what_became_of_it_and_what_would_change_it(client):
    cycle = people.alice()
    people.accepted(cycle, of=people.course(title="Counted class"))
    people.sent(cycle, of=people.course(title="Waiting class"))
    people.accepted(cycle, of=people.course(title="Early class"), completed_on=date(2024, 12, 14))
    text = says(client, cycle)
    counted, waiting, stopped = (
        text.index(f"{title} class</span>") for title in ("Counted", "Waiting", "Early")
    )
    assert counted < waiting < stopped
    assert "It counts once a reviewer accepts it." in text
    assert "before the first day of the cycle, 15 December 2024." in text
    assert "If the day is wrong, correct it." in text


def test_the_first_day_of_the_cycle_counts(client):
    cycle = people.alice()
    people.accepted(cycle, completed_on=people.CERTIFIED_ON)
    assert "1.0 <small>of 2.0 CECs" in says(client, cycle)


def test_a_correction_stays_to_be_read_beside_what_it_corrects(client):
    cycle = people.alice()
    activity = people.accepted(cycle)
    review_activities.correct(
        activity.entries.get(),
        steps=4,
        because="The hours were wrong.",
        review=people.reviewing(activity),
    )
    text = says(client, cycle, f"{HOME}activities/{activity.key}/why/")
    assert "+1.0" in text
    assert "Accepted as claimed: 600 minutes." in text
    assert "−1.0" in text
    assert "<strong>Correction:</strong> The hours were wrong." in text
    assert "A reviewer, 24 November 2026" in text
    assert "Bob" not in text  # a role, not a name


def test_drafts_are_listed_apart_and_count_nothing(client):
    cycle = people.alice()
    people.drafted(cycle, of=people.course(title="Half a form"))
    text = says(client, cycle)
    assert "Drafts, not sent" in text
    assert "Half a form" in text
    assert "0.0 <small>of 2.0 CECs" in text


def test_an_empty_cycle_says_what_belongs_there_and_one_next_thing(client):
    text = says(client, people.alice())
    assert "No activities yet in this cycle" in text
    assert "It began on 15 December 2024." in text


# --- who reaches it, and what it costs


def test_nobody_reads_it_without_signing_in(client):
    response = client.get(HOME)
    assert response.status_code == 302
    assert "/account/sign-in/" in response["Location"]


def test_staff_have_no_business_here(client):
    people.adopted()
    client.force_login(people.bob())
    assert client.get(HOME).status_code == 404


def test_charlie_finds_nothing_at_alices_credential(client):
    cycle = people.alice()
    other = people.charlie()
    client.force_login(people.who(other).user)
    assert client.get(f"{HOME}credential/{cycle.credential_id}/").status_code == 404
    assert "Alice" not in says(client, other)


def test_somebody_without_a_credential_reads_what_to_do(client):
    dora = people.enrolled("Dora Later")
    client.force_login(dora.user)
    assert "We hold no credential of yours yet" in client.get(HOME).content.decode()


def thirty(cycle):
    """Thirty activities, of every kind that costs a question to show."""
    for at in range(10):
        people.accepted(cycle, of=people.course(minutes=60, title=f"Accepted {at}"))
        people.sent(cycle, of=people.course(minutes=30, title=f"Sent {at}"))
        people.rejected(cycle, of=people.course(minutes=60, title=f"Rejected {at}"))


def burdened(cycle):
    """An exam, a card, a suspension that ended and one that did not, for the same person."""
    credential = cycle.credential
    common = {"by": people.olga(), "at": people.AT}
    examining.result_alone(cycle, form="online", taken_on=date(2025, 5, 1))
    for expires_on in (None, date(2027, 1, 1)):
        register.record_companion(
            people.who(cycle),
            kind="cpr_aed",
            issued_on=date(2025, 1, 1),
            expires_on=expires_on,
            hands_on=expires_on is None,
            evidence=None,
            **common,
        )
    suspended = {"kind": Act.SUSPENDED, "reason": "r", **common}
    over = acts.act_upon(credential, begins_on=date(2025, 2, 1), **suspended)
    acts.end_act(over, ends_on=date(2025, 3, 1), reason="r", **common)
    acts.act_upon(credential, begins_on=date(2026, 12, 1), **suspended)


def test_thirty_activities_cost_ten_statements_at_most(client, django_assert_max_num_queries):
    cycle = people.alice()
    thirty(cycle)
    burdened(cycle)
    people.course(title="Next", next_on=people.LAST_ON)
    client.force_login(people.who(cycle).user)
    with django_assert_max_num_queries(10) as counted:
        text = client.get(HOME).content.decode()
    assert "Accepted 9" in text
    assert "Next step: Take a class" in text  # the dearest of the next steps
    assert len(counted) > 5  # else nothing was counted


def test_the_page_decides_on_the_very_case_that_a_reviewer_decides_on():
    cycle = people.alice()
    thirty(cycle)
    burdened(cycle)
    people.drafted(cycle)
    [brought] = cycles_of(people.who(cycle))
    overview = overview_of(brought)
    assert overview.rows.case == rows_of(brought).case
    assert len(overview.drafts) == 1
    assert len(overview.rows.activities) == 30


def test_a_page_that_nothing_has_changed_is_drawn_once(client, django_assert_num_queries):
    cycle = people.alice()
    thirty(cycle)
    first = says(client, cycle)
    with django_assert_num_queries(5):  # session, user, certificant, day, what has happened
        again = client.get(HOME)
    drawn = " ".join(again.content.decode().split())
    assert drawn.split("<main")[1] == first.split("<main")[1]


def test_whatever_happens_is_on_the_page_at_once(client):
    cycle = people.alice()
    assert "0.0 <small>of 2.0 CECs" in says(client, cycle)
    activity = people.accepted(cycle)
    assert "1.0 <small>of 2.0 CECs" in says(client, cycle)
    review_activities.correct(
        activity.entries.get(), steps=4, because="Wrong.", review=people.reviewing(activity)
    )
    assert "0.2 <small>of 2.0 CECs" in says(client, cycle)
    people.course(title="New in the catalogue", kind="self_study")
    assert "New in the catalogue" in says(client, cycle)
    people.filed(cycle)
    assert "application is with us" in says(client, cycle)


def test_the_next_day_is_another_page(client, monkeypatch):
    cycle = people.alice()
    assert '<dd class="figure">21</dd>' in says(client, cycle)
    monkeypatch.setattr(clock, "real_now", lambda: people.later(days=1))
    assert '<dd class="figure">20</dd>' in says(client, cycle)


def test_what_is_remembered_of_alice_is_not_shown_to_charlie(client):
    edition = people.adopted()
    alices, charlies = people.alice(edition=edition), people.charlie(edition=edition)
    people.accepted(alices)
    assert alices.credential.number in says(client, alices)
    assert alices.credential.number not in says(client, charlies)
