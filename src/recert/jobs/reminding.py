"""What a reminder tells, reckoned when it is sent: credits, days, the next step; or nothing at all.

A mail that waited tells no stale number, and reminds nobody of what they did meanwhile.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from recert.actions.applications import CREDITS
from recert.actions.notices import NotOwed
from recert.actions.reminders import token_of
from recert.jobs.links import link
from recert.policy.cycles import Standing
from recert.policy.decision import Decision, Finding
from recert.policy.evaluate import decide
from recert.policy.lifecycle import ActivityStatus
from recert.policy.reminding import HALFWAY
from recert.policy.steps import Facts, Owed, owed, still_missing, without_evidence
from recert.policy.units import NOT_SET, Unit
from recert.records.applications import Application
from recert.records.asking import certificants_returning
from recert.records.cases import last_day
from recert.records.certification import Act, Cycle
from recert.records.education import Activity
from recert.records.fees import Account, account_of
from recert.records.history import Notice
from recert.records.overview import Overview, cycles_of, overview_of
from recert.records.people import Certificant
from recert.records.reminding import Reminder, ReminderStop
from recert.records.standings import shown
from recert.records.waiting import turns_of

ENDED = frozenset({Act.REVOKED, Act.RETIRED})
OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Told:
    """One cycle, as a reminder tells of it on a day."""

    cycle: Cycle
    decision: Decision
    owed: Owed
    standing: Standing
    level: str
    on: date
    activity: Activity | None  # with a question, or without evidence
    account: Account | None  # of the application that is not paid
    kind: str

    @property
    def unit(self) -> Unit:
        """The unit of credit."""
        return self.decision.unit

    @property
    def counted(self) -> str:
        """What counts, as a number."""
        return self.unit.number(self.decision.counted)

    @property
    def required(self) -> str:
        """What is asked for, with its unit."""
        return self.unit.say(self.decision.required)

    @property
    def to_go(self) -> str:
        """What is missing, as a number; nothing if nothing is."""
        missing = self.decision.shortfall
        return self.unit.number(missing) if missing else ""

    @property
    def minutes_to_go(self) -> int | None:
        """The contact minutes that the missing credit takes; None if the policy does not say."""
        if self.unit.minutes is NOT_SET:
            return None
        return self.unit.minutes_of(self.decision.shortfall)

    @property
    def missing(self) -> str:
        """What is missing even if everything counts that waits, with its unit."""
        return self.unit.say(still_missing(self.decision))

    @property
    def waiting(self) -> str:
        """What waits for a reviewer, with its unit; nothing if nothing does."""
        return self.unit.say(self.decision.pending) if self.decision.pending else ""

    @property
    def half(self) -> str:
        """What an even pace would have reached halfway; nothing for another reminder."""
        return self.unit.say(self.decision.required // 2) if self.kind == HALFWAY else ""

    @property
    def days(self) -> int:
        """Days left; below zero, the days since the last one."""
        return (self.cycle.ends_on - self.on).days

    @property
    def days_ago(self) -> int:
        """Days since the last day."""
        return -self.days

    @property
    def filing(self) -> Finding | None:
        """What was found about the days of filing."""
        found = self.decision.pathway.findings
        return next((each for each in found if each.requirement == "filing_window"), None)

    @property
    def not_set(self) -> tuple[Finding, ...]:
        """The findings on which the policy is silent."""
        return tuple(each for each in self.decision.pathway.findings if each.state == "not set")

    @property
    def other_ways(self) -> tuple[str, ...]:
        """The other pathways that lead from a certificate to a certification."""
        mine = self.decision.pathway.id
        ways = [way.label for way in self.decision.pathways if way.id != mine]
        return tuple(ways) if self.level == "certificate" and self.days >= 0 else ()

    @property
    def address(self) -> str:
        """The page of the next step."""
        if self.activity and self.owed in {Owed.ANSWER, Owed.PROVE}:
            return link("trainer:activity", self.activity.key)
        if self.owed in {Owed.ADD, Owed.ADD_LATE, Owed.ADD_TO_FILED}:
            return link("trainer:add")
        if self.owed == Owed.TOO_LATE:
            return link("trainer:credential", self.cycle.credential_id)
        return link("trainer:application", self.cycle.pk)

    @property
    def page(self) -> str:
        """The page of the whole credential."""
        return link("trainer:credential", self.cycle.credential_id)


def facts_of_reminder(notice: Notice, *, on: date) -> dict[str, object]:
    """Return what the words of a reminder speak of, as things stand now.

    :raises NotOwed: there is nothing to remind its recipient of any more
    """
    person = notice.certificant
    assert person is not None  # reminders are owed to certificants
    _may_be_reminded(person)
    cycles = cycles_of(person)
    told, why = [], OVERTAKEN
    for reminder in _reminders(notice):
        found = _told(reminder, cycles, on=on)
        if isinstance(found, Told):
            told.append(found)
        else:
            why = found
    if not told:
        raise NotOwed(why)
    told.sort(key=lambda each: (each.cycle.ends_on, each.cycle.pk))
    return {
        "it": told[0],
        "also": told[1:],
        "several": len({each.credential_id for each in cycles}) > 1,
        "address": told[0].address,
        "stop_address": link("reminders:stop", token_of(person)),
    }


def _may_be_reminded(person: Certificant) -> None:
    if ReminderStop.objects.filter(certificant=person, ended_at=None).exists():
        raise NotOwed("stopped")
    if certificants_returning().filter(pk=person.pk).exists():
        raise NotOwed("address")


def _reminders(notice: Notice) -> Iterable[Reminder]:
    """Return the latest reminder of each cycle that a notice tells of; none once it is overtaken.

    The latest notice speaks for those before it that never went out.
    """
    mine = Reminder.objects.filter(certificant=notice.certificant).order_by("on", "pk")
    rows = list(mine.select_related("notice"))
    if any(row.notice_id > notice.pk and row.notice.withheld_at is None for row in rows):
        return ()
    last_sent = max((row.on for row in rows if row.notice.sent_at), default=date.min)
    unsaid = [
        row for row in rows if row.on > last_sent and row.notice.withheld_because in {"", OVERTAKEN}
    ]
    return {row.cycle_id: row for row in unsaid}.values()


def _told(reminder: Reminder, cycles: Sequence[Cycle], *, on: date) -> Told | str:
    """Return what is to be told of a cycle, or the word for why nothing is."""
    cycle = next((each for each in cycles if each.pk == reminder.cycle_id), None)
    if cycle is None:  # what had begun it was taken back
        return OVERTAKEN
    mine = [each for each in cycles if each.credential_id == cycle.credential_id]
    if mine[-1].pk != cycle.pk:
        return "renewed"
    if getattr(cycle, "is_decided", False):
        return "decided"
    overview = overview_of(cycle)
    rows = overview.rows
    if any(each.kind in ENDED and each.begins_on <= on <= last_day(each) for each in rows.acts):
        return "ended"
    decision = decide(rows.policy, rows.case, on=on, pathway=CREDITS)
    statuses = tuple(ActivityStatus(row.status) for row in rows.activities)
    step = owed(Facts(decision, statuses, turns_of([cycle.pk]).get(cycle.pk), on))
    if step == Owed.NOTHING:
        return "filed"
    seen = shown(mine, policy=rows.policy, acts=rows.acts, changes=overview.changes, on=on)
    return Told(
        cycle=cycle,
        decision=decision,
        owed=step,
        standing=seen.standing,
        level=seen.level,
        on=on,
        activity=_activity(overview, decision, step),
        account=_account(cycle) if step == Owed.PAY else None,
        kind=reminder.kind,
    )


def _activity(overview: Overview, decision: Decision, step: Owed) -> Activity | None:
    rows = overview.rows.activities
    if step == Owed.ANSWER:
        return next(row for row in rows if row.status == ActivityStatus.RETURNED)
    return rows[without_evidence(decision)[0]] if step == Owed.PROVE else None


def _account(cycle: Cycle) -> Account:
    return account_of(Application.objects.get(cycle=cycle, status="submitted"))
