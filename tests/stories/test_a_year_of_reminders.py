"""A year in which thirty people near the last day of their cycles, day by day, or now and then.

Some renew, some file, some want no reminders, one is upgraded, one is retired, some do nothing.
Each kind comes once, no day brings two mails, no week more than three until the last one, and
nothing comes to somebody after they owe nothing any more.
"""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail

from recert.actions import acts, reminders
from recert.jobs import table
from recert.policy.cycles import Span
from recert.records.history import Notice
from recert.records.reminding import Reminder
from tests import examining
from tests import people as cast
from tests.stories.record import at_noon, everything_holds

pytestmark = pytest.mark.django_db
PLAN = cast.body().reminders
DAY = timedelta(days=1)


def renews(cycle, on):
    cast.renewed(cycle, on=on, at=at_noon(on))


def files(cycle, on):
    cast.ready(cycle, on=on, at=at_noon(on))


def stops(cycle, on):
    reminders.stop(cast.who(cycle), by=None, at=at_noon(on))


def retires(cycle, on):
    given = {"by": cast.olga(), "at": at_noon(on)}
    acts.act_upon(cycle.credential, kind="retired", begins_on=on, reason="As asked.", **given)


def is_upgraded(cycle, on):
    examining.sat(cycle, taken_on=on, on=on, at=at_noon(on), reference=f"R-{cycle.pk}")


def waits(cycle, on):
    """Do nothing at all, to the end and beyond."""


LIVES = (renews, files, stops, retires, is_upgraded, waits)


def thirty_people():
    """Each with the last day of a cycle, what they do, and when they do it."""
    edition, throw = cast.adopted(), random.Random(11)  # noqa: S311  # the same each time
    for place in range(30):
        last_on = cast.ON + timedelta(days=throw.randint(20, 420))
        begins_on = last_on - timedelta(days=730)
        does = LIVES[place % len(LIVES)]
        cycle = cast.certified(
            cast.enrolled(f"P{place} Person"), edition=edition, certified_on=begins_on,
            cycle=Span(begins_on, last_on), level="certificate", exam_form="online",
        )  # fmt: skip
        if does is is_upgraded:
            examining.carded(cycle, expires_on=last_on + 900 * DAY)
        yield cycle, does, last_on - throw.randint(0, 15) * DAY


def a_year(lives, *, looks):
    """Live through the days; on those on which somebody looks, reminders are owed and sent."""
    for later in range(500):
        on = cast.ON + later * DAY
        for cycle, does, does_on in lives:
            if does_on == on:
                does(cycle, on)
        if looks(later):
            reminders.owe_due(PLAN, on=on, at=at_noon(on))
            table.send_notices(at_noon(on))
            assert reminders.owe_due(PLAN, on=on, at=at_noon(on)) == 0


def what_must_hold(lives):
    kinds = Counter(Reminder.objects.values_list("cycle", "kind"))
    assert set(kinds.values()) == {1}
    mails = Counter(Reminder.objects.values_list("certificant", "on").distinct())
    assert set(mails.values()) == {1}
    for cycle, does, does_on in lives:
        rows = list(Reminder.objects.filter(cycle=cycle).order_by("on"))
        assert [row.days_before for row in rows] == sorted(
            (row.days_before for row in rows), reverse=True
        )
        assert does is waits or all(row.on < does_on for row in rows)
        for row in rows:
            before = [each for each in rows if row.on - timedelta(days=7) < each.on <= row.on]
            left = (cycle.ends_on - row.on).days
            assert len(before) <= PLAN.at_most or -2 <= left <= 7
    everything_holds()


@pytest.mark.parametrize("seed", [None, pytest.param(3, marks=pytest.mark.long)])
def test_each_kind_comes_once_and_nothing_to_whoever_owes_nothing(seed):
    cast.bob(), cast.olga()
    lives, throw = list(thirty_people()), random.Random(seed)  # noqa: S311
    if seed is None:
        a_year(lives, looks=lambda _later: True)
    else:
        a_year(lives, looks=lambda _later: throw.random() < 0.15)
    what_must_hold(lives)
    sent = Notice.objects.filter(template="cycle_ending")
    assert sent.count() == sent.exclude(sent_at=None).count()
    assert len([each for each in mail.outbox if "CECs" in each.subject]) > 30
    if seed is None:  # whoever does nothing hears of every place that lies in the year
        cycle = max((cycle for cycle, does, _on in lives if does is waits), key=lambda c: c.ends_on)
        told = Reminder.objects.filter(cycle=cycle).order_by("on").values_list("days_before")
        assert [left for (left,) in told] == [
            left for left in (365, 180, 90, 60, 30, 14, 7, 3, 1, 0, -1)
            if cycle.ends_on - left * DAY >= cast.ON or left == 365
        ]  # fmt: skip
