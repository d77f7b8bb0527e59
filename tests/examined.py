"""Alice on the way by an exam, entered by actions: what tests of exams start from.

She holds the certificate of the online exam; the cycle, through LAST_ON, is that of tests.people.
"""

import uuid
from datetime import date
from itertools import count

from recert.actions import exam_results, exams, register
from recert.records.policies import edition_of
from tests import people

CENTER = "Testing center"  # as ACTION's own file names who holds the exams
_references = count(1)


def holder(**given):
    """Alice's cycle, with only the certificate of the online exam."""
    return people.alice(level="certificate", exam_form="online", **given)


def holding(cycle):
    """A second credential of the same person, with the certificate of the online exam."""
    return people.certified(
        people.who(cycle), edition=edition_of(cycle), level="certificate", exam_form="online"
    )


def carded(cycle, *, expires_on=date(2028, 1, 5), hands_on=True, at=people.AT):
    """A CPR and AED card on record; the cycle, for the next step."""
    register.record_companion(
        people.who(cycle), kind="cpr_aed", issued_on=date(2026, 1, 5), expires_on=expires_on,
        hands_on=hands_on, evidence=None, by=None, at=at,
    )  # fmt: skip
    return cycle


def authorised(cycle, *, on=people.ON, at=people.AT):
    """Leave to sit the accredited exam, on a card."""
    return exams.give_authorisation(
        carded(cycle), key=uuid.uuid4(), pathway="exam_upgrade", by=people.who(cycle).user,
        on=on, at=at,
    )  # fmt: skip


def booked(cycle, *, exam_on=date(2026, 12, 1), through=None, on=people.ON, at=people.AT):
    """A seat for the accredited exam."""
    return exams.book(
        authorised(cycle, on=on, at=at),
        place="Los Angeles",
        window_from=exam_on,
        window_through=through or exam_on,
        vendor=CENTER,
        reference=f"SEAT-{next(_references)}",
        by=people.who(cycle).user,
        on=on,
        at=at,
    )


def sat(cycle, outcome="pass", *, exam_on=people.ON, on=None, at=people.AT, by=None, **given):
    """The result of an accredited exam, recorded on the exam day unless told otherwise."""
    told = {"form": "accredited", "reference": f"RES-{next(_references)}"}
    return exam_results.record_result(
        cycle.credential, taken_on=exam_on, outcome=outcome, vendor=CENTER, by=by,
        on=on or exam_on, at=at, **told | given,
    )  # fmt: skip
