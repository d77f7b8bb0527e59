"""Which cycles near their last day, or have passed it, and whose certificant is to be reminded.

Found in three statements, however many there are: the editions, the cycles, the reminders of the
last days. The statement finds the cycles whose reminder may be due, and from which something is
still to come; the policy's own function then says of each whether it is due.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, cast

from django.db import connection

from recert.policy.cycles import Span
from recert.policy.reminding import (
    Afterwards,
    Due,
    Reminders,
    afterwards,
    due,
    may_send,
    reaches,
)
from recert.records.certification import Edition
from recert.records.policies import policy_by_digest
from recert.records.reminding import Reminder
from recert.records.written import Value, day, found

A_FEW = 500  # keys that one statement takes as values


@dataclass(frozen=True, slots=True)
class Ending:
    """A cycle whose certificant is to be reminded today."""

    certificant: int
    cycle: int
    ends_on: date
    due: Due
    status: str  # of its application, if one is open


class _InForce(NamedTuple):
    """An edition: on which days the cycles that are held to it begin, and what it gives after."""

    program: str
    first_on: date
    last_on: date
    after: Afterwards


# What SQLite and PostgreSQL call the days from one day to another.
_DAYS = {
    "sqlite": "cast(julianday({}) - julianday({}) as integer)",
    "postgresql": "({} - {})",
}

# A cycle is left alone once it is renewed or decided, its credential revoked or retired; a person,
# while they want no reminders, or their mail comes back.
_AMONG_ALL = """
with reach (program_id, first_on, last_on, days_before, ends_from, ends_through) as (
    values {reaches}
), ending as (
    select cycle.id from reach
    join records_cycle cycle on cycle.ends_on between reach.ends_from and reach.ends_through
        and cycle.begins_on between reach.first_on and reach.last_on
    join records_credential credential on credential.id = cycle.credential_id
        and credential.program_id = reach.program_id
    where not exists (select 1 from records_reminder sent
        where sent.cycle_id = cycle.id and sent.days_before <= reach.days_before)
    union
    select cycle.id from (
        select id, {left} as days_left, {length} - {length} / 2 as half
        from records_cycle where ends_on > %s and begins_on <= %s
    ) cycle
    where half between days_left and days_left + %s
    and not exists (select 1 from records_reminder sent
        where sent.cycle_id = cycle.id and sent.days_before <= half)
)
"""
_AMONG = """
with ending as (select id from records_cycle where id in ({keys}))
"""
_ENDING = """
select credential.certificant_id, cycle.id, credential.program_id, cycle.begins_on, cycle.ends_on,
    (select min(sent.days_before) from records_reminder sent where sent.cycle_id = cycle.id),
    (select filed.status from records_application filed
        where filed.cycle_id = cycle.id and filed.status in ('submitted', 'returned'))
from ending
join records_cycle cycle on cycle.id = ending.id and cycle.reversed_at is null
join records_credential credential on credential.id = cycle.credential_id
join records_certificant certificant on certificant.id = credential.certificant_id
where certificant.email <> ''
and not exists (select 1 from records_cycle later
    where later.credential_id = credential.id and later.begins_on > cycle.begins_on
    and later.reversed_at is null)
and not exists (select 1 from records_act act
    left join records_actend actend on actend.act_id = act.id
    where act.credential_id = credential.id and act.kind in ('revoked', 'retired')
    and act.begins_on <= %s and (actend.ends_on is null or actend.ends_on >= %s))
and not exists (select 1 from records_decision decision
    join records_application decided on decided.id = decision.application_id
    where decided.cycle_id = cycle.id and decision.undone_at is null
    and (decision.took_effect_at is null or decision.outcome = 'approved'))
and not exists (select 1 from records_reminderstop stop
    where stop.certificant_id = certificant.id and stop.ended_at is null)
and not exists (select 1 from records_returnedmail returned
    where lower(returned.address) = lower(certificant.email)
    and returned.permanent and returned.cleared_at is null)
order by credential.certificant_id, cycle.ends_on, cycle.id
"""


def ending_cycles(plan: Reminders, *, on: date) -> list[Ending]:
    """Return each cycle whose certificant is to be reminded on a day, by certificant.

    Of an application that is filed nothing is known yet but its status.
    """
    editions = _editions()
    statement, values = _all(plan, editions, on=on)
    return _to_remind(plan, editions, statement, values, on=on) if editions else []


def ending_still(plan: Reminders, cycles: Sequence[int], *, on: date) -> list[Ending]:
    """Return the same of some cycles, as it is now.

    :param cycles: the keys of a few hundred cycles, since each key is a value of the statement
    """
    statement = _AMONG.format(keys=", ".join(["%s"] * len(cycles)))
    return _to_remind(plan, _editions(), statement, list(cycles), on=on) if cycles else []


def _to_remind(
    plan: Reminders, editions: Sequence[_InForce], among: str, values: list[Value], *, on: date
) -> list[Ending]:
    rows = found(among + _ENDING, [*values, on, on])
    endings = [_ending(row, plan, editions, on=on) for row in rows]
    sent = _sent(plan, of=[each.certificant for each, _span in endings if each], on=on)
    return [
        ending
        for ending, span in endings
        if ending and may_send(plan, span, sent=sent.get(ending.certificant, ()), on=on)
    ]


def _all(plan: Reminders, editions: Sequence[_InForce], *, on: date) -> tuple[str, list[Value]]:
    """Return what finds the cycles of a register that may be concerned, and its values."""
    rows: list[Value] = ["", on, on, 0, on, on]  # of no program, where nothing is in reach
    for held in editions:
        for reach in reaches(plan, after=held.after, on=on):
            rows += [held.program, held.first_on, held.last_on]
            rows += [reach.days_before, reach.first_on, reach.last_on]
    many = len(rows) // 6  # columns of a reach
    days = _DAYS[connection.vendor]
    statement = _AMONG_ALL.format(
        reaches=", ".join(["(%s, %s, %s, %s, %s, %s)"] * many),
        left=days.format("ends_on", "%s"),
        length=days.format("ends_on", "begins_on"),
    )
    halfway: list[Value] = [on, on, on, plan.caught_up_for if plan.halfway else -1]
    return statement, [*rows, *halfway]


def _ending(
    row: tuple[Value, ...], plan: Reminders, editions: Sequence[_InForce], *, on: date
) -> tuple[Ending | None, Span]:
    certificant, cycle, program, begins_on, ends_on, reached, status = row
    span = Span(cast(date, day(begins_on)), cast(date, day(ends_on)))
    held_to = [
        held
        for held in editions
        if held.program == program and held.first_on <= span.first_on <= held.last_on
    ]
    if not held_to:  # it began before the first edition: nobody knows what it asks
        return None, span
    sent_to = cast(int | None, reached)
    told = due(plan, span, after=held_to[0].after, on=on, reached=sent_to)
    if told is None:
        return None, span
    keys = cast(int, certificant), cast(int, cycle)
    return Ending(*keys, ends_on=span.last_on, due=told, status=str(status or "")), span


def _editions() -> list[_InForce]:
    """Return every edition, with the days on which cycles that are held to it begin."""
    rows = list(
        Edition.objects.order_by("program_id", "-in_force_from").values_list(
            "program_id", "in_force_from", "digest"
        )
    )
    held: list[_InForce] = []
    until: dict[str, date] = {}
    for program, first_on, digest in rows:
        after = afterwards(policy_by_digest(digest))
        held.append(_InForce(program, first_on, until.get(program, date.max), after))
        until[program] = first_on - timedelta(days=1)
    return held


def _sent(plan: Reminders, *, of: Sequence[int], on: date) -> Mapping[int, set[date]]:
    """Return the latest days on which people were reminded, by certificant.

    :param of: whose; where they are many, everybody's are read, since each key is a value
    """
    days: dict[int, set[date]] = {}
    rows = Reminder.objects.filter(on__gt=on - timedelta(days=plan.in_days))
    if len(of) <= A_FEW:
        rows = rows.filter(certificant__in=of)
    for certificant, sent_on in rows.values_list("certificant_id", "on").distinct():
        days.setdefault(certificant, set()).add(sent_on)
    return days
