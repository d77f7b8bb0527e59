"""What must hold for every certificant, looked for among thousands of invented ones."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from recert.policy.decision import Decision
from recert.policy.evaluate import decide
from recert.policy.facts import Activity, Case, Companion, Exam
from recert.policy.units import NOT_SET
from tests.policy.known import CERTIFIED, LAST, action, alice, guides

DAY = timedelta(days=1)
EDGES = [CERTIFIED - DAY, CERTIFIED, LAST, LAST + DAY]
DAYS = st.sampled_from(EDGES) | st.dates(date(2024, 2, 1), date(2026, 5, 31))
SPANS = st.tuples(DAYS, DAYS).map(lambda days: (min(days), max(days)))
POLICIES = st.sampled_from([action(), action(demonstration=False)])


def activities(*, courses=("own-1", "own-2", None), minutes=False):
    steps = st.integers(0, 20).map(lambda steps: Decimal(steps) * Decimal("0.05"))
    amount = {"credits": steps} if not minutes else {"minutes": st.integers(0, 900)}
    return st.builds(
        Activity,
        completed_on=DAYS,
        course=st.sampled_from(courses),
        provider_approved=st.none() | st.none() | st.lists(SPANS, max_size=2).map(tuple),
        evidence=st.sampled_from([True, True, True, False]),
        review=st.sampled_from(["accepted"] * 4 + ["pending", "rejected"]),
        count=st.sampled_from([1, 1, 1, 3]),
        **amount,
    )


EXAMS = st.builds(
    Exam,
    form=st.sampled_from(["online", "accredited"]),
    taken_on=DAYS,
    outcome=st.sampled_from(["pass", "fail", "absent"]),
)
CARDS = st.builds(
    Companion,
    kind=st.just("cpr_aed"),
    issued_on=DAYS,
    expires_on=st.none() | DAYS,
    hands_on=st.sampled_from([True, False, None]),
)
PEOPLE = st.sampled_from([alice(), alice(level="certificate", form="online"), alice(form=None)])


ANY = activities() | activities(minutes=True)


def cases(*, of=ANY):
    return st.builds(
        Case,
        certificant=PEOPLE,
        activities=st.lists(of, max_size=8).map(tuple),
        exams=st.lists(EXAMS, max_size=3).map(tuple),
        companions=st.lists(CARDS, max_size=3).map(tuple),
    )


def with_activities(case, *more):
    return replace(case, activities=(*case.activities, *more))


@given(POLICIES, cases(), DAYS)
def test_what_is_counted_is_the_sum_over_the_activities(policy, case, on):
    decision = decide(policy, case, on=on)
    assert decision.counted == sum(found.counted for found in decision.activities)
    assert all(0 in {found.counted, found.pending} for found in decision.activities)
    assert decision.surplus - decision.shortfall == decision.counted - decision.required
    assert min(decision.surplus, decision.shortfall) == 0


@given(cases(), DAYS)
def test_counting_agrees_with_an_account_that_shares_nothing_with_it(case, on):
    """The rules told once more, over dates and fractions, one activity after the other."""
    taken, total = Counter(), Fraction(0)
    for done in sorted(case.activities, key=lambda a: a.completed_on):
        spans = done.provider_approved
        approved = spans is None or any(a <= done.completed_on <= b for a, b in spans)
        counts = done.evidence and done.review == "accepted" and approved
        if not (counts and date(2024, 3, 10) <= done.completed_on <= date(2026, 3, 10)):
            continue
        if done.course and done.count == 1:
            taken[done.course] += 1
            if taken[done.course] > 1:
                continue
        if done.credits is not None:
            total += Fraction(done.credits) * done.count
        else:
            total += Fraction(done.minutes // 30, 20) * done.count
    decision = decide(action(), case, on=on)
    assert Fraction(decision.unit.amount(decision.counted)) == total
    credits_met = "credits" not in decision.pathways[0].unmet
    assert credits_met == (total >= 2)


@given(POLICIES, cases(), DAYS, activities(courses=(None,)))
def test_another_class_never_hurts(policy, case, on, more):
    before, after = (decide(policy, c, on=on) for c in (case, with_activities(case, more)))
    assert after.counted >= before.counted
    assert after.pending >= before.pending
    assert after.eligible or not before.eligible


@given(cases(of=activities(courses=(None,))), DAYS, st.data())
def test_proving_or_accepting_an_activity_never_hurts(case, on, data):
    assume(case.activities)
    at = data.draw(st.integers(0, len(case.activities) - 1))
    better = list(case.activities)
    better[at] = replace(better[at], evidence=True, review="accepted", provider_approved=None)
    before = decide(action(), case, on=on)
    after = decide(action(), replace(case, activities=tuple(better)), on=on)
    assert after.counted >= before.counted
    assert after.eligible or not before.eligible


@given(POLICIES, cases(), DAYS, activities().map(lambda a: replace(a, review="rejected")))
def test_a_rejected_activity_changes_nothing(policy, case, on, rejected):
    before, after = (decide(policy, c, on=on) for c in (case, with_activities(case, rejected)))
    assert replace(after, activities=after.activities[:-1]) == before


@given(POLICIES, cases(), DAYS, st.data())
def test_the_order_in_which_facts_are_told_does_not_matter(policy, case, on, data):
    """Of one course completed twice on one day the place decides, so such cases are left out."""
    same = Counter((a.course, a.completed_on) for a in case.activities if a.course)
    assume(max(same.values(), default=0) < 2)
    assume(len({exam.taken_on for exam in case.exams}) == len(case.exams))
    order = data.draw(st.permutations(range(len(case.activities))))
    shuffled = replace(
        case,
        activities=tuple(case.activities[at] for at in order),
        exams=tuple(data.draw(st.permutations(case.exams))),
        companions=tuple(data.draw(st.permutations(case.companions))),
    )
    before, after = decide(policy, case, on=on), decide(policy, shuffled, on=on)
    for place, at in enumerate(order):
        assert replace(after.activities[place], at=at) == before.activities[at]

    def kept(decision):
        said = [
            [(f.requirement, f.state, f.because) for f in w.findings] for w in decision.pathways
        ]
        return said, decision.counted, decision.pending, decision.earliest_retake_on

    assert kept(after) == kept(before)


@given(st.integers(-800, 800), st.integers(-800, 800))
def test_the_first_and_the_last_day_count_and_no_day_outside(first, last):
    days = {CERTIFIED + first * DAY, LAST + last * DAY, *EDGES}
    case = Case(alice(), tuple(Activity(day, credits=Decimal("0.1")) for day in sorted(days)))
    decision = decide(action(), case, on=LAST)
    for done, found in zip(case.activities, decision.activities, strict=True):
        assert (found.counted > 0) == (CERTIFIED <= done.completed_on <= LAST)


@given(POLICIES, cases(), DAYS)
def test_a_decision_is_the_same_each_time_and_comes_back_from_its_data(policy, case, on):
    decision = decide(policy, case, on=on)
    assert decide(policy, case, on=on) == decision
    assert Decision.from_data(json.loads(json.dumps(decision.as_data()))) == decision


@given(cases(), DAYS)
def test_the_policy_of_another_unit_and_zone_decides_too(case, on):
    whole = tuple(replace(a, credits=None, minutes=100) for a in case.activities)
    decision = decide(guides(), replace(case, activities=whole, exams=()), on=on)
    assert decision.counted == sum(found.counted for found in decision.activities)


@given(POLICIES, cases(), DAYS)
def test_a_pathway_is_eligible_only_if_all_is_met_and_refused_only_if_something_is_short(
    policy, case, on
):
    decision = decide(policy, case, on=on)
    for way in decision.pathways:
        states = {found.state for found in way.findings}
        assert (way.outcome == "eligible") == (states == {"met"})
        assert (way.outcome == "not eligible") == ("short" in states)
        assert (way.outcome == "not eligible") == bool(way.unmet)


@given(cases(), DAYS)
def test_filling_what_is_not_set_never_turns_a_certain_answer(case, on):
    """What is met or short while the body is silent stays so, whatever the body then says."""
    silent, told = decide(action(demonstration=False), case, on=on), decide(action(), case, on=on)
    # Minutes are an amount that is not set, so their activities are open, not certain.
    for before, after in zip(silent.pathways, told.pathways, strict=True):
        states = {found.requirement: found.state for found in after.findings}
        for found in before.findings:
            if found.state != "not set":
                assert states[found.requirement] == found.state, found
        if before.fee.total is not NOT_SET:
            assert after.fee.total == before.fee.total


@settings(max_examples=200)
@given(cases(), DAYS, st.integers(1, 60))
def test_of_one_day_and_the_next_only_the_calendar_differs(case, on, days):
    """The day of the question moves no credit."""
    one, other = decide(action(), case, on=on), decide(action(), case, on=on + days * DAY)
    assert one.counted == other.counted
    assert [a.outcome for a in one.activities] == [a.outcome for a in other.activities]
