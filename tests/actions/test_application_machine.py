"""An application under any order of actions: states, arrows, evidence, the fee, one decision."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from recert.actions import applications, payments, review
from recert.records.applications import Application, Decision
from recert.records.certification import Cycle
from tests import people as cast
from tests.actions.machines import Machine, run

pytestmark = pytest.mark.django_db
OPEN = ("draft", "submitted", "returned")
NEEDED = 2  # activities of 1.0 CEC
there_is_one = precondition(lambda machine: machine.application is not None)


class ApplicationMachine(Machine):
    """The model: the latest application's status, what was decided, earned, paid and looked at."""

    foresees = ("application.", "payment.")

    def __init__(self):
        super().__init__()
        self.status = None  # of the latest application
        self.decided = None  # the outcome that waits to take effect
        self.renewed = self.paid = False
        self.earned = self.looked_at = 0
        self.application = self.looking = self.decision = None

    @initialize(begun=st.booleans())
    def begin(self, begun):
        """Half of the examples begin with an application that is filed and looked at."""
        if begun:
            self.open()
            self.submit(agreed=True)
            self.look()

    @property
    def may_decide(self):
        return (
            self.status == "submitted"
            and self.decided is None
            and self.looking is not None
            and self.looked_at == self.earned
        )

    @rule()
    def open(self):
        fresh = self.status not in OPEN and not self.renewed
        application = self.take(
            lambda: applications.open_(self.cycle, by=None, at=self.now()),
            allowed=self.status in OPEN or fresh,
            events=["application.opened"] if fresh else [],
        )
        if fresh:
            self.application, self.status, self.paid = application, "draft", False

    @there_is_one
    @rule(agreed=st.booleans())
    def submit(self, agreed):
        allowed = self.status == "draft" and agreed
        self.take(
            lambda: applications.submit(
                self.application, agreed=cast.agreed() if agreed else [], body=cast.body(),
                by=cast.who(self.cycle).user, on=cast.ON, at=self.now(),
            ),
            allowed=allowed,
            events=["application.declared", "application.submitted"],
        )  # fmt: skip
        self.status = "submitted" if allowed else self.status

    @there_is_one
    @rule()
    def withdraw(self):
        allowed = self.status in OPEN and self.decided is None
        self.take(
            lambda: applications.withdraw(self.application, by=None, at=self.now()),
            allowed=allowed,
            events=["application.withdrawn"],
        )
        self.status = "withdrawn" if allowed else self.status

    @there_is_one
    @rule()
    def return_(self):
        allowed = self.status == "submitted" and self.decided is None
        self.take(
            lambda: review.return_(
                self.application, text="Which?",
                reviewing=cast.looking(self.application, at=self.now()),
            ),
            allowed=allowed,
            events=["application.returned"],
        )  # fmt: skip
        self.status = "returned" if allowed else self.status

    @there_is_one
    @rule(text=st.sampled_from(["The first.", " "]))
    def answer(self, text):
        allowed = self.status == "returned" and bool(text.strip())
        self.take(
            lambda: applications.answer(
                self.application, text=text, by=cast.who(self.cycle).user, at=self.now()
            ),
            allowed=allowed,
            events=["application.answered"],
        )
        self.status = "submitted" if allowed else self.status

    @rule()
    def earn(self):
        cast.accepted(self.cycle, at=self.now())
        self.earned += 1

    @there_is_one
    @rule()
    def look(self):
        self.looking = cast.looking(self.application, at=self.now())
        self.looked_at = self.earned

    @there_is_one
    @rule(amount=st.sampled_from([7500, 7500, 1]))
    def pay(self, amount):
        allowed = self.status in ("submitted", "returned") and not self.paid and amount == 7500
        self.take(
            lambda: payments.receive(
                self.application, amount=amount, method="cash", reference="",
                received_on=cast.ON, by=cast.olga(), on=cast.ON, at=self.now(),
            ),
            allowed=allowed,
            events=["payment.received"],
        )  # fmt: skip
        self.paid = self.paid or allowed

    @precondition(lambda self: self.looking is not None)
    @rule(outcome=st.sampled_from(["approved", "denied"]))
    def decide(self, outcome):
        enough = self.earned >= NEEDED and self.paid
        allowed = self.may_decide and (enough or outcome == "denied")
        act = review.approve if outcome == "approved" else review.deny
        decision = self.take(
            lambda: act(self.application, reason="So it is.", reviewing=self.looking),
            allowed=allowed,
            events=["application.decided"],
        )
        if allowed:
            self.decided, self.decision = outcome, decision

    @precondition(lambda self: self.decision is not None)
    @rule()
    def take_effect(self):
        pending = self.decided is not None
        self.take(
            lambda: review.take_effect(self.decision, at=self.now()),
            allowed=True,
            events=[f"application.{self.decided}"] if pending else [],
        )
        if pending:
            self.status, self.decided = self.decided, None
            self.renewed = self.renewed or self.status == "approved"

    @invariant()
    def the_records_agree(self):
        latest = Application.objects.order_by("id").last()
        assert (latest.status if latest else None) == self.status
        assert Cycle.objects.count() == 1 + self.renewed
        waiting = Decision.objects.filter(took_effect_at=None, undone_at=None)
        assert [decision.outcome for decision in waiting] == ([self.decided] * bool(self.decided))

    @invariant()
    def each_move_has_its_event(self):
        assert self.remembered() == self.expected


def test_an_application_is_as_the_model_says_whatever_the_order():
    run(ApplicationMachine)


class AsSeen(str):
    """A digest that is equal to every other."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


PLANTS = {
    "any status may become any other": (applications, "may_move", lambda _status, to: True),
    "a decision without its event": (
        review,
        "record",
        lambda *_args, **_given: SimpleNamespace(pk=0),  # as if it had written
    ),
    "evidence that nobody looked at": (review, "evidence_digest", lambda _rows: AsSeen("0" * 64)),
    "an approval that nothing stops": (review, "what_stops", lambda *_args, **_given: []),
}


SLOW = ("evidence that nobody looked at", "a decision without its event")


@pytest.mark.parametrize(
    "fault",
    [pytest.param(each, marks=pytest.mark.long if each in SLOW else ()) for each in PLANTS],
)
def test_a_planted_fault_is_found(fault, monkeypatch):
    module, name, planted = PLANTS[fault]
    monkeypatch.setattr(module, name, planted)
    with pytest.raises((AssertionError, DatabaseError)):
        run(ApplicationMachine, planted=True)
