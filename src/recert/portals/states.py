"""How each state looks and reads: glyph, word, tone, in that order of importance.

The one place where a stored or derived state becomes something to see. A state that is not here
is refused: a page never shows a word that nobody chose.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Shown(NamedTuple):
    """What stands for a state: a symbol of the symbol file, a word, a tone."""

    glyph: str
    word: str | Promise
    tone: str


def _counted(word: str | Promise) -> Shown:
    return Shown("i-ok", word, "is-ok")


def _waiting(word: str | Promise) -> Shown:
    return Shown("i-wait", word, "is-wait")


def _not_counted(word: str | Promise) -> Shown:
    return Shown("i-stop", word, "is-stop")


def _idle(word: str | Promise) -> Shown:
    return Shown("i-idle", word, "is-idle")


# What the engine says of one activity; the words say why it does not count.
OUTCOMES: Mapping[str, Shown] = {
    "counted": _counted(_("Counted")),
    "counted_in_part": Shown("i-part", _("Counted in part"), "is-ok"),
    "review_pending": _waiting(_("Waiting for a reviewer")),
    "evidence_missing": _waiting(_("Evidence missing")),
    "rejected": _not_counted(_("Not accepted")),
    "before_window": _not_counted(_("Before your cycle")),
    "after_window": _not_counted(_("After your cycle")),
    "duplicate_course": _not_counted(_("Same course twice")),
    "over_activity_cap": _not_counted(_("Over the limit for one activity")),
    "over_category_cap": _not_counted(_("Over the limit for its category")),
    "over_annual_cap": _not_counted(_("Over the limit for one year")),
    "over_total_cap": _not_counted(_("Over the limit in all")),
    "provider_not_approved": _not_counted(_("Provider not approved that day")),
    "membership_lapsed": _not_counted(_("Membership had lapsed")),
    "delivery_not_accepted": _not_counted(_("Way of delivery not accepted")),
    "category_not_accepted": _not_counted(_("Category not accepted")),
    "below_minimum_length": _not_counted(_("Too short to count")),
}

ACTIVITIES: Mapping[str, Shown] = {
    "draft": _idle(pgettext_lazy("activity", "Draft")),
    "submitted": _waiting(_("Reviewer’s turn")),
    "returned": _waiting(_("Returned with a question")),
    "accepted": _counted(_("Accepted")),
    "accepted_in_part": Shown("i-part", _("Accepted in part"), "is-ok"),
    "rejected": _not_counted(_("Not accepted")),
    "withdrawn": _idle(pgettext_lazy("activity", "Withdrawn")),
}

APPLICATIONS: Mapping[str, Shown] = {
    "draft": _idle(_("Draft, not filed")),
    "submitted": _waiting(_("Filed, reviewer’s turn")),
    "in_review": _waiting(_("In review")),
    "returned": _waiting(_("Returned, trainer’s turn")),
    "approved": _counted(_("Approved")),
    "denied": _not_counted(_("Denied")),
    "withdrawn": _idle(pgettext_lazy("application", "Withdrawn")),
}

# Outside `current` nobody is certified, and the words say so.
STANDINGS: Mapping[str, Shown] = {
    "current": _counted(_("Current")),
    "grace": _waiting(_("Grace: not certified")),
    "lapsed": _not_counted(_("Lapsed: not certified")),
    "expired": _not_counted(_("Expired: not certified")),
    "suspended": Shown("i-pause", _("Suspended: not certified"), "is-stop"),
    "revoked": Shown("i-close", _("Revoked: not certified"), "is-stop"),
    "retired": _idle(_("Retired: not certified")),
}

FINDINGS: Mapping[str, Shown] = {
    "met": _counted(_("Met")),
    "short": _not_counted(_("Not met")),
    "not set": Shown("i-unknown", _("Not set"), "is-idle"),
}

PATHWAYS: Mapping[str, Shown] = {
    "eligible": _counted(_("Eligible")),
    "not eligible": _not_counted(_("Not yet eligible")),
    "referred": Shown("i-unknown", _("A person decides"), "is-wait"),
}

# A piece of work owed to the outside: a notice, a document.
OWED: Mapping[str, Shown] = {
    "owed": _waiting(_("On its way")),
    "done": _counted(_("Done")),
    "sent": _counted(_("Sent")),
    "failed": Shown("i-alert", _("Not done, will be tried again"), "is-stop"),
}

# A file's scan, and what may be done with it.
SCANS: Mapping[str, Shown] = {
    "clean": _counted(_("Scanned, nothing found")),
    "not_scanned": Shown("i-unknown", _("Not scanned"), "is-idle"),
    "infected": Shown("i-alert", _("Held back by the scan"), "is-stop"),
}

KINDS: Mapping[str, Mapping[str, Shown]] = {
    "outcome": OUTCOMES,
    "activity": ACTIVITIES,
    "application": APPLICATIONS,
    "standing": STANDINGS,
    "finding": FINDINGS,
    "pathway": PATHWAYS,
    "owed": OWED,
    "scan": SCANS,
}


class UnknownStateError(LookupError):
    """A page asked for a state that has no glyph and no word."""


def shown(state: str, *, kind: str) -> Shown:
    """Return what stands for a state of a kind.

    >>> shown("counted_in_part", kind="outcome").glyph
    'i-part'
    >>> shown("gone", kind="standing")
    Traceback (most recent call last):
    ...
    recert.portals.states.UnknownStateError: standing has no state 'gone'; it has current, grace, \
lapsed, expired, suspended, revoked, retired

    Raises:
        UnknownStateError: there is no such kind, or no such state in it.
    """
    if kind not in KINDS:
        raise UnknownStateError(f"there is no kind of state {kind!r}; there are {', '.join(KINDS)}")
    if state not in KINDS[kind]:
        known = ", ".join(KINDS[kind])
        raise UnknownStateError(f"{kind} has no state {str(state)!r}; it has {known}")
    return KINDS[kind][state]
