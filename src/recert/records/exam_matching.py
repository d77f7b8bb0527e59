"""Whose result a row is: by our booking, by number and family name, by the vendor's own number.

Never by a name alone, nor by a number alone. A row that fits nobody, or two people, is held for a
person, with the reason in words.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recert.policy.numbers import folded, tidy_number
from recert.records.certification import Credential
from recert.records.exams import ExamBooking, ResultRow


@dataclass(frozen=True, slots=True)
class Clues:
    """What a row says of the person; what it does not say is empty."""

    booking: str
    number: str
    family_name: str
    candidate: str


@dataclass(frozen=True, slots=True)
class Match:
    """Whose it is, and by which booking; or why a person has to say so."""

    credential: Credential | None = None
    booking: ExamBooking | None = None
    because: str = ""


def match(clues: Clues, *, vendor: str) -> Match:
    """Return whose result a row of a vendor's file is. Every clue that speaks must agree."""
    booking = _booked(clues.booking, vendor=vendor)
    by_booking = booking.authorisation.cycle.credential if booking else None
    by_number, doubt = _numbered(clues)
    if doubt:
        return Match(because=doubt)
    by_candidate = _known_to(vendor, candidate=clues.candidate)
    if len(by_candidate) > 1:
        return Match(because=_("The candidate number was used for two people before."))
    found = {each.pk: each for each in (by_booking, by_number, *by_candidate) if each}
    if len(found) > 1:
        return Match(because=_("The row fits two people: its booking or its numbers disagree."))
    if not found:
        return Match(because=_nobody(clues))
    credential = next(iter(found.values()))
    if clues.family_name and not _is_called(credential, clues.family_name):
        return Match(because=_("The family name is not that of the person of the booking."))
    return Match(credential=credential, booking=booking)


def _nobody(clues: Clues) -> str:
    if clues.number and not clues.family_name:
        return _("A number alone does not say who it is; the family name is missing.")
    if clues.booking:
        return _("No booking here has the reference %(booking)s.") % {"booking": clues.booking}
    return _("Nothing in the row says whose result it is: no booking, and no number with a name.")


def _booked(reference: str, *, vendor: str) -> ExamBooking | None:
    """Return the booking that a vendor calls so; one that was cancelled is none any more."""
    if not reference:
        return None
    rows = ExamBooking.objects.filter(vendor=vendor, reference=reference, cancelled_at=None)
    return rows.select_related("authorisation__cycle__credential__certificant").first()


def _numbered(clues: Clues) -> tuple[Credential | None, str]:
    """Return the credential of a number whose holder has the name, or why there is none."""
    if not clues.number:
        return None, ""
    rows = Credential.objects.filter(number_tidy=tidy_number(clues.number))
    credential = rows.select_related("certificant").first()
    if credential is None:
        return None, _("No credential has the number %(number)s.") % {"number": clues.number}
    if not clues.family_name:
        return None, ""
    if not _is_called(credential, clues.family_name):
        words = _("The number %(number)s is that of somebody with another family name.")
        return None, words % {"number": clues.number}
    return credential, ""


def _is_called(credential: Credential, family_name: str) -> bool:
    """Tell whether the holder of a credential has a family name, or had it once."""
    name, certificant = folded(family_name), credential.certificant
    if certificant.family_name_folded == name:
        return True
    return certificant.former_names.filter(family_name_folded=name).exists()


def _known_to(vendor: str, *, candidate: str) -> list[Credential]:
    """Return whom a vendor's own number meant before: what a person settled, or a clue did."""
    if not candidate:
        return []
    rows = ResultRow.objects.filter(file__vendor=vendor, candidate=candidate, result__isnull=False)
    owners = rows.values("result__credential")
    return list(Credential.objects.filter(pk__in=owners).select_related("certificant")[:2])
