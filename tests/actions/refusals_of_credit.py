"""What is refused of activities and credit."""

from datetime import date

from recert.actions import (
    activities,
    evidence,
    reconsidering,
    review_activities,
)
from recert.actions.activities import AlreadyRecorded
from recert.actions.evidence import TooMuch
from recert.actions.refusals import (
    CannotMove,
    ChangedMeanwhile,
    HeldByAnother,
    Incomplete,
    NotForYou,
)
from tests import people as cast
from tests.actions.refused import (
    Refused,
    _corrected,
    _returned_beside,
    correct,
    grant,
    own,
    receive,
    review_of,
    save,
    send,
    taken,
    twice_the_same,
    two_papers,
    typed,
)


def reconsider(activity, *, steps=20, because="It is about training.", **given):
    return reconsidering.reconsider(
        activity, steps=steps, because=because, review=review_of(activity, **given)
    )


def recorded_again():
    """A rejected activity, and the same class of the same day accepted since."""
    cycle, course = cast.alice(), cast.course()
    activity = cast.rejected(cycle, of=course)
    cast.accepted(cycle, of=course)
    return activity


REFUSED = (
    # --- activities
    Refused("a draft holds no longer title than its column", lambda: cast.who(cast.alice()),
            lambda alice: save(alice, title="a" * 201), Incomplete, "200", frozenset({"title"})),
    Refused("a draft lasts no negative time", lambda: cast.who(cast.alice()),
            lambda alice: save(alice, minutes=-1), Incomplete, "", frozenset({"minutes"})),
    Refused("a draft lasts no longer than sixty days", lambda: cast.who(cast.alice()),
            lambda alice: save(alice, minutes=86_401), Incomplete, "", frozenset({"minutes"})),
    Refused("a sent activity is not changed", lambda: cast.sent(cast.alice()),
            lambda it: save(it.certificant, key=it.key, title="Other"), CannotMove, "sent already"),
    Refused("a returned activity keeps its parts", lambda: cast.returned(cast.alice()),
            lambda it: save(it.certificant, key=it.key, minutes=60), Incomplete, "",
            frozenset({"title", "provider_name", "completed_on"})),
    Refused("a returned activity does not become another that was sent", _returned_beside,
            lambda it: save(it.certificant, key=it.key, course=it.course, completed_on=cast.ON),
            AlreadyRecorded, "on record already"),
    Refused("another's form is not taken over",
            lambda: (cast.drafted(cast.alice()), cast.charlie()),
            lambda given: save(cast.who(given[1]), key=given[0].key, title="Mine"), CannotMove,
            "another activity"),
    Refused("an activity says what, who, when and how long", lambda: save(cast.who(cast.alice())),
            send, Incomplete, "",
            frozenset({"title", "provider_name", "completed_on", "minutes"})),
    Refused("an activity lasts some time", lambda: typed(cast.alice(), minutes=0), send, Incomplete,
            "more than nothing", frozenset({"minutes"})),
    Refused("an activity is not completed tomorrow",
            lambda: typed(cast.alice(), completed_on=date(2026, 11, 25)), send, Incomplete,
            "has not come yet", frozenset({"completed_on"})),
    Refused("a class counts from the day of its approval",
            lambda: cast.drafted(cast.alice(), of=cast.course(approved_from=date(2026, 5, 5))),
            send, Incomplete, "approved from 5 May 2026", frozenset({"completed_on"})),
    Refused("a class counts through the last day of its approval",
            lambda: cast.drafted(cast.alice(), of=cast.course(approved_through=date(2026, 5, 3))),
            send, Incomplete, "through 3 May 2026", frozenset({"completed_on"})),
    Refused("the same class on the same day counts once", twice_the_same, send, AlreadyRecorded,
            "on record already"),
    Refused("an activity is sent once", lambda: cast.sent(cast.alice()), send, CannotMove,
            "is submitted"),
    Refused("a decided activity is not sent again", lambda: cast.accepted(cast.alice()), send,
            CannotMove, "is accepted"),
    Refused("nothing is answered that was not asked", lambda: cast.sent(cast.alice()),
            lambda it: activities.answer(it, text="Ten.", by=own(it), on=cast.ON, at=cast.AT),
            CannotMove, "no open question"),
    Refused("an answer has words", lambda: cast.returned(cast.alice()),
            lambda it: activities.answer(it, text=" ", by=own(it), on=cast.ON, at=cast.AT),
            Incomplete, "", frozenset({"answer"})),
    Refused("a decided activity is not withdrawn", lambda: cast.rejected(cast.alice()),
            lambda it: activities.withdraw(it, by=own(it), at=cast.AT), CannotMove, "is rejected"),
    # --- evidence
    Refused("one person's files have their room", lambda: cast.who(cast.alice()), receive, TooMuch,
            "one person has"),
    Refused("a decided activity takes no evidence",
            lambda: (cycle := cast.alice()) and (cast.accepted(cycle), cast.paper(cycle)),
            lambda given: cast.attached(given[0], paper=given[1]), CannotMove, "closed to new"),
    Refused("nobody's evidence backs another's activity",
            lambda: (cast.drafted(cast.alice()), cast.paper(cast.charlie())),
            lambda given: cast.attached(given[0], paper=given[1]), CannotMove, "somebody else"),
    Refused("an activity takes so many files", two_papers,
            lambda given: evidence.attach(
                given[0], evidence=given[1], most_files=1, by=None, at=cast.AT),
            TooMuch, "1 files"),
    Refused("evidence stays while a reviewer may look",
            lambda: cast.sent(cast.alice()),
            lambda it: evidence.detach(
                it, evidence=it.uses.get().evidence, by=own(it), at=cast.AT),
            CannotMove, "yours to change"),
    # --- the review of an activity
    Refused("nobody accepts their own activity",
            lambda: (it := cast.sent(cast.alice())) and (it, it.certificant.user),
            lambda given: review_activities.accept(
                given[0], review=review_of(given[0], by=given[1])),
            NotForYou, "own case"),
    Refused("what changed meanwhile is looked at again", lambda: cast.sent(cast.alice()),
            lambda it: grant(it, seen=it.version - 1), ChangedMeanwhile, "look at it again"),
    Refused("what Beth holds Bob does not decide",
            lambda: taken(cast.sent(cast.alice()), by=cast.beth()), grant, HeldByAnother, "Beth"),
    Refused("an activity is decided once", lambda: cast.accepted(cast.alice()), grant, CannotMove,
            "is accepted by now"),
    Refused("a withdrawn activity is not decided",
            lambda: activities.withdraw(cast.sent(cast.alice()), by=None, at=cast.AT), grant,
            CannotMove, "is withdrawn by now"),
    Refused("a returned activity waits for its answer", lambda: cast.returned(cast.alice()), grant,
            CannotMove, "is returned by now"),
    Refused("a part has its reason", lambda: cast.sent(cast.alice()),
            lambda it: grant(it, because=""), Incomplete, "", frozenset({"because"})),
    Refused("a part is more than nothing", lambda: cast.sent(cast.alice()),
            lambda it: grant(it, steps=0), Incomplete, "", frozenset({"credit"})),
    Refused("a part is less than the whole", lambda: cast.sent(cast.alice()),
            lambda it: grant(it, steps=20), Incomplete, "Accept it whole", frozenset({"credit"})),
    Refused("less than a step is no credit",
            lambda: cast.sent(cast.alice(), of=cast.course(minutes=29)),
            lambda it: review_activities.accept(it, review=review_of(it)), Incomplete,
            "less than the smallest step", frozenset({"credit"})),
    Refused("without minutes in a unit a person says the credit",
            lambda: cast.sent(cast.alice(edition=cast.adopted(overlay=False))),
            lambda it: review_activities.accept(it, review=review_of(it)), Incomplete,
            "does not set how many minutes", frozenset({"credit"})),
    Refused("a rejection has its reason", lambda: cast.sent(cast.alice()),
            lambda it: review_activities.reject(it, because=" ", review=review_of(it)), Incomplete,
            "", frozenset({"because"})),
    Refused("a question has words", lambda: cast.sent(cast.alice()),
            lambda it: review_activities.return_(
                it, field="minutes", text="", review=review_of(it)),
            Incomplete, "", frozenset({"text"})),
    Refused("an entry is corrected once",
            lambda: (it := cast.accepted(cast.alice())) and _corrected(it),
            lambda given: correct(*given), CannotMove, "corrected already"),
    Refused("a correction is not corrected",
            lambda: (it := cast.accepted(cast.alice())) and _corrected(it),
            lambda given: correct(given[0], given[1].correction), CannotMove, "corrected already"),
    Refused("a correction has its reason",
            lambda: (it := cast.accepted(cast.alice())) and (it, it.entries.get()),
            lambda given: correct(*given, because=""), Incomplete, "", frozenset({"because"})),
    Refused("a correction changes something",
            lambda: (it := cast.accepted(cast.alice())) and (it, it.entries.get()),
            lambda given: correct(*given, steps=20), Incomplete, "", frozenset({"because"})),
    Refused("nobody corrects their own credit",
            lambda: (it := cast.accepted(cast.alice())) and (it, it.entries.get()),
            lambda given: correct(*given, by=given[0].certificant.user), NotForYou, "own case"),
    Refused("nothing is accepted without the evidence that the edition requires",
            lambda: cast.sent(cast.alice(), with_paper=False),
            lambda it: review_activities.accept(it, review=review_of(it)), Incomplete,
            "no evidence", frozenset({"evidence"})),
    Refused("no part is accepted without evidence either",
            lambda: cast.sent(cast.alice(), with_paper=False), grant, Incomplete, "no evidence",
            frozenset({"evidence"})),
    # --- a rejection taken back
    Refused("only a rejection is reconsidered", lambda: cast.accepted(cast.alice()), reconsider,
            CannotMove, "is accepted, not rejected"),
    Refused("a rejection is taken back with its reason", lambda: cast.rejected(cast.alice()),
            lambda it: reconsider(it, because=" "), Incomplete, "", frozenset({"because"})),
    Refused("a rejection is taken back for some credit", lambda: cast.rejected(cast.alice()),
            lambda it: reconsider(it, steps=0), Incomplete, "", frozenset({"credit"})),
    Refused("a rejection is taken back for no more than was claimed",
            lambda: cast.rejected(cast.alice()), lambda it: reconsider(it, steps=21), Incomplete,
            "gives 1.0 CEC", frozenset({"credit"})),
    Refused("a rejection without evidence stays",
            lambda: cast.rejected(cast.alice(), with_paper=False), reconsider, Incomplete,
            "no evidence", frozenset({"evidence"})),
    Refused("what changed meanwhile is not reconsidered", lambda: cast.rejected(cast.alice()),
            lambda it: reconsider(it, seen=it.version - 1), ChangedMeanwhile, "look at it again"),
    Refused("nobody reconsiders their own rejection",
            lambda: (it := cast.rejected(cast.alice())) and (it, it.certificant.user),
            lambda given: reconsider(given[0], by=given[1]), NotForYou, "own case"),
    Refused("a class that was recorded once more is not reconsidered", recorded_again, reconsider,
            CannotMove, "recorded once more"),
)  # fmt: skip
