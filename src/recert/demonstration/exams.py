"""Lives on the way by an exam, and what of it waits in the office."""

from datetime import date, timedelta

from recert.actions import exam_results, exams, register, result_files
from recert.demonstration.dice import key
from recert.demonstration.life import Life, World
from recert.demonstration.staff import HOST
from recert.outside.results import read_results
from recert.records.certification import ExamResult
from recert.records.exams import ExamAuthorisation

FORM, WAY = "accredited", "exam_upgrade"
FILE = "results of the week.csv"


def may_book(life: Life) -> None:
    """Holds the certificate, and may book a seat for the accredited exam."""
    life.earn(300, until=life.world.today - timedelta(days=40))
    life.at_days_ago(4)
    _ask(life)
    life.tell()


def booked(life: Life) -> None:
    """Has a seat for the accredited exam in the days to come."""
    life.earn(240, until=life.world.today - timedelta(days=60))
    life.at_days_ago(12)
    authorisation = _ask(life)
    life.wait(2)
    _book(life, authorisation, exam_on=life.world.today + timedelta(days=9))
    life.tell()


def failed(life: Life) -> None:
    """Did not pass the exam, and waits until it may be taken again."""
    life.earn(480, until=life.world.today - timedelta(days=80))
    _sit(life, days_ago=25, outcome="fail")


def upgraded(life: Life) -> None:
    """Held a certificate, and passed the accredited exam in a testing center."""
    life.earn(180, until=life.cycle.begins_on + timedelta(days=200))
    _sit(life, days_ago=70, outcome="pass")


def passed_late(life: Life) -> None:
    """Passed some days after the last day of the cycle: an officer decides."""
    _sit(life, days_ago=8, outcome="pass")


def _sit(life: Life, *, days_ago: int, outcome: str) -> None:
    """Ask, book, sit; the result arrives on the day after."""
    taken_on = life.world.today - timedelta(days=days_ago)
    life.at_days_ago(days_ago + 30)
    authorisation = _ask(life)
    life.wait(3)
    _book(life, authorisation, exam_on=taken_on)
    life.tell()
    life.at_days_ago(days_ago - 1)
    exam_results.record_result(
        life.cycle.credential,
        form=FORM,
        taken_on=taken_on,
        outcome=outcome,
        vendor=_center(life.world),
        reference=f"R-{life.cycle.pk:06d}",
        by=life.world.staff.officers[0],
        on=life.on,
        at=life.at,
    )
    life.settle()


def _ask(life: Life) -> ExamAuthorisation:
    """Put a card on record, and ask to sit the exam."""
    issued_on = life.on - timedelta(days=life.throw.randint(60, 200))
    register.record_companion(
        life.certificant,
        kind="cpr_aed",
        issued_on=issued_on,
        expires_on=issued_on + timedelta(days=730),
        hands_on=True,
        evidence=None,
        by=life.user,
        at=life.at,
    )
    return exams.give_authorisation(
        life.cycle, key=key(life.throw), pathway=WAY, by=life.user, on=life.on, at=life.at
    )


def _book(life: Life, authorisation: ExamAuthorisation, *, exam_on: date) -> None:
    body = life.world.body
    exams.book(
        authorisation,
        place=life.throw.choice(body.exams.places) if body.exams else "",
        window_from=exam_on,
        window_through=exam_on,
        vendor=_center(life.world),
        reference=f"S-{life.throw.randint(10**6, 10**7 - 1)}",
        by=life.user,
        on=life.on,
        at=life.at,
    )


def _center(world: World) -> str:
    return world.body.exams.vendor if world.body.exams else ""


def send_file(world: World) -> None:
    """Take in a file of results: some told otherwise, two that are nobody's for certain."""
    known = ExamResult.objects.filter(form=FORM).exclude(
        credential__certificant__email__in=[f"{mailbox}@{HOST}" for mailbox in MAILBOXES]
    )
    rows = ["Reference,Exam date,Result,Certificate number,Last name"]
    rows += [_row(each, outcome=_told(each)) for each in known.order_by("pk")[:2]]
    on = world.today - timedelta(days=5)
    rows += [f"R-900417,{on},pass,AC-99999999,Okafor", f"R-900418,{on},pass,,Lindqvist"]
    told = read_results("\n".join(rows).encode(), name=FILE, vendor=_center(world))
    at = world.now - timedelta(hours=20)
    on = at.astimezone(world.body.tz).date()
    result_files.take_in(told, by=world.staff.officers[0], on=on, at=at)


# Those whose shoes a visitor steps into: nobody tells their results otherwise.
MAILBOXES = ("tomas", "ines", "kwame", "freya", "ravi")


def _told(result: ExamResult) -> str:
    """Return how the file tells a result: a pass as a failure, so that an officer looks at it."""
    return "fail" if result.outcome == "pass" else result.outcome


def _row(result: ExamResult, *, outcome: str) -> str:
    name = result.credential.certificant.family_name
    number = result.credential.number
    return f'{result.reference},{result.taken_on},{outcome},{number},"{name}"'
