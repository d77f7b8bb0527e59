"""The way by an exam, told in order, by actions alone; at its end, everything that must hold holds.

Alice holds the certificate of the online exam, in a cycle through 25 June 2027. The demonstration's
settings give an authorisation 90 days; the policy asks for 90 days after a failure.
"""

from datetime import date, timedelta

import pytest

from recert.actions import exam_rulings, exams, reminders
from recert.actions.refusals import CannotMove
from recert.policy.comparing import Openness, compare
from recert.policy.cycles import Span, Standing
from recert.policy.decision import Decision
from recert.records.cases import rows_of
from recert.records.certification import Cycle, LevelChange
from recert.records.exam_lists import corrections_open, decisions_to_rule
from recert.records.fees import account_of
from recert.records.owing import to_refund
from tests import examining
from tests import people as cast
from tests.stories.record import at_noon, everything_holds, found, told, what_a_stranger_sees

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST_ON = date(2027, 6, 25)
FAILED_ON = date(2026, 12, 1)
AGAIN_ON = date(2027, 3, 1)  # 90 days later
PASSED_ON = date(2027, 5, 30)  # the last of the 90 days of an authorisation given on AGAIN_ON
TOLD_ON = date(2027, 7, 5)


@pytest.fixture
def cycle():
    """Alice's cycle; she has sent no card yet."""
    cast.bob(), cast.beth(), cast.olga(), cast.otto()
    return examining.holder(certified_on=date(2025, 6, 25))


def asks(cycle, *, on):
    return examining.authorised(cycle, on=on, at=at_noon(on))


def refused(cycle, *, on, match):
    with pytest.raises(CannotMove, match=match):
        asks(cycle, on=on)


def ways(cycle, *, on):
    rows = rows_of(cycle)
    return {way.kind: way for way in compare(rows.policy, rows.case, on=on)}


def fails(cycle):
    """Her card is refused, then accepted; she books, sits, and fails."""
    refused(cycle, on=cast.ON, match="CPR")
    examining.carded(cycle, expires_on=cast.ON - DAY)
    refused(cycle, on=cast.ON, match="CPR")
    examining.carded(cycle, expires_on=date(2028, 1, 5))
    seat = examining.booked(asks(cycle, on=cast.ON), first=FAILED_ON)
    result = examining.sat(cycle, outcome="fail", taken_on=FAILED_ON, reference="R-1")
    seat.refresh_from_db()
    assert seat.result == result
    return result


def earns_and_files(cycle):
    """Credits stay open: she earns them, files and pays, while she waits for her result."""
    for _ in range(2):
        cast.accepted(cycle, at=at_noon(date(2027, 6, 1)))
    on = date(2027, 6, 20)
    application = cast.filed(cycle, on=on, at=at_noon(on))
    cast.paid(application, on=on, at=at_noon(on))
    return application


def passes(cycle):
    """On the day on which the wait ends she asks again; she passes on the last day of that."""
    refused(cycle, on=AGAIN_ON - DAY, match="it may be sat again from 1 March 2027")
    authorisation = asks(cycle, on=AGAIN_ON)
    assert authorisation.last_on == PASSED_ON
    examining.booked(
        authorisation, reference="SEAT-2", first=PASSED_ON, on=AGAIN_ON, at=at_noon(AGAIN_ON)
    )
    assert exams.expire_due(on=PASSED_ON, at=at_noon(PASSED_ON)) == 0
    assert exams.expire_due(on=PASSED_ON + DAY, at=at_noon(PASSED_ON + DAY)) == 1
    return authorisation


def result_comes(*, outcome="pass", **given):
    """A file of the testing center, which knows her by her seat alone, long after the day."""
    row = examining.told(booking="SEAT-2", taken_on=PASSED_ON, reference="R-2", outcome=outcome)
    file = examining.taken_in(row, on=TOLD_ON, at=at_noon(TOLD_ON), **given)
    return file.rows.get()


def test_alice_fails_waits_passes_and_is_told_late(cycle):
    way = ways(cycle, on=cast.ON)["exam"]
    assert (way.openness, way.fee.total, way.missing) == (Openness.OPEN, 0, 0)
    assert (way.latest_on, way.again_by) == (LAST_ON, date(2027, 3, 27))
    fails(cycle)
    assert ways(cycle, on=date(2026, 12, 6))["exam"].begins_on == AGAIN_ON
    authorisation = passes(cycle)
    application = earns_and_files(cycle)
    assert what_a_stranger_sees(cycle.credential, on=TOLD_ON).level == "certificate"

    row = result_comes()
    authorisation.refresh_from_db(), application.refresh_from_db()
    assert (row.state, authorisation.status, application.status) == ("recorded", "sat", "withdrawn")
    decision = row.result.decision
    assert (decision.cycle, decision.authorisation) == (cycle, authorisation)
    (line,) = Decision.from_data(decision.findings).pathway.fee.lines
    assert (line.amount, "Waived" in line.because) == (0, True)
    assert account_of(application).to_refund == 7500
    assert [payment.application for payment in to_refund()] == [application]

    # From the exam day on she holds the certification; two years follow the last day.
    seen = {
        on: what_a_stranger_sees(cycle.credential, on=on)
        for on in (PASSED_ON - DAY, PASSED_ON, TOLD_ON, date(2029, 6, 25), date(2029, 6, 26))
    }
    assert [each.level for each in seen.values()] == ["certificate", *["certification"] * 4]
    assert seen[TOLD_ON].last_on == date(2029, 6, 25)
    assert [each.standing for each in seen.values()] == [
        *[Standing.CURRENT] * 4, Standing.EXPIRED,
    ]  # fmt: skip
    following = decision.renewal.cycle
    assert (following.begins_on, following.ends_on) == (LAST_ON + DAY, date(2029, 6, 25))
    assert result_comes().state == "repeated"
    everything_holds()
    assert told(cycle) == [
        "authorisation_given", "exam_booked", "exam_failed",
        "authorisation_given", "exam_booked", "authorisation_expired",
        "activity_accepted", "activity_accepted", "application_received", "fee_received",
        "application_withdrawn", "exam_passed",
    ]  # fmt: skip


def test_whoever_passed_the_exam_before_is_refused_in_the_rules_words(cycle):
    charlie = examining.carded(cast.charlie())
    refused(charlie, on=cast.ON, match="the same exam cannot be used twice")
    assert ways(charlie, on=cast.ON)["exam"].openness == Openness.CLOSED
    examining.carded(cycle)
    examining.sat(cycle)
    refused(cycle, on=date(2026, 12, 6), match="the same exam cannot be used twice")
    everything_holds()


def test_a_missed_exam_leaves_the_authorisation_until_its_last_day_and_then_another_is_given(cycle):
    examining.carded(cycle)
    authorisation = asks(cycle, on=cast.ON)
    examining.booked(authorisation, first=FAILED_ON)
    examining.sat(cycle, outcome="absent", taken_on=FAILED_ON)
    authorisation.refresh_from_db()
    assert authorisation.status == "open"
    after = authorisation.last_on + DAY
    assert exams.expire_due(on=after, at=at_noon(after)) == 1
    asks(cycle, on=after)
    everything_holds()
    assert told(cycle) == [
        "authorisation_given", "exam_booked", "exam_absent", "authorisation_expired",
        "authorisation_given",
    ]  # fmt: skip


@pytest.mark.parametrize("upgrade", [True, False])
def test_a_pass_after_the_last_day_changes_nothing_until_an_officer_rules(cycle, upgrade):
    examining.carded(cycle)
    sat_on, ruled_on = LAST_ON + DAY, date(2027, 7, 10)
    decision = examining.sat(cycle, taken_on=sat_on, at=at_noon(sat_on)).decision
    assert list(decisions_to_rule()) == [decision]
    assert what_a_stranger_sees(cycle.credential, on=sat_on).standing == Standing.EXPIRED
    following = Span(sat_on, LAST_ON.replace(year=2029))
    exam_rulings.rule(
        decision, upgrade=upgrade, because="The center was closed." if upgrade else "It is late.",
        next_cycle=following if upgrade else None, by=cast.olga(), on=ruled_on,
        at=at_noon(ruled_on),
    )  # fmt: skip
    seen = what_a_stranger_sees(cycle.credential, on=ruled_on)
    assert (seen.standing, seen.level) == (
        (Standing.CURRENT, "certification") if upgrade else (Standing.EXPIRED, "certificate")
    )
    assert not decisions_to_rule()
    everything_holds()
    assert told(cycle) == ["exam_referred", "exam_passed" if upgrade else "exam_not_counted"]


def test_a_pass_that_was_none_is_taken_back_visibly_and_the_credits_are_open_again(cycle):
    fails(cycle), passes(cycle)
    application = earns_and_files(cycle)
    result_comes()
    assert result_comes(outcome="fail").state == "correction"
    assert Cycle.objects.filter(credential=cycle.credential).count() == 2
    correction = corrections_open().get()
    examining.confirmed(correction, on=date(2027, 7, 9), at=at_noon(date(2027, 7, 9)))

    seen = what_a_stranger_sees(cycle.credential, on=date(2027, 7, 9))
    assert (seen.standing, seen.level) == (Standing.EXPIRED, "certificate")
    assert not LevelChange.objects.exists()
    assert (Cycle.objects.count(), Cycle.every.count()) == (1, 2)
    assert found(cycle, on=LAST_ON).eligible
    application.refresh_from_db()
    assert application.status == "withdrawn"
    assert told(cycle)[-2:] == ["exam_corrected", "exam_failed"]
    reminded_on = LAST_ON + 16 * DAY
    assert reminders.owe_due(cast.body().reminders, on=reminded_on, at=at_noon(reminded_on)) == 1
    everything_holds()
