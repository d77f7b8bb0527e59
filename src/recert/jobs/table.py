"""One table of what happens by itself, and how often.

Every job may run twice, or in two workers, and changes nothing more: each piece of work is claimed
or locked before it is done. What fails stays with its row, and is tried again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from recert import clock
from recert.actions import notices, reminders, review, work
from recert.actions.catalogue import come_into_force
from recert.actions.effects import effect_or_reason
from recert.actions.exams import expire_due
from recert.actions.guesses import forget_old_guesses
from recert.jobs.edition_papers import make_papers
from recert.jobs.papers import MAKERS
from recert.jobs.telling import tell
from recert.outside import files, pages
from recert.outside.body import body_in
from recert.records.education import Evidence
from recert.records.uploads import Upload

STRAY = timedelta(days=1)  # how long a file waits for the record that names it
UNFINISHED = timedelta(hours=6)  # an upload that has been quiet for so long was cut off


class SomeFailed(Exception):
    """Part of a job could not be done; the rest was. The message says which part, and why."""


@dataclass(frozen=True, slots=True)
class Job:
    """What happens by itself. `run` is told the body's moment, and says how much was done."""

    name: str
    does: str
    every: timedelta
    run: Callable[[datetime], int]


def take_effect(at: datetime) -> int:
    """Let every decision that is final take effect, each in its own transaction.

    :raises SomeFailed: naming each decision that could not, after all others did
    """
    done, failed = 0, []
    for decision in review.due_decisions(at=at):
        because = effect_or_reason(decision, at=at)
        if because:  # one that fails holds up no other
            failed.append(f"decision {decision.pk}: {because}")
        else:
            done += 1
    if failed:
        raise SomeFailed("; ".join(failed))
    return done


def owe_reminders(at: datetime) -> int:
    """Owe the reminders that are due on the body's day, each once."""
    body = body_in(settings.RECERT_BODY)
    return reminders.owe_due(body.reminders, on=at.astimezone(body.tz).date(), at=at)


def send_notices(at: datetime) -> int:
    """Send the notices that are due; what a mail server says is kept with each."""
    return notices.send_due(lambda notice: tell(notice, at=at), at=at)


def make_documents(at: datetime) -> int:
    """Make the certificates and receipts that are owed; why one waits is kept with it."""
    return work.run_due({kind: partial(make, at=at) for kind, make in MAKERS.items()}, at=at)


def sweep_uploads(_at: datetime) -> int:
    """Remove what uploads that were cut off left behind; files have real times."""
    return files.sweep(before=clock.real_now() - UNFINISHED)


def sweep_strays(_at: datetime) -> int:
    """Remove files that are on no record, and their pictures: refused, or cut off before that.

    A file that came within a day is left alone, since its record may be about to be written.
    """
    before, gone = clock.real_now() - STRAY, 0
    for digest in files.old_digests(before=before):
        known = (table.objects.filter(digest=digest) for table in (Evidence, Upload))
        if any(rows.exists() for rows in known):
            continue
        if files.remove_if_old(digest, before=before):
            pages.forget(digest)
            gone += 1
    return gone


def forget_guesses(_at: datetime) -> int:
    """Forget who tried codes and links more than a day ago; sign-ins have real times."""
    return forget_old_guesses(at=clock.real_now())


def let_versions_hold(at: datetime) -> int:
    """Let each class be what the version says whose day has come, in the body's zone."""
    body = body_in(settings.RECERT_BODY)
    return come_into_force(on=at.astimezone(body.tz).date(), at=at)


def expire_authorisations(at: datetime) -> int:
    """Let authorisations to sit an exam expire whose last day is over, in the body's zone."""
    return expire_due(on=at.astimezone(body_in(settings.RECERT_BODY).tz).date(), at=at)


JOBS = (
    Job(
        "take effect",
        "Lets decisions that are final take effect.",
        timedelta(seconds=2),
        take_effect,
    ),
    Job("documents", "Makes the documents that are owed.", timedelta(seconds=2), make_documents),
    Job(
        "papers",
        "Makes each edition's Guide and application form, and again when what they show changes.",
        timedelta(minutes=1),
        make_papers,
    ),
    Job(
        "classes",
        "Lets versions of classes that were approved ahead hold from their day on.",
        timedelta(minutes=1),
        let_versions_hold,
    ),
    Job(
        "reminders",
        "Owes the reminders of last days that are due, each once.",
        timedelta(minutes=1),
        owe_reminders,
    ),
    Job("notices", "Sends the notices that are due.", timedelta(seconds=2), send_notices),
    Job(
        "sweep uploads",
        "Removes what uploads that were cut off left behind.",
        timedelta(hours=1),
        sweep_uploads,
    ),
    Job(
        "sweep strays",
        "Removes files that are on no record a day after they came.",
        timedelta(days=1),
        sweep_strays,
    ),
    Job(
        "expire authorisations",
        "Lets authorisations to sit an exam expire whose last day is over.",
        timedelta(hours=1),
        expire_authorisations,
    ),
    Job(
        "forget guesses",
        "Forgets tries at codes and links that are older than a day.",
        timedelta(hours=1),
        forget_guesses,
    ),
)
