"""The people whose shoes a visitor steps into: fixed names, fixed addresses, one situation each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from recert.actions import activities, register
from recert.actions import review_activities as reviewing
from recert.demonstration.earning import FULL, renewed_early
from recert.demonstration.life import Life
from recert.demonstration.names import Name
from recert.demonstration.staff import HOST


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to be for a while."""

    mailbox: str
    name: Name
    line: str  # what is special, for the list on the bar
    live: Callable[[Life], None]
    ends: int  # days from today to the last day of the first cycle
    level: str = "certification"
    listed: bool = True
    number: int = 0  # the seven digits of the credential's number

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.mailbox}@{HOST}"


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
    life.at_days_ago(1)
    life.draft(life.world.catalogue.by_code["ACT-110"], on=life.on)


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


PERSONAS = (
    Persona(
        "maya",
        Name("Maya Okonkwo-Lindqvist", "Okonkwo-Lindqvist", "en"),
        "1.3 of 2.0 CECs, one activity waits, one draft",
        maya,
        212,
        number=2044170,
    ),
    Persona(
        "sakura",
        Name("山本 さくら", "山本", "ja"),
        "has every credit, and may file now",
        sakura,
        75,
        number=2044040,
    ),
    Persona(
        "luis",
        Name("Luís Ferreira Magalhães", "Magalhães", "pt"),
        "has every credit, but is days too late",
        late,
        -6,
        number=2044225,
    ),
    Persona(
        "mohammed",
        Name("محمد الحسيني", "الحسيني", "ar"),
        "a reviewer asks about one activity",
        mohammed,
        130,
        number=2045150,
    ),
    Persona(
        "amina",
        Name("Amina Diallo-Sørensen", "Diallo-Sørensen", "en"),
        "renewed early, and keeps her days",
        renewed_early,
        110,
        number=2045311,
    ),
    Persona(
        "dimitra",
        Name("Δήμητρα Παπαδοπούλου", "Παπαδοπούλου", "el"),
        "holds the certificate of the online exam",
        dimitra,
        260,
        level="certificate",
        number=2045890,
    ),
    Persona(
        "huong",
        Name("Nguyễn Thị Thanh Hương", "Nguyễn", "vi"),
        "holds two credentials",
        huong,
        170,
        number=2044410,
    ),
)
SECOND_CREDENTIAL = "huong"
