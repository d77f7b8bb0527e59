"""Who speaks for a provider hears by mail what became of what they sent, once."""

from datetime import timedelta

import pytest

from recert.actions import completions, proposals
from recert.jobs.telling import message_of
from recert.records.history import Notice
from tests import offering
from tests import people as cast

pytestmark = pytest.mark.django_db


def mailed(template):
    notices = Notice.objects.filter(template=template).order_by("id")
    return [message_of(notice, at=cast.AT) for notice in notices]


def held():
    cycle, kettlebells = cast.alice(), cast.course()
    cast.rejected(cycle, of=kettlebells)
    return offering.reported(cycle, kettlebells).report


def settled(report):
    return completions.settle_held(
        report, because="It was another person.", by=cast.olga(), at=cast.AT
    )


def test_a_proposal_that_is_returned_is_mailed_with_the_words_and_its_form():
    proposal = offering.returned()
    [mail] = mailed("proposal_returned")
    assert mail.to == "dana@recert.example"
    assert "“Mobility” is not approved yet" in mail.text
    assert "Which day?" in mail.text
    assert f"http://localhost/provider/proposals/{proposal.key}/" in mail.text


def test_a_proposal_that_is_returned_again_is_mailed_again():
    dana, proposal = offering.speaks(), offering.returned()
    later = cast.AT + timedelta(hours=1)
    proposals.submit(proposal, by=dana, at=later)
    proposals.return_(proposal, words="And where?", by=cast.olga(), at=later)
    assert [("Which day?" in each.text, "And where?" in each.text)
            for each in mailed("proposal_returned")] == [(True, False), (False, True)]  # fmt: skip


def test_a_new_class_that_is_approved_is_mailed_with_its_code_and_its_days():
    cast.adopted()
    version = offering.approve(offering.proposed())
    [mail] = mailed("proposal_approved")
    assert mail.text.startswith("“Mobility” is approved, and in the catalogue as MOB-1.")
    assert "from 1 January 2026 on; no end is set" in mail.text
    assert f"http://localhost/provider/classes/{version.course_id}/" in mail.text


def test_a_change_that_is_approved_is_mailed_with_the_day_from_which_it_holds():
    changed = offering.proposed(course=cast.course(), minutes=900)
    offering.approve(changed, holds_from=offering.TOMORROW)
    [mail] = mailed("proposal_approved")
    assert "it holds from 25 November 2026." in mail.text.splitlines()[0]


def test_what_came_of_a_held_report_is_mailed_without_the_name_of_the_person():
    report = settled(held())
    [mail] = mailed("report_settled")
    assert mail.to == "dana@recert.example"
    assert "It was another person." in mail.text
    assert report.credential.number in mail.text
    assert report.credential.certificant.name not in mail.text + mail.html + mail.subject
    assert "http://localhost/provider/reports/" in mail.text


def test_nobody_is_told_who_speaks_for_the_provider_no_longer():
    report, gym = held(), offering.provider()
    offering.speaks("dora@recert.example", of=gym, name="Dora")
    offering.end_contact(report.by)
    settled(report)
    assert [mail.to for mail in mailed("report_settled")] == ["dora@recert.example"]


def test_a_provider_for_whom_nobody_speaks_is_owed_nothing():
    report = held()
    offering.end_contact(report.by)
    settled(report)
    assert not mailed("report_settled")
