"""Notices as mail: the first line carries what matters, and one click leads on."""

from datetime import timedelta

import pytest
from django.core import mail

from recert.actions import reconsidering, reminders
from recert.actions.notices import NOTICES
from recert.jobs import table
from recert.jobs.telling import message_of
from recert.outside.mail import CannotDeliver
from recert.records.history import Event, Notice
from tests import asking, examining, offering, people, sending
from tests.people import AT

pytestmark = pytest.mark.django_db


def messages(template):
    return [message_of(notice, at=AT) for notice in Notice.objects.filter(template=template)]


def everything_happens():
    """One life in which every kind of notice is owed."""
    cycle = people.alice()
    people.returned(cycle)
    rejected = people.rejected(cycle)
    looked = people.reviewing(rejected)
    reconsidering.reconsider(rejected, steps=4, because="It is.", review=looked)
    entry = people.accepted(cycle).entries.get()
    people.review_activities.correct(
        entry,
        steps=4,
        because="The certificate names fewer hours.",
        review=people.reviewing(entry.activity),
    )
    application = people.ready(cycle)
    people.review.return_(application, text="Which name?", reviewing=people.looking(application))
    people.applications.answer(application, text="This one.", by=people.who(cycle).user, at=AT)
    people.applications.withdraw(application, by=people.who(cycle).user, at=AT)
    refund = people.payments.propose_refund(
        application.payment, reason="Withdrawn.", by=people.olga(), at=AT
    )
    people.payments.confirm_refund(refund, reference="17", by=people.otto(), at=AT)
    denied = people.decided(people.filed(cycle), outcome="denied")
    people.review.take_effect(denied, at=AT)
    people.renewed(people.charlie())
    people.certified(people.enrolled("Wanda Witness"))
    reminders.owe_due(people.body().reminders, on=people.ON, at=AT)
    offering.reported(cycle, people.course())
    offering.everything_told(cycle)
    sending.everything_told(cycle)
    asking.everything_told(people.who(cycle))
    examining.everything_told()


def test_every_notice_has_its_words_its_first_line_and_its_link():
    everything_happens()
    assert set(NOTICES) == set(Notice.objects.values_list("template", flat=True))
    for notice in Notice.objects.all():
        message = message_of(notice, at=AT)
        first = message.text.splitlines()[0]
        assert first.endswith("."), (notice.template, first)
        assert 0 < len(message.subject) < 78, message.subject
        own = "provider/" if {"proposal", "report"} & set(notice.context) else ""
        page = "trainer/" if notice.certificant and "request" not in notice.context else own
        assert f"http://localhost/{page}" in message.text
        assert f'href="http://localhost/{page}' in message.html
        assert "None" not in message.text + message.html
        assert "ACTION Certification" in message.text
        assert "support@actioncertification.example" in message.text


def test_credit_is_said_with_its_unit_and_what_was_granted():
    people.accepted(people.alice())
    (message,) = messages("activity_accepted")
    assert message.text.startswith("“Kettlebells” was accepted: 1.0 CECs.")


def test_the_first_line_of_a_renewal_names_both_days():
    people.renewed(people.alice())
    (message,) = messages("application_approved")
    first = message.text.splitlines()[0]
    assert first == (
        "You are recertified. Your next cycle runs from 16 December 2026 through 15 December 2028."
    )


def test_what_a_person_wrote_stays_text_in_html_and_one_line_in_a_subject():
    course = people.course(title="<b>Bold</b> &\r\nBcc: all@example.com")
    people.rejected(people.alice(), of=course, because="<script>x</script>\n\nSecond & last.")
    (message,) = messages("activity_rejected")
    assert "\n" not in message.subject
    assert "\r" not in message.subject
    assert "<b>" not in message.html
    assert "<script>" not in message.html
    assert "<script>x</script>\n\nSecond & last." in message.text
    assert "<p>Second &amp; last.</p>" in message.html


def test_the_same_notice_keeps_its_identity_when_it_is_sent_again():
    people.accepted(people.alice())
    notice = Notice.objects.get()
    later = message_of(notice, at=AT + timedelta(days=1))
    assert message_of(notice, at=AT).message_id == later.message_id


def test_a_due_notice_is_sent_once_and_dated_with_the_bodys_moment():
    people.accepted(people.alice())
    assert table.send_notices(AT) == 1
    assert table.send_notices(AT) == 0
    (sent,) = mail.outbox
    assert sent.to == ["alice@recert.example"]
    assert sent.extra_headers["Date"] == "Tue, 24 Nov 2026 20:00:00 +0000"
    assert Event.objects.filter(name="notice.sent").count() == 1


def test_what_stopped_a_notice_stays_with_it_and_it_is_tried_again(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.EMAIL_BACKEND = "recert.outside.mail.SinkBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "file" / "no folder"
    people.accepted(people.alice())
    assert table.send_notices(AT) == 0
    notice = Notice.objects.get()
    assert notice.sent_at is None
    assert notice.last_error.startswith(CannotDeliver.__name__)
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    assert table.send_notices(AT + timedelta(seconds=59)) == 0
    assert table.send_notices(AT + timedelta(seconds=60)) == 1
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


def test_a_completion_that_was_reported_is_told_with_who_reported_it():
    offering.reported(people.alice(), people.course())
    (message,) = messages("activity_reported")
    words = "Dana's Gym reported that you completed “Kettlebells”: 1.0 CECs."
    assert message.text.startswith(words)
    assert "nothing to send" in message.text
