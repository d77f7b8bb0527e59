"""Reminders of the last day of a cycle: owed once each, and stopped by whoever wants none.

A mail's link stops them without a sign-in, so what stands in it is signed; whoever has the mail
may stop and start its reminders, and do or see nothing else. Decisions are told all the same.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from django.core import signing
from django.db import transaction

from recert.actions.applications import CREDITS
from recert.actions.events import record, record_all
from recert.actions.locks import lock_case
from recert.policy.evaluate import decide
from recert.policy.lifecycle import ActivityStatus
from recert.policy.reminding import Reminders
from recert.policy.steps import Facts, Owed, owed
from recert.records.ending import Ending, ending_cycles, ending_still
from recert.records.history import Notice
from recert.records.many_cases import rows_of_many
from recert.records.people import Certificant, User
from recert.records.reminding import Reminder, ReminderStop
from recert.records.waiting import turns_of

AT_ONCE = 200  # people in one transaction
TEMPLATE = "cycle_ending"
_SIGNER = signing.Signer(salt="recert.reminders", sep=".")


def owe_due(plan: Reminders, *, on: date, at: datetime) -> int:
    """Owe every reminder that is due on a day and was not sent; return to how many people.

    Chosen at first without a lock, and again under the lock of each case: two runs at once, or one
    after another that was cut off, owe each reminder once.
    """
    many = 0
    for people in _batches(ending_cycles(plan, on=on)):
        asked = _asked_of_them([each for endings in people for each in endings], on=on)
        if asked:
            many += _owe(asked, plan, on=on, at=at)
    return many


@transaction.atomic
def _owe(chosen: Sequence[Ending], plan: Reminders, *, on: date, at: datetime) -> int:
    """Owe the reminders of some people, in one transaction that holds their cases."""
    keys = {each.certificant for each in chosen}
    held = Certificant.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    people = {person.pk: person for person in held}
    due = _asked_of_them(ending_still(plan, [each.cycle for each in chosen], on=on), on=on)
    if not due:
        return 0
    notices = {
        notice.certificant_id: notice
        for notice in Notice.objects.bulk_create(
            _notice(people[key], on=on, at=at) for key in dict.fromkeys(e.certificant for e in due)
        )
    }
    Reminder.objects.bulk_create(
        _reminder(each, notice=notices[each.certificant], on=on) for each in due
    )
    record_all(
        "reminder.owed",
        at=at,
        of=[
            (notices[certificant], certificant, {"reminders": [_said(each) for each in endings]})
            for certificant, endings in groupby(due, key=lambda each: each.certificant)
        ],
    )
    return len(notices)


def _batches(endings: Sequence[Ending]) -> Iterator[list[list[Ending]]]:
    """Return what is to be told to some people at a time, person by person."""
    people = [list(mine) for _, mine in groupby(endings, key=lambda each: each.certificant)]
    for first in range(0, len(people), AT_ONCE):
        yield people[first : first + AT_ONCE]


def _asked_of_them(endings: Sequence[Ending], *, on: date) -> list[Ending]:
    """Leave out those whose application is filed and waits for the body alone."""
    filed = [each.cycle for each in endings if each.status]
    if not filed:
        return list(endings)
    turns, rows = turns_of(filed), rows_of_many(filed)
    ours = set()
    for cycle, case in rows.items():
        statuses = tuple(ActivityStatus(row.status) for row in case.activities)
        decision = decide(case.policy, case.case, on=on, pathway=CREDITS)
        if owed(Facts(decision, statuses, turns.get(cycle), on)) == Owed.NOTHING:
            ours.add(cycle)
    return [each for each in endings if each.cycle not in ours]


def _notice(person: Certificant, *, on: date, at: datetime) -> Notice:
    return Notice(
        key=f"reminder:{person.pk}:{on}",  # one mail a person a day
        certificant=person,
        to=person.email,
        template=TEMPLATE,
        due_at=at,
    )


def _reminder(ending: Ending, *, notice: Notice, on: date) -> Reminder:
    return Reminder(
        cycle_id=ending.cycle,
        certificant_id=ending.certificant,
        kind=ending.due.kind,
        days_before=ending.due.days_before,
        on=on,
        notice=notice,
    )


def _said(ending: Ending) -> dict[str, object]:
    return {"cycle": ending.cycle, "kind": ending.due.kind, "ends_on": ending.ends_on.isoformat()}


@transaction.atomic
def stop(certificant: Certificant, *, by: User | None, at: datetime) -> ReminderStop:
    """Send somebody no more reminders; twice is once. Decisions are told all the same.

    :param by: None for a click in a mail, which asks for no sign-in
    """
    certificant = lock_case(certificant.pk)
    stopped = ReminderStop.objects.filter(certificant=certificant, ended_at=None).first()
    if stopped is None:
        stopped = ReminderStop.objects.create(certificant=certificant, at=at)
        record("reminders.stopped", by=by, at=at, subject=stopped, certificant=certificant)
    return stopped


@transaction.atomic
def start(certificant: Certificant, *, by: User | None, at: datetime) -> None:
    """Send somebody reminders again; what was missed meanwhile stays missed, but for the latest."""
    certificant = lock_case(certificant.pk)
    stopped = ReminderStop.objects.filter(certificant=certificant, ended_at=None).first()
    if stopped is not None:
        stopped.ended_at = at
        stopped.save(update_fields=["ended_at"])
        record("reminders.started", by=by, at=at, subject=stopped, certificant=certificant)


def token_of(certificant: Certificant) -> str:
    """Return what stands in the link of a reminder by which its reader stops reminders."""
    return _SIGNER.sign(str(certificant.pk))


def certificant_by(token: str) -> Certificant | None:
    """Return whose reminders a link stops; None for a link that nobody sent."""
    try:
        return Certificant.objects.filter(pk=int(_SIGNER.unsign(token))).first()
    except (signing.BadSignature, ValueError):
        return None
