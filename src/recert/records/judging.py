"""A filed application judged as it is now, and what stops its approval: for pages and for deciding.

The page shows what the decision will find, because both ask here.
"""

from dataclasses import replace

from recert.policy.decision import Decision as Found
from recert.policy.evaluate import decide
from recert.records import fees
from recert.records.applications import Application
from recert.records.cases import CaseRows, rows_of
from recert.records.policies import policy_by_digest

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
        *_nowhere_to_go(found),
    ]


def _shortfalls(found: Found) -> list[str]:
    return [finding.because for finding in found.pathway.findings if finding.state == "short"]


def _nowhere_to_go(found: Found) -> list[str]:
    """Stop what could never take effect: an approval after which no cycle would begin."""
    if found.next_cycle is not None:
        return []
    why = "The policy does not set when the next cycle begins; "
    return [why + "the body adopts an edition that sets it, and the application is filed anew."]


def _acts_not_ended(rows: CaseRows) -> list[str]:
    """Return, in words, each suspension, revocation or retirement that has not been ended."""
    return [
        f"The credential is {act.kind} since {act.begins_on:%-d %B %Y}; end that act first."
        for act in rows.acts
        if not hasattr(act, "end")
    ]
