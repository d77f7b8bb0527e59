"""What a reviewer does with an activity: accept it whole or in part, return, reject, correct.

Accepting writes what was granted into the ledger; a mistake is taken back by a second entry, so
that both stay to be read. Nothing here says what counts: the engine does.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions.locks import lock_activity, must_be_free, must_not_be_own
from recert.actions.paper_activities import must_not_have_entered
from recert.actions.refusals import CannotMove, ChangedMeanwhile, Incomplete
from recert.actions.settling import Review, must_have_evidence, settle, status_after
from recert.policy.lifecycle import ACCEPTED, ActivityStatus, may_move
from recert.policy.units import Unit
from recert.records.education import Activity, Question
from recert.records.ledger import LedgerEntry
from recert.records.versions import claimed_steps
from recert.records.words import status_word


@transaction.atomic
def accept(activity: Activity, *, review: Review) -> LedgerEntry:
    """Accept an activity whole: the minutes claimed become credit, by the edition's rounding.

    :raises Incomplete: there is no evidence, and the edition requires some; or it does not say how
        many minutes make a unit, so that a person says the credit: accept in part instead
    :raises CannotMove, HeldByAnother, NotForYou, ChangedMeanwhile: see `_hold`
    """
    activity = _hold(activity, review=review, to=ActivityStatus.ACCEPTED)
    must_have_evidence(activity, edition=review.edition)
    steps = claimed_steps(activity, unit=review.unit)
    if steps is None:
        raise Incomplete(
            {
                "credit": _(
                    "The policy does not set how many minutes make 1.0 %(unit)s: say the credit "
                    "yourself, with the reason."
                )
                % {"unit": review.unit.name}
            }
        )
    if steps < 1:
        raise Incomplete(
            {
                "credit": _(
                    "%(minutes)s minutes are less than the smallest step, %(step)s: reject it, "
                    "with that reason, or return it with a question."
                )
                % {"minutes": activity.minutes, "step": review.unit.say(1)}
            }
        )
    because = f"Accepted as claimed: {activity.minutes} minutes."
    return _grant(activity, steps, ActivityStatus.ACCEPTED, because=because, review=review)


@transaction.atomic
def accept_in_part(activity: Activity, *, steps: int, because: str, review: Review) -> LedgerEntry:
    """Accept part of what was claimed, or say the credit where the policy cannot.

    :param steps: whole steps of the edition's unit, more than none
    :raises Incomplete: no evidence where the edition requires some, no reason, no credit, or more
        than was claimed
    :raises CannotMove, HeldByAnother, NotForYou, ChangedMeanwhile: see `_hold`
    """
    activity = _hold(activity, review=review, to=ActivityStatus.ACCEPTED_IN_PART)
    must_have_evidence(activity, edition=review.edition)
    problems = _problems_of_part(activity, steps, because=because, unit=review.unit)
    if problems:
        raise Incomplete(problems)
    return _grant(
        activity, steps, ActivityStatus.ACCEPTED_IN_PART, because=because.strip(), review=review
    )


def _problems_of_part(
    activity: Activity, steps: int, *, because: str, unit: Unit
) -> dict[str, str]:
    problems = {}
    if not because.strip():
        problems["because"] = _("Write the reason; the certificant reads it in the ledger.")
    if steps < 1:
        problems["credit"] = _("Enter some credit, in steps of %(step)s; else reject it.") % {
            "step": unit.say(1)
        }
    elif (claimed := claimed_steps(activity, unit=unit)) and steps >= claimed:
        problems["credit"] = _(
            "The claim gives %(claimed)s; a part is less than that. Accept it whole instead."
        ) % {"claimed": unit.say(claimed)}
    return problems


def _grant(
    activity: Activity, steps: int, status: ActivityStatus, *, because: str, review: Review
) -> LedgerEntry:
    must_not_have_entered(activity, by=review.by)
    if activity.entries.filter(corrects=None, correction=None).exists():
        raise CannotMove(_("This activity has credit in the ledger already; correct that entry."))
    entry = LedgerEntry.objects.create(
        activity=activity,
        steps=steps,
        edition=review.edition,
        because=because,
        by=review.by,
        at=review.at,
    )
    settle(activity, status, because=because, review=review, credit=review.unit.number(steps))
    return entry


@transaction.atomic
def reject(activity: Activity, *, because: str, review: Review) -> Activity:
    """Reject an activity, with the reason.

    :raises Incomplete: no reason
    :raises CannotMove, HeldByAnother, NotForYou, ChangedMeanwhile: see `_hold`
    """
    activity = _hold(activity, review=review, to=ActivityStatus.REJECTED)
    if not because.strip():
        raise Incomplete({"because": _("Write the reason; the certificant reads it.")})
    settle(activity, ActivityStatus.REJECTED, because=because.strip(), review=review)
    return activity


@transaction.atomic
def return_(activity: Activity, *, field: str, text: str, review: Review) -> Question:
    """Return an activity with a question on one field.

    :param field: title, provider, completed_on, minutes, evidence or other
    :raises Incomplete: no question
    :raises CannotMove, HeldByAnother, NotForYou, ChangedMeanwhile: see `_hold`
    """
    activity = _hold(activity, review=review, to=ActivityStatus.RETURNED)
    if not text.strip():
        raise Incomplete({"text": _("Write the question; the certificant answers it.")})
    question = Question.objects.create(
        activity=activity, field=field, text=text.strip(), asked_by=review.by, asked_at=review.at
    )
    settle(activity, ActivityStatus.RETURNED, because=text.strip(), review=review, field=field)
    return question


@transaction.atomic
def correct(entry: LedgerEntry, *, steps: int, because: str, review: Review) -> LedgerEntry | None:
    """Take a mistaken entry back by a second one, and grant what is right, if anything.

    Both entries stay to be read. An entry is corrected at most once; the database keeps that.

    :param steps: what is granted instead, in whole steps; 0 leaves the activity rejected
    :returns: the new grant, or None
    :raises Incomplete: no reason, or no change
    :raises CannotMove: the entry is a correction, or was corrected
    """
    activity = lock_activity(entry.activity_id)
    must_not_be_own(activity.certificant, by=review.by)
    entry = LedgerEntry.objects.select_related("correction", "edition").get(pk=entry.pk)
    if entry.corrects_id or hasattr(entry, "correction"):
        raise CannotMove(_("This entry was corrected already; correct the entry that is in force."))
    if steps < 0 or not because.strip() or steps == entry.steps:
        raise Incomplete({"because": _("Say what is right instead, and why it was wrong.")})
    LedgerEntry.objects.create(
        activity=activity,
        steps=-entry.steps,
        edition=entry.edition,
        corrects=entry,
        because=because.strip(),
        by=review.by,
        at=review.at,
    )
    return _grant_instead(activity, steps, because=because.strip(), review=review)


def _grant_instead(
    activity: Activity, steps: int, *, because: str, review: Review
) -> LedgerEntry | None:
    fresh = None
    if steps:
        fresh = LedgerEntry.objects.create(
            activity=activity,
            steps=steps,
            edition=review.edition,
            because=because,
            by=review.by,
            at=review.at,
        )
    settle(
        activity,
        status_after(activity, steps, unit=review.unit),
        because=because,
        review=review,
        event="activity.corrected",
        template="activity_corrected",
        credit=review.unit.number(steps),
    )
    return fresh


def _hold(activity: Activity, *, review: Review, to: ActivityStatus) -> Activity:
    """Lock an activity for a reviewer, and see that this may be decided now, by them.

    :raises CannotMove: it is not waiting for a reviewer
    :raises HeldByAnother: somebody else has taken it
    :raises NotForYou: it is the reviewer's own
    :raises ChangedMeanwhile: the claim or its evidence is not what the reviewer looked at
    """
    activity = lock_activity(activity.pk)
    must_not_be_own(activity.certificant, by=review.by)
    if ActivityStatus(activity.status) in ACCEPTED | {ActivityStatus.REJECTED} or not may_move(
        ActivityStatus(activity.status), to=to
    ):
        raise CannotMove(
            _("This activity is %(status)s by now; open the next one.")
            % {"status": status_word(activity.status)}
        )
    must_be_free(activity, by=review.by, at=review.at, lease=review.lease)
    if activity.version != review.seen:
        raise ChangedMeanwhile(
            _("The certificant changed this activity while you were looking; look at it again.")
        )
    return activity
