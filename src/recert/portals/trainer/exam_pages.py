"""What the page of an exam shows: the rows of one cycle, and the one state that they come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast

from recert.actions.applications import CREDITS
from recert.policy.decision import Decision as Found
from recert.policy.decision import Fee, Finding, PathwayDecision
from recert.policy.evaluate import decide
from recert.policy.exam_asking import authorisation_findings
from recert.policy.policies import CompanionRule, Pathway, Policy
from recert.records.applications import Application
from recert.records.cases import CaseRows, last_day, rows_of
from recert.records.certification import Act, Cycle, ExamResult
from recert.records.exam_judging import found_of
from recert.records.exam_lists import authorisations_of, results_of
from recert.records.exams import (
    ExamAuthorisation,
    ExamBooking,
    ExamCorrection,
    ExamDecision,
    ExamRuling,
)


class State(StrEnum):
    """Where somebody is on the way by an exam; each has one next step."""

    ASK = "ask"
    CARD = "card"
    NOT_NOW = "not now"  # something else stands in the way, or the day has not come
    BOOK = "book"
    BOOKED = "booked"
    AWAITED = "awaited"
    PASSED = "passed"
    REFERRED = "referred"
    RULED_OUT = "ruled out"
    NOT_COUNTED = "not counted"
    FAILED = "failed"
    ABSENT = "absent"
    EXPIRED = "expired"


# Sat or not, one may ask again: what came of the last time stands above the asking.
AGAIN = frozenset({State.FAILED, State.ABSENT, State.EXPIRED})


@dataclass(frozen=True, slots=True)
class Sat:
    """One result, with all that came of it."""

    result: ExamResult
    decision: ExamDecision | None
    ruling: ExamRuling | None
    found: Found | None
    renewed: Cycle | None  # the cycle that the pass began
    corrections: tuple[ExamCorrection, ...]

    @property
    def way(self) -> PathwayDecision | None:
        """What the pathway found of it."""
        return self.found.pathway if self.found else None

    @property
    def doubted(self) -> ExamCorrection | None:
        """A correction that waits for an officer."""
        return next((each for each in self.corrections if each.settled_at is None), None)

    @property
    def corrected(self) -> ExamCorrection | None:
        """The confirmed correction that took this result back."""
        return next((each for each in self.corrections if each.confirmed), None)


@dataclass(frozen=True, slots=True)
class ExamPage:
    """The exam of one cycle on a day."""

    cycle: Cycle
    rows: CaseRows
    way: Pathway
    on: date
    now: Found  # today, by credits
    asking: tuple[Finding, ...]  # what is found of somebody who asks today
    authorisations: Sequence[ExamAuthorisation]
    results: tuple[Sat, ...]  # of this cycle, the latest first; reversed ones too
    following: Cycle | None
    withdrawn: Application | None  # that the pass closed
    retake_on: date | None

    @property
    def policy(self) -> Policy:
        """The edition that the cycle is held to."""
        return self.rows.policy

    @property
    def form(self) -> str:
        """What the policy calls the exam."""
        assert self.way.exam is not None  # exam_pathway
        return next(f.label for f in self.policy.exam_forms if f.id == self.way.exam.form)

    @property
    def fee(self) -> Fee:
        """What the exam costs here: as it was decided, else as it would be."""
        decided = self.sat.way if self.sat else None
        return (decided or next(w for w in self.now.pathways if w.id == self.way.id)).fee

    @property
    def authorisation(self) -> ExamAuthorisation | None:
        """The latest authorisation."""
        return next(iter(self.authorisations), None)

    @property
    def booking(self) -> ExamBooking | None:
        """The seat that stands."""
        if self.authorisation is None:
            return None
        bookings = self.authorisation.bookings.all()
        return next((e for e in bookings if e.cancelled_at is None and e.result_id is None), None)

    @property
    def sat(self) -> Sat | None:
        """The latest result that stands."""
        return next((each for each in self.results if each.result.reversed_at is None), None)

    @property
    def missed(self) -> Sat | None:
        """The exam that was not sat under the latest authorisation, which holds on."""
        sat = self.sat
        if sat is None or sat.decision is None or sat.result.outcome != "absent":
            return None
        return sat if sat.decision.authorisation == self.authorisation else None

    @property
    def corrected(self) -> Sat | None:
        """The latest result that was taken back, if another took its place."""
        return next((each for each in self.results if each.corrected), None)

    @property
    def short(self) -> tuple[Finding, ...]:
        """What stands in the way of asking, by the policy."""
        return tuple(each for each in self.asking if each.state == "short")

    @property
    def act(self) -> Act | None:
        """What the body did to the credential, if it holds."""
        held = (a for a in self.rows.acts if a.begins_on <= self.on <= last_day(a))
        return next(held, None)

    @property
    def over(self) -> bool:
        """Whether the next cycle has begun, so that an exam belongs to that one."""
        return self.following is not None and self.following.begins_on <= self.on

    @property
    def card(self) -> CompanionRule | None:
        """The card that is missing, if nothing but cards is."""
        if self.act or self.over:
            return None
        wanted = {f"companion.{rule.kind}": rule for rule in self.way.companions}
        missing = [wanted.get(each.requirement) for each in self.short]
        return missing[0] if missing and all(missing) else None

    @property
    def barred(self) -> bool:
        """Whether one may not ask today, and a card would not help."""
        return bool(self.act or self.over or (self.short and self.card is None))

    @property
    def may_ask(self) -> bool:
        """Whether one may ask to sit it today, or could with a card."""
        asking = self.state in {State.ASK, State.CARD} or self.state in AGAIN
        return asking and not self.barred

    @property
    def state(self) -> State:
        """Where somebody is: what was sat last speaks, unless another sitting is on its way."""
        if self._ran_out:
            return State.EXPIRED
        if self.authorisation and self.authorisation.status in {"open", "booked"}:
            return self._on_its_way()
        if self.sat:
            return _after(self.sat)
        if self.barred:
            return State.NOT_NOW
        return State.CARD if self.card else State.ASK

    @property
    def _ran_out(self) -> bool:
        """Whether the latest authorisation ended unused, after whatever was sat before it."""
        latest = self.authorisation
        if latest is None:
            return False
        if latest.status == "open" and latest.last_on and latest.last_on < self.on:
            return True  # the job that writes it down comes later
        if latest.status != "expired":
            return False
        return self.sat is None or latest.given_at > self.sat.result.received_at

    def _on_its_way(self) -> State:
        if self.booking is None:
            return State.BOOK
        return State.AWAITED if self.on > self.booking.window_through else State.BOOKED


def _after(sat: Sat) -> State:
    """Return what a result came to."""
    if sat.result.outcome != "pass":
        return State.FAILED if sat.result.outcome == "fail" else State.ABSENT
    if sat.ruling:
        return State.PASSED if sat.ruling.upgrade else State.RULED_OUT
    if sat.decision is None or sat.decision.outcome == "eligible":
        return State.PASSED
    return State.REFERRED if sat.decision.outcome == "referred" else State.NOT_COUNTED


def exam_pathway(policy: Policy) -> Pathway | None:
    """Return the pathway by an exam; None for a body that has none."""
    return next((way for way in policy.pathways if way.exam), None)


def exam_page(cycle: Cycle, *, on: date) -> ExamPage | None:
    """Return the exam of a cycle on a day; None where the policy knows no exam pathway.

    :param cycle: one that brings its edition, as `own_cycle` returns it
    """
    rows = rows_of(cycle)
    way = exam_pathway(rows.policy)
    if way is None:
        return None
    now = decide(rows.policy, rows.case, on=on, pathway=CREDITS)
    results = _results(cycle)
    return ExamPage(
        cycle=cycle,
        rows=rows,
        way=way,
        on=on,
        now=now,
        asking=authorisation_findings(rows.policy, rows.case, pathway=way.id, on=on),
        authorisations=list(authorisations_of(cycle)),
        results=results,
        following=_following(cycle),
        withdrawn=_withdrawn(results),
        retake_on=now.earliest_retake_on,
    )


def _results(cycle: Cycle) -> tuple[Sat, ...]:
    found = [_sat(result) for result in results_of(cycle.credential)]
    return tuple(each for each in found if _is_of(each, cycle=cycle))


def _is_of(sat: Sat, *, cycle: Cycle) -> bool:
    """Tell whether a result belongs to a cycle: as it was decided, else by its day."""
    if sat.decision:
        return sat.decision.cycle_id == cycle.pk
    return cycle.begins_on <= sat.result.taken_on <= cycle.ends_on


def _sat(result: ExamResult) -> Sat:
    decision = cast(ExamDecision | None, getattr(result, "decision", None))
    renewal = getattr(decision, "renewal", None)
    return Sat(
        result=result,
        decision=decision,
        ruling=getattr(decision, "ruling", None),
        found=found_of(decision) if decision else None,
        renewed=renewal.cycle if renewal else None,
        corrections=tuple(result.corrections.all()),
    )


def _following(cycle: Cycle) -> Cycle | None:
    later = Cycle.objects.filter(credential=cycle.credential_id, begins_on__gt=cycle.begins_on)
    return later.order_by("begins_on").first()


def _withdrawn(results: tuple[Sat, ...]) -> Application | None:
    """Return the application that a pass closed: in the same moment, since in one transaction."""
    moments = [each.at for sat in results for each in (sat.decision, sat.ruling) if each]
    cycles = [sat.decision.cycle_id for sat in results if sat.decision]
    closed = Application.objects.filter(cycle__in=cycles, status="withdrawn")
    return closed.filter(closed_at__in=moments).exclude(filed_on=None).first()
