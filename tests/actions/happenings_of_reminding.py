"""What can happen to reminders."""

from recert.actions import reminders
from tests import people as cast
from tests.actions.happening import THEN, Happening


def _stopped():
    alice = cast.who(cast.alice())
    reminders.stop(alice, by=None, at=cast.AT)
    return alice


def owe():
    """Owe what is due on the day of the cast; the same again owes nothing."""
    reminders.owe_due(cast.body().reminders, on=cast.ON, at=THEN)


HAPPENINGS = (
    Happening(
        reminders.owe_due,
        cast.alice,
        lambda _: owe(),
        ("reminder.owed",),
        ("cycle_ending",),
        writes={"reminder": 1},
        again=True,
    ),
    Happening(
        reminders.stop,
        lambda: cast.who(cast.alice()),
        lambda alice: reminders.stop(alice, by=alice.user, at=THEN),
        ("reminders.stopped",),
        writes={"reminderstop": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        reminders.start,
        _stopped,
        lambda alice: reminders.start(alice, by=alice.user, at=THEN),
        ("reminders.started",),
        writes={"reminderstop": 1},
        again=True,
        by="Alice",
    ),
)
