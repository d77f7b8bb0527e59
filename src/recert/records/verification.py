"""What a stranger may ask of the register: the cycles of one credential, found as decided.

One statement finds them, or finds nothing; wrong and unlisted numbers take the same one.
Two more are made only where there are acts upon the credential, or a level that rose.

The statement is written in SQL (see `written`); a test holds it to `cycles_with_filing`.
"""

from collections.abc import Sequence
from datetime import date

from recert.policy.numbers import folded, tidy_number
from recert.records.cases import acts_upon
from recert.records.certification import Credential, Cycle, LevelChange, Program
from recert.records.people import Certificant
from recert.records.policies import policy_of
from recert.records.standings import Shown, cycle_on, shown
from recert.records.written import day, partly

_CYCLES = """
select cycle.id, cycle.credential_id, cycle.begins_on, cycle.ends_on, cycle.closed_on,
    cycle.level, cycle.began_at,
    credential.number, credential.program_id, program.title,
    credential.certificant_id, certificant.name, certificant.language,
    (select edition.digest from records_edition edition
        where edition.program_id = credential.program_id
        and edition.in_force_from <= cycle.begins_on
        order by edition.in_force_from desc limit 1) as edition_digest,
    (select application.filed_on from records_application application
        where application.cycle_id = cycle.id
        and application.status in ('submitted', 'returned')) as open_since,
    exists (select 1 from records_act act
        where act.credential_id = credential.id) as has_acts,
    exists (select 1 from records_levelchange change
        join records_cycle risen on risen.id = change.cycle_id
        where risen.credential_id = credential.id and change.reversed_at is null) as has_risen
from records_cycle cycle
join records_credential credential
    on credential.id = cycle.credential_id and cycle.reversed_at is null
join records_program program on program.id = credential.program_id
join records_certificant certificant on certificant.id = credential.certificant_id
"""
_BY_NAME = """where credential.number_tidy = %s and (certificant.family_name_folded = %s
    or exists (select 1 from records_formername former
        where former.certificant_id = certificant.id and former.family_name_folded = %s))
"""
_LISTED = "where credential.number_tidy = %s and certificant.listed\n"
_BY_CODE = "where credential.code = %s\n"
_OLDEST_FIRST = "order by cycle.begins_on"


def cycles_by_number(number: str, *, family_name: str) -> list[Cycle]:
    """Return the cycles of the credential with a number, oldest first; none if it may not answer.

    With a family name, the present one or a former one must fit. Without, only those answer who
    chose to be listed.
    """
    tidy, name = tidy_number(number), folded(family_name)
    if not name:
        return _cycles(_LISTED, tidy)
    return _cycles(_BY_NAME, tidy, name, name)


def cycles_by_code(code: str) -> list[Cycle]:
    """Return the cycles of the credential whose card carries a code; none if there is none."""
    return _cycles(_BY_CODE, code)


def _cycles(asked: str, *values: str) -> list[Cycle]:
    found = list(Cycle.objects.raw(_CYCLES + asked + _OLDEST_FIRST, values))
    for cycle in found:
        cycle.credential = _credential(cycle)
        cycle.open_since = day(cycle.open_since)  # type: ignore[attr-defined]
    return found


def _credential(cycle: Cycle) -> Credential:
    """Return the credential of a row, with its holder and program."""
    beside = vars(cycle)
    names = ("program_id", "certificant_id", "number")
    told = {name: beside[name] for name in names}
    credential = partly(Credential, id=cycle.credential_id, **told)
    credential.program = partly(Program, id=credential.program_id, title=beside["title"])
    credential.certificant = partly(
        Certificant,
        id=credential.certificant_id,
        name=beside["name"],
        language=beside["language"],
    )
    return credential


def shown_on(cycles: Sequence[Cycle], *, on: date) -> Shown | None:
    """Return what a credential shows on a day; None if the day is before its first.

    :param cycles: all cycles of one credential, from this module
    """
    first = cycles[0]
    if on < first.begins_on:
        return None
    cycle = cycle_on(cycles, on=on)
    assert cycle is not None  # there is a first one
    risen = LevelChange.objects.filter(cycle__credential=first.credential_id)
    return shown(
        cycles,
        policy=policy_of(cycle),
        acts=list(acts_upon(first.credential_id)) if first.has_acts else [],  # type: ignore[attr-defined]  # annotated
        changes=list(risen) if first.has_risen else [],  # type: ignore[attr-defined]
        on=on,
    )
