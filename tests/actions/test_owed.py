"""Notices and work that are owed: claimed by one worker, done once, tried again with patience."""

from datetime import timedelta

import pytest

from recert.actions import accounts, notices, work
from recert.actions.notices import NOTICES
from recert.actions.refusals import CannotMove
from recert.outside.mail import CannotDeliver
from recert.records.history import Event, Notice, Work
from tests import people as cast

pytestmark = pytest.mark.django_db


def owed(key="k", *, due_at=None):
    return notices.owe(
        "application_received", to=_alice(), key=key, at=cast.AT, due_at=due_at,
        context={"application": 1, "filed_on": "2026-11-24"},
    )  # fmt: skip


def _alice():
    from recert.records.people import Certificant  # noqa: PLC0415

    return Certificant.objects.first() or cast.enrolled("Alice Ångström")


def fail(_):
    raise OSError("the server hung up")


def send(*, at=cast.AT, to=None, by=None, **given):
    """Send what is due into a list."""
    sent = [] if to is None else to
    notices.send_due(by or (lambda notice: sent.append(notice.key)), at=at, **given)
    return sent


def test_the_same_key_is_one_notice():
    assert owed() == owed()
    assert Notice.objects.count() == 1


def test_a_notice_is_sent_once_and_its_event_says_so():
    notice = owed()
    assert send() == ["k"]
    assert send(at=cast.later(days=1)) == []
    notice.refresh_from_db()
    assert (notice.sent_at, notice.attempts, notice.last_error) == (cast.AT, 1, "")
    event = Event.objects.get(name="notice.sent")
    assert (event.subject_id, event.certificant, event.at) == (str(notice.pk), _alice(), cast.AT)


@pytest.mark.parametrize("early, sent", [(timedelta(seconds=1), []), (timedelta(0), ["k"])])
def test_a_notice_goes_out_when_it_is_due(early, sent):
    owed(due_at=cast.later(hours=1))
    assert send(at=cast.later(hours=1) - early) == sent


def test_what_was_due_days_ago_is_still_sent():
    owed(due_at=cast.AT - timedelta(days=3))
    assert send() == ["k"]


def test_what_fails_is_kept_with_its_reason_and_tried_again_ever_more_rarely():
    notice, at = owed(), cast.AT
    for wait in (1, 5, 30, 120, 720, 720):
        assert notices.send_due(fail, at=at) == 0
        notice.refresh_from_db()
        assert notice.last_error == "OSError: the server hung up"
        assert notice.due_at == at + timedelta(minutes=wait)
        assert send(at=notice.due_at - timedelta(seconds=1)) == []
        at = notice.due_at
    assert send(at=at) == ["k"]
    notice.refresh_from_db()
    assert (notice.attempts, notice.last_error, notice.sent_at) == (7, "", at)


def refuse(_):
    raise CannotDeliver("no such mailbox", permanent=True)


def test_what_mail_refuses_for_good_is_not_tried_again_and_its_event_says_why():
    notice = owed()
    assert notices.send_due(refuse, at=cast.AT) == 0
    assert send(at=cast.later(days=30)) == []
    notice.refresh_from_db()
    assert (notice.refused_at, notice.sent_at, notice.attempts) == (cast.AT, None, 1)
    assert "no such mailbox" in notice.last_error
    event = Event.objects.get(name="notice.refused")
    assert (event.certificant, event.details["because"]) == (_alice(), notice.last_error)


def test_what_mail_refuses_for_now_is_tried_again():
    def busy(_):
        raise CannotDeliver("try later", permanent=False)

    notice = owed()
    notices.send_due(busy, at=cast.AT)
    notice.refresh_from_db()
    assert (notice.refused_at, notice.due_at) == (None, cast.later(minutes=1))
    assert send(at=cast.later(minutes=1)) == ["k"]


def test_what_is_not_to_be_told_any_more_is_withheld_for_good_and_its_event_says_why():
    def nothing(_):
        raise notices.NotOwed("renewed")

    notice = owed()
    assert notices.send_due(nothing, at=cast.AT) == 0
    assert send(at=cast.later(days=30)) == []
    notice.refresh_from_db()
    assert (notice.withheld_at, notice.withheld_because) == (cast.AT, "renewed")
    assert (notice.sent_at, notice.refused_at) == (None, None)
    event = Event.objects.get(name="notice.withheld")
    assert (event.certificant, event.details["because"]) == (_alice(), "renewed")


def test_nothing_is_withheld_for_a_reason_that_nobody_can_read():
    with pytest.raises(KeyError):
        notices.NotOwed("no such word")


def test_an_officer_has_a_refused_notice_sent_again_to_the_address_of_now():
    notice, alice = owed(), _alice()
    notices.send_due(refuse, at=cast.AT)
    accounts.change_address(alice.user, email="new@recert.example", at=cast.AT)
    notices.send_again(notice, by=cast.olga(), at=cast.later(days=1))
    went = []
    notices.send_due(lambda each: went.append(each.to), at=cast.later(days=1))
    assert went == ["new@recert.example"]
    event = Event.objects.get(name="notice.owed_again")
    assert (event.by, event.at) == (cast.olga(), cast.later(days=1))


def test_a_notice_that_was_not_refused_is_not_sent_again():
    notice = owed()
    with pytest.raises(CannotMove, match="was not refused"):
        notices.send_again(notice, by=cast.olga(), at=cast.AT)
    send()
    with pytest.raises(CannotMove, match="was not refused"):
        notices.send_again(notice, by=cast.olga(), at=cast.AT)


def test_one_that_fails_holds_up_no_other():
    owed("first"), owed("second")

    def choosy(notice):
        if notice.key == "first":
            fail(notice)

    assert notices.send_due(choosy, at=cast.AT) == 1
    assert Notice.objects.get(key="second").sent_at == cast.AT


def test_a_worker_that_died_leaves_its_claim_for_five_minutes():
    owed()

    def die(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        notices.send_due(die, at=cast.AT)
    assert send(at=cast.AT + notices.LEASE) == []
    assert send(at=cast.AT + notices.LEASE + timedelta(seconds=1)) == ["k"]


def test_a_worker_that_was_overtaken_writes_nothing_over_the_other():
    notice = owed()
    late = cast.AT + notices.LEASE + timedelta(seconds=1)

    def slow(_):
        assert send(at=late) == ["k"]  # another worker, after the lease

    assert notices.send_due(slow, at=cast.AT) == 0
    notice.refresh_from_db()
    assert (notice.sent_at, notice.attempts) == (late, 1)
    assert Event.objects.filter(name="notice.sent").count() == 1


def test_only_so_many_are_sent_in_one_go():
    for number in range(3):
        owed(str(number))
    assert len(send(limit=2)) == 2
    assert len(send()) == 1


def test_an_unknown_notice_is_not_owed():
    with pytest.raises(KeyError):
        notices.owe("greetings", to=_alice(), key="k", at=cast.AT, context={})
    assert len(NOTICES) == len(set(NOTICES))


# --- work, by the same rules


def make(done):
    return {work.RECEIPT: lambda owed: done.append(owed.key)}


def test_the_same_work_is_owed_once_and_done_once():
    first = work.owe(work.RECEIPT, subject_id=7, at=cast.AT)
    assert work.owe(work.RECEIPT, subject_id=7, at=cast.later(days=1)) == first
    done = []
    assert work.run_due(make(done), at=cast.AT) == 1
    assert work.run_due(make(done), at=cast.later(days=1)) == 0
    assert done == ["receipt:7"]


def test_work_of_a_kind_that_nobody_makes_waits():
    work.owe(work.CERTIFICATE, subject_id=7, at=cast.AT)
    assert work.run_due(make([]), at=cast.AT) == 0
    assert Work.objects.get().claimed_at is None


def test_work_that_cannot_be_done_says_why_and_is_tried_again():
    owed = work.owe(work.RECEIPT, subject_id=7, at=cast.AT)
    assert work.run_due({work.RECEIPT: fail}, at=cast.AT) == 0
    owed.refresh_from_db()
    assert (owed.last_error, owed.due_at) == ("the server hung up", cast.later(minutes=1))
    assert work.run_due(make([]), at=cast.later(minutes=1)) == 1
    owed.refresh_from_db()
    assert (owed.last_error, owed.attempts) == ("", 2)


def test_work_of_a_worker_that_died_is_taken_up_after_five_minutes():
    work.owe(work.RECEIPT, subject_id=7, at=cast.AT)

    def die(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work.run_due({work.RECEIPT: die}, at=cast.AT)
    assert work.run_due(make([]), at=cast.AT + work.LEASE) == 0
    assert work.run_due(make([]), at=cast.AT + work.LEASE + timedelta(seconds=1)) == 1
