"""A whole cycle, told in order, by actions alone; at its end, everything that must hold holds."""

from datetime import date, timedelta

import pytest

from recert.actions import (
    activities,
    applications,
    notices,
    payments,
    review,
    review_activities,
    work,
)
from recert.actions.applications import FilingClosed
from recert.actions.review import NotYet
from recert.policy.cycles import Standing
from recert.records.applications import Application
from recert.records.certification import Cycle
from recert.records.fees import account_of
from recert.records.history import Event, Work
from tests import people as cast
from tests.stories.record import everything_holds, found, told, what_a_stranger_sees

pytestmark = pytest.mark.django_db


def at(day, hour=20):
    """A moment of the story: so many days after its beginning, at noon in Los Angeles."""
    return cast.AT + timedelta(days=day, hours=hour - 20)


def on(day):
    return cast.ON + timedelta(days=day)


@pytest.fixture
def cycle():
    """Alice's cycle. Its last day is three weeks off; nothing is earned yet."""
    cast.bob(), cast.beth(), cast.olga(), cast.otto()
    return cast.alice()


def earned(cycle):
    """Two classes are sent. Bob accepts one whole, and one in part with a reason; 1.3 CECs."""
    first = cast.sent(cycle, at=at(0))
    second = cast.sent(cycle, of=cast.course(minutes=480), at=at(0))
    assert found(cycle, on=on(0)).pending == 36
    review_activities.accept(first, review=cast.reviewing(first, at=at(1)))
    review_activities.accept_in_part(
        second, steps=6, because="Only the first day is on the certificate.",
        review=cast.reviewing(second, at=at(1)),
    )  # fmt: skip
    return second


def asked_and_answered(cycle):
    """A third comes back with a question on one field; she answers, and it is accepted."""
    third = cast.sent(cycle, of=cast.course(minutes=420), at=at(2))
    review_activities.return_(
        third, field="evidence", text="Page two is missing.", review=cast.reviewing(third, at=at(2))
    )
    cast.attached(third, paper=cast.paper(cycle, at=at(3)), at=at(3))
    alice = cast.who(cycle).user
    activities.answer(third, text="Here it is.", by=alice, on=on(3), at=at(3))
    return review_activities.accept(third, review=cast.reviewing(third, at=at(4)))


def filed(cycle):
    """She declares and files; the fee is open, so approval waits, and nothing else does."""
    application = cast.filed(cycle, on=on(5), at=at(5))
    assert account_of(application).open == 7500
    with pytest.raises(NotYet, match="not paid yet"):
        cast.decided(application, at=at(5))
    assert cast.paid(application, on=on(6), at=at(6)).receipt_number == 1
    return application


def test_alice_earns_what_is_asked_and_each_entry_stays_to_be_read(cycle):
    assert found(cycle, on=on(0)).counted == 0
    second = earned(cycle)
    now = found(cycle, on=on(1))
    assert (now.unit.say(now.counted), now.shortfall) == ("1.3 CECs", 14)
    third = asked_and_answered(cycle)
    assert found(cycle, on=on(4)).eligible
    review_activities.correct(
        second.entries.get(), steps=8, because="The second morning counts as well.",
        review=cast.reviewing(second, at=at(4, hour=21)),
    )  # fmt: skip
    assert list(second.entries.order_by("id").values_list("steps", flat=True)) == [6, -6, 8]
    assert found(cycle, on=on(4)).counted == 20 + 8 + third.steps
    everything_holds()


def test_alice_recertifies_from_her_first_class_to_her_next_cycle(cycle):
    earned(cycle), asked_and_answered(cycle)
    application = filed(cycle)
    assert what_a_stranger_sees(cycle.credential, on=on(6)).last_on == cast.LAST_ON

    # Bob approves. Nothing moves until the decision takes effect; then all of it does, at once.
    decision = cast.decided(application, at=at(7))
    application.refresh_from_db()
    assert (application.status, Cycle.objects.count()) == ("submitted", 1)
    review.take_effect(decision, at=at(7))
    application.refresh_from_db()
    following = Cycle.objects.exclude(pk=cycle.pk).get()
    assert application.status == "approved"
    assert (following.begins_on, following.ends_on) == (date(2026, 12, 16), date(2028, 12, 15))
    assert Work.objects.filter(kind=work.CERTIFICATE, subject_id=following.pk).count() == 1

    # A stranger now sees two years more; the credits are spent, and none counts again.
    for day in (on(7), cast.LAST_ON, date(2026, 12, 16), date(2028, 12, 15)):
        seen = what_a_stranger_sees(cycle.credential, on=day)
        assert (seen.standing, seen.last_on) == (Standing.CURRENT, date(2028, 12, 15))
    after = date(2028, 12, 16)
    assert what_a_stranger_sees(cycle.credential, on=after).standing == Standing.EXPIRED
    assert found(following, on=date(2026, 12, 16)).counted == 0
    everything_holds()


def test_alice_is_told_of_everything_once_and_in_order(cycle):
    earned(cycle), asked_and_answered(cycle)
    review.take_effect(cast.decided(filed(cycle), at=at(7)), at=at(7))
    assert told(cycle) == [
        "activity_accepted",
        "activity_accepted",
        "activity_returned",
        "activity_accepted",
        "application_received",
        "fee_received",
        "application_approved",
    ]
    assert notices.send_due(lambda _: None, at=at(8)) == 7
    assert notices.send_due(lambda _: None, at=at(9)) == 0
    everything_holds()


def test_bob_returns_an_application_and_denies_it_and_the_fee_goes_back(cycle):
    application = cast.filed(cycle, at=at(0))
    payment = cast.paid(application, at=at(0))
    review.return_(
        application, text="Where are your classes?", reviewing=cast.looking(application, at=at(1))
    )
    application = applications.answer(
        application, text="I took none.", by=cast.who(cycle).user, at=at(2)
    )
    assert application.filed_on == on(0)
    decision = cast.decided(application, outcome="denied", at=at(3))
    review.take_effect(decision, at=at(3))
    application.refresh_from_db()
    assert application.status == "denied"
    assert Cycle.objects.count() == 1
    refund = payments.propose_refund(
        payment, reason="Nothing came of it.", by=cast.olga(), at=at(4)
    )
    payments.confirm_refund(refund, reference="TX 1", by=cast.otto(), at=at(5))
    assert told(cycle) == [
        "application_received",
        "fee_received",
        "application_returned",
        "application_denied",
        "fee_refunded",
    ]
    # She may still earn what is missing, and apply again before the last day.
    again = cast.ready(cycle, on=on(10), at=at(10))
    review.take_effect(cast.decided(again, at=at(11)), at=at(11))
    assert Application.objects.get(status="approved") == again
    everything_holds()


def test_alice_withdraws_and_her_credits_stay(cycle):
    application = cast.ready(cycle, at=at(0))
    applications.withdraw(application, by=cast.who(cycle).user, at=at(1))
    application.refresh_from_db()
    assert account_of(application).to_refund == 7500
    assert found(cycle, on=on(1)).counted == 40
    again = cast.filed(cycle, on=on(2), at=at(2))
    assert again.pk != application.pk
    everything_holds()


def test_a_late_trainer_learns_the_day_and_the_rule(cycle):
    late = date(2026, 12, 16)
    cast.accepted(cycle), cast.accepted(cycle)
    application = cast.opened(cycle)
    with pytest.raises(FilingClosed, match="15 December 2026") as refused:
        applications.submit(
            application, agreed=cast.agreed(late), body=cast.body(),
            by=cast.who(cycle).user, on=late, at=at(22),
        )  # fmt: skip
    assert "not set" not in str(refused.value)
    assert what_a_stranger_sees(cycle.credential, on=late).standing == Standing.EXPIRED
    everything_holds()


def test_without_the_demonstrations_settings_a_person_decides_whether_it_is_too_late():
    cycle = cast.alice(edition=cast.adopted(overlay=False))
    late = date(2026, 12, 16)
    application = cast.filed(cycle, on=late, at=at(22))
    filing = next(
        each for each in found(cycle, on=late).pathway.findings
        if each.requirement == "filing_window"
    )  # fmt: skip
    assert filing.state == "not set"
    assert application.status == "submitted"
    assert account_of(application).open is None
    with pytest.raises(NotYet):
        cast.decided(application, by=cast.olga(), at=at(23))
    assert what_a_stranger_sees(cycle.credential, on=late).standing == Standing.NOT_SET
    everything_holds()


def test_while_an_application_is_filed_the_credential_stays_current(cycle):
    cast.ready(cycle, on=cast.LAST_ON, at=at(21))
    after = date(2026, 12, 20)
    assert what_a_stranger_sees(cycle.credential, on=after).standing == Standing.CURRENT
    application = Application.objects.get()
    decision = cast.decided(application, outcome="denied", at=at(27))
    review.take_effect(decision, at=at(27))
    assert what_a_stranger_sees(cycle.credential, on=after).standing == Standing.EXPIRED
    everything_holds()


def test_two_cycles_in_a_row(cycle):
    following = cast.renewed(cycle, at=at(0))
    for _ in range(2):
        cast.accepted(following, completed_on=date(2027, 6, 1), on=date(2027, 7, 1), at=at(200))
    application = cast.filed(following, on=date(2028, 11, 1), at=at(700))
    cast.paid(application, on=date(2028, 11, 1), at=at(700))
    review.take_effect(cast.decided(application, at=at(701)), at=at(701))
    third = Cycle.objects.order_by("-begins_on").first()
    assert (third.begins_on, third.ends_on) == (date(2028, 12, 16), date(2030, 12, 15))
    assert Event.objects.filter(name="application.approved").count() == 2
    everything_holds()
