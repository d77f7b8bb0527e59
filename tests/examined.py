"""Alice on the way by an exam, entered by actions: what tests of exams start from.

She holds the certificate of the online exam; the cycle, through LAST_ON, is that of tests.people.
"""

import uuid
from datetime import date
from itertools import count

from recert.actions import exam_corrections, exam_results, exams, register, result_files
from recert.outside import results
from tests import people

CENTER = "Testing center"  # as ACTION's own file names who holds the exams
_references = count(1)


def holder(**given):
    """Alice's cycle, with only the certificate of the online exam."""
    return people.alice(level="certificate", exam_form="online", **given)


def holding(cycle):
    """A credential of the same person in another program: the online exam's certificate."""
    edition = people.adopted(overlay=False, program="action-open")
    return people.certified(
        people.who(cycle), edition=edition, level="certificate", exam_form="online"
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


def told_otherwise(result, *, outcome="fail", because="Two papers were mixed up.", by=None):
    """A correction of a result that waits to be confirmed."""
    return exam_corrections.propose(
        result, outcome=outcome, taken_on=result.taken_on, because=because,
        by=by or people.olga(), at=people.AT,
    )  # fmt: skip


NOBODY = {"RESULT_ID": "RES-X", "EXAM_DATE": "2026-11-20", "RESULT": "PASS", "LAST_NAME": "Nobody"}


def file_of(*rows):
    """A file of results, as a testing center sends it."""
    head = list(dict.fromkeys(name for row in rows for name in row))
    lines = [head, *([row.get(name, "") for name in head] for row in rows)]
    return "\n".join(",".join(map(str, line)) for line in lines).encode()


def taken_in(*rows, by=None, on=people.ON, at=people.AT):
    """A file that was taken in; one row, which matches nobody, unless told otherwise."""
    content = file_of(*(rows or (NOBODY,)))
    told = results.read_results(content, name="Results 47.csv", vendor=CENTER)
    return result_files.take_in(told, by=by or people.olga(), on=on, at=at)
