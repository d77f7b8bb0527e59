"""One person's way through the demonstration: every step is an action, at its own moment.

A life keeps its own clock, which never goes back and never beyond the moment of making. Each step
takes a day or a number of days after the last one. What a step owes is made and told at once, at
that moment, so that ledger, events and notices have the times that they would have had.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from recert.actions import activities, applications, evidence, notices, payments, work
from recert.actions import review as review_applications
from recert.actions import review_activities as reviewing
from recert.actions.activities import save
from recert.actions.settling import Review
from recert.demonstration.catalogue import Catalogue
from recert.demonstration.dice import key
from recert.demonstration.evidence import paper_of, take_in
from recert.demonstration.staff import Staff
from recert.jobs import table
from recert.jobs.papers import MAKERS
from recert.outside.body import Body
from recert.policy.units import Unit
from recert.records.applications import Application, FeeLine
from recert.records.cases import evidence_digest, rows_of
from recert.records.certification import Cycle
from recert.records.education import Activity, Course, Evidence
from recert.records.history import Notice
from recert.records.ledger import LedgerEntry
from recert.records.people import Certificant, User
from recert.records.policies import edition_of, policy_of

LEASE = timedelta(minutes=30)
STEP = timedelta(minutes=7)  # the least between two steps on one day


@dataclass(frozen=True, slots=True)
class World:
    """What all lives share: the body, its staff, its classes, and the moment of making."""

    body: Body
    staff: Staff
    catalogue: Catalogue
    now: datetime

    @property
    def today(self) -> date:
        """The body's day."""
        return self.now.astimezone(self.body.tz).date()


class Life:
    """A certificant with one credential, and the cycle that they live in."""

    def __init__(
        self,
        world: World,
        *,
        certificant: Certificant,
        cycle: Cycle,
        throw: Random,
        send: Callable[[Notice, datetime], None],
    ) -> None:
        """Begin on the first day of the cycle.

        :param send: takes the notices; lives that nobody visits take theirs silently
        """
        self.world, self.certificant, self.cycle = world, certificant, cycle
        self.throw, self._send = throw, send
        self.at = self._moment(cycle.begins_on)
        self.photographs = 0.03  # the share of papers that are photographs
        self.taken: set[str] = set()  # codes of classes: the same one counts once in a cycle

    # --- time

    @property
    def user(self) -> User:
        """The login of the certificant."""
        assert self.certificant.user is not None  # everybody here can sign in
        return self.certificant.user

    @property
    def on(self) -> date:
        """The body's day on which this life has arrived."""
        return self.at.astimezone(self.world.body.tz).date()

    @property
    def reviewer(self) -> User:
        """One of the reviewers."""
        return self.throw.choice(self.world.staff.reviewers)

    @property
    def unit(self) -> Unit:
        """The unit in which this credential's policy grants credit."""
        return policy_of(self.cycle).unit

    def go_to(self, on: date) -> None:
        """Go on to a day; on that day, a little later than the last step."""
        wanted = max(self._moment(on), self.at + STEP)
        self.at = min(wanted, self.world.now)

    def at_days_ago(self, days: int) -> None:
        """Go on to the day that lies so many days before today."""
        self.go_to(self.world.today - timedelta(days=days))

    def wait(self, days: int) -> None:
        """Go on by some days."""
        self.go_to(self.on + timedelta(days=days))

    def _moment(self, on: date) -> datetime:
        hour = time(self.throw.randint(8, 20), self.throw.randint(0, 59))
        return datetime.combine(on, hour, tzinfo=self.world.body.tz)

    def settle(self) -> None:
        """Let what is due happen: decisions take effect, documents are made, notices told."""
        table.take_effect(self.at)
        at = self.at
        work.run_due({kind: partial(make, at=at) for kind, make in MAKERS.items()}, at=at)
        self.tell()

    def tell(self) -> None:
        """Let the notices that are due be told."""
        at = self.at
        notices.send_due(lambda notice: self._send(notice, at), at=at)

    # --- activities

    def draft(self, course: Course, *, on: date) -> Activity:
        """Begin an activity of the catalogue and leave it as it is."""
        return self._save(activities.Claim(course=course, completed_on=on))

    def _save(self, claim: activities.Claim) -> Activity:
        return save(self.certificant, key=key(self.throw), claim=claim, by=self.user, at=self.at)

    def send(self, course: Course, *, on: date, backed: bool = True) -> Activity:
        """Record an activity of the catalogue and send it for review."""
        claim = activities.Claim(course=course, completed_on=on)
        return self.send_claim(claim, backed=backed)

    def send_claim(self, claim: activities.Claim, *, backed: bool = True) -> Activity:
        """Record what is claimed and send it for review, with a paper or without."""
        activity = self._save(claim)
        if backed:
            self.attach(activity, piece=self.paper([activity]))
        return activities.submit(activity, by=self.user, on=self.on, at=self.at)

    def send_together(self, courses: Sequence[Course], *, days: Sequence[date]) -> list[Activity]:
        """Send several activities backed by one record of the provider of the first."""
        drafts = [self.draft(course, on=day) for course, day in zip(courses, days, strict=True)]
        shared = self.paper(drafts)
        for each in drafts:
            self.attach(each, piece=shared)
        return [activities.submit(each, by=self.user, on=self.on, at=self.at) for each in drafts]

    def paper(self, backed: Sequence[Activity]) -> Evidence:
        """Take in what the provider handed out: a PDF, or a photograph of the paper."""
        return take_in(
            paper_of(self.certificant, backed),
            certificant=self.certificant,
            limits=self.world.body.files,
            throw=self.throw,
            photographed=self.throw.random() < self.photographs,
            at=self.at,
        )

    def attach(self, activity: Activity, *, piece: Evidence) -> None:
        """Let a piece of evidence back an activity."""
        most = self.world.body.files.files_per_activity
        evidence.attach(activity, evidence=piece, most_files=most, by=self.user, at=self.at)

    # --- what a reviewer does with them

    def review(self, activity: Activity, *, by: User | None = None) -> Review:
        """Return what a reviewer brings: who, when, and the claim as it is now."""
        activity.refresh_from_db(fields=["version"])
        return Review(
            by=by or self.reviewer,
            at=self.at,
            edition=edition_of(self.cycle),
            seen=activity.version,
            lease=LEASE,
        )

    def accept(self, activity: Activity) -> LedgerEntry:
        """Accept an activity whole."""
        entry = reviewing.accept(activity, review=self.review(activity))
        self.tell()
        return entry

    # --- the application

    def file(self, application: Application | None = None) -> Application:
        """Open the application, declare everything, and file it."""
        application = application or applications.open_(self.cycle, by=self.user, at=self.at)
        self.at += STEP
        body = self.world.body
        agreed = [each.id for each in body.declarations_on(self.on)]
        application = applications.submit(
            application, agreed=agreed, body=body, by=self.user, on=self.on, at=self.at
        )
        self.settle()
        return application

    def pay(self, application: Application) -> None:
        """Pay what is owed, by a way that the body takes; an officer records it."""
        owed = sum(line.amount or 0 for line in FeeLine.objects.filter(application=application))
        payments.receive(
            application,
            amount=owed,
            method=self.throw.choice(self.world.body.payment.methods),
            reference=f"{self.throw.randint(1000, 9999)}",
            received_on=self.on,
            by=self.throw.choice(self.world.staff.officers),
            on=self.on,
            at=self.at,
        )
        self.settle()

    def desk(self, application: Application) -> review_applications.Reviewing:
        """Return what a reviewer of an application brings, with the evidence as it is now."""
        seen = evidence_digest(rows_of(application.cycle))
        return review_applications.Reviewing(by=self.reviewer, at=self.at, seen=seen, lease=LEASE)

    def approve(self, application: Application) -> None:
        """Approve an application; the next cycle becomes the one that this life lives in."""
        review_applications.approve(application, reason="", reviewing=self.desk(application))
        self.at += STEP
        self.settle()
        self.cycle = self.newest_cycle()

    def newest_cycle(self) -> Cycle:
        """Return the latest cycle of this credential."""
        return (
            Cycle.objects.filter(credential=self.cycle.credential_id)
            .select_related("credential__certificant", "credential__program")
            .latest("begins_on")
        )

    # --- stretches of a life

    def earn(self, minutes: int, *, until: date, done: bool = True) -> list[Activity]:
        """Take classes that last so long together, spread until a day, and have them accepted.

        :param done: whether reviewers are through with them
        """
        first = max(self.cycle.begins_on, self.on)
        courses = self.world.catalogue.choose(
            self.throw, minutes=minutes, days=(first, until), without=self.taken
        )
        self.taken.update({course.code for course in courses})
        days = self._spread(len(courses), first=first, last=until)
        sent: list[Activity] = []
        at = 0
        while at < len(courses):
            many = self.throw.choice((1, 1, 2, 3))
            some, when = courses[at : at + many], days[at : at + many]
            at += many
            self.go_to(when[-1] + timedelta(days=self.throw.randint(0, 4)))
            sent += self.send_together(some, days=when)
            if done:
                self.wait(self.throw.randint(1, 6))
                for activity in sent[-len(some) :]:
                    self.accept(activity)
        return sent

    def _spread(self, many: int, *, first: date, last: date) -> list[date]:
        room = max((last - first).days, 0)
        return sorted(first + timedelta(days=self.throw.randint(0, room)) for _ in range(many))

    def renew(self, *, filed_on: date) -> None:
        """File, pay and be approved, within two weeks of a day."""
        self.go_to(filed_on)
        application = self.file()
        self.wait(self.throw.randint(1, 5))
        self.pay(application)
        self.wait(self.throw.randint(1, 6))
        self.approve(application)

    def again(self, cycle: Cycle, *, throw: Random) -> "Life":
        """Return another life of the same person, under another credential."""
        return Life(
            self.world, certificant=self.certificant, cycle=cycle, throw=throw, send=self._send
        )
