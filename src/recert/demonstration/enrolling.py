"""Enters people into the register, as the body would have when they passed their first exam."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from recert.actions import register
from recert.actions.accounts import open_account
from recert.demonstration.life import World
from recert.demonstration.names import Name
from recert.policy.cycles import clamped, first_cycle
from recert.policy.numbers import number_of
from recert.records.certification import Cycle, Program
from recert.records.people import Certificant
from recert.records.policies import edition_in_force, policy_by_digest

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another
CODE_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register says of a new credential."""

    program: Program
    number: int  # seven digits
    ends: int  # days from today to the last day of the first cycle
    level: str


def enrol(name: Name, *, email: str, listed: bool, world: World, at: datetime) -> Certificant:
    """Enter a person, who can sign in."""
    return register.enrol(
        name=name.whole,
        family_name=name.family,
        email=email,
        language=name.language,
        birth_date=None,
        listed=listed,
        user=open_account(email=email, name=name.whole, at=at),
        by=world.staff.officers[0],
        at=at,
    )


def certified_on(entry: Entry, *, world: World) -> date:
    """Return the day of certification that makes the first cycle end as it should."""
    last_on = world.today + timedelta(days=entry.ends)
    edition = edition_in_force(entry.program.pk, on=world.today)
    years = policy_by_digest(edition.digest).cycle.years
    return clamped(last_on.year - years, month=last_on.month, day=last_on.day)


def moment(on: date, *, world: World) -> datetime:
    """Return the moment at which the office works on a day."""
    return datetime.combine(on, time(9, 30), tzinfo=world.body.tz)


def certify(certificant: Certificant, entry: Entry, *, world: World, throw: Random) -> Cycle:
    """Issue a credential with its first cycle."""
    on = certified_on(entry, world=world)
    policy = policy_by_digest(edition_in_force(entry.program.pk, on=on).digest)
    return register.certify(
        certificant,
        program=entry.program,
        number=number_of(entry.number, prefix=world.body.number_prefix),
        code="".join(throw.choices(LETTERS, k=CODE_LETTERS)),
        level=entry.level,
        exam_form="online" if entry.level == "certificate" else "accredited",
        certified_on=on,
        cycle=first_cycle(policy, on),
        by=world.staff.officers[0],
        at=moment(on, world=world),
    )
