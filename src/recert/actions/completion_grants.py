"""What a completion that a provider reports would give, and whether it may be reported."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from recert.actions.locks import must_not_be_own
from recert.actions.proposals import must_speak_for
from recert.actions.refusals import Incomplete
from recert.policy.lifecycle import ACCEPTED, ActivityStatus
from recert.policy.units import NOT_SET, Unit
from recert.records.catalogue import CourseVersion
from recert.records.certification import Credential, Cycle, Edition
from recert.records.claims import judging_cycle
from recert.records.education import Activity, Course, ProviderApproval
from recert.records.people import User
from recert.records.policies import edition_of, policy_by_digest
from recert.records.standings import cycles_with_filing
from recert.records.versions import is_approved, version_on, whole_steps
from recert.records.words import day_word

WAITING = frozenset({ActivityStatus.DRAFT, ActivityStatus.SUBMITTED, ActivityStatus.RETURNED})


@dataclass(frozen=True, slots=True)
class Completion:
    """What a provider says: who completed which of its classes, on which day, how long it was."""

    credential: Credential
    course: Course
    completed_on: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Grant:
    """What a completion gives, under the edition that its credential is held to."""

    version: CourseVersion
    edition: Edition
    steps: int

    @property
    def unit(self) -> Unit:
        """The unit of the edition."""
        return policy_by_digest(self.edition.digest).unit


def grant_of(completion: Completion, *, by: User, on: date) -> Grant:
    """Return what a completion gives, once it may be reported by this person; it writes nothing.

    :param on: the body's day
    :raises NotForYou: they do not speak for the provider, or completed it themselves
    :raises Incomplete: the class or its provider was not approved on the day, the day has not come,
        it was longer than the class, or nobody has said what it gives
    """
    course, day = completion.course, completion.completed_on
    must_speak_for(course.provider, by=by)
    must_not_be_own(completion.credential.certificant, by=by)
    version = version_on(course, on=day)
    problems = _problems_of_day(completion, version=version, on=on)
    if problems or version is None:
        raise Incomplete(problems)
    if not 0 < completion.minutes <= version.minutes:
        words = _("The class is %(most)s minutes long; enter that or less.")
        raise Incomplete({"minutes": words % {"most": version.minutes}})
    edition = _edition(completion, on=on)
    unit = policy_by_digest(edition.digest).unit
    steps = steps_of(version, minutes=completion.minutes, unit=unit)
    if not steps:
        words = _(
            "Nobody has said what so many minutes of this class give. Ask us to set its credit; "
            "then report it."
        )
        raise Incomplete({"minutes": words})
    return Grant(version, edition, steps)


def _problems_of_day(
    completion: Completion, *, version: CourseVersion | None, on: date
) -> dict[str, str]:
    course, day = completion.course, completion.completed_on
    told = {"code": course.code, "provider": course.provider.name, "day": day_word(day)}
    if day > on:
        words = _("%(day)s has not come yet; report it once it is completed.")
    elif not is_approved(version, on=day):
        words = _("%(code)s was not approved on %(day)s; check the day.")
    elif not _provider_approved(course, on=day):
        words = _("%(provider)s was not approved on %(day)s; check the day.")
    else:
        return {}
    return {"completed_on": words % told}


def _provider_approved(course: Course, *, on: date) -> bool:
    spans = ProviderApproval.objects.filter(provider=course.provider_id, begins_on__lte=on)
    return any(span.ends_on is None or on <= span.ends_on for span in spans)


def _edition(completion: Completion, *, on: date) -> Edition:
    """Return the edition that judges the credential on a day."""
    mine = Cycle.objects.filter(credential=completion.credential)
    day = completion.completed_on
    cycle = judging_cycle(list(cycles_with_filing(mine)), completed_on=day, on=on)
    if cycle is None:
        words = _("This certification has no cycle on record; ask us to look.")
        raise Incomplete({"number": words})
    return edition_of(cycle)


def steps_of(version: CourseVersion, *, minutes: int, unit: Unit) -> int | None:
    """Return what so many minutes of a class give; None where a person has to say it."""
    approved = whole_steps(version.credit, unit=unit)
    if approved is not None and minutes >= version.minutes:
        return approved
    return None if unit.minutes is NOT_SET else unit.steps_of_minutes(minutes)


def on_record(completion: Completion) -> Activity | None:
    """Return what the person has of this class on this day, what was accepted first; or None.

    A draft that was thrown away is not there.
    """
    mine = Activity.objects.filter(
        certificant=completion.credential.certificant_id,
        course=completion.course,
        completed_on=completion.completed_on,
    ).exclude(status=ActivityStatus.WITHDRAWN.value, submitted_at=None)
    rows = mine.select_related("certificant", "course", "provider").order_by("id")
    return min(rows, key=_first, default=None)


def _first(activity: Activity) -> int:
    status = ActivityStatus(activity.status)
    if status in ACCEPTED:
        return 0
    return 1 if status in WAITING - {ActivityStatus.DRAFT} else 2 + (status not in WAITING)
