"""What the machines of actions share: one transaction an example, and refusals that were foreseen.

A machine takes actions in any order that it is given, beside a plain model of what should come of
each. The model knows nothing of the code; after every step the records must agree with it, and
after the last one `recert check` must find nothing.
"""

from collections import Counter

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from recert.actions.refusals import Refusal
from recert.cli.check import answers
from recert.records.history import Event
from tests import people as cast

LONG = settings.get_current_profile_name() == "long"
SETTINGS = settings(
    max_examples=200 if LONG else 12,
    stateful_step_count=40 if LONG else 15,
    suppress_health_check=list(HealthCheck),
)
PLANTED = settings(
    parent=SETTINGS,
    max_examples=200,
    stateful_step_count=20,
    phases=[Phase.generate],  # it is enough that the fault is found, however long the way to it
)


class Machine(RuleBasedStateMachine):
    """Alice's cycle, nothing earned; each example in a transaction that is rolled back."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.moment = 0
        for person in (cast.bob, cast.olga):
            person()
        self.cycle = cast.alice()
        self.before = self._events()
        self.expected = Counter()

    def teardown(self):
        """Everything that must hold holds; then nothing of the example is left."""
        try:
            broken = {each.code: each.broken for each in answers(files=False) if each.broken}
            assert not broken
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def now(self):
        """A moment later than any before it."""
        self.moment += 1
        return cast.later(minutes=self.moment)

    def take(self, action, *, allowed, events=()):
        """Take an action that the model allows or refuses; foresee its events."""
        try:
            result = action()
        except Refusal:
            assert not allowed, "the model allows this"
            return None
        assert allowed, "the model refuses this"
        self.expected.update(events)
        return result

    def remembered(self):
        """How often each event happened since the example began, of those the model foresees."""
        return self._events() - self.before

    def _events(self):
        names = Event.objects.values_list("name", flat=True)
        return Counter(name for name in names if name.startswith(self.foresees))

    foresees: tuple[str, ...] = ()


def run(machine, *, planted=False):
    """Run a machine; with a fault planted, with more examples, since it has to be found."""
    run_state_machine_as_test(machine, settings=PLANTED if planted else SETTINGS)
