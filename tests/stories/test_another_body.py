"""Another body is served by files of its own: another unit, zone, currency, cycle, and no code."""

from datetime import UTC, date, datetime

import pytest

from recert import clock
from recert.actions import review
from recert.actions.refusals import Incomplete
from recert.jobs.edition_papers import make_papers
from recert.jobs.papers import certificate_facts, receipt_facts
from recert.outside.body import body_in
from recert.records.cases import rows_of
from recert.records.certification import Cycle
from recert.records.history import Work
from tests import people
from tests.laws import ROOT
from tests.outside.papers import words

pytestmark = pytest.mark.django_db

GUIDES = ROOT / "tests" / "bodies" / "northern-guides"
EDITION = GUIDES / "policies" / "mountain-guide" / "2024-04-01.toml"
FILED_ON = date(2027, 3, 5)
FILED_AT = datetime(2027, 3, 5, 3, tzinfo=UTC)  # noon in Tokyo


@pytest.fixture
def aiko(settings):
    """The cycle of a guide, certified on 6 May 2024 for three years."""
    settings.RECERT_BODY = GUIDES
    edition = people.adopted(overlay=False, file=EDITION, program="mountain-guide")
    return people.certified(
        people.enrolled("Aiko Yamamoto"),
        edition=edition,
        certified_on=date(2024, 5, 6),
        number="NG-20441705",
        at=datetime(2024, 5, 6, 3, tzinfo=UTC),
    )


def earned(cycle, *, minutes):
    course = people.course(minutes=minutes, title="Ropes")
    return people.accepted(cycle, of=course, completed_on=date(2026, 6, 1), at=people.AT)


def renewed(cycle):
    earned(cycle, minutes=1500)
    application = people.filed(cycle, on=FILED_ON, at=FILED_AT)
    payment = people.paid(application, amount=12000, on=FILED_ON, at=FILED_AT)
    looking = people.looking(application, at=FILED_AT)
    decision = review.approve(application, reason="", reviewing=looking)
    review.take_effect(decision, at=FILED_AT)
    return Cycle.objects.get(renewal__decision=decision), payment


def test_its_credit_is_counted_in_its_own_unit(aiko):
    activity = earned(aiko, minutes=1475)
    unit = rows_of(aiko).policy.unit
    assert unit.say(activity.entries.get().steps) == "30 points"


def test_its_filing_opens_on_its_own_day(aiko):
    from recert.actions.applications import FilingClosed  # noqa: PLC0415

    too_early = date(2027, 2, 4)
    with pytest.raises(FilingClosed, match="5 February 2027"):
        people.filed(aiko, on=too_early, at=datetime(2027, 2, 4, 3, tzinfo=UTC))


def test_its_renewal_follows_its_own_rule(aiko):
    cycle, _payment = renewed(aiko)
    assert (cycle.begins_on, cycle.ends_on) == (date(2027, 3, 6), date(2030, 5, 6))
    aiko.refresh_from_db()
    assert aiko.closed_on == FILED_ON


def test_its_papers_are_its_own(aiko):
    cycle, payment = renewed(aiko)
    kinds = {"certificate", "receipt", "guide", "application_form"}
    assert set(Work.objects.values_list("kind", flat=True)) == kinds
    body = body_in(GUIDES)
    shown = certificate_facts(cycle, body=body, at=FILED_AT)
    assert (shown.body, shown.title, shown.paper) == ("Northern Guides", "Mountain Guide", "a4")
    receipt = receipt_facts(payment, body=body)
    assert (receipt.total, receipt.currency) == (12000, "JPY")


def test_its_pages_speak_in_its_name_and_zone(aiko, client):
    asked = {"number": "ng 20441705", "family_name": "YAMAMOTO"}
    page = client.get("/verify/", asked).content.decode()
    assert "Northern Guides" in page
    assert "Mountain Guide" in page
    assert "ACTION" not in page
    assert "Tokyo" in page or "JST" in page


def test_its_refusals_speak_of_its_own_money(aiko):
    application = people.filed(aiko, on=FILED_ON, at=FILED_AT)
    with pytest.raises(Incomplete) as refused:
        people.paid(application, amount=120, on=FILED_ON, at=FILED_AT)
    assert "JPY 12,000 is owed" in refused.value.problems["amount"]


def test_its_guide_its_papers_and_its_help_are_its_own(aiko, client, monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: FILED_AT)
    assert make_papers(FILED_AT) == 2
    guide = client.get("/guide/").content.decode()
    for said in ("Mountain Guide", "Earn 30 points (25 contact hours)", "JPY 12,000", "Tokyo"):
        assert said in guide
    form = client.get("/guide/mountain-guide/2024-04-01/application-form.pdf")
    assert "Northern Guides" in words(b"".join(form.streaming_content))
    for close in form._resource_closers:  # close() would end the database of the test, too
        close()
    client.force_login(people.who(aiko).user)
    article = " ".join(client.get("/help/how-to-renew/").content.decode().split())
    assert "Earn 30 points (25 contact hours) in your cycle." in article
    assert ">JPY 12,000</a>" in article
    assert "For you: 0 of 30 points count, 30 points to go." in article
    assert "closed for comments" not in article
    assert client.get("/help/how-do-i-get-recertified/").status_code == 404
