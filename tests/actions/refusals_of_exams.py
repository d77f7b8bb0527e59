"""What is refused around an exam: in the rule's words where the policy says it."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

from recert.actions import exam_corrections, exam_results, exam_rulings, exams, result_files
from recert.actions.refusals import CannotMove, Incomplete, NotForYou
from recert.policy.cycles import Span
from recert.records.exam_lists import decisions_to_rule
from recert.records.exams import ResultRow
from tests import examining
from tests import people as cast
from tests.actions.happenings_of_exams import LATE_ON, NEXT, _late
from tests.actions.refused import Refused, act_on
from tests.examining import EXAM_ON, LATER_ON, alice, authorised, booked, confirmed, proposed, sat

LAST = date(2027, 2, 22)  # of an authorisation that was given on ON
DAY = timedelta(days=1)


def book(authorisation, **given):
    told = {
        "place": "Chicago", "window_from": EXAM_ON, "window_through": EXAM_ON, "vendor": "V",
        "reference": "B-2", "on": cast.ON,
    } | given  # fmt: skip
    return exams.book(authorisation, **told, by=None, at=cast.AT)


def cancelled(authorisation, *, because="By mistake."):
    exams.cancel_authorisation(authorisation, because=because, by=cast.olga(), at=cast.AT)
    return authorisation


def expired(authorisation):
    exams.expire_due(on=LAST + DAY, at=cast.AT)
    return authorisation


def rule(decision, *, by=None, **given):
    told = {"upgrade": True, "because": "The storm.", "next_cycle": NEXT} | given
    by = by or cast.olga()
    return exam_rulings.rule(decision, **told, by=by, on=LATE_ON, at=cast.AT)


def dismissed(correction, *, because="The vendor was wrong."):
    exam_corrections.dismiss(correction, because=because, by=cast.olga(), at=cast.AT)
    return correction


def suspended(cycle):
    act_on(cycle)
    return cycle


def own_login(cycle):
    return cast.who(cycle).user


def _own(cycle):
    """The certificant, who works as an officer too."""
    from recert.actions.accounts import grant_role  # noqa: PLC0415

    grant_role(own_login(cycle), name="officer", by=None, at=cast.AT)
    return cycle


def _own_late():
    sat(_own(alice()), taken_on=LATE_ON)
    return decisions_to_rule().get()


def _unset():
    """A pass that is eligible, under ACTION's own text: when the next cycle begins is not set."""
    sat(alice(edition=cast.adopted(overlay=False)))
    return decisions_to_rule().get()


def _held(**given):
    cycle = alice()
    examining.taken_in(examining.told(**given))
    return ResultRow.objects.get(), cycle.credential


def settle(given, *, by=None):
    row, credential = given
    by = by or cast.olga()
    return result_files.settle_row(row, credential=credential, by=by, on=LATER_ON, at=cast.AT)


def _acted_in_the_next_cycle():
    """Alice passed, and a class of the next cycle waits for review, when the vendor writes."""
    correction = proposed(sat(alice()))
    following = correction.result.decision.renewal.cycle
    cast.sent(following, completed_on=following.begins_on, on=following.begins_on)
    return correction


REFUSED = (
    Refused("nobody sits the exam that they passed before",
            lambda: examining.carded(cast.alice()), authorised, CannotMove,
            "the same exam cannot be used twice"),
    Refused("nobody sits an exam without a card", examining.holder, authorised, CannotMove,
            "Add a CPR and AED card valid on 24 November 2026"),
    Refused("a card whose last day was yesterday is none",
            lambda: examining.carded(examining.holder(), expires_on=cast.ON - DAY), authorised,
            CannotMove, "Add a CPR and AED card"),
    Refused("the day before the wait ends is too early to ask",
            lambda: sat(alice(), outcome="fail", taken_on=cast.ON - 89 * DAY).decision.cycle,
            authorised, CannotMove, "it may be sat again from 25 November 2026"),
    Refused("an exam is authorised once at a time", lambda: authorised(alice()).cycle, authorised,
            CannotMove, "You are authorised to sit this exam since"),
    Refused("a suspended credential is not authorised", lambda: suspended(alice()),
            authorised, CannotMove, "that act must end first"),
    Refused("a cycle that is renewed asks for no exam",
            lambda: sat(alice()).decision.cycle, lambda it: authorised(it, on=LATE_ON), CannotMove,
            "renewed already"),
    Refused("a pathway without an exam authorises none", alice,
            lambda it: exams.give_authorisation(
                it, key=uuid.uuid4(), pathway="continuing_education", by=None, on=cast.ON,
                at=cast.AT),
            CannotMove, "no exam by which"),
    Refused("a booking says where and by which reference", lambda: authorised(alice()),
            lambda it: book(it, place=" ", vendor="", reference="", window_from=cast.ON - DAY),
            Incomplete, "", frozenset({"place", "vendor", "reference", "window_from"})),
    Refused("a booking fits its columns", lambda: authorised(alice()),
            lambda it: book(it, place="x" * 201), Incomplete, "", frozenset({"place"})),
    Refused("a window does not end before it begins", lambda: authorised(alice()),
            lambda it: book(it, window_through=EXAM_ON - DAY), Incomplete, "",
            frozenset({"window_through"})),
    Refused("a window ends by the last day of the authorisation", lambda: authorised(alice()),
            lambda it: book(it, window_through=LAST + DAY), Incomplete, "22 February 2027",
            frozenset({"window_through"})),
    Refused("a window begins by the last day of the authorisation", lambda: authorised(alice()),
            lambda it: book(it, window_from=LAST + DAY, window_through=LAST + DAY), Incomplete, "",
            frozenset({"window_from"})),
    Refused("nothing is booked after the last day of an authorisation",
            lambda: authorised(alice()), lambda it: book(it, on=LAST + DAY), CannotMove,
            "ended on 22 February 2027"),
    Refused("one seat is booked at a time", lambda: booked(authorised(alice())).authorisation,
            book, CannotMove, "cancel that booking first"),
    Refused("a reference of a booking is one person's",
            lambda: booked(authorised(alice())) and authorised(alice(name="Charlie Chaplin")),
            lambda it: book(it, vendor=examining.VENDOR, reference="B-1"), CannotMove,
            "to another booking"),
    Refused("nothing is booked under an authorisation that is cancelled",
            lambda: cancelled(authorised(alice())), book, CannotMove, "is cancelled"),
    Refused("nothing is booked under an authorisation that has expired",
            lambda: expired(authorised(alice())), book, CannotMove, "has expired"),
    Refused("nothing is booked once the exam was sat",
            lambda: (it := authorised(alice())) and sat(it.cycle, outcome="fail") and it, book,
            CannotMove, "was sat under this"),
    Refused("a booking whose exam was missed is not cancelled",
            lambda: (it := booked(authorised(alice())))
            and sat(it.authorisation.cycle, outcome="absent") and it,
            lambda it: exams.cancel_booking(it, by=None, at=cast.AT), CannotMove, "does not stand"),
    Refused("an authorisation is cancelled with a reason", lambda: authorised(alice()),
            lambda it: cancelled(it, because=" "), Incomplete, "", frozenset({"because"})),
    Refused("a result is whole", alice,
            lambda it: exam_results.record_result(
                it.credential, form="oral", taken_on=LATER_ON + DAY, outcome="perhaps", vendor=" ",
                reference="x" * 81, by=cast.olga(), on=LATER_ON, at=cast.AT),
            Incomplete, "", frozenset({"form", "taken_on", "outcome", "vendor", "reference"})),
    Refused("a reference of a result is one person's result",
            lambda: sat(alice()) and alice(name="Charlie Chaplin"), sat, CannotMove,
            "to another result"),
    Refused("a result does not change by being told again",
            lambda: sat(alice()).decision.cycle, lambda it: sat(it, outcome="fail"), CannotMove,
            "propose a correction"),
    Refused("one sitting has one result, whatever its reference",
            lambda: sat(alice(), outcome="fail").decision.cycle,
            lambda it: sat(it, outcome="fail", reference="R-2"), CannotMove,
            "with the reference R-1"),
    Refused("nobody enters their own result", lambda: _own(alice()),
            lambda it: exam_results.record_result(
                it.credential, form="accredited", taken_on=EXAM_ON, outcome="pass", vendor="V",
                reference="R", by=own_login(it), on=LATER_ON, at=cast.AT),
            NotForYou, "your own case"),
    Refused("a correction says why", lambda: sat(alice()),
            lambda it: proposed(it, because=" "), Incomplete, "", frozenset({"because"})),
    Refused("a correction knows the outcomes", lambda: sat(alice()),
            lambda it: proposed(it, outcome="perhaps"), Incomplete, "", frozenset({"outcome"})),
    Refused("one correction of a result is open", lambda: proposed(sat(alice())).result,
            lambda it: proposed(it, outcome="absent"), CannotMove, "settle that one first"),
    Refused("what was corrected is not corrected again",
            lambda: confirmed(it := proposed(sat(alice()))) and it.result, proposed, CannotMove,
            "look at the one in its place"),
    Refused("a correction is settled once",
            lambda: dismissed(proposed(sat(alice()))), confirmed, CannotMove, "settled already"),
    Refused("a correction is dismissed with a reason", lambda: proposed(sat(alice())),
            lambda it: dismissed(it, because=""),
            Incomplete, "", frozenset({"because"})),
    Refused("a corrected exam day has come",
            lambda: proposed(sat(alice()), taken_on=LATER_ON + DAY), confirmed, Incomplete, "",
            frozenset({"taken_on"})),
    Refused("nobody confirms a correction of their own",
            lambda: proposed(sat(_own(alice()))),
            lambda it: confirmed(it, by=it.result.credential.certificant.user), NotForYou,
            "your own case"),
    Refused("a cycle in which the person acted is not taken back", _acted_in_the_next_cycle,
            confirmed, CannotMove, "has an activity in it"),
    Refused("an exam is ruled on by an officer", _late, lambda it: rule(it, by=cast.bob()),
            NotForYou, "An officer decides"),
    Refused("nobody rules on their own exam", _own_late,
            lambda it: rule(it, by=it.result.credential.certificant.user), NotForYou,
            "your own case"),
    Refused("a ruling on an exam has its reason", _late, lambda it: rule(it, because=""),
            Incomplete, "", frozenset({"reason"})),
    Refused("a ruling sets the next cycle where the policy does not", _late,
            lambda it: rule(it, next_cycle=None), Incomplete, "", frozenset({"begins_on"})),
    Refused("no cycle begins at a level before the exam that gives it was passed", _late,
            lambda it: rule(it, next_cycle=Span(LATE_ON - DAY, date(2028, 12, 15))), Incomplete,
            "", frozenset({"begins_on"})),
    Refused("a refused upgrade begins no cycle", _late, lambda it: rule(it, upgrade=False),
            CannotMove, "leave its days empty"),
    Refused("an exam is ruled on once", lambda: (it := _late()) and rule(it) and it, rule,
            CannotMove, "Nothing is left"),
    Refused("a level that rose by the policy is not ruled away", _unset,
            lambda it: rule(it, upgrade=False, next_cycle=None), CannotMove, "rose by the policy"),
    Refused("a credential that is suspended is not upgraded by a ruling",
            lambda: (it := _late()) and act_on(it.cycle) and it, rule, CannotMove,
            "end that act first"),
    Refused("results come from somebody", lambda: replace(examining.told(), vendor=""),
            examining.taken_in, Incomplete, "", frozenset({"vendor"})),
    Refused("a row is settled once", lambda: settle(it := _held()) and it, settle, CannotMove,
            "settled already"),
    Refused("nobody settles a row of their own",
            lambda: (it := _held()) and it,
            lambda it: settle(it, by=it[1].certificant.user), NotForYou, "your own case"),
    Refused("a row whose exam is not known is not settled", lambda: _held(form="oral"), settle,
            Incomplete, "", frozenset({"form"})),
    Refused("a row is set aside with a reason", lambda: _held()[0],
            lambda it: result_files.set_row_aside(it, because="", by=cast.olga(), at=cast.AT),
            Incomplete, "", frozenset({"because"})),
)  # fmt: skip
