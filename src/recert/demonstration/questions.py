"""What people have asked: five requests, each in another state, and answers kept for reuse."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from recert.actions import answering, canned, notices
from recert.actions.requests import Asked, ask, rate, write
from recert.demonstration.dice import dice, key
from recert.demonstration.life import LEASE, World
from recert.demonstration.staff import HOST
from recert.jobs.telling import tell
from recert.records.people import Certificant, User
from recert.records.requests import Request

CANNED = (
    (
        "How many hours are needed",
        (
            "You need {credits} in a cycle of {cycle}: {credit_hours} of instruction.\n\n"
            "All of them that you complete within the cycle go into your application by "
            "themselves; you pick nothing."
        ),
    ),
    (
        "What evidence should show",
        (
            "A certificate of completion counts if it names you, the class, who offered it, the "
            "day you completed it and the hours.\n\nA photograph of it by telephone is enough, as "
            "long as every word can be read."
        ),
    ),
    (
        "What recertification costs",
        (
            "The fee is {fee}. You may send the application before you pay; it is reviewed "
            "meanwhile."
        ),
    ),
)
BREAKS = (
    "My certificate for the weekend course says 12 hours, and that includes lunch on both days. "
    "Do I enter 12 hours, or do I take the breaks off?"
)
NO_BREAKS = (
    "Take the breaks off: what counts is instruction. With an hour of lunch on each day, your 12 "
    "hours become 10.\n\nIf your certificate says it otherwise, add a photograph of the schedule."
)
NEW_NAME = (
    "I married in the spring and my name has changed. My certificate should have the new one. "
    "What do you need from me?"
)
NEW_NAME_DONE = (
    "Congratulations. We have changed your name on record; the former one stays with your old "
    "documents, so that they still match.\n\nYour next certificate has the new name."
)
CARD = "I sent my CPR card last week and cannot see it anywhere. Did it arrive?"
EMPLOYER = (
    "We run four studios and would like to check all of our trainers at once, every quarter. "
    "Is there a way that does not mean typing every number?"
)
SPAM = "Rank first! See https://a.example https://b.example https://c.example https://d.example now"


@dataclass(frozen=True, slots=True)
class Step:
    """A moment of the office's days, counted back from the moment of making."""

    world: World

    def at(self, *, days: int, hours: int = 0) -> datetime:
        """Return the moment so many days and hours ago."""
        return self.world.now - timedelta(days=days, hours=hours)


def put(world: World) -> None:
    """Keep the canned answers, and ask the five questions, each told at its own moment."""
    step, officer = Step(world), world.staff.officers[0]
    for title, text in CANNED:
        canned.write(None, title=title, text=text, by=officer, at=step.at(days=120))
    reviewer, colleague = world.staff.reviewers[:2]
    _rated(step, "sakura", by=officer)
    _answered(step, "mohammed", by=colleague)
    _overdue(step, by=reviewer)
    _asked(
        step, _own("maya", subject="Where is my CPR card?", text=CARD), at=step.at(days=0, hours=5)
    )
    spam = Asked(name="Rank First", email="sales@rank-first.example", subject="SEO", text=SPAM)
    _asked(step, spam, at=step.at(days=1), held_because="many links")


def _rated(step: Step, mailbox: str, *, by: User) -> None:
    """Asked, answered, thanked for, closed and rated."""
    asked = _own(mailbox, subject="My name has changed", text=NEW_NAME)
    request = _asked(step, asked, at=step.at(days=34))
    _reply(step, request, text=NEW_NAME_DONE, by=by, at=step.at(days=33))
    _add(step, request, text="Thank you, that was quick.", at=step.at(days=33, hours=-3))
    at = step.at(days=32)
    answering.close(request, brought=_brought(step, request, by=by, at=at))
    _tell(at)
    words = "I had expected forms. There were none."
    rate(request, rating=5, words=words, by=request.asked_by, at=step.at(days=31))


def _answered(step: Step, mailbox: str, *, by: User) -> None:
    """Asked and answered: it is the asker's turn."""
    asked = _own(mailbox, subject="Do breaks count as hours?", text=BREAKS)
    request = _asked(step, asked, at=step.at(days=3))
    _reply(step, request, text=NO_BREAKS, by=by, at=step.at(days=2))


def _overdue(step: Step, *, by: User) -> None:
    """Asked by a stranger, taken, noted upon, and not answered in time."""
    asked = Asked(
        name="Studio Nordlicht, Dr. Annegret Schwarzenberger-Oyelaran",
        email="office@studio-nordlicht.example",
        subject="Checking forty trainers at once",
        text=EMPLOYER,
    )
    request = _asked(step, asked, at=step.at(days=6))
    answering.assign(request, to=by, by=by, at=step.at(days=5))
    note = "Olga knows what the board decided on lists; I have asked her."
    once = key(dice("note on a request"))
    answering.add_note(request, text=note, key=once, by=by, at=step.at(days=5, hours=-1))


def _own(mailbox: str, *, subject: str, text: str) -> Asked:
    person = Certificant.objects.select_related("user").get(email=f"{mailbox}@{HOST}")
    return Asked(
        name=person.name, email=person.email, certificant=person, subject=subject, text=text
    )


def _asked(step: Step, asked: Asked, *, at: datetime, held_because: str = "") -> Request:
    body = step.world.body
    request = ask(
        asked,
        key=key(dice(f"request {asked.subject}")),
        answer_by=body.answer_by(at),
        by=asked.certificant.user if asked.certificant else None,
        at=at,
        held_because=held_because,
    )
    _tell(at)
    return request


def _reply(step: Step, request: Request, *, text: str, by: User, at: datetime) -> None:
    once = key(dice(f"answer {request.number}"))
    answering.answer(request, text=text, key=once, brought=_brought(step, request, by=by, at=at))
    _tell(at)


def _add(step: Step, request: Request, *, text: str, at: datetime) -> None:
    write(
        request,
        text=text,
        key=key(dice(f"more {request.number}")),
        answer_by=step.world.body.answer_by(at),
        by=request.asked_by,
        at=at,
    )


def _brought(step: Step, request: Request, *, by: User, at: datetime) -> answering.Answering:
    request.refresh_from_db()
    on = at.astimezone(step.world.body.tz).date()
    return answering.Answering(by=by, at=at, on=on, seen=request.version, lease=LEASE)


def _tell(at: datetime) -> None:
    """Let what is owed by now be told, dated with its own moment."""
    notices.send_due(lambda notice: tell(notice, at=at), at=at)
