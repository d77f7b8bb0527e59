"""A filed application judged as it is now, and what stops its approval: for pages and for deciding.

The page shows what the decision will find, because both ask here.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from recert.policy.cycles import Span
from recert.policy.decision import Decision as Found
from recert.policy.evaluate import decide
from recert.records import fees
from recert.records.applications import Application, Decision
from recert.records.cases import CaseRows, rows_of
from recert.records.certification import Cycle, LevelChange
from recert.records.policies import policy_by_digest
from recert.records.words import day_word, status_word

PATHWAY = "continuing_education"


def judged(application: Application) -> tuple[CaseRows, Found]:
    """Judge a filed application as it is now, on the day of filing, by the edition filed under."""
    assert application.edition is not None  # submitted_application_says_when
    assert application.filed_on is not None
    filed_under = policy_by_digest(application.edition.digest)
    rows = replace(rows_of(application.cycle), policy=filed_under)
    return rows, decide(rows.policy, rows.case, on=application.filed_on, pathway=PATHWAY)


def what_stops(application: Application, *, rows: CaseRows, found: Found) -> list[str]:
    """Return, in words, all that stops approval now; nothing if it may be approved.

    :param rows: with `found`, what `judged` returned
    """
    return [
        *_shortfalls(found),
        *_acts_not_ended(rows),
        *fees.stops(application),
    ]


def left_to_officers(found: Found) -> list[str]:
    """Return, in words, what the policy leaves to an officer; nothing if any reviewer decides."""
    left = [_(finding.label) for finding in found.pathway.findings if finding.state == "not set"]
    return left if found.next_cycle else [*left, _("when the next cycle begins")]


def next_cycle_of(decision: Decision) -> Span:
    """Return the cycle that an approval begins: as an officer set it, else as it was found."""
    if decision.next_begins_on and decision.next_ends_on:
        return Span(decision.next_begins_on, decision.next_ends_on)
    found = Found.from_data(decision.findings)
    assert found.next_cycle is not None  # approve() leaves none without
    return found.next_cycle


def next_level_of(cycle: Cycle, found: Found) -> str:
    """Return the level at which the cycle after one begins: what an exam raised it to stays."""
    risen = LevelChange.objects.filter(cycle=cycle).order_by("-from_on").first()
    return risen.level if risen else found.next_level


def _shortfalls(found: Found) -> list[str]:
    return [finding.because for finding in found.pathway.findings if finding.state == "short"]


def _acts_not_ended(rows: CaseRows) -> list[str]:
    """Return, in words, each suspension, revocation or retirement that has not been ended."""
    return [
        _("The credential is %(act)s since %(day)s; end that act first.")
        % {"act": status_word(act.kind), "day": day_word(act.begins_on)}
        for act in rows.acts
        if not hasattr(act, "end")
    ]
