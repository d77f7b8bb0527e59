"""How each state looks and reads: glyph, word, tone, in that order of importance.

The one place where a stored or derived state becomes something to see. A state that is not here
is refused: a page never shows a word that nobody chose.
"""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recert.policy import names


class Shown(NamedTuple):
    """What stands for a state: a symbol of the symbol file, a word, a tone."""

    glyph: str
    word: str | Promise
    tone: str


def _counted(word: str | Promise) -> Shown:
    return Shown("i-ok", word, "is-ok")


def _in_part(word: str | Promise) -> Shown:
    return Shown("i-part", word, "is-ok")


def _waiting(word: str | Promise) -> Shown:
    return Shown("i-wait", word, "is-wait")


def _not_counted(word: str | Promise) -> Shown:
    return Shown("i-stop", word, "is-stop")


def _idle(word: str | Promise) -> Shown:
    return Shown("i-idle", word, "is-idle")


def _open(word: str | Promise) -> Shown:
    return Shown("i-unknown", word, "is-idle")


# What the engine says of one activity: the tone is told here, the word by the policy's names.
_OUTCOME_LOOKS = {
    "counted": _counted,
    "counted_in_part": _in_part,
    "review_pending": _waiting,
    "evidence_missing": _waiting,
}
OUTCOMES: Mapping[str, Shown] = {
    outcome: _OUTCOME_LOOKS.get(outcome, _not_counted)(_(word))
    for outcome, word in names.OUTCOMES.items()
}

ACTIVITIES: Mapping[str, Shown] = {
    "draft": _idle(pgettext_lazy("activity", "Draft")),
    "submitted": _waiting(_("Reviewer’s turn")),
    "returned": _waiting(_("Returned with a question")),
    "accepted": _counted(_("Accepted")),
    "accepted_in_part": _in_part(_("Accepted in part")),
    "rejected": _not_counted(_(names.OUTCOMES["rejected"])),
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

# Whose turn a filed application is: the same words for the trainer and for staff.
TURNS: Mapping[str, Shown] = {
    "certificant": _waiting(_("Trainer’s turn")),
    "reviewer": _waiting(_("Reviewer’s turn")),
    "officer": _open(_("An officer sets the fee")),
    "payer": Shown("i-pause", _("Waiting for the fee"), "is-wait"),
    "nobody": _idle(_("Nothing to do")),
}

_not_certified = partial(format_lazy, _("{standing}: not certified"))
_STANDING_LOOKS = {
    "grace": _waiting,
    "suspended": lambda word: Shown("i-pause", word, "is-stop"),
    "revoked": lambda word: Shown("i-close", word, "is-stop"),
    "retired": _idle,
}
# Outside `current` nobody is certified, and the words say so; but where the body has not said
# what follows a last day, the words do not either.
STANDINGS: Mapping[str, Shown] = {
    "current": _counted(_(names.STANDINGS["current"])),
    "not set": _open(_(names.STANDINGS["not set"])),
} | {
    standing: _STANDING_LOOKS.get(standing, _not_counted)(_not_certified(standing=_(word)))
    for standing, word in names.STANDINGS.items()
    if standing not in {"current", "not set"}
}

FINDINGS: Mapping[str, Shown] = {
    "met": _counted(_(names.STATES["met"])),
    "short": _not_counted(_(names.STATES["short"])),
    "not yet": _waiting(_("Not yet met")),  # short, while there is still time
    "not set": _open(_(names.STATES["not set"])),
}

PATHWAYS: Mapping[str, Shown] = {
    "eligible": _counted(_("Eligible")),
    "not eligible": _not_counted(_("Not yet eligible")),
    "referred": Shown("i-unknown", _("A person decides"), "is-wait"),
}

# How open one of the ways to recertify is.
WAYS: Mapping[str, Shown] = {
    "done": _counted(_("Done")),
    "open": Shown("i-rise", _("Open to you"), "is-plain"),
    "referred": _open(_("A person decides")),
    "closed": _not_counted(_("Not open to you")),
}

# Where somebody is on the way by an exam.
EXAMS: Mapping[str, Shown] = {
    "ask": Shown("i-rise", _("Open to you"), "is-plain"),
    "card": _waiting(_("A card is missing")),
    "not now": _not_counted(_("Not open to you")),
    "book": _waiting(_("Authorised, not booked")),
    "booked": _counted(_("Booked")),
    "awaited": _waiting(_("Waiting for the result")),
    "passed": _counted(_("Passed")),
    "referred": _open(_("Passed, an officer decides")),
    "ruled out": _not_counted(_("Passed, level unchanged")),
    "not counted": _not_counted(_("Passed, does not count")),
    "failed": _not_counted(_("Not passed")),
    "absent": _idle(_("Not sat")),
    "expired": _idle(_("Authorisation ended")),
}

# How an exam ended, as the office reads it.
RESULTS: Mapping[str, Shown] = {
    "pass": _counted(_("Passed")),
    "fail": _not_counted(_("Not passed")),
    "absent": _idle(_("Not sat")),
    "reversed": Shown("i-undo", _("Taken back"), "is-wait"),
}

AUTHORISATIONS: Mapping[str, Shown] = {
    "open": _waiting(_("Authorised, not booked")),
    "booked": _counted(_("Booked")),
    "sat": _counted(_("Sat")),
    "expired": _idle(_("Ended unused")),
    "cancelled": _idle(_("Cancelled")),
}

# What became of a row of a file of results.
ROWS: Mapping[str, Shown] = {
    "recorded": _counted(_("Recorded")),
    "repeated": _idle(_("Known already")),
    "correction": _waiting(_("Correction to confirm")),
    "held": Shown("i-pause", _("Held for a person"), "is-wait"),
    "set_aside": _idle(_("Set aside, with the reason")),
}

# A piece of work owed to the outside: a notice, a document.
OWED: Mapping[str, Shown] = {
    "owed": _waiting(_("On its way")),
    "done": _counted(_("Done")),
    "sent": _counted(_("Sent")),
    "failed": Shown("i-alert", _("Not done, will be tried again"), "is-stop"),
    "refused": Shown("i-alert", _("Refused by mail, not tried again"), "is-stop"),
    "withheld": _idle(_("Not sent")),
    "returned": Shown("i-alert", _("Came back"), "is-stop"),
    "delayed": Shown("i-pause", _("Delayed by a mail server"), "is-wait"),
}

# A file's scan, and what may be done with it.
SCANS: Mapping[str, Shown] = {
    "clean": _counted(_("Scanned, nothing found")),
    "not_scanned": _open(_("Not scanned")),
    "infected": Shown("i-alert", _("Held back by the scan"), "is-stop"),
}

# What a reviewer should know of an activity before opening it, and of each line of its claim.
MARKS: Mapping[str, Shown] = {
    "agrees": _counted(_("Agrees")),
    "differs": Shown("i-alert", _("Differs"), "is-wait"),
    "no course": _open(_("No entry")),
    "no evidence": _waiting(_("No evidence yet")),
    "flagged": Shown("i-alert", _("File flagged"), "is-wait"),
    "shared": Shown("i-alert", _("Same file, other person"), "is-stop"),
    "answered": Shown("i-info", _("Answered"), "is-plain"),
}

# A request: whose turn it is, as its asker reads it; what is held is for staff alone.
REQUESTS: Mapping[str, Shown] = {
    "ours": _waiting(_("Our turn")),
    "asker": Shown("i-mail", _("Answered"), "is-ok"),
    "closed": _idle(_("Closed")),
    "held": Shown("i-pause", _("Held: looks like spam"), "is-wait"),
    "discarded": _idle(_("Discarded as spam")),
}

# What a provider proposes, as both sides read it.
PROPOSALS: Mapping[str, Shown] = {
    "draft": _idle(_("Draft, not sent")),
    "submitted": _waiting(_("Officer’s turn")),
    "returned": Shown("i-undo", _("Returned, provider’s turn"), "is-wait"),
    "approved": _counted(_("Approved")),
    "withdrawn": _idle(_("Taken back")),
}

# How a class stands on a day, and what became of a report that somebody completed it.
CLASSES: Mapping[str, Shown] = {
    "approved": _counted(_("Approved")),
    "ends": _counted(_("Approved, with an end")),
    "to come": _waiting(_("Approved from a later day")),
    "ended": _not_counted(_("Not approved any more")),
}
REPORTS: Mapping[str, Shown] = {
    "granted": _counted(_("Credit given")),
    "held": _waiting(_("Held, a person looks")),
    "settled": _not_counted(_("Looked at, no credit")),
    "taken back": Shown("i-undo", _("Taken back"), "is-stop"),
}

KINDS: Mapping[str, Mapping[str, Shown]] = {
    "request": REQUESTS,
    "mark": MARKS,
    "proposal": PROPOSALS,
    "class": CLASSES,
    "report": REPORTS,
    "outcome": OUTCOMES,
    "activity": ACTIVITIES,
    "application": APPLICATIONS,
    "standing": STANDINGS,
    "turn": TURNS,
    "finding": FINDINGS,
    "pathway": PATHWAYS,
    "way": WAYS,
    "exam": EXAMS,
    "result": RESULTS,
    "authorisation": AUTHORISATIONS,
    "row": ROWS,
    "owed": OWED,
    "scan": SCANS,
}


class UnknownStateError(LookupError):
    """A page asked for a state that has no glyph and no word."""


def shown(state: str, *, kind: str) -> Shown:
    """Return what stands for a state of a kind.

    >>> shown("counted_in_part", kind="outcome").glyph
    'i-part'
    >>> shown("gone", kind="finding")
    Traceback (most recent call last):
    ...
    recert.portals.states.UnknownStateError: finding has no state 'gone'; it has met, ...

    Raises:
        UnknownStateError: there is no such kind, or no such state in it.
    """
    if kind not in KINDS:
        raise UnknownStateError(f"there is no kind of state {kind!r}; there are {', '.join(KINDS)}")
    if state not in KINDS[kind]:
        known = ", ".join(KINDS[kind])
        raise UnknownStateError(f"{kind} has no state {str(state)!r}; it has {known}")
    return KINDS[kind][state]
