"""The situations that certificants of the demonstration are in, each lived through by actions."""

from collections.abc import Callable
from dataclasses import dataclass

from recert.demonstration import earning, exams, filed, reviewed, standing
from recert.demonstration.life import Life

Days = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation: how it is lived, and how many of the people share it.

    `ends` says how many days from today the first cycle ends, below zero how many days ago; one of
    the days in between is thrown, both inside.
    """

    name: str
    live: Callable[[Life], None]
    ends: Days
    share: int
    level: str = "certification"


SITUATIONS = (
    Situation("on pace", earning.on_pace, (120, 600), 24),
    Situation("behind pace", earning.behind_pace, (60, 300), 10),
    Situation("just certified", earning.just_certified, (700, 727), 5),
    Situation("ready to renew", earning.ready, (40, 300), 7),
    Situation("renewed once", earning.renewed_once, (60 - 730, 300 - 730), 12),
    Situation("renewed early", earning.renewed_early, (60, 200), 5),
    Situation("last day today", earning.last_day_today, (0, 0), 1),
    Situation("one day late", earning.one_day_late, (-1, -1), 1),
    Situation("long expired", earning.long_expired, (-900, -200), 6),
    Situation("online certificate", earning.on_pace, (150, 500), 4, "certificate"),
    Situation("upgraded by exam", exams.upgraded, (100, 400), 2, "certificate"),
    Situation("exam not passed", exams.failed, (100, 400), 2, "certificate"),
    Situation("suspended", standing.suspended, (100, 400), 1),
    Situation("revoked", standing.revoked, (100, 400), 1),
    Situation("waits for review", reviewed.waits_for_review, (60, 400), 6),
    Situation("returned with a question", reviewed.returned_with_question, (60, 400), 3),
    Situation("accepted in part", reviewed.accepted_in_part, (60, 400), 3),
    Situation("corrected", reviewed.corrected, (60, 400), 2),
    Situation("rejected", reviewed.rejected, (60, 400), 2),
    Situation("evidence missing", reviewed.evidence_missing, (60, 400), 2),
    Situation("same class twice", reviewed.same_course_twice, (60, 400), 1),
    Situation("before the cycle", reviewed.before_the_cycle, (60, 400), 1),
    Situation("provider not approved", reviewed.unapproved_provider, (60, 400), 2),
    Situation("by hand", reviewed.by_hand, (60, 400), 2),
    Situation("filed and paid", filed.filed_and_paid, (10, 90), 2),
    Situation("filed, fee open", filed.filed_fee_open, (10, 90), 3),
    Situation("filed with too little", filed.filed_too_little, (10, 90), 1),
    Situation("application returned", filed.application_returned, (10, 90), 1),
    Situation("denied", filed.denied, (10, 90), 1),
    Situation("withdrawn, to give back", filed.withdrawn_to_give_back, (10, 90), 1),
    Situation("withdrawn, refund open", filed.withdrawn_to_refund, (10, 90), 1),
)
