"""Drafts of what a reviewer writes: a reason is chosen, the words are there, and can be edited."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recert.portals.wording import day, hours
from recert.records.catalogue import CourseVersion
from recert.records.education import Activity
from recert.records.versions import version_on


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that comes up often: what it is called, what it asks, and on which field.

    The letter may name what `facts_of` gives.
    """

    label: str | Promise
    letter: str | Promise
    field: str = "other"
    differs_only: bool = False  # speaks of a claim longer than the catalogue says


RETURNS: Mapping[str, Reason] = {
    "hours_differ": Reason(
        _("Hours differ"),
        _("You claimed %(claimed)s. Our catalogue says %(catalogue)s for this class. Shall we "
          "count that, or can you add a page that shows more?"),
        field="minutes",
        differs_only=True,
    ),
    "hours_missing": Reason(
        _("Hours not on the evidence"),
        _("Your evidence does not say how long the class was. Please add a page that shows its "
          "contact hours, such as its programme or a receipt."),
        field="evidence",
    ),
    "name": Reason(
        _("Another name on it"),
        _("The name on your evidence is not the name we have for you. If it is a former name, "
          "tell us; otherwise please add the certificate that carries your name."),
        field="evidence",
    ),
    "day": Reason(
        _("Another day on it"),
        _("You wrote that you completed this class on %(completed)s. Your evidence shows another "
          "day. Which one is right?"),
        field="completed_on",
    ),
    "unreadable": Reason(
        _("Cannot be read"),
        _("We cannot read your evidence. Please photograph it again, flat and in daylight, with "
          "all four corners in the picture."),
        field="evidence",
    ),
    "evidence": Reason(
        _("Evidence missing"),
        _("There is no evidence for this class yet. Please add the certificate of completion, or "
          "a letter of %(provider)s that you completed it."),
        field="evidence",
    ),
}  # fmt: skip

REJECTS: Mapping[str, Reason] = {
    "not_education": Reason(
        _("Not continuing education"),
        _("This was not a class of continuing education: nothing on the evidence says that it "
          "was taught and completed."),
    ),
    "not_approved": Reason(
        _("Provider not approved"),
        _("%(provider)s was not an approved provider on %(completed)s, so this class gives no "
          "credit. Classes of approved providers are in our catalogue."),
    ),
    "other_person": Reason(
        _("Somebody else’s evidence"),
        _("The evidence is of another person, so it does not show that you completed this class."),
    ),
}  # fmt: skip

PARTS: Mapping[str, Reason] = {
    "catalogue": Reason(
        _("What the catalogue gives"),
        _("Our catalogue gives %(catalogue)s for this class, and your evidence shows no more."),
        differs_only=True,
    ),
    "breaks": Reason(
        _("Breaks do not count"),
        _("Only time of instruction counts; the breaks on your evidence are left out."),
    ),
}  # fmt: skip


def facts_of(activity: Activity) -> Mapping[str, str]:
    """Return what a letter may name of an activity."""
    of_catalogue = _of_catalogue(activity)
    return {
        "claimed": hours(activity.minutes or 0),
        "catalogue": hours(of_catalogue.minutes) if of_catalogue else "",
        "completed": day(activity.completed_on) if activity.completed_on else "",
        "provider": activity.provider_name,
    }


def fitting(reasons: Mapping[str, Reason], activity: Activity) -> dict[str, Reason]:
    """Return the reasons that make sense for an activity."""
    of_catalogue = _of_catalogue(activity)
    differs = of_catalogue is not None and (activity.minutes or 0) > of_catalogue.minutes
    return {code: reason for code, reason in reasons.items() if differs or not reason.differs_only}


def _of_catalogue(activity: Activity) -> CourseVersion | None:
    """Return the class of an activity as it was on its day."""
    course = activity.course
    return version_on(course, on=activity.completed_on) if course else None


def letter(reason: Reason, activity: Activity) -> str:
    """Return the draft of a letter, ready to be edited."""
    return str(reason.letter) % facts_of(activity)
