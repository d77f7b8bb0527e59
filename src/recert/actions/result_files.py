"""Results from a vendor's file: each row is recorded, repeated, a correction, or held for a person.

Rows are taken in one by one, each in a transaction of its own, the earliest exam first: the order
of a file changes nothing, a file that was cut off is taken up where it ended, and the same file
again is the same.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.actions import exam_results
from recert.actions.events import record
from recert.actions.locks import lock_case, must_not_be_own
from recert.actions.refusals import CannotMove, Incomplete, Refusal
from recert.actions.row_judging import (
    CORRECTION,
    HELD,
    RECORDED,
    SET_ASIDE,
    Came,
    as_told,
    beside_known,
    form_meant,
    known_before,
    propose_by_row,
    told_again,
)
from recert.outside.results import ResultsTold, ResultTold
from recert.records.certification import Credential, ExamResult
from recert.records.exam_matching import Clues, Match, match
from recert.records.exams import ResultFile, ResultRow
from recert.records.people import User


def take_in(file: ResultsTold, *, by: User | None, on: date, at: datetime) -> ResultFile:
    """Take in a file of results. The same file twice is one; two at once do no harm.

    :param on: the body's day, after which no exam can have been taken
    :raises Incomplete: it does not say who sent it
    """
    if not file.vendor or len(file.vendor) > 60:  # noqa: PLR2004  # as the column is
        raise Incomplete({"vendor": _("Enter who sent the results, in at most 60 characters.")})
    kept = _kept(file, by=by, at=at)
    done = set(kept.rows.values_list("place", flat=True))
    waiting = [row for row in file.rows if row.place not in done]
    for row in sorted(waiting, key=lambda each: (each.taken_on, each.reference, each.place)):
        _take_row(kept, row, by=by, on=on, at=at)
    return kept


def _kept(file: ResultsTold, *, by: User | None, at: datetime) -> ResultFile:
    try:
        with transaction.atomic():
            kept, fresh = ResultFile.objects.get_or_create(
                digest=file.digest,
                defaults={
                    "vendor": file.vendor,
                    "name": file.name[:200],
                    "size": file.size,
                    "by": by,
                    "at": at,
                },
            )
            if fresh:
                record(
                    "result_file.taken_in",
                    by=by,
                    at=at,
                    subject=kept,
                    sent_by=kept.vendor,
                    digest=kept.digest,
                    rows=len(file.rows),
                )
    except IntegrityError:  # another was quicker
        return ResultFile.objects.get(digest=file.digest)
    return kept


def _take_row(
    file: ResultFile, row: ResultTold, *, by: User | None, on: date, at: datetime
) -> None:
    """Take in one row, unless another worker did: a place of a file is there once."""
    clues = Clues(
        booking=row.booking,
        number=row.number,
        family_name=row.family_name,
        candidate=row.candidate,
    )
    found = match(clues, vendor=file.vendor)
    try:
        with transaction.atomic():
            if found.credential:
                lock_case(found.credential.certificant_id)
            if ResultRow.objects.filter(file=file, place=row.place).exists():
                return
            came = _came(file, row, found=found, by=by, on=on, at=at)
            _write(file, row, came, by=by, at=at)
    except IntegrityError:
        if not ResultRow.objects.filter(file=file, place=row.place).exists():
            raise


def _write(file: ResultFile, row: ResultTold, came: Came, *, by: User | None, at: datetime) -> None:
    kept = ResultRow.objects.create(
        file=file,
        place=row.place,
        reference=row.reference,
        candidate=row.candidate,
        told=as_told(row),
        state=came.state,
        because=came.because,
        result=came.result,
    )
    if came.state == CORRECTION:
        assert came.result is not None  # result_row_names_its_result
        propose_by_row(kept, came.result, row=row, by=by, at=at)


def _came(
    file: ResultFile, row: ResultTold, *, found: Match, by: User | None, on: date, at: datetime
) -> Came:
    """Say what becomes of a row, and let it become so."""
    known = ExamResult.objects.filter(vendor=file.vendor, reference=row.reference).first()
    if known:
        return beside_known(known, row, found=found)
    if found.credential is None:
        return known_before(file, row) or Came(HELD, because=found.because)
    return _recorded(file, row, credential=found.credential, found=found, by=by, on=on, at=at)


def _recorded(
    file: ResultFile,
    row: ResultTold,
    *,
    credential: Credential,
    found: Match,
    by: User | None,
    on: date,
    at: datetime,
) -> Came:
    try:
        with transaction.atomic():
            result = exam_results.record_result(
                credential,
                form=form_meant(row, credential=credential, found=found),
                taken_on=row.taken_on,
                outcome=row.outcome,
                vendor=file.vendor,
                reference=row.reference,
                by=by,
                on=on,
                at=at,
            )
    except Refusal as refusal:  # the rest of the file is none the worse for it
        return known_before(file, row) or Came(HELD, because=str(refusal))
    return Came(RECORDED, result)


@transaction.atomic
def settle_row(
    row: ResultRow, *, credential: Credential, by: User, on: date, at: datetime
) -> ResultRow:
    """Say whose result a held row is, and let it become so.

    :raises CannotMove: it is settled already, or the result cannot be this person's
    :raises Incomplete: what the row tells cannot be on record: an exam that is not known, say
    :raises NotForYou: it is the result of the person who settles it
    """
    certificant = lock_case(credential.certificant_id)
    must_not_be_own(certificant, by=by)
    row = _held(row)
    told = told_again(row)
    came = _settled(row, told, credential=credential, by=by, on=on, at=at)
    row.state, row.result, row.because = came.state, came.result, ""
    row.settled_by, row.settled_at = by, at
    row.save()
    record(
        "result_row.settled",
        by=by,
        at=at,
        subject=row,
        certificant=certificant,
        result=row.result_id,
        state=row.state,
    )
    if came.state == CORRECTION:
        assert came.result is not None  # result_row_names_its_result
        propose_by_row(row, came.result, row=told, by=by, at=at)
    return row


def _settled(
    row: ResultRow,
    told: ResultTold,
    *,
    credential: Credential,
    by: User,
    on: date,
    at: datetime,
) -> Came:
    """Say what becomes of a held row of this person's, and record its result if it is new."""
    known = ExamResult.objects.filter(vendor=row.file.vendor, reference=row.reference).first()
    if known:
        came = beside_known(known, told, found=Match(credential=credential), by_person=True)
        if came.state == HELD:
            raise CannotMove(came.because)
        return came
    result = exam_results.record_result(
        credential,
        form=form_meant(told, credential=credential, found=Match()),
        taken_on=told.taken_on,
        outcome=told.outcome,
        vendor=row.file.vendor,
        reference=row.reference,
        by=by,
        on=on,
        at=at,
    )
    return Came(RECORDED, result)


def _held(row: ResultRow) -> ResultRow:
    row = ResultRow.objects.select_for_update(of=("self",)).select_related("file").get(pk=row.pk)
    if row.state != HELD:
        raise CannotMove(_("This row is settled already."))
    return row


@transaction.atomic
def set_row_aside(row: ResultRow, *, because: str, by: User, at: datetime) -> ResultRow:
    """Put a held row aside: it is nobody's here. The reason is kept.

    :raises Incomplete: no reason
    :raises CannotMove: it is settled already
    """
    row = _held(row)
    if not because.strip():
        raise Incomplete({"because": _("Say why the row is nobody's here.")})
    row.state, row.because = SET_ASIDE, because.strip()
    row.settled_by, row.settled_at = by, at
    row.save()
    record("result_row.set_aside", by=by, at=at, subject=row, because=because.strip())
    return row
