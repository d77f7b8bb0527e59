"""Makes the demonstration: the body's rules, its staff and classes, and several hundred lives.

The same people each time; only their days move with the day of making. Nothing is sent to anybody:
those whom a visitor can be have their mail in the sink, everybody else's was told long ago.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from recert import clock
from recert.actions.editions import adopt
from recert.demonstration import (
    arriving,
    catalogue,
    exams,
    partner,
    questions,
    readers,
    reminding,
    staff,
)
from recert.demonstration.cast import PERSONAS, Persona
from recert.demonstration.dice import dice
from recert.demonstration.enrolling import Entry, certified_on, certify, enrol, moment
from recert.demonstration.life import Life, World
from recert.demonstration.names import Name, names
from recert.demonstration.personas import LIVES, SECOND_CREDENTIAL
from recert.demonstration.situations import SITUATIONS, Situation
from recert.jobs.telling import tell
from recert.outside.body import body_in
from recert.outside.files import write_whole
from recert.outside.policies import edition_files, read
from recert.records.certification import Program
from recert.records.history import Notice

BEGINNING = datetime(2019, 12, 2, 17, tzinfo=UTC)  # before the first edition is in force
MAIN, SECOND = "action-cpt", "action-gx"
MADE = "made.json"
LISTED = 0.3  # the share of people who chose that a number alone answers

Say = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person to be made: a persona, or a situation with a name for it."""

    name: Name
    email: str
    listed: bool
    live: Callable[[Life], None]
    entry: Entry
    seed: str
    persona: bool


def make(people: int, *, say: Say) -> None:
    """Make the demonstration in an empty database.

    :param say: is told how many of how many people are there
    """
    world = _world()
    plan = list(_plan(people))
    with _without_waiting_for_the_disk():
        for at, somebody in enumerate(plan):
            say(at, len(plan))
            _live(somebody, world=world)
        exams.send_file(world)
        partner.live(world, took=f"{SECOND_CREDENTIAL}@{staff.HOST}")
        questions.put(world)
        arriving.arrive(world)
        reminding.remind(world)
        readers.read(world)
        say(len(plan), len(plan))
    told = {"people": len(plan), "on": str(world.today)}
    write_whole(Path(settings.RECERT_VAR) / MADE, content=json.dumps(told).encode())


def _world() -> World:
    """Adopt every edition with its overlay, employ the staff, enter the classes."""
    body, now = body_in(settings.RECERT_BODY), clock.now()
    for file in edition_files(Path(settings.RECERT_POLICIES)):
        adopt(
            file.policy_id,
            text=read(file.path),
            overlay=read(file.overlay_path) if file.overlay_path else "",
            source=str(file.path),
            by=None,
            at=BEGINNING,
        )
    employed = staff.employ(at=BEGINNING)
    on = now.astimezone(body.tz).date()
    return World(
        body=body,
        staff=employed,
        catalogue=catalogue.enter(on=on, at=BEGINNING),
        now=now,
    )


def _plan(people: int) -> Iterator[Somebody]:
    """Say who is made: the personas, then each situation once, then as their shares say."""
    program, taken = Program.objects.get(pk=MAIN), {persona.number for persona in PERSONAS}
    fixed = {persona.name.whole for persona in PERSONAS}
    for persona in PERSONAS:
        yield _persona(persona, program=program)
    fresh = (name for name in names() if name.whole not in fixed)
    for at, situation in enumerate(_situations(max(0, people - len(PERSONAS)))):
        yield _anybody(at, situation, name=next(fresh), program=program, taken=taken)


def _situations(many: int) -> Iterator[Situation]:
    throw = dice("situations")
    shares = [situation.share for situation in SITUATIONS]
    yield from SITUATIONS[:many]
    yield from throw.choices(SITUATIONS, weights=shares, k=max(0, many - len(SITUATIONS)))


def _persona(persona: Persona, *, program: Program) -> Somebody:
    entry = Entry(program, number=persona.number, ends=persona.ends, level=persona.level)
    return Somebody(
        name=persona.name,
        email=persona.email,
        listed=persona.listed,
        live=LIVES[persona.mailbox],
        entry=entry,
        seed=persona.mailbox,
        persona=True,
    )


def _anybody(
    at: int, situation: Situation, *, name: Name, program: Program, taken: set[int]
) -> Somebody:
    throw = dice(f"somebody {at}")
    number = next(n for n in iter(lambda: throw.randint(10**6, 10**7 - 1), None) if n not in taken)
    taken.add(number)
    return Somebody(
        name=name,
        email=f"{name.mailbox[:40] or 'trainer'}.{at + 1}@{staff.HOST}",
        listed=throw.random() < LISTED,
        live=situation.live,
        entry=Entry(program, number, ends=throw.randint(*situation.ends), level=situation.level),
        seed=f"life {at}",
        persona=False,
    )


def _live(somebody: Somebody, *, world: World) -> None:
    """Enrol and certify somebody, and live their life until today."""
    throw = dice(somebody.seed)
    at = moment(certified_on(somebody.entry, world=world), world=world)
    certificant = enrol(
        somebody.name, email=somebody.email, listed=somebody.listed, world=world, at=at
    )
    cycle = certify(certificant, somebody.entry, world=world, throw=throw)
    send = _into_the_sink if somebody.persona else _silently
    life = Life(world, certificant=certificant, cycle=cycle, throw=throw, send=send)
    somebody.live(life)
    if somebody.email == f"{SECOND_CREDENTIAL}@{staff.HOST}":
        entry = Entry(Program.objects.get(pk=SECOND), 3015502, ends=64, level="certification")
        certify(certificant, entry, world=world, throw=throw)


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """Let SQLite hurry: what is half made is thrown away; what is finished is made durable."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _into_the_sink(notice: Notice, at: datetime) -> None:
    tell(notice, at=at)


def _silently(_notice: Notice, _at: datetime) -> None:
    """Take a notice as told."""
