"""What the database refuses of reminders, of stops, and of notices that were withheld."""

import pytest

from recert.records.history import Notice
from recert.records.reminding import Reminder, ReminderStop
from tests import people as cast
from tests.records.guarded import copy_of, refuses

pytestmark = pytest.mark.django_db


def told(cycle):
    notice = Notice.objects.create(
        key="k", certificant=cast.who(cycle), to="a@recert.example", template="cycle_ending",
        due_at=cast.AT,
    )  # fmt: skip
    return Reminder.objects.create(
        cycle=cycle, certificant=cast.who(cycle), kind="30 before", days_before=30, on=cast.ON,
        notice=notice,
    )  # fmt: skip


def test_a_reminder_of_a_cycle_is_owed_once():
    reminder = told(cast.alice())
    assert refuses(lambda: copy_of(reminder))
    assert not refuses(lambda: copy_of(reminder, kind="14 before", days_before=14))
    assert not refuses(lambda: copy_of(reminder, cycle_id=cast.charlie().pk))


def test_somebody_asks_once_at_a_time_not_to_be_reminded():
    alice = cast.who(cast.alice())
    stop = ReminderStop.objects.create(certificant=alice, at=cast.AT)
    assert refuses(lambda: copy_of(stop))
    ReminderStop.objects.update(ended_at=cast.later(days=1))
    assert not refuses(lambda: copy_of(stop))


@pytest.mark.parametrize(
    "ends, refused",
    [
        ({"withheld_at": cast.AT, "withheld_because": "renewed"}, False),
        ({"withheld_at": cast.AT}, True),
        ({"withheld_because": "renewed"}, True),
        ({"withheld_at": cast.AT, "withheld_because": "renewed", "sent_at": cast.AT}, True),
        ({"withheld_at": cast.AT, "withheld_because": "renewed", "refused_at": cast.AT}, True),
    ],
)
def test_a_notice_is_sent_or_refused_or_withheld_with_a_reason(ends, refused):
    mine = Notice.objects.filter(pk=told(cast.alice()).notice_id)
    assert refuses(lambda: mine.update(**ends)) is refused
