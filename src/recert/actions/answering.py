"""What the office does with requests: take, answer, promise, close; let in what looks like spam."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions.refusals import (
    CannotMove,
    ChangedMeanwhile,
    HeldByAnother,
    Incomplete,
    NotForYou,
)
from recert.actions.threads import (
    changed,
    free,
    lock_request,
    note,
    said_before,
    tell,
)
from recert.records.asking import is_own
from recert.records.filling import filled_for
from recert.records.people import Role, User
from recert.records.requests import CannedText, Request, RequestMessage

ANSWER = (Role.REVIEWER, Role.OFFICER)  # the roles that answer requests


@dataclass(frozen=True, slots=True)
class Answering:
    """Who acts on a request, when, on which of the body's days; which version they looked at."""

    by: User
    at: datetime
    on: date
    seen: int
    lease: timedelta


@transaction.atomic
def take(request: Request, *, by: User, at: datetime, lease: timedelta) -> Request:
    """Take a request to answer it; one that is nobody's becomes one's own.

    :raises NotForYou: one asked it oneself
    :raises HeldByAnother: somebody else is writing an answer
    :raises CannotMove: it looks like spam and nobody has let it in, or it was discarded
    """
    request = lock_request(request.pk)
    _must_be_in(request)
    _must_not_be_own(request, by=by)
    _must_be_free(request, by=by, at=at, lease=lease)
    fresh = request.answering_by_id != by.pk
    request.assigned_to = request.assigned_to or by
    request.answering_by, request.answering_at = by, at
    request.save(update_fields=["assigned_to", "answering_by", "answering_at"])
    if fresh:
        note(request, "taken", by=by, at=at)
    return request


@transaction.atomic
def put_back(request: Request, *, by: User, at: datetime) -> Request:
    """Let a request go that one has, or is answering; silent if one does not."""
    request = lock_request(request.pk)
    mine = by.pk in {request.assigned_to_id, request.answering_by_id}
    if not mine:
        return request
    if request.assigned_to_id == by.pk:
        request.assigned_to = None
    if request.answering_by_id == by.pk:
        request.answering_by = request.answering_at = None
    request.save(update_fields=["assigned_to", "answering_by", "answering_at"])
    note(request, "put_back", by=by, at=at)
    return request


@transaction.atomic
def assign(request: Request, *, to: User, by: User, at: datetime) -> Request:
    """Make a request somebody's, who is to answer it. To the same person again changes nothing.

    :raises NotForYou: it is asked by that person
    :raises CannotMove: that person does not answer requests, or it is not let in
    """
    request = lock_request(request.pk)
    _must_be_in(request)
    if not to.roles.filter(name__in=ANSWER, ended_at=None).exists():
        raise CannotMove(_("%(who)s does not answer requests.") % {"who": to.name})
    _must_not_be_own(request, by=to)
    if request.assigned_to_id == to.pk:
        return request
    request.assigned_to = to
    request.save(update_fields=["assigned_to"])
    note(request, "assigned", by=by, at=at, to=to.name)
    return request


@transaction.atomic
def promise(request: Request, *, answer_by: date, by: User, on: date, at: datetime) -> Request:
    """Promise an answer by another day, and tell the asker.

    :raises Incomplete: the day is past, or is the one already promised
    :raises CannotMove: it is closed, or not let in
    """
    request = lock_request(request.pk)
    _must_be_open(request)
    if answer_by < on:
        raise Incomplete({"answer_by": _("That day is past. Choose today, or a later day.")})
    if answer_by == request.promised_on:
        raise Incomplete({"answer_by": _("This day is promised already.")})
    request.promised_on = answer_by
    request.save(update_fields=["promised_on"])
    note(request, "promised", by=by, at=at, answer_by=answer_by.isoformat())
    tell(request, "promised", at=at, once=answer_by.isoformat())
    return request


@transaction.atomic
def answer(
    request: Request,
    *,
    text: str,
    key: uuid.UUID,
    brought: Answering,
    canned: CannedText | None = None,
) -> RequestMessage:
    """Answer the asker, who is told. The message keeps its own text, whatever a canned one becomes.

    Figures of the policy that the text names, such as `{credits}`, are filled in from the edition
    that holds for the asker now.

    :raises Incomplete: there is no text
    :raises HeldByAnother: somebody else is writing an answer
    :raises ChangedMeanwhile: something was written since one looked
    :raises NotForYou: one asked it oneself
    :raises CannotMove: it is not let in
    """
    said = _kept(request, text=text, key=key, canned=canned, brought=brought)
    if said.is_new:
        row, message = said.request, said.message
        row.assigned_to = row.assigned_to or brought.by
        row.answering_by = row.answering_at = row.closed_at = None
        changed(row, "assigned_to", "answering_by", "answering_at", "closed_at")
        note(row, "answered", by=brought.by, at=brought.at)
        tell(row, "answered", at=brought.at, once=message.pk, text=message.text)
    return said.message


@transaction.atomic
def add_note(
    request: Request, *, text: str, key: uuid.UUID, by: User, at: datetime
) -> RequestMessage:
    """Add a note that only staff see. Raises Incomplete if there is no text."""
    _must_say(text)
    request = lock_request(request.pk)
    known = said_before(request, key=key, text=text)
    if known:
        return known
    message = RequestMessage.objects.create(
        request=request, key=free(key), side=RequestMessage.NOTE, by=by, text=text.strip(), at=at
    )
    note(request, "noted", by=by, at=at)
    return message


@transaction.atomic
def close(request: Request, *, brought: Answering) -> Request:
    """Close a request; the asker is told, and may say how it was. Raises as `answer`."""
    request = lock_request(request.pk)
    _must_be_open(request)
    _must_not_be_own(request, by=brought.by)
    _must_be_seen(request, brought=brought)
    request.closed_at = brought.at
    request.answering_by = request.answering_at = None
    changed(request, "closed_at", "answering_by", "answering_at")
    note(request, "closed", by=brought.by, at=brought.at)
    tell(request, "closed", at=brought.at, once=request.version)
    return request


@transaction.atomic
def release(request: Request, *, answer_by: date, by: User, at: datetime) -> Request:
    """Let in a request that looked like spam: from now on it is one like any other.

    :param answer_by: the day promised instead of one that may be past by now
    :raises CannotMove: it is not held
    """
    request = lock_request(request.pk)
    _must_be_held(request)
    request.released_at = at
    request.promised_on = max(request.promised_on or answer_by, answer_by)
    request.save(update_fields=["released_at", "promised_on"])
    note(request, "released", by=by, at=at, held_because=request.held_because)
    tell(request, "received", at=at)
    return request


@transaction.atomic
def discard(request: Request, *, by: User, at: datetime) -> Request:
    """Discard a request that is spam. It stays on record; nobody is told. Raises as `release`."""
    request = lock_request(request.pk)
    _must_be_held(request)
    request.discarded_at = at
    request.save(update_fields=["discarded_at"])
    note(request, "discarded", by=by, at=at, held_because=request.held_because)
    return request


@dataclass(frozen=True, slots=True)
class _Said:
    request: Request
    message: RequestMessage
    is_new: bool


def _kept(
    request: Request,
    *,
    text: str,
    key: uuid.UUID,
    canned: CannedText | None,
    brought: Answering,
) -> _Said:
    """Keep an answer, or find the one that the same form brought before."""
    _must_say(text)
    request = lock_request(request.pk)
    text = filled_for(request, text=text, on=brought.on)
    known = said_before(request, key=key, text=text)
    if known:
        return _Said(request, known, is_new=False)
    _must_be_in(request)
    _must_not_be_own(request, by=brought.by)
    _must_be_free(request, by=brought.by, at=brought.at, lease=brought.lease)
    _must_be_seen(request, brought=brought)
    message = RequestMessage.objects.create(
        request=request,
        key=free(key),
        side=RequestMessage.STAFF,
        by=brought.by,
        text=text.strip(),
        canned=canned,
        at=brought.at,
    )
    return _Said(request, message, is_new=True)


def _must_say(text: str) -> None:
    if not text.strip():
        raise Incomplete({"text": _("Write something; nothing was sent.")})


def _must_be_in(request: Request) -> None:
    if request.discarded_at:
        raise CannotMove(_("This request was discarded as spam."))
    if request.held_because and not request.released_at:
        raise CannotMove(_("This request is held: it looks like spam. Let it in first."))


def _must_be_open(request: Request) -> None:
    _must_be_in(request)
    if request.closed_at:
        raise CannotMove(_("This request is closed."))


def _must_be_held(request: Request) -> None:
    if not request.held_because or request.released_at or request.discarded_at:
        raise CannotMove(_("This request is not held; somebody has looked at it already."))


def _must_be_seen(request: Request, *, brought: Answering) -> None:
    if request.version != brought.seen:
        raise ChangedMeanwhile(
            _("Something was written since you opened this. Read it, then go on; yours is kept.")
        )


def _must_not_be_own(request: Request, *, by: User) -> None:
    if is_own(request, user=by):
        raise NotForYou(_("This is a request of your own; somebody else answers it."))


def _must_be_free(request: Request, *, by: User, at: datetime, lease: timedelta) -> None:
    if request.answering_by_id in {None, by.pk} or request.answering_at is None:
        return
    if request.answering_at + lease > at:
        raise HeldByAnother(
            _("%(who)s is writing an answer to this. Wait, or ask them to put it back.")
            % {"who": request.answering_by}
        )
