"""What a row of a result file comes to beside what is on record: the same, a correction, or odd."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from recert.actions import exam_corrections
from recert.actions.refusals import Incomplete
from recert.outside.results import ResultTold
from recert.policy.policies import Policy
from recert.records.certification import Credential, ExamResult
from recert.records.exam_judging import cycle_for_exam
from recert.records.exam_matching import Match
from recert.records.exams import ExamCorrection, ResultFile, ResultRow
from recert.records.people import User
from recert.records.policies import policy_of

RECORDED, REPEATED, CORRECTION, HELD, SET_ASIDE = (
    "recorded", "repeated", "correction", "held", "set_aside",
)  # fmt: skip


class Came(NamedTuple):
    """What became of a row: its state, its result, and why it is held."""

    state: str
    result: ExamResult | None = None
    because: str = ""


def known_before(file: ResultFile, row: ResultTold) -> Came | None:
    """Say of a row that waits for a person already, or was set aside, that it came again."""
    rows = ResultRow.objects.filter(
        file__vendor=file.vendor, reference=row.reference, state__in=[HELD, SET_ASIDE]
    )
    for before in rows.select_related("file").order_by("pk"):
        if as_told(row) | {"raw": None} == before.told | {"raw": None}:
            where = {"file": before.file.name, "row": before.place}
            words = _("The same row is held in %(file)s, row %(row)d.")
            if before.state == SET_ASIDE:
                words = _("The same row was set aside in %(file)s, row %(row)d.")
            return Came(SET_ASIDE, because=words % where)
    return None


def beside_known(
    known: ExamResult, row: ResultTold, *, found: Match, by_person: bool = False
) -> Came:
    """Judge a row whose reference is on record: it says the same, or corrects it, or is odd.

    :param by_person: a person looked at it, and means what it says
    """
    if found.credential and found.credential.pk != known.credential_id:
        return Came(HELD, because=_("The reference is on record as the result of somebody else."))
    if (known.taken_on, known.outcome) == (row.taken_on, row.outcome):
        return Came(REPEATED, known)
    if by_person:
        return Came(CORRECTION, known)
    return _beside_corrections(known, row)


def _beside_corrections(known: ExamResult, row: ResultTold) -> Came:
    """Judge a row that contradicts a result, by what was said of that result before."""
    waiting = ExamCorrection.objects.filter(result=known, settled_at=None).first()
    if waiting and (waiting.taken_on, waiting.outcome) == (row.taken_on, row.outcome):
        return Came(REPEATED, known, because=_("The same correction waits for a person."))
    if waiting:
        return Came(HELD, because=_("Another correction of this result waits for a person."))
    dismissed = ExamCorrection.objects.filter(
        result=known, taken_on=row.taken_on, outcome=row.outcome, confirmed=False
    )
    if dismissed.exists():
        return Came(REPEATED, known, because=_("A person dismissed the same correction."))
    if _stood_so_before(known, row):
        return Came(
            HELD, because=_("The result stood so until it was corrected; is that taken back?")
        )
    return Came(CORRECTION, known)


def _stood_so_before(known: ExamResult, row: ResultTold) -> bool:
    before = ExamResult.every.filter(
        vendor=known.vendor,
        reference=known.reference,
        taken_on=row.taken_on,
        outcome=row.outcome,
        reversed_at__isnull=False,
    )
    return before.exists()


def form_meant(row: ResultTold, *, credential: Credential, found: Match) -> str:
    """Return the exam form that a row means: as it says, else as booked, else the only one.

    :raises Incomplete: it says one that is not known, or nothing says which of several
    """
    policy = policy_of(cycle_for_exam(credential, on=row.taken_on))
    if row.form:
        return _named(row.form, policy=policy)
    if found.booking:
        return found.booking.authorisation.form
    asked = {way.exam.form for way in policy.pathways if way.exam}
    if len(asked) == 1:
        return asked.pop()
    raise Incomplete({"form": _("The row does not say which exam was taken.")})


def _named(told: str, *, policy: Policy) -> str:
    for form in policy.exam_forms:
        if told.casefold() in {form.id.casefold(), form.label.casefold()}:
            return form.id
    known = ", ".join(form.id for form in policy.exam_forms)
    raise Incomplete(
        {
            "form": _("The exam %(told)s is not known; known are: %(known)s.")
            % {"told": told, "known": known}
        }
    )


def propose_by_row(
    kept: ResultRow, result: ExamResult, *, row: ResultTold, by: User | None, at: datetime
) -> None:
    """Propose what a row says as a correction of a result."""
    because = (
        f"{kept.file.vendor} told this result otherwise, in {kept.file.name}, row {row.place}."
    )
    exam_corrections.propose(
        result,
        outcome=row.outcome,
        taken_on=row.taken_on,
        because=because,
        by=by,
        row=kept,
        at=at,
    )


def as_told(row: ResultTold) -> dict[str, object]:
    """Return a row as it was read, and as it came."""
    return {
        "taken_on": str(row.taken_on),
        "outcome": row.outcome,
        "form": row.form,
        "booking": row.booking,
        "number": row.number,
        "family_name": row.family_name,
        "raw": dict(row.raw),
    }


def told_again(row: ResultRow) -> ResultTold:
    """Return what a kept row tells."""
    told = row.told
    return ResultTold(
        place=row.place,
        reference=row.reference,
        taken_on=date.fromisoformat(told["taken_on"]),
        outcome=told["outcome"],
        form=told["form"],
        booking=told["booking"],
        number=told["number"],
        family_name=told["family_name"],
        candidate=row.candidate,
        raw=told["raw"],
    )
