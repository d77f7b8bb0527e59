"""The public answer: what is shown of a credential, in words, and nothing else about a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recert.policy.cycles import Standing
from recert.portals import states
from recert.records.certification import Cycle
from recert.records.verification import shown_on

CERTIFICATE = "certificate"

# Where nobody is certified: how it is said of a certification, and of a certificate.
_NOT_CERTIFIED: Mapping[str, tuple[str | Promise, str | Promise]] = {
    Standing.GRACE: (
        gettext_lazy("Not certified: in grace"),
        gettext_lazy("Certificate in grace: not certified"),
    ),
    Standing.LAPSED: (
        gettext_lazy("Not certified: lapsed"),
        gettext_lazy("Certificate lapsed: not certified"),
    ),
    Standing.EXPIRED: (
        gettext_lazy("Not certified: expired"),
        gettext_lazy("Certificate expired: not certified"),
    ),
    Standing.SUSPENDED: (
        gettext_lazy("Not certified: suspended"),
        gettext_lazy("Certificate suspended: not certified"),
    ),
    Standing.REVOKED: (
        gettext_lazy("Not certified: revoked"),
        gettext_lazy("Certificate revoked: not certified"),
    ),
    Standing.RETIRED: (
        gettext_lazy("Not certified: retired"),
        gettext_lazy("Certificate retired: not certified"),
    ),
}
_PAPER = gettext_lazy(
    "A paper printed with these dates is genuine for those dates. "
    "It does not certify any later day."
)
_NOTES: Mapping[str, str | Promise] = {
    Standing.GRACE: gettext_lazy(
        "The last day has passed. The holder can still recertify; until then nobody is certified."
    ),
    Standing.LAPSED: _PAPER,
    Standing.EXPIRED: _PAPER,
    Standing.RETIRED: _PAPER,
    Standing.SUSPENDED: gettext_lazy(
        "A suspension is an act of the certification body while a matter is looked into. "
        "It is not a finding. Reasons are not public."
    ),
    Standing.REVOKED: gettext_lazy(
        "The certification body has revoked this credential. Reasons are not public."
    ),
}
_NOT_PUBLISHED = gettext_lazy(
    "The last day has passed, and the certification body has not published what follows. Ask it."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a stranger is told: these fields and no other."""

    heading: str
    glyph: str
    tone: str
    name: str
    language: str
    program: str
    is_certificate: bool
    number: str
    first_on: date
    last_on: date
    standing: str
    may_end_before: bool
    note: str


def answer(cycles: Sequence[Cycle], *, on: date) -> Answer | None:
    """Return what is told of a credential on a day; None if the day is before its first.

    :param cycles: all cycles of one credential, from `records.verification`
    """
    seen = shown_on(cycles, on=on)
    if seen is None:
        return None
    credential = seen.cycle.credential
    looks = states.shown(seen.standing, kind="standing")
    return Answer(
        heading=heading(seen.standing, level=seen.level),
        glyph=looks.glyph,
        tone=looks.tone,
        name=credential.certificant.name,
        language=credential.certificant.language,
        program=credential.program.title,
        is_certificate=seen.level == CERTIFICATE,
        number=credential.number,
        first_on=seen.first_on,
        last_on=seen.last_on,
        standing=seen.standing,
        may_end_before=seen.standing in {Standing.SUSPENDED, Standing.REVOKED},
        note=note(seen.standing),
    )


def heading(standing: str, *, level: str) -> str:
    """Return the answer in a line: only a current certification is called certified.

    >>> heading("current", level="certification"), heading("current", level="certificate")
    ('Certified: current', 'Certificate: current')
    >>> heading("expired", level="certification"), heading("suspended", level="certificate")
    ('Not certified: expired', 'Certificate suspended: not certified')
    """
    if standing == Standing.CURRENT:
        return _("Certificate: current") if level == CERTIFICATE else _("Certified: current")
    if standing not in _NOT_CERTIFIED:  # not set: the body has not said what follows a last day
        return str(states.shown(standing, kind="standing").word)
    return str(_NOT_CERTIFIED[standing][level == CERTIFICATE])


def note(standing: str) -> str:
    """Return what a reader must know beside a standing; nothing where it is current."""
    if standing == Standing.CURRENT:
        return ""
    return str(_NOTES.get(standing, _NOT_PUBLISHED))
