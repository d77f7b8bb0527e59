"""Exams in the cast's lives: cards, authorisations, seats, results, corrections."""

import uuid
from dataclasses import replace
from datetime import date
from itertools import count

from recert.actions import exam_corrections, exam_results, exams, register, result_files
from recert.actions.events import record
from recert.outside.results import ResultsTold, ResultTold
from recert.records.certification import ExamResult
from tests import people as cast

PATHWAY = "exam_upgrade"
VENDOR = "Testing center"
EXAM_ON = date(2026, 12, 1)
LATER_ON = date(2026, 12, 5)  # the body's day on which results arrive
_files = count(1)


def holder(name="Alice Ångström", **given):
    """The cycle of somebody who holds the certificate of the online exam, through LAST_ON."""
    told = {"level": "certificate", "exam_form": "online"}
    return cast.certified(cast.enrolled(name), **told | given)


def carded(cycle, *, issued_on=date(2026, 1, 1), expires_on=date(2027, 12, 31), hands_on=True):
    """The same, with a CPR and AED card on file."""
    register.record_companion(
        cast.who(cycle), kind="cpr_aed", issued_on=issued_on, expires_on=expires_on,
        hands_on=hands_on, evidence=None, by=None, at=cast.AT,
    )  # fmt: skip
    return cycle


def alice(**given):
    """Alice, who may sit the accredited exam."""
    return carded(holder(**given))


def authorised(cycle, *, key=None, on=cast.ON, at=cast.AT, by=None):
    return exams.give_authorisation(
        cycle, key=key or uuid.uuid4(), pathway=PATHWAY, by=by, on=on, at=at
    )


def booked(authorisation, *, reference="B-1", first=EXAM_ON, last=None, on=cast.ON, at=cast.AT):
    return exams.book(
        authorisation, place="Los Angeles", window_from=first, window_through=last or first,
        vendor=VENDOR, reference=reference, by=None, on=on, at=at,
    )  # fmt: skip


def sat(cycle, *, outcome="pass", taken_on=EXAM_ON, reference="R-1", at=cast.AT, **given):
    """A result, entered by Olga."""
    told = {"form": "accredited", "vendor": VENDOR, "on": max(taken_on, LATER_ON)} | given
    return exam_results.record_result(
        cycle.credential, taken_on=taken_on, outcome=outcome, reference=reference,
        by=cast.olga(), at=at, **told,
    )  # fmt: skip


def result_alone(
    cycle,
    *,
    form="accredited",
    taken_on=cast.ON,
    outcome="pass",
    reference="1",
    vendor="board",
    at=cast.AT,
):
    """A result on record from which nothing followed; `sat` lets follow what follows."""
    result = ExamResult.objects.create(
        credential=cycle.credential, form=form, taken_on=taken_on, outcome=outcome, vendor=vendor,
        reference=reference, received_at=at,
    )  # fmt: skip
    record(
        "exam_result.recorded", by=None, at=at, subject=result,
        certificant=cycle.credential.certificant_id,
    )  # fmt: skip
    return result


def proposed(result, *, outcome="fail", taken_on=None, because="The vendor wrote.", at=cast.AT):
    return exam_corrections.propose(
        result, outcome=outcome, taken_on=taken_on or result.taken_on, because=because,
        by=cast.olga(), at=at,
    )  # fmt: skip


def confirmed(correction, *, on=LATER_ON, at=cast.AT, by=None):
    return exam_corrections.confirm(correction, by=by or cast.otto(), on=on, at=at)


def row(cycle=None, *, reference="R-1", place=1, taken_on=EXAM_ON, outcome="pass", **clues):
    """A row of a file; it names the holder of a cycle by number and family name, or nobody."""
    names = {"number": "", "family_name": "", "booking": "", "candidate": "", "form": ""}
    if cycle:
        names["number"] = cycle.credential.number
        names["family_name"] = cast.who(cycle).family_name
    return ResultTold(
        place=place, reference=reference, taken_on=taken_on, outcome=outcome,
        raw={"reference": reference}, **names | clues,
    )  # fmt: skip


def file(*rows, digest=None):
    """A file of rows, each in its place."""
    digest = digest or f"{next(_files):064d}"
    placed = tuple(replace(row, place=place) for place, row in enumerate(rows, start=1))
    return ResultsTold(vendor=VENDOR, name="results.csv", digest=digest, size=1, rows=placed)


def told(cycle=None, **given):
    """A file of one row."""
    return file(row(cycle, **given))


def taken_in(file, *, on=LATER_ON, at=cast.AT):
    return result_files.take_in(file, by=cast.olga(), on=on, at=at)


def everything_told():
    """Lives in which every kind of notice about an exam is owed."""
    authorised(alice(name="Bea Berg"))
    exams.expire_due(on=date(2027, 2, 23), at=cast.AT)
    given = authorised(alice(name="Ada Alm"))
    exams.cancel_authorisation(given, because="By mistake.", by=cast.olga(), at=cast.AT)
    seat = booked(authorised(alice(name="Cleo Cruz")))
    sat(seat.authorisation.cycle, outcome="absent")
    confirmed(proposed(sat(alice(name="Dora Diaz"), reference="R-2")))
    sat(holder("Edda Eck"), reference="R-3")
    sat(alice(name="Fay Fox"), reference="R-4", taken_on=cast.LAST_ON.replace(day=16))
