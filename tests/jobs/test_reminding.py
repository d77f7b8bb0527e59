"""What a reminder says when it is sent, where it leads, and when nothing is sent at all."""

from datetime import timedelta

import pytest
from django.core import mail

from recert.actions import acts, notices, reminders
from recert.jobs import table
from recert.jobs.telling import message_of
from recert.outside.mail import CannotDeliver
from recert.portals.access import own_cycles_with_papers
from recert.portals.trainer.steps import next_step
from recert.portals.trainer.where import where
from recert.records.history import Event, Notice
from recert.records.reminding import Reminder, ReturnedMail
from tests import people as cast
from tests.actions import test_reminders as situations
from tests.actions.test_reminders import day, owe

pytestmark = pytest.mark.django_db
HOST = "http://localhost"


def at(left=21):
    return cast.AT + (day(left) - cast.ON)


def mailed(*, left=21):
    """The message of the latest reminder, as it is sent with so many days left."""
    assert owe(left)
    return message_of(Notice.objects.latest("pk"), at=at(left))


def first_line(message):
    return message.text.splitlines()[0]


# --- the first line carries the numbers


@pytest.mark.parametrize(
    "left, line, subject",
    [
        (180, "1.0 of 2.0 CECs, 1.0 to go, 180 days left: last day 15 December 2026.",
         "180 days left, 1.0 CECs to go"),
        (1, "1.0 of 2.0 CECs, 1.0 to go, 1 day left: last day 15 December 2026.",
         "1 day left, 1.0 CECs to go"),
        (0, "1.0 of 2.0 CECs, 1.0 to go: today, 15 December 2026, is the last day.",
         "Today is the last day: 1.0 CECs to go"),
        (-1, "1.0 of 2.0 CECs, 1.0 missing: your cycle ended on 15 December 2026, 1 day ago.",
         "Your cycle ended on 15 December 2026"),
    ],
)  # fmt: skip
def test_the_first_line_carries_credit_days_and_the_last_day(left, line, subject):
    cast.accepted(cast.alice())
    message = mailed(left=left)
    assert (first_line(message), message.subject) == (line, subject)


def test_whoever_has_everything_is_told_to_apply_and_until_when():
    cycle = cast.alice()
    cast.accepted(cycle)
    cast.accepted(cycle)
    message = mailed()
    assert first_line(message) == "2.0 of 2.0 CECs, 21 days left: last day 15 December 2026."
    assert message.subject == "21 days left: apply now"
    assert "Filing is open through 15 December 2026." in message.text
    assert f"{HOST}/trainer/cycles/{cycle.pk}/application/" in message.text


def test_halfway_the_pace_is_told():
    cast.alice()
    text = mailed(left=365).text
    assert "an even pace has 1.0 CECs by now." in text
    assert "What is to go takes 20 contact hours." in text


def test_no_hours_are_told_where_the_policy_does_not_say_what_a_unit_takes():
    cast.alice(edition=cast.adopted(overlay=False))
    assert "hours" not in mailed(left=90).text


def test_what_a_body_has_not_set_is_said_after_the_last_day():
    cast.alice(edition=cast.adopted(overlay=False))
    text = mailed(left=-15).text
    assert "What follows after the last day is not set by ACTION; a person decides." in text


def test_whoever_missed_filing_is_told_once_that_it_is_over_and_by_which_rule():
    cycle = cast.alice()
    cast.accepted(cycle)
    cast.accepted(cycle)
    text = mailed(left=-1).text
    assert "Since then you may not call yourself certified." in text
    assert "15 December 2026" in text
    assert f"{HOST}/trainer/credential/{cycle.credential_id}/" in text


def test_a_fee_that_is_missing_is_told_with_its_amount_and_how_to_pay():
    situations.filed_and_not_paid(cast.alice())
    message = mailed()
    assert message.subject == "21 days left: your fee is not here"
    assert "Its fee of $75.00 is not here yet" in message.text
    assert "Send a check or money order" in message.text


def test_a_certificate_is_told_of_the_other_way():
    cast.alice(level="certificate", exam_form="online")
    assert "There is another way: Upgrade by the accredited exam." in mailed().text


def test_two_credentials_are_told_in_one_mail_the_first_to_end_first():
    situations.second(cast.alice(), ends_on=cast.LAST_ON + timedelta(days=3))
    message = mailed()
    assert first_line(message).endswith("last day 15 December 2026.")
    assert "last day 18 December 2026." in message.text
    assert "ACTION Certified Personal Trainer" in message.text


# --- one click to what comes next, as on the page


def late_with_everything(cycle):
    cast.accepted(cycle)
    cast.accepted(cycle)


def nothing_done(_cycle):
    pass


def one_without_evidence(cycle):
    cast.sent(cycle, with_paper=False)


def returned(cycle):
    cast.returned(cycle)


@pytest.mark.parametrize(
    "so",
    [
        nothing_done, late_with_everything, one_without_evidence, returned,
        situations.filed_with_a_question_about_an_activity, situations.filed_and_returned,
        situations.filed_and_not_paid, situations.withdrawn,
    ],
)  # fmt: skip
def test_the_click_leads_where_the_first_page_leads(so):
    cycle = cast.alice()
    so(cycle)
    message = mailed()
    stands = where(own_cycles_with_papers(cast.who(cycle)), on=day(21))
    assert f"{HOST}{next_step(stands, body=cast.body()).href}" in message.text.split()
    assert f'class="next" href="{HOST}{next_step(stands, body=cast.body()).href}"' in message.html


def test_credit_that_waits_does_not_keep_anybody_from_filing():
    cycle = cast.alice()
    cast.sent(cycle)
    cast.sent(cycle)
    text = mailed().text
    assert "2.0 CECs wait for a reviewer, and would be enough." in text
    assert f"/trainer/cycles/{cycle.pk}/application/" in text


# --- stopping them


def test_a_mail_program_can_stop_them_by_a_click_of_its_own():
    alice = cast.who(cast.alice())
    message = mailed()
    address = f"{HOST}/reminders/{reminders.token_of(alice)}/"
    assert message.headers["List-Unsubscribe"] == f"<{address}>"
    assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in message.text
    assert address in message.html


def test_a_decision_brings_no_way_to_stop_decisions():
    cast.accepted(cast.alice())
    message = message_of(Notice.objects.get(), at=cast.AT)
    assert "List-Unsubscribe" not in message.headers
    assert "/reminders/" not in message.text


# --- what happened meanwhile


def sent(*, left):
    """How many reminders go out now; what is withheld says why."""
    mail.outbox.clear()
    table.send_notices(at(left))
    return sum("List-Unsubscribe" in each.extra_headers for each in mail.outbox)


def why():
    return Notice.objects.filter(template="cycle_ending").latest("pk").withheld_because


def renewed(cycle):
    cast.renewed(cycle)


def decided(cycle):
    cast.decided(cast.ready(cycle))


def revoked(cycle):
    acts.act_upon(
        cycle.credential,
        kind="revoked",
        begins_on=cast.ON,
        reason="So.",
        by=cast.olga(),
        at=cast.AT,
    )


def stopped(cycle):
    reminders.stop(cast.who(cycle), by=None, at=cast.AT)


def address(cycle):
    ReturnedMail.objects.create(
        address=cast.who(cycle).email, permanent=True, message_id="<1@x>", at=cast.AT
    )


def filed(cycle):
    cast.ready(cycle)


@pytest.mark.parametrize(
    "meanwhile, because",
    [
        (renewed, "renewed"), (decided, "decided"), (revoked, "ended"), (stopped, "stopped"),
        (address, "address"), (filed, "filed"),
    ],
)  # fmt: skip
def test_a_mail_that_waited_reminds_nobody_of_what_they_did_meanwhile(meanwhile, because):
    cycle = cast.alice()
    owe()
    meanwhile(cycle)
    assert (sent(left=20), why()) == (0, because)
    assert Event.objects.filter(name="notice.withheld").count() == 1


def test_a_mail_that_waited_tells_the_numbers_of_now():
    cycle = cast.alice()
    owe()
    cast.accepted(cycle)
    assert sent(left=20) == 1
    (reminder,) = [each for each in mail.outbox if "List-Unsubscribe" in each.extra_headers]
    assert reminder.body.startswith("1.0 of 2.0 CECs, 1.0 to go, 20 days left")


def test_after_days_without_mail_one_reminder_goes_out_and_not_all_of_them():
    first = cast.alice()
    situations.second(first, ends_on=cast.LAST_ON + timedelta(days=47))
    assert [owe(left) for left in (14, 13, 7, 3)] == [1, 1, 1, 1]
    assert Reminder.objects.count() == 5  # 90 and 60 before the second one, too
    assert sent(left=2) == 1
    (mailed_,) = [each for each in mail.outbox if "List-Unsubscribe" in each.extra_headers]
    assert "2 days left: last day 15 December 2026." in mailed_.body
    assert "49 days left: last day 31 January 2027." in mailed_.body  # what never went out
    assert (
        sorted(Notice.objects.exclude(withheld_at=None).values_list("withheld_because", flat=True))
        == ["overtaken"] * 3
    )
    assert sent(left=2) == 0


def test_what_mail_refused_is_not_sent_again_once_a_later_one_was_owed():
    cast.alice()
    owe(14)

    def refuse(_):
        raise CannotDeliver("no such mailbox", permanent=True)

    notices.send_due(refuse, at=at(14))
    refused = Notice.objects.get(template="cycle_ending")
    owe(7)
    notices.send_again(refused, by=cast.olga(), at=at(7))
    assert sent(left=7) == 1
    refused.refresh_from_db()
    assert refused.withheld_because == "overtaken"


def test_the_job_owes_on_the_bodys_day_and_the_worker_sends():
    cast.alice()
    assert table.owe_reminders(at(21)) == 1
    assert table.owe_reminders(at(21)) == 0
    assert sent(left=21) == 1
