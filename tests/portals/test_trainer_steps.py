"""The one next step of the first page, and what it says of late, early and second credentials."""

from datetime import date, timedelta

import pytest

from recert import clock
from recert.actions import acts, review
from recert.records.certification import Act
from tests import people

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


# --- the next step


def step_of(client, cycle):
    text = says(client, cycle)
    return text.split('<h2 id="next">')[1].split("</h2>")[0]


def test_a_question_comes_before_everything_else(client):
    cycle = people.alice()
    people.drafted(cycle)
    people.sent(cycle, with_paper=False)
    people.returned(cycle)
    assert step_of(client, cycle) == "Next step: Answer the reviewer’s question"


def test_a_returned_application_comes_next(client):
    cycle = people.alice()
    application = people.filed(cycle)
    review.return_(application, text="Which gym?", reviewing=people.looking(application))
    assert step_of(client, cycle) == "Next step: Answer the question about your application"


def test_a_filed_application_leaves_nothing_to_do(client):
    cycle = people.alice()
    people.ready(cycle)
    assert step_of(client, cycle) == "Nothing to do: your application is with us"


@pytest.mark.parametrize(
    "kind, title",
    [
        (Act.SUSPENDED, "Your certification is suspended"),
        (Act.REVOKED, "Your certification was revoked"),
        (Act.RETIRED, "Your certification is retired"),
    ],
)
def test_what_the_body_did_comes_before_what_one_could_earn(client, kind, title):
    cycle = people.alice()
    act = {"kind": kind, "reason": "r", "by": people.olga(), "at": people.AT}
    acts.act_upon(cycle.credential, begins_on=people.ON, **act)
    assert step_of(client, cycle) == title
    assert "Since 24 November 2026 you may not call yourself certified." in says(client, cycle)


def test_a_suspension_that_begins_tomorrow_says_nothing_today(client):
    cycle = people.alice()
    act = {"kind": Act.SUSPENDED, "reason": "r", "by": people.olga(), "at": people.AT}
    acts.act_upon(cycle.credential, begins_on=people.ON + timedelta(days=1), **act)
    assert "suspended" not in step_of(client, cycle)


def test_enough_credit_says_apply_now(client):
    cycle = people.alice()
    people.accepted(cycle)
    people.accepted(cycle)
    assert step_of(client, cycle) == "Next step: Apply now"


def test_missing_evidence_is_asked_for(client):
    cycle = people.alice()
    people.sent(cycle, with_paper=False)
    assert step_of(client, cycle) == "Next step: Add the evidence that is missing"


def test_credit_that_waits_and_would_be_enough_is_no_reason_to_wait_with_filing(client):
    cycle = people.alice()
    people.sent(cycle, of=people.course(minutes=1200))
    assert step_of(client, cycle) == "Next step: File now; you need not wait for the reviewer"
    assert "2.0 CECs wait for a reviewer. If all of it counts, you have 2.0 CECs." in says(
        client, cycle
    )


def test_credit_that_waits_and_would_not_be_enough_leaves_more_to_earn(client):
    cycle = people.alice()
    people.sent(cycle, of=people.course(minutes=1140, kind="in_person"))
    assert step_of(client, cycle) == "Next step: Earn 2.0 CECs by 15 December 2026"


def test_a_draft_is_gone_on_with(client):
    cycle = people.alice()
    people.drafted(cycle)
    assert step_of(client, cycle) == "Next step: Finish the activity you began"


def test_the_next_class_is_one_that_can_still_be_taken_and_closes_the_gap(client):
    cycle = people.alice()
    given = {"minutes": 1200, "kind": "online_class"}
    people.course(title="Too late", next_on=people.LAST_ON + timedelta(days=1), **given)
    people.course(title="Gone", next_on=people.ON - timedelta(days=1), **given)
    people.course(
        title="No longer approved", approved_through=people.ON, next_on=people.LAST_ON, **given
    )
    people.course(title="Half", minutes=600, kind="self_study")
    people.course(title="On the last day", next_on=people.LAST_ON, **given)
    text = says(client, cycle)
    assert ">On the last day</a></strong>" in text
    assert "20 contact hours give 2.0 CECs." in text


def test_a_class_of_a_provider_that_is_approved_no_longer_is_not_offered(client):
    cycle = people.alice()
    gone = people.dana(
        slug="gone", name="Gone Gym", approvals=((date(2020, 1, 1), date(2026, 11, 23)),)
    )
    people.course(gone, title="Gone with its provider", kind="self_study")
    assert "Gone with its provider" not in says(client, cycle)


# --- late, early, twice


def late(*, overlay):
    return people.alice(edition=people.adopted(overlay=overlay), certified_on=date(2024, 11, 23))


def test_on_the_last_day_filing_is_open(client):
    cycle = people.alice(certified_on=date(2024, 11, 24))
    assert "today is the last day" in says(client, cycle)
    assert "Filing closed" not in says(client, cycle)


def test_a_late_trainer_reads_which_day_filing_closed_and_by_which_rule(client):
    cycle = late(overlay=True)
    text = says(client, cycle)
    assert step_of(client, cycle) == "This cycle can no longer be renewed"
    assert "Filing closed on 23 November 2026; 24 November 2026 is too late." in text
    assert "The rule: Setting of the demonstration; ACTION has not published this" in text
    assert "Expired: not certified" in text
    assert "Only ACTION Certification can decide otherwise." in text


def test_without_the_demonstrations_settings_the_same_page_says_who_must_decide(client):
    cycle = late(overlay=False)
    text = says(client, cycle)
    assert "Whether one may still file then is not set, so a person must decide." in text
    assert "A person at ACTION Certification decides what the policy leaves open." in text
    assert "support@actioncertification.example" in text
    assert "Past its last day" in text
    assert "Expired" not in text


def test_filed_in_time_stays_in_time(client, monkeypatch):
    cycle = people.alice()
    people.filed(cycle)
    monkeypatch.setattr(clock, "real_now", lambda: people.later(days=40))
    text = says(client, cycle)
    assert "Filing closed" not in text
    assert "your application is with us" in text


def test_an_early_renewal_shows_the_next_cycle_and_where_credit_goes_meanwhile(client):
    cycle = people.alice()
    people.renewed(cycle)
    text = says(client, cycle)
    assert "Nothing to do until 16 December 2026" in text
    assert "16 December 2026 through 15 December 2028" in text
    assert "What you complete through 15 December 2026 belongs to this cycle" in text


def test_the_day_after_the_old_last_day_the_new_cycle_is_shown(client, monkeypatch):
    cycle = people.alice()
    people.renewed(cycle)
    monkeypatch.setattr(clock, "real_now", lambda: people.later(days=22))
    text = says(client, cycle)
    assert "Cycle from 16 December 2026 through 15 December 2028" in text
    assert "0.0 <small>of 2.0 CECs" in text
    assert "2 activities in your other cycles" in text


def test_a_certificate_shows_the_exam_as_another_way_and_a_certification_does_not(client):
    edition = people.adopted()
    cycle = people.alice(edition=edition, level="certificate", exam_form="online")
    assert "Another way: Upgrade by the accredited exam" in says(client, cycle)
    other = people.charlie(edition=edition)
    assert "Another way" not in says(client, other)


def test_two_credentials_have_an_answer_each(client):
    cpt = people.alice()
    folder = people.ROOT / "policies" / "action-gx"
    edition = people.adopted(file=folder / "2020-01-01.toml", program="action-gx", overlay=False)
    gx = people.certified(people.who(cpt), edition=edition, certified_on=date(2026, 3, 1))
    first = says(client, cpt)
    assert first.count('<a href="/trainer/credential/') >= 2
    assert "Cycle from 15 December 2024" in first  # the one whose days end next
    second = says(client, cpt, f"{HOME}credential/{gx.credential_id}/")
    assert "Cycle from 1 March 2026" in second
