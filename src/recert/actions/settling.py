"""How a decision on an activity is written: the status, the event, and the notice owed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from recert.actions import notices
from recert.actions.events import record
from recert.actions.refusals import Incomplete
from recert.policy.lifecycle import ActivityStatus
from recert.policy.units import Unit
from recert.records.certification import Edition
from recert.records.education import Activity
from recert.records.people import User
from recert.records.policies import policy_by_digest
from recert.records.versions import claimed_steps


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviews, when, under which edition, and which version of the claim was looked at."""

    by: User
    at: datetime
    edition: Edition
    seen: int
    lease: timedelta

    @property
    def unit(self) -> Unit:
        """The unit in which this edition grants credit."""
        return policy_by_digest(self.edition.digest).unit


def must_have_evidence(activity: Activity, *, edition: Edition) -> None:
    """Refuse to grant credit without evidence, where the edition requires some.

    A file is evidence, and so is the report of the provider itself.

    :raises Incomplete: there is none
    """
    policy = policy_by_digest(edition.digest)
    backed = activity.uses.exists() or activity.reports.exists()
    if policy.activities.evidence == "required" and not backed:
        words = _(
            "There is no evidence for this activity. Return it with a question and ask for some."
        )
        raise Incomplete({"evidence": words})


def status_after(activity: Activity, steps: int, *, unit: Unit) -> ActivityStatus:
    """Return what an activity is once so much was granted: all of its claim, a part, nothing."""
    if not steps:
        return ActivityStatus.REJECTED
    whole = steps == claimed_steps(activity, unit=unit)
    return ActivityStatus.ACCEPTED if whole else ActivityStatus.ACCEPTED_IN_PART


_SETTLED = {
    ActivityStatus.ACCEPTED: ("activity.accepted", "activity_accepted"),
    ActivityStatus.ACCEPTED_IN_PART: ("activity.accepted_in_part", "activity_accepted"),
    ActivityStatus.REJECTED: ("activity.rejected", "activity_rejected"),
    ActivityStatus.RETURNED: ("activity.returned", "activity_returned"),
}


def settle(
    activity: Activity,
    status: ActivityStatus,
    *,
    because: str,
    review: Review,
    event: str = "",
    template: str = "",
    **details: str,
) -> None:
    """Write the status, the event, and the notice that is owed."""
    usual_event, usual_template = _SETTLED[status]
    activity.status = status.value
    activity.held_by = activity.held_at = None
    activity.version += 1
    activity.save()
    happened = record(
        event or usual_event,
        by=review.by,
        at=review.at,
        subject=activity,
        certificant=activity.certificant,
        because=because,
        edition=str(review.edition.in_force_from),
        **details,
    )
    notices.owe(
        template or usual_template,
        to=activity.certificant,
        key=f"activity:{activity.pk}:event:{happened.pk}",
        at=review.at,
        context={
            "activity": activity.pk,
            "title": activity.title,
            "status": status.value,
            "because": because,
            **details,
        },
    )
