"""The ledger under any order of actions: what was granted, taken back, and what counts of it."""

import math

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, rule

from recert.actions import activities, review_activities
from recert.policy.evaluate import decide
from recert.policy.units import Unit
from recert.records import cases
from recert.records.cases import rows_of
from recert.records.education import Activity
from tests import people as cast
from tests.actions.machines import Machine, run

pytestmark = pytest.mark.django_db
STEP = 30  # minutes in the smallest step: 0.05 of a unit of 600 minutes


class LedgerMachine(Machine):
    """The model: for each activity its status, its minutes, and each grant and its taking back."""

    foresees = ("activity.",)
    sent = Bundle("sent")

    def __init__(self):
        super().__init__()
        self.status, self.minutes, self.granted = {}, {}, {}

    @rule(target=sent, minutes=st.integers(min_value=1, max_value=900))
    def send(self, minutes):
        activity = cast.sent(self.cycle, of=cast.course(minutes=minutes), at=self.now())
        self.expected.update(["activity.saved", "activity.submitted"])
        self.status[activity.pk], self.minutes[activity.pk] = "submitted", minutes
        self.granted[activity.pk] = []
        return activity

    def review(self, activity):
        return cast.reviewing(activity, at=self.now())

    def whole(self, activity):
        """What the claim is worth, in whole steps, rounded down."""
        return self.minutes[activity.pk] // STEP

    @rule(activity=sent)
    def accept(self, activity):
        steps = self.whole(activity)
        allowed = self.status[activity.pk] == "submitted" and steps > 0
        self.take(
            lambda: review_activities.accept(activity, review=self.review(activity)),
            allowed=allowed,
            events=["activity.accepted"],
        )
        if allowed:
            self.status[activity.pk] = "accepted"
            self.granted[activity.pk].append(steps)

    @rule(activity=sent, steps=st.integers(min_value=0, max_value=30))
    def accept_in_part(self, activity, steps):
        whole = self.whole(activity)
        allowed = self.status[activity.pk] == "submitted" and steps > 0
        allowed = allowed and (steps < whole or whole == 0)
        self.take(
            lambda: review_activities.accept_in_part(
                activity, steps=steps, because="A part.", review=self.review(activity)
            ),
            allowed=allowed,
            events=["activity.accepted_in_part"],
        )
        if allowed:
            self.status[activity.pk] = "accepted_in_part"
            self.granted[activity.pk].append(steps)

    @rule(activity=sent)
    def reject(self, activity):
        allowed = self.status[activity.pk] == "submitted"
        self.take(
            lambda: review_activities.reject(activity, because="No.", review=self.review(activity)),
            allowed=allowed,
            events=["activity.rejected"],
        )
        self.status[activity.pk] = "rejected" if allowed else self.status[activity.pk]

    @rule(activity=sent)
    def return_(self, activity):
        allowed = self.status[activity.pk] == "submitted"
        self.take(
            lambda: review_activities.return_(
                activity, field="other", text="Which?", review=self.review(activity)
            ),
            allowed=allowed,
            events=["activity.returned"],
        )
        self.status[activity.pk] = "returned" if allowed else self.status[activity.pk]

    @rule(activity=sent)
    def answer(self, activity):
        allowed = self.status[activity.pk] == "returned"
        self.take(
            lambda: activities.answer(
                activity, text="This.", by=activity.certificant.user, on=cast.ON, at=self.now()
            ),
            allowed=allowed,
            events=["activity.answered"],
        )
        self.status[activity.pk] = "submitted" if allowed else self.status[activity.pk]

    @rule(activity=sent)
    def withdraw(self, activity):
        allowed = self.status[activity.pk] in ("submitted", "returned")
        self.take(
            lambda: activities.withdraw(activity, by=None, at=self.now()),
            allowed=allowed,
            events=["activity.withdrawn"],
        )
        self.status[activity.pk] = "withdrawn" if allowed else self.status[activity.pk]

    @rule(activity=sent, steps=st.integers(min_value=0, max_value=30))
    def correct(self, activity, steps):
        entries = self.granted[activity.pk]
        if not entries:
            return
        latest = activity.entries.filter(corrects=None).order_by("id").last()
        allowed = sum(entries) > 0 and steps != entries[-1]
        self.take(
            lambda: review_activities.correct(
                latest, steps=steps, because="It was so.", review=self.review(activity)
            ),
            allowed=allowed,
            events=["activity.corrected"],
        )
        if allowed:
            entries.extend([-entries[-1], *([steps] if steps else [])])
            whole = "accepted" if steps == self.whole(activity) else "accepted_in_part"
            self.status[activity.pk] = whole if steps else "rejected"

    @invariant()
    def each_activity_is_as_the_model_says(self):
        rows = Activity.objects.prefetch_related("entries")
        assert {row.pk: row.status for row in rows} == self.status
        ledger = {row.pk: [e.steps for e in row.entries.order_by("id")] for row in rows}
        assert ledger == self.granted

    @invariant()
    def what_counts_is_what_was_granted(self):
        rows = rows_of(self.cycle)
        found = decide(rows.policy, rows.case, on=cast.ON)
        assert found.counted == sum(map(sum, self.granted.values()))
        waiting = [pk for pk, status in self.status.items() if status in ("submitted", "returned")]
        assert found.pending == sum(self.minutes[pk] // STEP for pk in waiting)

    @invariant()
    def each_change_has_its_event(self):
        assert self.remembered() == self.expected


def test_the_ledger_is_as_the_model_says_whatever_the_order():
    run(LedgerMachine)


def _rounded_up(unit, minutes):
    return math.ceil(minutes / STEP)


def _kept(activity, steps, *, because, review):
    """A correction that leaves the status as it was."""
    return


def _first_entry_only(entries, *, unit):
    return unit.amount(sum(entry.steps for entry in entries[:1]))


PLANTS = {
    "minutes rounded up": (Unit, "steps_of_minutes", _rounded_up),
    "a correction that grants nothing instead": (review_activities, "_grant_instead", _kept),
    "a correction that counts no entry but the first": (cases, "granted", _first_entry_only),
    "an action without its event": (
        activities, "record", lambda *_args, **_given: None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_is_found(fault, monkeypatch):
    where, name, planted = PLANTS[fault]
    monkeypatch.setattr(where, name, planted)
    with pytest.raises(AssertionError):
        run(LedgerMachine, planted=True)
