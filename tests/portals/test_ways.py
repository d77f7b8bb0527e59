"""The ways to recertify, as a certificant sees them: their own numbers, and what is not set."""

from datetime import date, timedelta

import pytest

from recert import clock
from recert.actions import acts, register
from tests import people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: people.AT)


def holder(**given):
    """Alice with only the certificate of the online exam."""
    return people.alice(level="certificate", exam_form="online", **given)


def carded(cycle):
    register.record_companion(
        people.who(cycle), kind="cpr_aed", issued_on=date(2026, 1, 5), expires_on=date(2028, 1, 5),
        hands_on=True, evidence=None, by=None, at=people.AT,
    )  # fmt: skip


def shown(client, cycle, *, address="/trainer/ways/"):
    client.force_login(people.who(cycle).user)
    response = client.get(address)
    assert response.status_code == 200
    return response


def columns(response):
    return {each.way.kind: each for each in response.context["columns"]}


def rows(column):
    return {row.label: (row.answer, " ".join(row.more)) for row in column.rows}


def test_a_holder_of_the_certificate_sees_three_ways_in_their_own_numbers(client):
    cycle = holder()
    people.accepted(cycle)
    found = columns(shown(client, cycle))
    credits_, exam, late = (rows(found[kind]) for kind in ("credits", "exam", "late"))
    assert credits_["Money"][0] == "$75.00"
    assert credits_["Still to do"] == ("10 contact hours", "1.0 CECs of 2.0 CECs are missing.")
    assert credits_["You end up holding"][0] == "Certificate"
    assert exam["Money"] == (
        "$0.00",
        "Recertification fee: $0.00. Waived on this pathway.",
    )
    assert exam["You end up holding"] == (
        "Certification",
        "From the exam day on, whenever the result arrives.",
    )
    assert exam["Latest safe day"][0] == "15 December 2026"
    assert "cannot be taken again" in exam["Latest safe day"][1]
    assert exam["Then through"][0] == "15 December 2028"
    assert late["You end up holding"][0] == "Expired: not certified"
    assert late["Money"][0] == "Nothing to file"


def test_every_way_answers_the_same_questions_in_the_same_order(client):
    found = shown(client, holder()).context["columns"]
    asked = [[row.label for row in each.rows] for each in found]
    assert asked[0] == asked[1] == asked[2]


def test_each_figure_that_a_rule_gives_names_the_rule(client):
    page = shown(client, holder()).content.decode()
    for cite in ("ACTION Certification, How do I get Recertified?", "Setting of the demonstration"):
        assert cite in page


def test_a_holder_of_the_certification_reads_why_the_exam_is_no_way(client):
    response = shown(client, people.alice())
    exam = columns(response)["exam"]
    assert exam.href == ""
    assert "The accredited exam was passed before" in response.content.decode()
    assert response.context["columns"][-1].way.kind == "late"


def test_what_action_has_not_published_is_said_with_who_decides(client):
    edition = people.adopted(overlay=False)
    page = shown(client, holder(edition=edition)).content.decode()
    assert "Recertification fee: no amount is set. An officer sets it once you file." in page
    assert "When the next cycle begins is not set. An officer says it." in page
    assert "Until when one may file late is not set. A person decides." in page
    assert "What the testing center takes for a seat is its own price" in page


def test_the_day_after_the_last_day_credits_are_closed_and_a_pass_is_for_a_person(
    client, monkeypatch
):
    cycle = holder()
    carded(cycle)
    monkeypatch.setattr(clock, "now", lambda: people.later(days=22))
    found = columns(shown(client, cycle))
    assert [found[kind].way.openness for kind in ("credits", "exam", "late")] == [
        "closed",
        "referred",
        "closed",
    ]


def test_no_way_is_open_once_the_body_has_revoked_it(client):
    cycle = holder()
    acts.act_upon(
        cycle.credential, kind="revoked", begins_on=people.ON, reason="Forged evidence.",
        by=people.olga(), at=people.AT,
    )  # fmt: skip
    response = shown(client, cycle)
    assert response.context["columns"] == []
    assert "No way is open" in response.content.decode()


def test_somebody_without_a_credential_is_sent_where_it_is_said(client):
    client.force_login(people.enrolled("Wanda Witness").user)
    assert client.get("/trainer/ways/").headers["Location"] == "/trainer/"


def test_the_ways_of_anothers_credential_are_not_there(client):
    cycle = holder()
    client.force_login(people.who(people.charlie(edition=None)).user)
    assert client.get(f"/trainer/credential/{cycle.credential_id}/ways/").status_code == 404


def test_the_first_page_leads_to_the_ways_and_they_lead_back(client):
    cycle = holder()
    client.force_login(people.who(cycle).user)
    address = f"/trainer/credential/{cycle.credential_id}/ways/"
    assert address in client.get("/trainer/").content.decode()
    assert f"/trainer/credential/{cycle.credential_id}/" in client.get(address).content.decode()


def test_the_next_step_offers_a_holder_of_the_certificate_the_comparison(client):
    page = shown(client, holder(), address="/trainer/").content.decode()
    step = page[page.index('class="next"') :].split("</section>")[0]
    assert "Compare the ways" in step


def test_the_next_step_offers_no_comparison_to_a_holder_of_the_certification(client):
    page = shown(client, people.alice(), address="/trainer/").content.decode()
    assert ">Compare the ways<" not in page


def test_comparing_costs_few_statements(client, django_assert_max_num_queries):
    cycle = holder()
    client.force_login(people.who(cycle).user)
    client.get("/trainer/ways/")
    with django_assert_max_num_queries(10):
        client.get("/trainer/ways/")
