"""The people whose shoes a visitor steps into: fixed names, fixed addresses, one line each."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from recert.demonstration.names import Name
from recert.demonstration.staff import HOST


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to be for a while."""

    mailbox: str
    name: Name
    line: str  # what is special, for the list on the bar
    ends: int  # days from today to the last day of the first cycle
    number: int  # the seven digits of the credential's number
    level: str = "certification"
    listed: bool = True

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.mailbox}@{HOST}"


PERSONAS = (
    Persona(
        "maya",
        Name("Maya Okonkwo-Lindqvist", "Okonkwo-Lindqvist", "en"),
        _("1.3 of 2.0 CECs, one activity waits, one draft"),
        212,
        number=2044170,
    ),
    Persona(
        "sakura",
        Name("山本 さくら", "山本", "ja"),
        _("has every credit, and may file now"),
        75,
        number=2044040,
    ),
    Persona(
        "luis",
        Name("Luís Ferreira Magalhães", "Magalhães", "pt"),
        _("has every credit, but is days too late"),
        -6,
        number=2044225,
    ),
    Persona(
        "mohammed",
        Name("محمد الحسيني", "الحسيني", "ar"),
        _("a reviewer asks about one activity"),
        130,
        number=2045150,
    ),
    Persona(
        "amina",
        Name("Amina Diallo-Sørensen", "Diallo-Sørensen", "en"),
        _("renewed early, and keeps her days"),
        110,
        number=2045311,
    ),
    Persona(
        "dimitra",
        Name("Δήμητρα Παπαδοπούλου", "Παπαδοπούλου", "el"),
        _("holds the certificate of the online exam"),
        260,
        level="certificate",
        number=2045890,
    ),
    Persona(
        "huong",
        Name("Nguyễn Thị Thanh Hương", "Nguyễn", "vi"),
        _("holds two credentials"),
        170,
        number=2044410,
    ),
    Persona(
        "tomas",
        Name("Tomáš Dvořáček", "Dvořáček", "cs"),
        _("may book a seat for the accredited exam"),
        140,
        level="certificate",
        number=2046020,
    ),
    Persona(
        "ines",
        Name("Inês Carvalho Antunes", "Antunes", "pt"),
        _("sits the accredited exam in nine days"),
        95,
        level="certificate",
        number=2046137,
    ),
    Persona(
        "kwame",
        Name("Kwame Boateng-Reyes", "Boateng-Reyes", "en"),
        _("did not pass the exam, and may take it again"),
        260,
        level="certificate",
        number=2046251,
    ),
    Persona(
        "freya",
        Name("Freya Lindholm Castillo", "Castillo", "en"),
        _("passed the exam, and is upgraded"),
        180,
        level="certificate",
        number=2046388,
    ),
    Persona(
        "ravi",
        Name("Ravi Subramanian", "Subramanian", "en"),
        _("passed the exam days after the last day: an officer decides"),
        -12,
        level="certificate",
        number=2046493,
    ),
)
SECOND_CREDENTIAL = "huong"
