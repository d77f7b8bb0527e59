"""What the pages of an application show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recert.actions.applications import CREDITS
from recert.outside.body import Body
from recert.policy.decision import Decision as Found
from recert.policy.decision import PathwayDecision
from recert.policy.evaluate import decide
from recert.policy.policies import Policy
from recert.policy.units import Unit
from recert.portals import wording
from recert.portals.trainer.renewing import after_renewal
from recert.records.applications import Application, Decision, Renewal
from recert.records.cases import rows_of
from recert.records.certification import Cycle
from recert.records.fees import account_of, amount_of
from recert.records.history import Document, Event
from recert.records.papers import documents_in_force

# How a fee may come, as the body's file names the ways.
WAYS = {
    "bank_transfer": _("bank transfer"),
    "check": _("check"),
    "cash": _("cash"),
    "money_order": _("money order"),
}
STEPS = (
    "application.submitted", "application.returned", "application.answered",
    "application.approved", "application.denied", "application.withdrawn",
)  # fmt: skip


def ways_of(body: Body) -> str:
    """Return how a fee may come, as a list in words."""
    return get_text_list([str(WAYS[way]) for way in body.payment.methods], gettext("or"))


@dataclass(frozen=True, slots=True)
class Applying:
    """An application that is not filed yet: what would be filed today."""

    cycle: Cycle
    found: Found
    policy: Policy
    on: date

    @property
    def credits(self) -> PathwayDecision:
        """What the pathway by credits found."""
        return self.found.pathway

    @property
    def unit(self) -> Unit:
        """The unit of the edition."""
        return self.policy.unit

    @property
    def days_early(self) -> int:
        """How many days before the last day it would be filed."""
        return (self.cycle.ends_on - self.on).days

    @property
    def open(self) -> bool:
        """Whether what is short can still be met, since the cycle runs."""
        return self.days_early >= 0

    @property
    def closed(self) -> bool:
        """Whether the filing window refuses it."""
        return "filing_window" in self.credits.unmet

    @property
    def short(self) -> bool:
        """Whether something is short that does not stop filing, but approval."""
        return bool(set(self.credits.unmet) - {"filing_window"})


def applying_page(
    cycles: Sequence[Cycle], cycle: Cycle, *, body: Body, on: date
) -> dict[str, object]:
    """Return all that the page of an application shows before it is filed."""
    rows = rows_of(cycle)
    found = decide(rows.policy, rows.case, on=on, pathway=CREDITS)
    return {
        "applying": Applying(cycle, found, rows.policy, on),
        "ways": ways_of(body),
        "after_renewal": after_renewal(rows.policy, cycle),
        "declared_on": max((each.edition for each in body.declarations_on(on)), default=None),
        "following": next((each for each in cycles if each.begins_on > cycle.begins_on), None),
        "on": on,
    }


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what happened: when, and in words."""

    at: datetime
    on: date
    words: str


def outcome_page(filed: Application, *, body: Body, on: date) -> dict[str, object]:
    """Return all that the page of a filed application shows."""
    decision = filed.decisions.filter(undone_at=None).first()
    renewal = Renewal.objects.filter(decision=decision).select_related("cycle").first()
    account = account_of(filed)
    found = _found(filed, decision)
    undecided = filed.status in {"submitted", "returned"} and decision is None
    return {
        "application": filed,
        "cycle": filed.cycle,
        "found": found,
        "unit": found.unit,
        "decision": decision,
        "renewed": renewal.cycle if renewal else None,
        "certificate": _certificate(renewal),
        "account": account,
        "fee_lines": [(line, amount_of(line)) for line in account.lines],
        "open": account.open,
        "receipt": Document.objects.filter(payment=account.payment).first()
        if account.payment
        else None,
        "ways": ways_of(body),
        "timeline": _timeline(filed, body=body),
        "may_withdraw": undecided,
        "still_open": undecided and on <= filed.cycle.ends_on,
        "may_file_again": renewal is None and (found.closes_on is None or on <= found.closes_on),
        "on": on,
    }


def _found(filed: Application, decision: Decision | None) -> Found:
    """Return what the decision found; before there is one, what a reviewer would find now."""
    if decision:
        return Found.from_data(decision.findings)
    rows = rows_of(filed.cycle)
    assert filed.filed_on is not None  # submitted_application_says_when
    return decide(rows.policy, rows.case, on=filed.filed_on, pathway=CREDITS)


def _certificate(renewal: Renewal | None) -> Document | None:
    if renewal is None:
        return None
    return documents_in_force().filter(cycle=renewal.cycle).order_by("-made_at").first()


def _timeline(filed: Application, *, body: Body) -> list[Line]:
    events = Event.objects.filter(
        subject="application", subject_id=str(filed.pk), name__in=STEPS
    ).order_by("at", "id")
    paid = Event.objects.filter(name="payment.received", details__application=filed.pk)
    happened = sorted((*events, *paid), key=lambda event: (event.at, event.pk))
    return [Line(each.at, each.at.astimezone(body.tz).date(), _said(each)) for each in happened]


def _said(event: Event) -> str:
    """Say an event to the certificant: what happened and by whose hand, without staff's names."""
    details = event.details
    words = {
        "application.submitted": gettext("You filed the application, with the declaration"),
        "application.returned": gettext("A reviewer returned it with a question"),
        "application.answered": gettext("You answered the question"),
        "application.approved": gettext("Approved by a reviewer"),
        "application.denied": gettext("Denied by a reviewer"),
        "application.withdrawn": gettext("Withdrawn: %(because)s") % details
        if details.get("because")
        else gettext("You withdrew it"),
        "payment.received": gettext("Your fee arrived, receipt %(receipt)s")
        % {"receipt": f"{int(details.get('receipt', 0)):06d}"},
    }
    said = words[event.name]
    edition = details.get("edition")
    if event.name == "application.submitted" and edition:
        day = date.fromisoformat(edition)
        said = gettext("%(what)s, under the policy edition of %(day)s") % {
            "what": said,
            "day": wording.day(day),
        }
    return said
