"""When it does not go smoothly, told through the pages: withdrawn, denied, late, left open.

The same people as in the first story, on a telephone; whoever signs in has done so already.
"""

import re
from datetime import date

import pytest
from django.core import mail

from recert import clock
from recert.actions import review
from recert.jobs.working import run_once
from recert.records.payments import Payment
from tests import people
from tests.stories import stage
from tests.stories.stage import fits, said, telephone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon in Los Angeles on 24 November 2026."""
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


@pytest.fixture
def person(browser, live_server):
    """A telephone in the hands of somebody who is signed in."""
    opened = []

    def enter(user):
        phone = telephone(browser, live_server)
        opened.append(phone)
        how = "code" if hasattr(user, "certificant") else "passkey"
        return stage.signed_in(phone.__enter__(), live_server, user, how=how)

    yield enter
    for phone in opened:
        phone.__exit__(None, None, None)


def application_page(cycle):
    return f"/trainer/cycles/{cycle.pk}/application/"


def withdraw(alice, cycle):
    alice.goto(application_page(cycle))
    alice.get_by_text("Withdraw the application").first.click()
    assert "Your credits stay as they are" in said(alice)
    fits(alice)
    alice.get_by_role("button", name="Withdraw the application").click()
    alice.get_by_text("Your application is withdrawn.").wait_for()


def test_a_withdrawn_application_gives_its_fee_back_by_two_people(person):
    cycle = people.alice()
    people.ready(cycle)
    alice, olga, otto = person(people.who(cycle).user), person(people.olga()), person(people.otto())
    withdraw(alice, cycle)
    assert "2.0 of 2.0 CECs" in said(alice)

    olga.goto("/office/")
    olga.get_by_role("link", name=re.compile("Propose the refund")).click()
    olga.get_by_label("Reason").fill("Withdrawn before it was decided.")
    olga.get_by_role("button", name="Propose to refund $75.00").click()
    olga.get_by_text("A second person confirms it.", exact=True).wait_for()
    assert olga.get_by_role("button", name=re.compile("Confirm")).count() == 0
    fits(olga)

    otto.goto("/office/")
    otto.get_by_role("link", name=re.compile("Look at it")).click()
    otto.get_by_label("Reference").fill("Check 4071")
    otto.get_by_role("button", name="Confirm that $75.00 went back").click()
    otto.get_by_text("Given back").wait_for()
    alice.goto("/trainer/documents/")
    assert "Sent back to you" in said(alice)
    assert Payment.objects.get().refund.confirmed_by.name == "Otto Officer"


def test_a_denied_application_says_why_and_leaves_the_credential_as_it_is(person):
    cycle = people.alice()
    people.accepted(cycle)
    people.filed(cycle)
    alice, bob = person(people.who(cycle).user), person(people.bob())

    bob.goto("/review/?tab=fee")  # a shortfall may be denied before the fee arrives
    bob.get_by_role("link", name="Alice Ångström").first.click()
    assert "It cannot be approved yet." in said(bob)
    assert bob.get_by_role("button", name=re.compile("^Approve")).is_disabled()
    bob.get_by_role("link", name=re.compile("^Deny")).click()
    bob.get_by_role("button", name="Deny").click()
    assert "There is a problem" in said(bob)
    bob.get_by_label("Reason").fill("1.0 of 2.0 CECs count, and nothing more was announced.")
    bob.get_by_role("button", name="Deny").click()
    bob.get_by_role("heading", name="Denied: Alice Ångström").wait_for()
    fits(bob)

    mail.outbox.clear()
    run_once()
    assert any("1.0 of 2.0 CECs count" in message.body for message in mail.outbox)
    alice.goto(application_page(cycle))
    assert "1.0 of 2.0 CECs count, and nothing more was announced." in said(alice)
    fits(alice)
    alice.goto(f"/verify/{cycle.credential.code}/")
    assert "Certified: current" in said(alice)


def late(*, overlay):
    """A cycle that ended on 1 June 2026, with all its credits."""
    edition = people.adopted(overlay=overlay)
    cycle = people.alice(edition=edition, certified_on=date(2024, 6, 1))
    for day in (date(2025, 3, 2), date(2025, 9, 7)):
        people.sent(cycle, completed_on=day)
    return cycle


def test_a_late_trainer_learns_the_day_and_the_rule(person):
    cycle = late(overlay=True)
    alice = person(people.who(cycle).user)
    alice.goto("/trainer/")
    words = said(alice)
    assert "1 June 2026" in words
    assert "Filing closed" in words
    assert "Setting of the demonstration" in words
    fits(alice)
    alice.goto(application_page(cycle) + "file/")
    assert "It cannot be filed today." in said(alice)
    assert alice.get_by_role("button", name="File the application").count() == 0
    fits(alice)


def test_without_the_demonstrations_settings_the_same_page_says_who_decides(person):
    cycle = late(overlay=False)
    alice = person(people.who(cycle).user)
    alice.goto("/trainer/")
    assert "A person at ACTION Certification decides what the policy leaves open." in said(alice)
    fits(alice)
    alice.goto(application_page(cycle) + "file/")
    assert "A person decides what the policy does not set." in said(alice)
    for box in alice.get_by_role("checkbox").all():
        box.check()
    alice.get_by_role("button", name="File the application").click()
    alice.get_by_text("Filed.").first.wait_for()
    assert "not set" in said(alice)
    fits(alice)


def test_a_fee_that_the_policy_leaves_open_is_set_by_an_officer_with_the_reason(person):
    cycle = people.alice(edition=people.adopted(overlay=False))
    people.filed(cycle)
    alice, olga = person(people.who(cycle).user), person(people.olga())
    olga.goto("/office/")
    olga.get_by_role("link", name=re.compile("Set: Recertification fee")).click()
    olga.get_by_label("Amount").fill("60.00")
    olga.get_by_label("Reason").fill("Resolution of the Board of 3 October.")
    olga.get_by_role("button", name="Set the amount").click()
    olga.get_by_text("$60.00").first.wait_for()
    alice.goto(application_page(cycle))
    words = said(alice)
    assert "$60.00" in words
    assert "Resolution of the Board of 3 October." in words


def test_two_reviewers_on_one_case_the_second_learns_who_has_it(person):
    cycle = people.alice()
    people.sent(cycle)
    bob, beth = person(people.bob()), person(people.beth())
    for reviewer in (bob, beth):
        reviewer.goto("/review/")
        reviewer.get_by_role("link", name="Alice Ångström").first.click()
    assert "Bob Reviewer has taken this case." in said(beth)
    assert beth.get_by_role("button", name=re.compile("^Accept")).count() == 0
    bob.get_by_role("button", name="Put back U").click()
    beth.reload()
    beth.get_by_role("button", name=re.compile("^Accept 1.0 CECs")).click()
    beth.get_by_text("Accepted").first.wait_for()


def test_who_renews_early_keeps_the_days(person):
    cycle = people.alice(certified_on=date(2025, 6, 24))
    people.accepted(cycle, completed_on=date(2026, 5, 4))
    people.accepted(cycle, completed_on=date(2026, 6, 4))
    alice = person(people.who(cycle).user)
    alice.goto(application_page(cycle) + "file/")
    assert "your next cycle is 25 June 2027 through 24 June 2029" in said(alice)
    application = people.filed(cycle)
    people.paid(application)
    review.take_effect(people.decided(application), at=people.AT)
    alice.goto("/trainer/")
    assert "24 June 2029" in said(alice)
    fits(alice)
    alice.goto(f"/verify/{cycle.credential.code}/")
    assert re.search(r"First day 24 June 2025 Last day 24 June 2029", said(alice))
