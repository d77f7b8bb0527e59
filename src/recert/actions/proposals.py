"""What a provider's contact proposes for the catalogue, and what an officer does with it.

A proposal is a new class, or a change of one. A contact saves it as a draft and sends it; an
officer approves it, which writes a version of the class, or returns it with words.
"""

import uuid
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.actions.catalogue import change_course, enter_course
from recert.actions.class_texts import (
    Approved,
    Wording,
    lacks,
    must_be_whole,
    must_fit,
    must_not_speak_for,
    wording_of,
)
from recert.actions.contact_notices import tell_approved, tell_returned
from recert.actions.events import record
from recert.actions.refusals import CannotMove, Incomplete, NotForYou
from recert.records.catalogue import CourseProposal, CourseVersion, ProviderContact
from recert.records.education import Course, Provider
from recert.records.people import User
from recert.records.policies import units_in_force
from recert.records.words import status_word

OPEN = frozenset({"draft", "submitted", "returned"})
WITH_PROVIDER = frozenset({"draft", "returned"})  # whose turn it is


@transaction.atomic
def save(
    provider: Provider,
    *,
    key: uuid.UUID,
    course: Course | None,
    code: str,
    wording: Wording,
    by: User,
    at: datetime,
) -> CourseProposal:
    """Save the draft of a proposal, or what was returned; make it if it is new.

    :param key: made with the form, so that the same form sent twice is one proposal
    :param course: the class that it would change; None for a new one
    :param code: that a new class would have; nothing leaves it to the officer
    :raises NotForYou: the person who acts does not speak for the provider
    :raises CannotMove: it is with an officer or closed, is of another provider, or another
        proposal for the class is open
    :raises Incomplete: it holds what cannot be kept, even in a draft
    """
    must_speak_for(provider, by=by)
    must_fit(wording)
    proposal = CourseProposal.objects.select_for_update(of=("self",)).filter(key=key).first()
    if proposal is None:
        proposal = CourseProposal(key=key, provider=provider, course=course, status="draft", by=by)
    if proposal.provider_id != provider.pk or proposal.course_id != (course.pk if course else None):
        raise CannotMove(_("This form belongs to another proposal; open a new one."))
    if proposal.status not in WITH_PROVIDER:
        raise CannotMove(_("This was sent already; it can be changed if it is returned."))
    told = asdict(wording) | {"code": "" if course else code.strip()}
    if proposal.pk and all(getattr(proposal, name) == said for name, said in told.items()):
        return proposal
    for name, said in told.items():
        setattr(proposal, name, said)
    if proposal.status == "returned" and (problems := lacks(wording)):
        raise Incomplete(problems)
    proposal.saved_at = at
    _write(proposal)
    record("proposal.saved", by=by, at=at, subject=proposal, provider=provider.pk)
    return proposal


def _write(proposal: CourseProposal) -> None:
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError as error:
        if proposal.pk or proposal.course is None:
            raise
        words = _("Another change of this class is open already; finish that one first.")
        raise CannotMove(words) from error


@transaction.atomic
def submit(proposal: CourseProposal, *, by: User, at: datetime) -> CourseProposal:
    """Send a proposal to the body.

    :raises Incomplete: with words for each field that is missing
    :raises CannotMove: it was sent already, or is closed, or would change nothing
    :raises NotForYou: the person who acts does not speak for the provider
    """
    proposal = _lock(proposal.pk)
    must_speak_for(proposal.provider, by=by)
    if proposal.status not in WITH_PROVIDER:
        raise _cannot(proposal, wanted="submitted")
    wording = _wording(proposal)
    if problems := lacks(wording):
        raise Incomplete(problems)
    if proposal.course and wording == wording_of(proposal.course):
        raise CannotMove(_("This changes nothing; the class says all of it already."))
    proposal.status, proposal.submitted_at = "submitted", at
    proposal.save()
    record("proposal.submitted", by=by, at=at, subject=proposal, title=proposal.title)
    return proposal


@transaction.atomic
def withdraw(proposal: CourseProposal, *, by: User, at: datetime) -> CourseProposal:
    """Take a proposal back before it is decided.

    :raises CannotMove: it is decided or withdrawn
    :raises NotForYou: the person who acts does not speak for the provider
    """
    proposal = _lock(proposal.pk)
    must_speak_for(proposal.provider, by=by)
    if proposal.status not in OPEN:
        raise _cannot(proposal, wanted="withdrawn")
    proposal.status = "withdrawn"
    proposal.save()
    record("proposal.withdrawn", by=by, at=at, subject=proposal, title=proposal.title)
    return proposal


@transaction.atomic
def return_(proposal: CourseProposal, *, words: str, by: User, at: datetime) -> CourseProposal:
    """Return a proposal to its provider, with words.

    :raises Incomplete: no words
    :raises CannotMove: it does not wait for an officer
    :raises NotForYou: the officer speaks for the provider
    """
    proposal = _lock(proposal.pk)
    _must_wait(proposal, by=by, wanted="returned")
    if not words.strip():
        raise Incomplete({"words": _("Write what has to change; the provider reads it.")})
    proposal.status, proposal.words = "returned", words.strip()
    proposal.decided_by, proposal.decided_at = by, at
    proposal.save()
    record("proposal.returned", by=by, at=at, subject=proposal, words=proposal.words)
    tell_returned(proposal, at=at)
    return proposal


@transaction.atomic
def approve(
    proposal: CourseProposal,
    *,
    code: str,
    approved: Approved,
    holds_from: date | None,
    by: User,
    on: date,
    at: datetime,
) -> CourseVersion:
    """Approve a proposal: the next version of its class, or the first one of a new class.

    :param code: of a new class
    :param holds_from: of a change, today at the earliest; a new class holds as long as approved
    :raises Incomplete: no credit where the policy does not set it, a code that another class has,
        or days that cannot be
    :raises CannotMove: it does not wait for an officer
    :raises NotForYou: the officer speaks for the provider, or proposed it
    """
    proposal = _lock(proposal.pk)
    _must_wait(proposal, by=by, wanted="approved")
    wording = _wording(proposal)
    if proposal.course:
        version = change_course(
            proposal.course,
            wording=wording,
            approved=approved,
            holds_from=holds_from or on,
            by=by,
            on=on,
            at=at,
        )
    else:
        version = enter_approved(
            proposal.provider, code=code, wording=wording, approved=approved, by=by, on=on, at=at
        )
    proposal.course, proposal.version = version.course, version
    proposal.status, proposal.decided_by, proposal.decided_at = "approved", by, at
    proposal.save()
    _note_approval(proposal, version, credit=approved.credit, by=by, at=at)
    return version


def _note_approval(
    proposal: CourseProposal,
    version: CourseVersion,
    *,
    credit: Decimal | None,
    by: User,
    at: datetime,
) -> None:
    """Write the event of an approval, and owe its mail."""
    record(
        "proposal.approved",
        by=by,
        at=at,
        subject=proposal,
        code=version.course.code,
        version=version.number,
        credit=str(credit) if credit is not None else None,
    )
    tell_approved(proposal, version, at=at)


@transaction.atomic
def enter_approved(
    provider: Provider,
    *,
    code: str,
    wording: Wording,
    approved: Approved,
    by: User,
    on: date,
    at: datetime,
) -> CourseVersion:
    """Enter a new class with its credit and its days.

    :raises Incomplete: a part is missing, or the code is another class's
    :raises NotForYou: the officer speaks for the provider
    """
    must_be_whole(wording, approved, units=units_in_force(on=on))
    course = Course(provider=provider, code=code.strip(), **asdict(wording), **asdict(approved))
    return enter_course(course, by=by, at=at).versions.get()


def must_speak_for(provider: Provider, *, by: User) -> None:
    """Refuse whoever does not speak for a provider now.

    :raises NotForYou: naming the provider
    """
    contacts = ProviderContact.objects.filter(provider=provider, user=by, ended_at=None)
    if not contacts.exists():
        raise NotForYou(_("You do not speak for %(provider)s.") % {"provider": provider.name})


def _lock(pk: int) -> CourseProposal:
    rows = CourseProposal.objects.select_for_update(of=("self",))
    return rows.select_related("provider", "course__provider", "by").get(pk=pk)


def _must_wait(proposal: CourseProposal, *, by: User, wanted: str) -> None:
    must_not_speak_for(proposal.provider, by=by)
    if proposal.by_id == by.pk:
        raise NotForYou(_("You proposed this yourself; another officer decides it."))
    if proposal.status != "submitted":
        raise _cannot(proposal, wanted=wanted)


def _cannot(proposal: CourseProposal, *, wanted: str) -> CannotMove:
    return CannotMove(
        _("This proposal is %(status)s, so it cannot be %(wanted)s.")
        % {"status": status_word(proposal.status), "wanted": status_word(wanted)}
    )


def _wording(proposal: CourseProposal) -> Wording:
    return Wording(**{name: getattr(proposal, name) for name in Wording.__dataclass_fields__})
