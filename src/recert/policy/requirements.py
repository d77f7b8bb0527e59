"""The rules: one short function for each kind, over whole numbers of one certificant's rows.

Every argument and every result is a whole number or a row of them (`columns` says what they
mean), so that the functions can run as they stand for one case, and compiled for a registry;
therefore their arguments are by position, and lists to fill are passed in.
"""
# ruff: noqa: PLR0917, FBT001 - a compiled function takes its columns by position

from collections.abc import MutableSequence, Sequence

MET, SHORT, NOT_SET_STATE = 0, 1, 2

# Outcomes of an activity, in the order in which the first that applies is given.
COUNTED = 0
EVIDENCE_MISSING = 1
REVIEW_PENDING = 2
REJECTED = 3
PROVIDER_NOT_APPROVED = 4
BEFORE_WINDOW = 5
AFTER_WINDOW = 6
DUPLICATE_COURSE = 7
CREDIT_NOT_SET = 8

# Why filing is open, closed, or for a person to decide.
IN_TIME, TOO_EARLY, TOO_LATE, OPENING_NOT_SET, CLOSING_NOT_SET = 0, 1, 2, 3, 4

PASSED, FAILED = 0, 1

NOTHING = -1  # no such row
UNSET = -1  # a number that is not set; all others are zero or more


def judge_activities(
    outcome: MutableSequence[int],
    day: Sequence[int],
    amount: Sequence[int],
    same_course: Sequence[int],
    evidence: Sequence[int],
    review: Sequence[int],
    approved: Sequence[int],
    first: int,
    last: int,
    ask_evidence: int,
    ask_approval: int,
    once: int,
) -> None:
    """Fill in the outcome of each activity; rows are in order of completion."""
    for row in range(len(day)):
        outcome[row] = _outcome_alone(
            day[row],
            evidence[row] == 1 or ask_evidence == 0,
            review[row],
            approved[row] == 1 or ask_approval == 0,
            first,
            last,
        )
        if outcome[row] == COUNTED and once == 1 and _counted_before(outcome, same_course, row):
            outcome[row] = DUPLICATE_COURSE
        if outcome[row] == COUNTED and amount[row] < 0:
            outcome[row] = CREDIT_NOT_SET


def _outcome_alone(
    day: int, proved: bool, review: int, approved: bool, first: int, last: int
) -> int:
    if not proved:
        return EVIDENCE_MISSING
    if review != 0:
        return REVIEW_PENDING if review == 1 else REJECTED
    if not approved:
        return PROVIDER_NOT_APPROVED
    if day < first:
        return BEFORE_WINDOW
    return AFTER_WINDOW if day > last else COUNTED


def _counted_before(outcome: Sequence[int], same_course: Sequence[int], row: int) -> bool:
    earlier = same_course[row]
    while earlier >= 0:
        if outcome[earlier] == COUNTED:
            return True
        earlier = same_course[earlier]
    return False


def total(outcome: Sequence[int], amount: Sequence[int]) -> int:
    """Return the steps of the activities that count."""
    steps = 0
    for row in range(len(outcome)):
        if outcome[row] == COUNTED:
            steps += amount[row]
    return steps


def credits_state(required: int, surely: int, possibly: int, open_amounts: int) -> int:
    """Tell whether credit suffices whatever the body meant, or cannot, or it depends.

    `surely` counts with every silent rule read as asked, `possibly` with none of them;
    `open_amounts` are activities whose credit the policy does not fix.
    """
    if surely >= required:
        return MET
    if possibly >= required or open_amounts > 0:
        return NOT_SET_STATE
    return SHORT


def filing_reason(
    on: int, first: int, last: int, opens_before: int, closes_after: int, whole_cycle: int
) -> int:
    """Tell why filing is open on a day, or is not; the first and the last day are open."""
    if on < first:
        return TOO_EARLY
    if on > last:
        if closes_after == UNSET:
            return CLOSING_NOT_SET
        return TOO_LATE if on > last + closes_after else IN_TIME
    if whole_cycle == 1:
        return IN_TIME
    if opens_before == UNSET:
        return OPENING_NOT_SET
    return TOO_EARLY if on < last - opens_before else IN_TIME


def exam_looked_at(
    form: Sequence[int], outcome: Sequence[int], held_before: Sequence[int], wanted: int
) -> int:
    """Return the row of the exam that a pathway looks at, or `NOTHING`.

    That is the first pass of the form wanted; else the latest pass; else the latest exam.
    """
    latest = len(outcome) - 1
    for row in range(len(outcome)):
        if outcome[row] == PASSED:
            if form[row] == wanted and held_before[row] == 0:
                return row
            latest = row
    return latest


def exam_passed(
    row: int, form: Sequence[int], outcome: Sequence[int], held_before: Sequence[int], wanted: int
) -> bool:
    """Tell whether a pass is on record: of the form wanted, or again of one held before.

    The second is no way to recertify either, but `same_form` is what says so.
    """
    if row < 0 or outcome[row] != PASSED:
        return False
    return form[row] == wanted or held_before[row] == 1


def sat_too_soon(
    row: int, day: Sequence[int], form: Sequence[int], outcome: Sequence[int], wait: int
) -> bool:
    """Tell whether an exam was sat before the wait after a failure of its form was over.

    The day of the failure plus the wait is the first day allowed.
    """
    if row < 0 or outcome[row] > FAILED:
        return False
    for earlier in range(row):
        failed = outcome[earlier] == FAILED and form[earlier] == form[row]
        if failed and day[row] < day[earlier] + wait:
            return True
    return False


def failure_waited_for(form: Sequence[int], outcome: Sequence[int], wanted: int) -> int:
    """Return the row of the latest failure of a form that no pass followed, or `NOTHING`."""
    for row in range(len(outcome) - 1, -1, -1):
        if form[row] == wanted and outcome[row] == PASSED:
            return NOTHING
        if form[row] == wanted and outcome[row] == FAILED:
            return row
    return NOTHING
