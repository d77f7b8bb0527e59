"""How those lived whose shoes a visitor steps into: one life for each of the cast."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from recert.actions import activities, calendars, planning, register
from recert.actions import review_activities as reviewing
from recert.demonstration import exams
from recert.demonstration.earning import FULL, renewed_early
from recert.demonstration.life import Life


def maya(life: Life) -> None:
    """1.3 of 2.0 CECs, one activity waiting, one draft."""
    for code, days in (("QIX-104", 430), ("ACT-111", 300), ("ACT-109", 190), ("ACT-107", 64)):
        life.at_days_ago(days)
        activity = life.send(life.world.catalogue.by_code[code], on=life.on - timedelta(days=2))
        life.wait(3)
        life.accept(activity)
    life.at_days_ago(9)
    life.photographs = 1.0
    life.send(life.world.catalogue.by_code["ACT-102"], on=life.on - timedelta(days=1))
    life.at_days_ago(6)
    calendars.make_address(life.certificant, by=life.user, at=life.at)
    plan(life, "TAF-102")
    life.at_days_ago(1)
    life.draft(life.world.catalogue.by_code["ACT-110"], on=life.on)


def plan(life: Life, code: str) -> None:
    """Plan a class for the next day on which it is held."""
    course = life.world.catalogue.by_code[code]
    next_on = course.dates.filter(on__gte=life.on).order_by("on").values_list("on", flat=True)[0]
    planning.plan(
        life.certificant, course=course, on=next_on, by=life.user, today=life.on, at=life.at
    )


def late(life: Life) -> None:
    """Every credit, but filing closed some days ago."""
    life.earn(FULL, until=life.world.today - timedelta(days=60))


def sakura(life: Life) -> None:
    """Every credit, well before the last day: may file now."""
    life.earn(FULL, until=life.world.today - timedelta(days=45))


def dimitra(life: Life) -> None:
    """Holds a certificate by the online exam, and half the credits."""
    life.earn(FULL // 2, until=life.world.today - timedelta(days=40))


def mohammed(life: Life) -> None:
    """A reviewer asked about the hours of one activity."""
    life.earn(FULL // 2, until=life.world.today - timedelta(days=90))
    life.at_days_ago(11)
    activity = life.send_claim(
        activities.Claim(
            provider=life.world.catalogue.by_code["HMA-102"].provider,
            title="Kettlebell Coaching Weekend",
            provider_name="Harborline Movement Academy",
            kind="in_person",
            completed_on=life.on - timedelta(days=6),
            minutes=720,
        )
    )
    life.wait(5)
    text = "Your certificate names 8 hours; you enter 12. Was there a second day?"
    reviewing.return_(activity, field="minutes", text=text, review=life.review(activity))
    life.settle()


def huong(life: Life) -> None:
    """On pace in one program; the second credential is added when she is made."""
    life.earn(700, until=life.world.today - timedelta(days=30))
    register.record_companion(
        life.certificant,
        kind="cpr_aed",
        issued_on=life.world.today - timedelta(days=300),
        expires_on=life.world.today + timedelta(days=430),
        hands_on=True,
        evidence=None,
        by=life.reviewer,
        at=life.at,
    )
    plan(life, "ACT-145")


LIVES: Mapping[str, Callable[[Life], None]] = {
    "maya": maya,
    "sakura": sakura,
    "luis": late,
    "mohammed": mohammed,
    "amina": renewed_early,
    "dimitra": dimitra,
    "huong": huong,
    "tomas": exams.may_book,
    "ines": exams.booked,
    "kwame": exams.failed,
    "freya": exams.upgraded,
    "ravi": exams.passed_late,
}
SECOND_CREDENTIAL = "huong"
