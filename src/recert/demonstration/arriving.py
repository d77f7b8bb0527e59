"""What arrived without a sign-in and waits to be matched: ten files, named as people name them."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from recert.actions import upload_links, uploads
from recert.actions.evidence import Received
from recert.actions.uploads import Sender
from recert.demonstration import papers, sheets
from recert.demonstration.dice import dice, key
from recert.demonstration.life import World
from recert.demonstration.photographs import photograph
from recert.demonstration.sheets import Sheet
from recert.demonstration.staff import HOST
from recert.outside import files
from recert.outside.inspection import inspect
from recert.records.applications import Application
from recert.records.certification import Cycle
from recert.records.people import Certificant
from recert.records.uploads import UploadLink

LINKED = "maya"  # has a personal link
ON_PAPER = "sakura"  # has every credit, and sends her application on paper
CLASS = "ACT-109"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file: when it came, what is in it, how it is named, what its sender says."""

    days_ago: int
    name: str
    content: bytes
    sender: Sender
    link: UploadLink | None = None


def arrive(world: World) -> None:
    """Let ten files arrive, and give one persona a link by which one of them came."""
    maya = _current(Certificant.objects.get(email=f"{LINKED}@{HOST}"), on=world.today)
    at = world.now - timedelta(days=3)
    assert maya.credential.certificant.user is not None  # everybody here can sign in
    days = world.body.desk.link_days if world.body.desk else 14
    token = upload_links.make_link(maya, days=days, by=maya.credential.certificant.user, at=at)
    for turn, arrival in enumerate(_arrivals(world, link=upload_links.link_by_token(token))):
        _take(arrival, turn=turn, world=world)


def _current(person: Certificant, *, on: date) -> Cycle:
    cycles = Cycle.objects.filter(credential__certificant=person, begins_on__lte=on)
    return cycles.select_related("credential__certificant").order_by("-begins_on")[0]


def _people(many: int, *, on: date) -> list[Certificant]:
    """Return people in the middle of a cycle, without an application; few serve more than once."""
    filed = Application.objects.exclude(status="withdrawn").values("cycle")
    running = Cycle.objects.filter(
        ~Q(pk__in=filed), begins_on__lt=on, ends_on__gt=on, closed_on=None
    )
    held = running.values("credential__certificant")
    others = Certificant.objects.filter(pk__in=held, email__contains=".", language="en")
    found = list(others.exclude(email__in=_personas()).order_by("pk")[:many])
    return [found[turn % len(found)] for turn in range(many)]


def _personas() -> list[str]:
    return [f"{mailbox}@{HOST}" for mailbox in (LINKED, ON_PAPER, "amina")]


def _arrivals(world: World, *, link: UploadLink | None) -> Iterator[Arrival]:
    on, throw = world.today, dice("arrivals")
    ann, ben, cem, dov, eva, flo = _people(6, on=on)
    sakura = Certificant.objects.get(email=f"{ON_PAPER}@{HOST}")
    yield Arrival(
        9, f"{_joined(ann)} CPR.pdf", sheets.pdf(_card(ann, on=on)),
        Sender(name=ann.name, number=_number(ann), what="CPR card"),
    )  # fmt: skip
    yield Arrival(
        8, "IMG_2207.JPG", photograph(sheets.picture(_card(ben, on=on)), throw=throw),
        Sender(name=ben.family_name, email=ben.email, what="CPR card"),
    )  # fmt: skip
    yield Arrival(
        7, f"certificate-{_joined(cem).lower()}-final(2).pdf", _certificate(cem, world=world),
        Sender(name=cem.name, what="completion certificate"),
    )  # fmt: skip
    signed = _application(sakura, world=world, signature=sakura.name)
    yield Arrival(
        6, "山本さくら application.pdf", signed,
        Sender(
            name="Sakura Yamamoto", number=_number(sakura), email=sakura.email,
            what="recertification application",
        ),
    )  # fmt: skip
    yield Arrival(
        5, f"{_number(dov)} recert application.pdf", _application(dov, world=world, signature=""),
        Sender(name=dov.name, number=_number(dov), what="recertification application"),
    )  # fmt: skip
    yield from _harder(world, eva=eva, flo=flo, ben=ben, link=link)


def _harder(
    world: World, *, eva: Certificant, flo: Certificant, ben: Certificant, link: UploadLink | None
) -> Iterator[Arrival]:
    """Say what arrives with names that say little, or somebody else's, or nothing."""
    on, throw = world.today, dice("harder arrivals")
    yield Arrival(
        4,
        "Scan 2026-11 (1).pdf",
        _certificate(eva, world=world),
        Sender(name="my daughter E.", what=""),
    )
    yield Arrival(
        3, "transcript.pdf", _certificate(flo, world=world),
        Sender(name=" ".join(reversed(flo.name.split())), what="completion certificate"),
    )  # fmt: skip
    maya = Certificant.objects.get(email=f"{LINKED}@{HOST}")
    yield Arrival(
        2, "completion_record_for_client.pdf", _certificate(maya, world=world),
        Sender(what="completion certificate"), link,
    )  # fmt: skip
    yield Arrival(
        1, "Doe CPR.pdf", sheets.pdf(_card(eva, on=on, called="Jane Doe")),
        Sender(name="Jane Doe", what="CPR card"),
    )  # fmt: skip
    blank = photograph(sheets.picture(_card(ben, on=on, called="")), throw=throw)
    yield Arrival(0, "20261123_201455.jpg", blank, Sender(name="?", what=""))


def _joined(person: Certificant) -> str:
    return "".join(person.name.split())


def _number(person: Certificant) -> str:
    return person.credentials.order_by("pk")[0].number


def _card(person: Certificant, *, on: date, called: str | None = None) -> Sheet:
    return Sheet(
        kind="card",
        title="Adult CPR and AED",
        person=person.name if called is None else called,
        language=person.language,
        issued_on=on - timedelta(days=40),
        ends_on=on + timedelta(days=690),
    )


def _certificate(person: Certificant, *, world: World) -> bytes:
    course = world.catalogue.by_code[CLASS]
    row = papers.Row(course.title, world.today - timedelta(days=20), course.minutes)
    provider = course.provider
    return papers.pdf(
        papers.Paper(person.name, person.language, provider.name, provider.slug, (row,))
    )


def _application(person: Certificant, *, world: World, signature: str) -> bytes:
    return sheets.pdf(
        Sheet(
            kind="application",
            title="Recertification application",
            person=person.name,
            language=person.language,
            issued_on=world.today - timedelta(days=6),
            number=_number(person),
            signature=signature,
            declarations=tuple(each.text for each in world.body.declarations_on(world.today)),
        )
    )


def _take(arrival: Arrival, *, turn: int, world: World) -> None:
    """Keep a file, look at it as any upload is looked at, and put it on record."""
    at = world.now - timedelta(days=arrival.days_ago, hours=turn)
    stored = files.store(io.BytesIO(arrival.content), limit=world.body.files.file_bytes)
    seen = inspect(files.path_of(stored.digest), characters=uploads.LONGEST_TEXT)
    received = Received(
        digest=stored.digest, size=stored.size, mime=seen.mime, pages=seen.pages,
        flags=seen.flags, scan="not scanned", scanned_by="",
    )  # fmt: skip
    uploads.take_in(
        received,
        batch=key(dice(f"arrival {turn}")),
        file_name=arrival.name,
        text=seen.text,
        sender=arrival.sender,
        link=arrival.link,
        most_by_link=world.body.desk.link_files if world.body.desk else 0,
        on=_day(at, world=world),
        at=at,
    )


def _day(at: datetime, *, world: World) -> date:
    return at.astimezone(world.body.tz).date()
