"""One exam result judged on its own day, and what its decision leaves to an officer.

Whenever a result arrives, everything is as of the day on which the exam was taken; exams of later
days are not looked at.
"""

from dataclasses import dataclass, replace
from datetime import date

from recert.policy.cycles import Span
from recert.policy.decision import Decision as Found
from recert.policy.decision import Outcome
from recert.policy.evaluate import decide
from recert.policy.exam_asking import authorisation_findings, pathway_for
from recert.policy.facts import Case
from recert.policy.names import say_day
from recert.policy.policies import Pathway
from recert.records.cases import CaseRows, last_day, rows_of
from recert.records.certification import Act, Companion, Credential, Cycle, ExamResult
from recert.records.exams import ExamDecision
from recert.records.policies import policy_of
from recert.records.standings import cycle_on, cycles_with_filing


@dataclass(frozen=True, slots=True)
class Judged:
    """What the engine finds of one result, and in words what is left to an officer."""

    rows: CaseRows
    found: Found
    left: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """What follows by itself: nothing does as long as an act upon the credential holds."""
        outcome = self.found.pathway.outcome
        held = any(_holds(act, on=self.found.on) for act in self.rows.acts)
        return "referred" if outcome == "eligible" and held else outcome


def cycle_for_exam(credential: Credential, *, on: date) -> Cycle:
    """Return the cycle that an exam of a day belongs to: the last that began by then, or the first.

    A pass after the last day belongs to the cycle that ended.
    """
    cycles = list(cycles_with_filing(Cycle.objects.filter(credential=credential)))
    cycle = cycle_on(cycles, on=on)
    assert cycle is not None  # a credential has a first cycle
    return cycle


def pathway_of(cycle: Cycle, *, form: str) -> Pathway | None:
    """Return the pathway by which an exam form is judged in a cycle; None without any exam."""
    return pathway_for(policy_of(cycle), form=form)


def judged_exam(result: ExamResult, *, cycle: Cycle, pathway: str) -> Judged:
    """Judge one result, on its exam day, on that exam and those of earlier days."""
    rows = rows_of(cycle)
    earlier = [exam for exam in rows.exams if _came_before(exam, result)]
    rows = replace(rows, exams=(*earlier, result))
    found = decide(rows.policy, rows.case, on=result.taken_on, pathway=pathway, latest_exam=True)
    left = _left(found, rows=rows) if result.outcome == "pass" else ()
    return Judged(rows=rows, found=found, left=left)


def _came_before(exam: ExamResult, result: ExamResult) -> bool:
    """Tell whether an exam came before another, by the day and never by when it was told."""
    if exam.pk == result.pk:
        return False
    return (exam.taken_on, exam.reference) < (result.taken_on, result.reference)


def _left(found: Found, *, rows: CaseRows) -> tuple[str, ...]:
    if found.pathway.unmet:
        return ()
    labels = [finding.label for finding in found.pathway.findings if finding.state == "not set"]
    acts = [
        f"The credential is {act.kind} since {say_day(act.begins_on)}."
        for act in rows.acts
        if _holds(act, on=found.on)
    ]
    days = [] if policy_sets_next(found) else ["When the next cycle begins"]
    return (*labels, *acts, *days)


def _holds(act: Act, *, on: date) -> bool:
    return act.begins_on <= on <= last_day(act)


def policy_sets_next(found: Found) -> bool:
    """Tell whether the policy says the next cycle's days: it does not after the last day."""
    return found.next_cycle is not None and found.on <= found.cycle.last_on


def found_of(decision: ExamDecision) -> Found:
    """Return what was found, as it was found."""
    return Found.from_data(decision.findings)


def next_cycle_of(decision: ExamDecision) -> Span | None:
    """Return the next cycle that the policy gives by a decision; None if an officer sets it."""
    found = found_of(decision)
    return found.next_cycle if policy_sets_next(found) else None


def card_for(rows: CaseRows, *, pathway: str, on: date) -> Companion | None:
    """Return the card on which the authorisation rests: of those that fit, the one that ends last.

    The engine says whether a card fits, by looking at a case that holds no other.
    """
    fits = [card for card in rows.companions if _fits(rows, card, pathway=pathway, on=on)]
    return max(fits, key=lambda card: (card.expires_on or date.max, card.pk), default=None)


def _fits(rows: CaseRows, card: Companion, *, pathway: str, on: date) -> bool:
    case = rows.case
    alone = Case(
        certificant=case.certificant,
        activities=(),
        exams=case.exams,
        companions=(case.companions[rows.companions.index(card)],),
    )
    found = authorisation_findings(rows.policy, alone, pathway=pathway, on=on)
    return any(
        each.requirement == f"companion.{card.kind}" and each.state == "met" for each in found
    )
