"""Workers that are killed halfway: each reminder is owed once all the same."""

import random
import sys
from datetime import timedelta
from subprocess import PIPE, Popen
from time import sleep

import pytest
from django.db import connection

from recert.actions import reminders
from recert.records import ending
from recert.records.history import Event, Notice
from recert.records.reminding import Reminder
from tests import people as cast
from tests.actions.test_reminders import PLAN, _some_people
from tests.interleave import interleaved

WORKER = """
import os, sys
import django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from tests import people as cast
from recert.actions import reminders
reminders.AT_ONCE = 7
reminders.owe_due(cast.body().reminders, on=cast.ON, at=cast.AT)
"""


def as_owed(due):
    """Each reminder that was due is owed once, by one mail, with one event."""
    found = Reminder.objects.values_list("cycle", "kind")
    assert sorted(found) == sorted((each.cycle, each.due.kind) for each in due)
    people = {each.certificant for each in due}
    assert Notice.objects.count() == Event.objects.filter(name="reminder.owed").count()
    assert sorted(Notice.objects.values_list("certificant", flat=True)) == sorted(people)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(4))
def test_workers_that_are_killed_owe_nothing_twice_and_leave_nothing_out(seed):
    _some_people(250, seed=seed)
    due = ending.ending_cycles(PLAN, on=cast.ON)
    assert due
    throw = random.Random(seed)  # noqa: S311  # a moment, not a secret
    command = [sys.executable, "-c", WORKER, str(connection.settings_dict["NAME"])]
    for _ in range(3):
        workers = [Popen(command, stderr=PIPE, text=True) for _ in range(2)]
        killed = throw.randint(1, len(due))
        while Reminder.objects.count() < killed and workers[0].poll() is None:
            sleep(0.005)
        workers[0].kill()
        for worker in workers:
            said = worker.communicate(timeout=60)[1]
            assert worker.returncode in ({0} if worker is workers[1] else {0, -9}), said
    assert Reminder.objects.count() == len(due)  # the second of each two was not killed
    as_owed(due)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(4))
def test_two_workers_whose_statements_take_turns_owe_each_reminder_once(seed, monkeypatch):
    monkeypatch.setattr(reminders, "AT_ONCE", 2)
    _some_people(12, seed=3)
    second = cast.ON + timedelta(days=seed % 2)  # perhaps after midnight
    due = ending.ending_cycles(PLAN, on=cast.ON)
    assert due

    def owe(on):
        return lambda: reminders.owe_due(PLAN, on=on, at=cast.AT)

    results = interleaved([owe(cast.ON), owe(second)], seed=seed)
    assert all(isinstance(result, int) for result in results), results
    if second == cast.ON:
        as_owed(due)
    assert len({*Reminder.objects.values_list("cycle", "kind")}) == Reminder.objects.count()
    days = list(Reminder.objects.values_list("certificant", "on"))
    assert len(set(days)) == len(days)
