"""Who is reminded, of what, and that nobody is who owes nothing."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recert.actions import acts, applications, reminders, review
from recert.policy.cycles import Span
from recert.policy.reminding import afterwards, due, may_send
from recert.records import ending
from recert.records.certification import Cycle
from recert.records.history import Event, Notice
from recert.records.reminding import Reminder, ReturnedMail
from tests import people as cast

pytestmark = pytest.mark.django_db
PLAN = cast.body().reminders


def day(left):
    """The day on which so many days are left of Alice's cycle; below zero it has ended."""
    return cast.LAST_ON - timedelta(days=left)


def owe(left=21):
    on = day(left)
    return reminders.owe_due(PLAN, on=on, at=cast.AT + (on - cast.ON))


def told():
    """Each reminder that was owed: whose, of which kind, on which day."""
    rows = Reminder.objects.order_by("id").select_related("certificant")
    return [(row.certificant.name.split()[0], row.kind, row.on) for row in rows]


def test_somebody_whose_cycle_ends_is_reminded_once_by_one_mail():
    cycle = cast.alice()
    assert (owe(), owe(), owe(20)) == (1, 0, 0)
    assert told() == [("Alice", "30 before", day(21))]
    notice = Notice.objects.get()
    assert (notice.to, notice.template) == ("alice@recert.example", "cycle_ending")
    (said,) = Event.objects.get(name="reminder.owed").details["reminders"]
    assert said == {"cycle": cycle.pk, "kind": "30 before", "ends_on": "2026-12-15"}


def test_each_place_of_the_schedule_comes_on_its_day_and_no_other_day():
    cast.alice()
    days = [left for left in range(400, -60, -1) if owe(left)]
    assert days == [365, 180, 90, 60, 30, 14, 7, 3, 1, 0, -1]


def test_without_the_demonstrations_settings_somebody_late_is_told_twice():
    """ACTION has not said what follows the last day, so something may still be possible."""
    cast.alice(edition=cast.adopted(overlay=False))
    assert [left for left in range(2, -60, -1) if owe(left)] == [2, 1, 0, -1, -15]


def test_a_missed_week_is_caught_up_once_by_the_latest_alone():
    cast.alice()
    assert [left for left in (31, 5, 4) if owe(left)] == [31, 5]
    assert [kind for _who, kind, _on in told()] == ["60 before", "7 before"]


# --- nobody who owes nothing


def renewed(cycle):
    cast.renewed(cycle)


def filed_and_all_waits_for_a_reviewer(cycle):
    cast.ready(cycle)


def filed_with_credit_that_waits(cycle):
    cast.sent(cycle)
    cast.sent(cycle)
    cast.paid(cast.filed(cycle))


def decided(cycle):
    decision = cast.decided(cast.ready(cycle))
    assert decision.took_effect_at is None


def revoked(cycle):
    act(cycle, kind="revoked")


def retired(cycle):
    act(cycle, kind="retired")


def act(cycle, *, kind):
    return acts.act_upon(
        cycle.credential, kind=kind, begins_on=cast.ON, reason="So.", by=cast.olga(), at=cast.AT
    )


def stopped(cycle):
    reminders.stop(cast.who(cycle), by=None, at=cast.AT)


def with_an_address_that_returns_mail(cycle, **given):
    ReturnedMail.objects.create(
        address=cast.who(cycle).email.upper(), permanent=True, message_id="<1@x>", at=cast.AT
    )


@pytest.mark.parametrize(
    "so",
    [
        renewed, filed_and_all_waits_for_a_reviewer, filed_with_credit_that_waits, decided, revoked,
        retired, stopped, with_an_address_that_returns_mail,
    ],
)  # fmt: skip
def test_nobody_is_reminded_who_owes_nothing(so):
    so(cast.alice())
    assert (owe(), owe(0)) == (0, 0)


def filed_and_not_paid(cycle):
    cast.accepted(cycle)
    cast.accepted(cycle)
    cast.filed(cycle)


def filed_and_short(cycle):
    cast.accepted(cycle)
    cast.paid(cast.filed(cycle))


def filed_with_a_question_about_an_activity(cycle):
    cast.returned(cycle)
    filed_and_all_waits_for_a_reviewer(cycle)


def filed_and_returned(cycle):
    application = cast.ready(cycle)
    review.return_(application, text="Which?", reviewing=cast.looking(application))


def filed_and_an_activity_lacks_evidence(cycle):
    cast.sent(cycle, of=cast.course(minutes=1200), with_paper=False)
    cast.paid(cast.filed(cycle))


def withdrawn(cycle):
    application = cast.filed(cycle)
    applications.withdraw(application, by=cast.who(cycle).user, at=cast.AT)


def denied(cycle):
    review.take_effect(cast.decided(cast.filed(cycle), outcome="denied"), at=cast.AT)


def suspended(cycle):
    act(cycle, kind="suspended")


def revoked_from_later_on(cycle):
    acts.act_upon(
        cycle.credential,
        kind="revoked",
        begins_on=day(20),
        reason="So.",
        by=cast.olga(),
        at=cast.AT,
    )


def with_mail_that_came_back_for_now(cycle):
    ReturnedMail.objects.create(
        address=cast.who(cycle).email, permanent=False, message_id="<1@x>", at=cast.AT
    )


@pytest.mark.parametrize(
    "so",
    [
        filed_and_not_paid, filed_and_short, filed_with_a_question_about_an_activity,
        filed_and_returned, filed_and_an_activity_lacks_evidence, withdrawn, denied, suspended,
        revoked_from_later_on, with_mail_that_came_back_for_now,
    ],
)  # fmt: skip
def test_somebody_is_reminded_who_still_owes_something(so):
    so(cast.alice())
    assert owe() == 1


def test_whoever_stopped_reminders_and_starts_them_again_gets_the_latest_alone():
    alice = cast.who(cast.alice())
    reminders.stop(alice, by=None, at=cast.AT)
    assert [owe(left) for left in (21, 14, 5)] == [0, 0, 0]
    reminders.start(alice, by=None, at=cast.AT)
    assert owe(5) == 1
    assert told() == [("Alice", "7 before", day(5))]


def test_a_link_stops_the_reminders_of_whom_it_was_sent_to_and_no_other_link_does():
    alice, charlie = cast.who(cast.alice()), cast.who(cast.charlie())
    token = reminders.token_of(alice)
    assert reminders.certificant_by(token) == alice
    mac = token.partition(".")[2]
    for wrong in ("", ".", "x", token + "x", f"{charlie.pk}.{mac}", f"{alice.pk}.", f"x.{mac}"):
        assert reminders.certificant_by(wrong) is None


# --- several credentials of one person


def second(first, *, ends_on=cast.LAST_ON):
    """Another credential of Alice's, of a program of the same rules."""
    file = next((cast.EDITION.parents[1] / "action-gx").glob("????-??-??.toml"))
    other = cast.adopted(program="action-gx", file=file, overlay=False)
    begins_on = ends_on - timedelta(days=730)
    return cast.certified(
        cast.who(first), edition=other, certified_on=begins_on, cycle=Span(begins_on, ends_on)
    )


def test_two_credentials_that_end_together_are_one_mail_a_day():
    second(cast.alice())
    assert owe() == 1
    assert Notice.objects.count() == 1
    assert told() == [("Alice", "30 before", day(21))] * 2


def test_more_than_three_in_seven_days_wait_but_for_the_last_week():
    first = cast.alice()
    second(first, ends_on=cast.LAST_ON + timedelta(days=88))  # 90 before it is 2 before this
    assert [left for left in range(8, -3, -1) if owe(left)] == [8, 7, 3, 1, 0, -1]
    assert ("Alice", "90 before", day(1)) in told()  # the first day on which three were not sent


# --- set against the rule itself, person by person


def _some_people(many, *, seed, of="P"):
    throw = random.Random(seed)  # noqa: S311  # the same people each time, no secret
    edition = cast.adopted()
    for place in range(many):
        length = throw.choice((100, 364, 730, 731))
        last_on = cast.ON + timedelta(days=throw.randint(-70, 400))
        begins_on = last_on - timedelta(days=length)
        cast.certified(
            cast.enrolled(f"{of}{place} Person"), edition=edition, certified_on=begins_on,
            cycle=Span(begins_on, last_on),
        )  # fmt: skip


def _by_the_rule(on):
    """Whose reminder is due, asked of the policy's function for each cycle by itself."""
    found = set()
    for cycle in Cycle.objects.all():
        span = Span(cycle.begins_on, cycle.ends_on)
        mine = Reminder.objects.filter(cycle=cycle)
        reached = min((row.days_before for row in mine), default=None)
        policy = cast.policy_by_digest(cast.edition_of(cycle).digest)
        one = due(PLAN, span, after=afterwards(policy), on=on, reached=reached)
        if one and may_send(PLAN, span, sent=[row.on for row in mine], on=on):
            found.add((cycle.pk, one))
    return found


def test_the_statement_finds_whom_the_rule_finds():
    _some_people(60, seed=7)
    for later in (0, 1, 9, 40, 41, 200):
        on = cast.ON + timedelta(days=later)
        found = ending.ending_cycles(PLAN, on=on)
        assert {(each.cycle, each.due) for each in found} == _by_the_rule(on)
        reminders.owe_due(PLAN, on=on, at=cast.AT)
        assert not ending.ending_cycles(PLAN, on=on)


def test_choosing_takes_as_many_statements_for_many_as_for_a_few():
    counted = []
    for many in (5, 40):
        _some_people(many, seed=many, of=f"Q{many}x")
        ending.ending_cycles(PLAN, on=cast.ON)  # the policies are read
        with CaptureQueriesContext(connection) as asked:
            assert ending.ending_cycles(PLAN, on=cast.ON)
        counted.append(len(asked))
    assert counted == [3, 3]


def test_a_cycle_from_before_the_first_edition_is_left_alone():
    begins_on = date(2019, 1, 1)
    cast.alice(certified_on=begins_on, cycle=Span(begins_on, cast.LAST_ON))
    assert owe() == 0
