"""A rejection taken back: an activity that was rejected by mistake gets its credit after all."""

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions.locks import lock_activity, must_not_be_own
from recert.actions.paper_activities import must_not_have_entered
from recert.actions.refusals import CannotMove, ChangedMeanwhile, Incomplete
from recert.actions.settling import Review, must_have_evidence, settle, status_after
from recert.policy.lifecycle import ActivityStatus
from recert.records.education import Activity
from recert.records.ledger import LedgerEntry
from recert.records.versions import claimed_steps
from recert.records.words import status_word


@transaction.atomic
def reconsider(activity: Activity, *, steps: int, because: str, review: Review) -> LedgerEntry:
    """Accept a rejected activity, whole or in part, with the reason; the rejection stays on record.

    :param steps: what is granted, in whole steps of the edition's unit, more than none
    :raises Incomplete: no reason, no credit, more than was claimed, or no evidence where the
        edition requires some
    :raises CannotMove: it is not rejected, or the same class of that day is on record once more
    :raises NotForYou: it is the reviewer's own
    :raises ChangedMeanwhile: somebody decided it while the reviewer was looking
    """
    activity = lock_activity(activity.pk)
    must_not_be_own(activity.certificant, by=review.by)
    must_not_have_entered(activity, by=review.by)
    if activity.status != ActivityStatus.REJECTED:
        raise CannotMove(
            _("This activity is %(status)s, not rejected.")
            % {"status": status_word(activity.status)}
        )
    if activity.version != review.seen:
        raise ChangedMeanwhile(_("Somebody decided this activity meanwhile; look at it again."))
    must_have_evidence(activity, edition=review.edition)
    _must_be_the_only_one(activity)
    _must_be_part_of_the_claim(activity, steps, because=because, review=review)
    entry = LedgerEntry.objects.create(
        activity=activity,
        steps=steps,
        edition=review.edition,
        because=because.strip(),
        by=review.by,
        at=review.at,
    )
    settle(
        activity,
        status_after(activity, steps, unit=review.unit),
        because=because.strip(),
        review=review,
        event="activity.reconsidered",
        template="activity_reconsidered",
        credit=review.unit.number(steps),
    )
    return entry


def _must_be_the_only_one(activity: Activity) -> None:
    """Refuse what was recorded once more since: one class on one day earns credit once."""
    again = Activity.objects.filter(
        certificant=activity.certificant, course=activity.course, completed_on=activity.completed_on
    ).exclude(status__in=["draft", "withdrawn", "rejected"])
    if activity.course and again.exists():
        raise CannotMove(
            _(
                "The same class of the same day was recorded once more, and is not rejected; "
                "decide that one instead."
            )
        )


def _must_be_part_of_the_claim(
    activity: Activity, steps: int, *, because: str, review: Review
) -> None:
    problems, unit = {}, review.unit
    if not because.strip():
        problems["because"] = _("Say why the rejection was wrong; the certificant reads it.")
    if steps < 1:
        problems["credit"] = _("Enter some credit, in steps of %(step)s.") % {"step": unit.say(1)}
    elif (claimed := claimed_steps(activity, unit=unit)) is not None and steps > claimed:
        problems["credit"] = _("The claim gives %(claimed)s; enter that or less.") % {
            "claimed": unit.say(claimed)
        }
    if problems:
        raise Incomplete(problems)
