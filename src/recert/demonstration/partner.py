"""A partner's contact, and what she did here: a class changed, proposals, completions reported."""

import uuid
from dataclasses import replace
from datetime import datetime, time, timedelta

from recert.actions import catalogue, completions, notices, proposals, review_activities
from recert.actions.class_texts import Wording, approved_of, wording_of
from recert.actions.completion_grants import Completion
from recert.actions.completions import NO_LEASE
from recert.actions.proposals import save
from recert.actions.providers import add_contact
from recert.actions.settling import Review
from recert.demonstration.life import World
from recert.demonstration.staff import CONTACT, HOST
from recert.jobs.telling import tell
from recert.records.certification import Credential
from recert.records.education import Activity, Provider
from recert.records.people import User
from recert.records.policies import edition_of

MAILBOX, NAME, PROVIDER = CONTACT
REPORTED = "HMA-102"
CHANGED, TO_CHANGE = "HMA-101", "HMA-104"
NEW = Wording(
    title="Landing and Deceleration",
    summary="How to teach stopping before speed: drills, regressions, and what to look at.",
    kind="in_person",
    minutes=240,
    price=8900,
    language="en",
)


def live(world: World, *, took: str) -> None:
    """Let the contact speak for her provider, and do what she did.

    :param took: the address of the persona who took one of her classes
    """
    provider, at = Provider.objects.get(slug=PROVIDER), _days_ago(world, 400)
    email = f"{MAILBOX}@{HOST}"
    dana = add_contact(provider, email=email, name=NAME, by=world.staff.officers[0], at=at).user
    _offer(world, dana=dana)
    _report(world, dana=dana, to=took)
    _report_again(world, dana=dana)


def _offer(world: World, *, dana: User) -> None:
    """Change a class some months ago; leave one proposal waiting, and one returned."""
    provider, officer = Provider.objects.get(slug=PROVIDER), world.staff.officers[0]
    changed, to_change = (world.catalogue.by_code[code] for code in (CHANGED, TO_CHANGE))
    then = _days_ago(world, 150)
    catalogue.change_course(
        changed,
        wording=replace(wording_of(changed), summary="Now with a part on coming back to running."),
        approved=approved_of(changed),
        holds_from=then.astimezone(world.body.tz).date(),
        by=officer,
        on=then.astimezone(world.body.tz).date(),
        at=then,
    )
    at = _days_ago(world, 6)
    saved = save(
        provider, key=_key("new"), course=None, code="HMA-110", wording=NEW, by=dana, at=at
    )
    proposals.submit(saved, by=dana, at=at)
    at = _days_ago(world, 12)
    longer = replace(wording_of(to_change), minutes=to_change.minutes + 120, price=9900)
    saved = save(
        provider, key=_key("longer"), course=to_change, code="", wording=longer, by=dana, at=at
    )
    proposals.submit(saved, by=dana, at=at)
    words = "Two hours more: please say in the summary what the new part teaches."
    proposals.return_(saved, words=words, by=officer, at=_days_ago(world, 9))


def _report(world: World, *, dana: User, to: str) -> None:
    """Report one completion, which gives credit."""
    at = _days_ago(world, 4)
    on = at.astimezone(world.body.tz).date()
    credential = Credential.objects.filter(certificant__user__email=to).order_by("id")[0]
    course = world.catalogue.by_code[REPORTED]
    took = Completion(credential, course, on - timedelta(days=2), course.minutes)
    completions.report(took, key=_key("given"), by=dana, on=on, at=at)
    notices.send_due(lambda notice: tell(notice, at=at), at=at)


def _report_again(world: World, *, dana: User) -> None:
    """Report what a reviewer rejected, where there is such a thing: it is held."""
    at, reviewer = _days_ago(world, 1), world.staff.reviewers[0]
    waiting = Activity.objects.filter(
        provider__slug=PROVIDER, status="submitted", held_by=None, submitted_at__lt=at
    )
    activity = waiting.exclude(course=None).order_by("completed_on", "id").first()
    if activity is None or activity.course is None or activity.completed_on is None:
        return
    holder = Credential.objects.filter(certificant=activity.certificant_id).order_by("id")[0]
    edition = edition_of(holder.cycles.order_by("begins_on")[0])
    review_activities.reject(
        activity,
        because="The certificate names another person.",
        review=Review(reviewer, at, edition, seen=activity.version, lease=NO_LEASE),
    )
    notices.send_due(lambda _notice: None, at=at)
    took = Completion(holder, activity.course, activity.completed_on, activity.course.minutes)
    on = at.astimezone(world.body.tz).date()
    completions.report(took, key=_key("held"), by=dana, on=on, at=at + timedelta(hours=2))


def _days_ago(world: World, days: int) -> datetime:
    """Return ten in the morning of a day that lies so many days back."""
    on = world.today - timedelta(days=days)
    return datetime.combine(on, time(10), tzinfo=world.body.tz)


def _key(what: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"recert.demonstration.partner.{what}")
