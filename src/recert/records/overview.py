"""All that a certificant's first page looks at, in few statements whatever they hold.

Two statements are written in SQL (see `written`). One finds the cycles, with all that is told
beside them. The other asks the small tables beside the activities together, so that the page costs
the same for somebody with exams, cards and providers of all kinds as for somebody without.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, cast

from recert.policy.lifecycle import ActivityStatus
from recert.records.cases import CaseRows, activities_of, by_provider, entries_of
from recert.records.catalogue import PlannedClass
from recert.records.certification import (
    Act,
    ActEnd,
    Companion,
    Credential,
    Cycle,
    ExamResult,
    LevelChange,
    Program,
)
from recert.records.education import Activity, Course
from recert.records.people import Certificant
from recert.records.policies import policy_of
from recert.records.written import day, found, partly


@dataclass(frozen=True, slots=True)
class Sitting:
    """An exam on its way: authorised, booked, or passed and left to an officer."""

    state: str  # open, booked or referred
    cycle: int
    on: date  # given on, the first day of the seat, or taken on
    last_on: date | None  # of the authorisation, or of the seat
    place: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The rows behind a decision on a cycle, and what no decision looks at: drafts, levels."""

    rows: CaseRows
    drafts: tuple[Activity, ...]
    changes: tuple[LevelChange, ...]
    plans: tuple[PlannedClass, ...]  # that stand, each with its class, the soonest first
    sitting: Sitting | None


END_OF_ACT = Act._meta.get_field("end")  # noqa: SLF001  # Django's own way to a relation


class _Beside(NamedTuple):
    """One row of one of several tables, in columns that fit all of them."""

    pk: int
    word: str
    first_on: date
    last_on: date | None
    more: str


# A withdrawn application is passed over: the cycle is as if it had none.
_CYCLES = """
select cycle.id, cycle.credential_id, cycle.begins_on, cycle.ends_on, cycle.closed_on,
    cycle.level, cycle.began_at,
    credential.program_id, credential.number, credential.certified_on, credential.exam_form,
    program.title as program_title,
    (select edition.digest from records_edition edition
        where edition.program_id = credential.program_id
        and edition.in_force_from <= cycle.begins_on
        order by edition.in_force_from desc limit 1) as edition_digest,
    (select filed.filed_on from records_application filed
        where filed.cycle_id = cycle.id
        and filed.status in ('submitted', 'returned')) as open_since,
    latest.status as application_status, latest.filed_on as application_filed_on,
    exists (select 1 from records_decision decision
        join records_application decided on decided.id = decision.application_id
        where decided.cycle_id = cycle.id
        and decision.undone_at is null and decision.took_effect_at is null) as is_decided,
    (select document.id from records_document document
        where document.cycle_id = cycle.id
        and (document.level = cycle.level or exists (select 1 from records_levelchange risen
            where risen.cycle_id = cycle.id and risen.level = document.level
            and risen.reversed_at is null))
        order by document.made_at desc limit 1) as document_pk
from records_cycle cycle
join records_credential credential on credential.id = cycle.credential_id
join records_program program on program.id = credential.program_id
left join records_application latest on latest.id = (
    select application.id from records_application application
    where application.cycle_id = cycle.id and application.status <> 'withdrawn'
    order by application.opened_at desc, application.id desc limit 1)
where credential.certificant_id = %s and cycle.reversed_at is null
order by cycle.begins_on
"""

# The table, then the columns of `_Beside`; the types are for PostgreSQL's sake.
_BESIDE = """
select 'exam', id, form, taken_on, cast(null as date), outcome
    from records_examresult where credential_id = %s and reversed_at is null
union all
select 'companion', id, kind, issued_on, expires_on, case when hands_on then 'hands on' else '' end
    from records_companion where certificant_id = %s
union all
select 'act', act.id, act.kind, act.begins_on, actend.ends_on, ''
    from records_act act left join records_actend actend on actend.act_id = act.id
    where act.credential_id = %s
union all
select 'change', change.id, change.level, change.from_on, null, cast(change.cycle_id as text)
    from records_levelchange change join records_cycle cycle on cycle.id = change.cycle_id
    where cycle.credential_id = %s and change.reversed_at is null
union all
select 'approval', id, '', begins_on, ends_on, cast(provider_id as text)
    from records_providerapproval where provider_id in (
        select provider_id from records_activity where certificant_id = %s)
union all
select 'plan', plan.id, course.code, plan."on", cast(null as date),
        cast(course.id as text) || ' ' || course.title
    from records_plannedclass plan join records_course course on course.id = plan.course_id
    where plan.certificant_id = %s and plan.cancelled_at is null
union all
select 'open', one.id, '', one.given_on, one.last_on, cast(one.cycle_id as text)
    from records_examauthorisation one join records_cycle cycle on cycle.id = one.cycle_id
    where cycle.credential_id = %s and one.status = 'open'
union all
select 'booked', seat.id, seat.place, seat.window_from, seat.window_through,
        cast(one.cycle_id as text)
    from records_exambooking seat
    join records_examauthorisation one on one.id = seat.authorisation_id
    join records_cycle cycle on cycle.id = one.cycle_id
    where cycle.credential_id = %s and one.status = 'booked'
    and seat.cancelled_at is null and seat.result_id is null
union all
select 'referred', decision.id, '', result.taken_on, cast(null as date),
        cast(decision.cycle_id as text)
    from records_examdecision decision
    join records_examresult result on result.id = decision.result_id
    left join records_examruling ruling on ruling.decision_id = decision.id
    where result.credential_id = %s and result.outcome = 'pass' and result.reversed_at is null
    and decision.outcome = 'referred' and ruling.id is null
order by 1, 2
"""

_EVENTS = """
select count(*), coalesce(max(id), 0) from records_event where certificant_id = %s
union all
select count(*), coalesce(max(id), 0) from records_event
    where subject in ('course', 'provider', 'providerapproval', 'edition')
"""


def cycles_of(certificant: Certificant) -> list[Cycle]:
    """Return all cycles of a certificant's credentials, oldest first, each with what is beside it.

    That is its edition, its latest application but for withdrawn ones, whether that is decided,
    the day of filing of an undecided one, and its document.
    """
    cycles = list(Cycle.objects.raw(_CYCLES, [certificant.pk]))
    for cycle in cycles:
        beside = vars(cycle)
        beside |= {name: day(beside[name]) for name in ("open_since", "application_filed_on")}
        cycle.credential = partly(
            Credential,
            id=cycle.credential_id,
            certificant_id=certificant.pk,
            program_id=beside["program_id"],
            number=beside["number"],
            certified_on=day(beside["certified_on"]),
            exam_form=beside["exam_form"],
        )
        cycle.credential.certificant = certificant
        cycle.credential.program = partly(
            Program, id=beside["program_id"], title=beside["program_title"]
        )
    return cycles


def overview_of(cycle: Cycle) -> Overview:
    """Read all of it, in three statements; the rows are what `cases.rows_of` gives.

    :param cycle: one of `cycles_of`
    """
    credential, mine = cycle.credential, cycle.credential.certificant_id
    kept = tuple(activities_of(mine).exclude(status=ActivityStatus.WITHDRAWN.value))
    beside = _beside(credential)
    return Overview(
        rows=CaseRows(
            cycle=cycle,
            activities=tuple(row for row in kept if row.status != ActivityStatus.DRAFT),
            entries=entries_of(mine),
            approvals=by_provider(
                (int(row.more), row.first_on, row.last_on) for row in beside["approval"]
            ),
            exams=tuple(_exams(beside["exam"])),
            companions=tuple(_companions(beside["companion"])),
            acts=tuple(_acts(beside["act"])),
            policy=policy_of(cycle),
        ),
        drafts=tuple(row for row in kept if row.status == ActivityStatus.DRAFT),
        changes=tuple(_changes(beside["change"])),
        plans=tuple(_plans(beside["plan"])),
        sitting=_sitting(beside),
    )


def stamp_of(certificant_id: int) -> tuple[int, ...]:
    """Return figures that change whenever anything that the first page shows has changed.

    Each action inserts an event in its transaction, so what happened to a certificant is counted
    by their events, and what happened to the catalogue and the policy by the events of these.
    Counted, and not only numbered, since a later number may be committed before an earlier one.
    """
    return tuple(cast(int, figure) for row in found(_EVENTS, [certificant_id]) for figure in row)


def _beside(credential: Credential) -> Mapping[str, list[_Beside]]:
    beside: dict[str, list[_Beside]] = defaultdict(list)
    mine = credential.certificant_id
    whose = [credential.pk, mine, credential.pk, credential.pk, mine, mine, *[credential.pk] * 3]
    for table, pk, word, first_on, last_on, more in found(_BESIDE, whose):
        row = _Beside(pk, word, day(first_on), day(last_on), more)  # type: ignore[arg-type]  # as the columns are
        beside[str(table)].append(row)
    return beside


def _exams(beside: Sequence[_Beside]) -> list[ExamResult]:
    return [
        partly(ExamResult, id=row.pk, form=row.word, taken_on=row.first_on, outcome=row.more)
        for row in sorted(beside, key=lambda row: row.first_on)
    ]


def _companions(beside: Sequence[_Beside]) -> list[Companion]:
    return [
        partly(
            Companion,
            id=row.pk,
            kind=row.word,
            issued_on=row.first_on,
            expires_on=row.last_on,
            hands_on=bool(row.more),
        )
        for row in beside
    ]


def _acts(beside: Sequence[_Beside]) -> list[Act]:
    acts = [partly(Act, id=row.pk, kind=row.word, begins_on=row.first_on) for row in beside]
    for act, row in zip(acts, beside, strict=True):
        end = partly(ActEnd, act_id=act.pk, ends_on=row.last_on) if row.last_on else None
        END_OF_ACT.set_cached_value(act, end)  # that there is none is known, too
    return acts


def _changes(beside: Sequence[_Beside]) -> list[LevelChange]:
    return [
        partly(LevelChange, id=row.pk, level=row.word, from_on=row.first_on, cycle_id=int(row.more))
        for row in beside
    ]


def _sitting(beside: Mapping[str, Sequence[_Beside]]) -> Sitting | None:
    """Return the exam that is on its way, the latest where there are several."""
    for state in ("booked", "open", "referred"):
        for row in reversed(beside[state]):
            return Sitting(state, int(row.more), row.first_on, row.last_on, place=row.word)
    return None


def _plans(beside: Sequence[_Beside]) -> list[PlannedClass]:
    plans = []
    for row in sorted(beside, key=lambda row: (row.first_on, row.pk)):
        plan = partly(PlannedClass, id=row.pk, on=row.first_on)
        course, _space, title = row.more.partition(" ")
        plan.course = partly(Course, id=int(course), code=row.word, title=title)
        plans.append(plan)
    return plans
