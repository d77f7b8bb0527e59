"""What a provider's contacts are told by mail: what was decided about what they sent."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from recert.actions.notices import owe_to_address
from recert.records.catalogue import CompletionReport, CourseProposal, CourseVersion
from recert.records.education import Provider
from recert.records.people import User


def tell_returned(proposal: CourseProposal, *, at: datetime) -> None:
    """Owe the words with which a proposal was returned, once for each time that it was sent."""
    told = {"proposal": proposal.pk, "title": proposal.title, "words": proposal.words}
    _tell("proposal_returned", _who(proposal), key=_key_of(proposal), at=at, told=told)


def tell_approved(proposal: CourseProposal, version: CourseVersion, *, at: datetime) -> None:
    """Owe that a proposal was approved: the code of its class, and its days."""
    told = {
        "proposal": proposal.pk,
        "title": version.title,
        "code": version.course.code,
        "is_new": version.number == 1,
        "holds_on": version.holds_from.isoformat(),
        "approved_on": version.approved_from.isoformat(),
    }
    if version.approved_through:
        told["last_on"] = version.approved_through.isoformat()
    _tell("proposal_approved", _who(proposal), key=_key_of(proposal), at=at, told=told)


def tell_settled(held: CompletionReport, *, at: datetime) -> None:
    """Owe what came of a report that was held. Its mail names the number, not the person."""
    told = {
        "report": held.pk,
        "title": held.course.title,
        "number": held.credential.number,
        "completed_on": held.completed_on.isoformat(),
        "words": held.settled_because,
    }
    who = contacts_to_tell(held.provider, first=held.by)
    _tell("report_settled", who, key=f"report:{held.pk}:settled", at=at, told=told)


def contacts_to_tell(provider: Provider, *, first: User) -> tuple[User, ...]:
    """Return who hears of a thing: who sent it, or all contacts once that one is none any more."""
    rows = provider.contacts.filter(ended_at=None).select_related("user").order_by("id")
    speaking = tuple(contact.user for contact in rows)
    return (first,) if first in speaking else speaking


def _who(proposal: CourseProposal) -> tuple[User, ...]:
    return contacts_to_tell(proposal.provider, first=proposal.by)


def _key_of(proposal: CourseProposal) -> str:
    assert proposal.submitted_at is not None  # only what was sent is decided
    sent = int(proposal.submitted_at.timestamp())
    return f"proposal:{proposal.pk}:{proposal.status}:{sent}"


def _tell(
    template: str, who: Iterable[User], *, key: str, at: datetime, told: Mapping[str, object]
) -> None:
    for user in who:
        owe_to_address(template, email=user.email, key=f"{key}:{user.pk}", at=at, context=told)
