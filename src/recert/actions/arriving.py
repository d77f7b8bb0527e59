"""Mail that arrives: an answer to a request, a report that mail came back, or for a person to see.

Each mail is taken in once, by its identity; what belongs nowhere is held for a person, never lost.
"""

from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions.events import record
from recert.actions.locks import lock_installation
from recert.actions.refusals import CannotMove
from recert.actions.requests import Asked, ask, write
from recert.actions.threads import leads_in
from recert.outside.addresses import notices_in, replies_in
from recert.outside.mail_in import Arrived
from recert.outside.returns import Return
from recert.records.history import Notice
from recert.records.people import User
from recert.records.reminding import ReturnedMail
from recert.records.requests import ArrivedMail, Request

NO_WORDS = "–"  # of a mail without any: its files may be all that it is


@transaction.atomic
def take_in(arrived: Arrived, *, home: str, answer_by: date, at: datetime) -> ArrivedMail:
    """Take in a mail, once. A second one under the same identity is held, unless it says the same.

    :param home: the body's address for requests, of which each request's own is made
    :param answer_by: the day by which the body means to answer
    """
    lock_installation()  # one at a time: the same mail may come by two ways at once
    known = ArrivedMail.objects.filter(message_id=arrived.message_id).first()
    if known and (known.sender, known.text) == (arrived.sender, arrived.text):
        return known
    if known:
        return _taken_apart(arrived, at=at)
    if arrived.returns:
        return _return(arrived, at=at)
    request, because = _named(arrived, home=home)
    if arrived.automatic:
        return _automatic(arrived, request=request, at=at)
    if request is None or because:
        return _held(arrived, because=because, request=request, at=at)
    mail = _kept(arrived, became=ArrivedMail.MESSAGE, request=request, at=at)
    write(
        request,
        text=arrived.fresh or NO_WORDS,
        key=None,
        answer_by=answer_by,
        by=None,
        at=at,
        mail=mail,
    )
    return mail


def _automatic(arrived: Arrived, *, request: Request | None, at: datetime) -> ArrivedMail:
    """Keep what a machine wrote; nobody answers it, so that no two machines answer each other."""
    mail = _kept(arrived, became=ArrivedMail.AUTOMATIC, request=request, at=at)
    of = request.certificant_id if request else None
    record("mail.kept", by=None, at=at, subject=mail, certificant=of, sender=arrived.sender)
    return mail


def _taken_apart(arrived: Arrived, *, at: datetime) -> ArrivedMail:
    """Hold a mail that bears the identity of another one, under one of its own."""
    own = f"{arrived.message_id[:200]}#{arrived.digest[:32]}"
    known = ArrivedMail.objects.filter(message_id=own).first()
    return known or _held(arrived, because="same identity", request=None, message_id=own, at=at)


def _named(arrived: Arrived, *, home: str) -> tuple[Request | None, str]:
    """Return the request that a mail is written to, and why it may not be let into its thread."""
    tokens = replies_in(arrived.to, home=home)
    if not tokens:
        return None, "no token"
    for number, token in tokens:
        request = Request.objects.select_related("certificant", "asked_by").filter(number=number)
        found = request.first()
        if found and leads_in(token, to=found):
            return found, "" if arrived.sender in _askers(found) else "other sender"
    return None, "wrong token"


def _askers(request: Request) -> set[str]:
    """Return the addresses from which an asker may write."""
    people = (request, request.certificant, request.asked_by)
    return {person.email.lower() for person in people if person}


# --- mail that came back


def _return(arrived: Arrived, *, at: datetime) -> ArrivedMail:
    """Keep what a mail server said of a notice of ours; hold a report on anything else."""
    notices = list(Notice.objects.filter(pk__in=notices_in(arrived.speaks_of)))
    if len(notices) != 1:
        return _held(arrived, because="report unknown", request=None, at=at)
    for place, each in enumerate(arrived.returns):
        _note_return(each, notice=notices[0], message_id=f"{arrived.message_id}#{place}", at=at)
    return _kept(arrived, became=ArrivedMail.RETURN, request=None, at=at)


def _note_return(found: Return, *, notice: Notice, message_id: str, at: datetime) -> None:
    """Write down that a notice came back from the address that it went to.

    A server may name the address that it forwarded to; the flag is on the one that we wrote to.
    """
    row = ReturnedMail.objects.create(
        notice=notice,
        address=notice.to.lower(),
        permanent=found.permanent,
        diagnostic=_diagnosis(found, to=notice.to),
        message_id=message_id,
        at=at,
    )
    record(
        "mail.returned",
        by=None,
        at=at,
        subject=row,
        certificant=notice.certificant_id,
        permanent=found.permanent,
        diagnostic=row.diagnostic,
        notice=notice.pk,
    )


def _diagnosis(found: Return, *, to: str) -> str:
    if found.address == to.lower():
        return found.diagnostic
    return f"{found.address}: {found.diagnostic}"


@transaction.atomic
def clear_address(address: str, *, by: User, at: datetime) -> int:
    """Take the flag off an address: mail to it is tried as before. Returns how many reports it had.

    :raises CannotMove: it has none
    """
    rows = list(
        ReturnedMail.objects.select_for_update(of=("self",))
        .filter(address=address.lower(), permanent=True, cleared_at=None)
        .select_related("notice")
    )
    if not rows:
        raise CannotMove(_("This address is not flagged; mail to it is sent."))
    ReturnedMail.objects.filter(pk__in=[row.pk for row in rows]).update(
        cleared_by=by, cleared_at=at
    )
    last = rows[-1]
    record(
        "mail.address_cleared",
        by=by,
        at=at,
        subject=last,
        certificant=last.notice.certificant_id if last.notice else None,
        reports=len(rows),
    )
    return len(rows)


# --- mail that a person places


@transaction.atomic
def place(
    mail: ArrivedMail, *, to: Request, answer_by: date, by: User, at: datetime
) -> ArrivedMail:
    """Put a held mail into the thread of a request, as its asker's words.

    :raises CannotMove: it was placed, or set aside, already
    """
    mail = _still_held(mail)
    _settle(mail, request=to, by=by, at=at)
    write(to, text=mail.text or NO_WORDS, key=None, answer_by=answer_by, by=by, at=at, mail=mail)
    record("mail.placed", by=by, at=at, subject=mail, certificant=to.certificant_id,
           number=to.number)  # fmt: skip
    return mail


@transaction.atomic
def open_from(mail: ArrivedMail, *, answer_by: date, by: User, at: datetime) -> Request:
    """Open a request from a held mail; its sender is told by mail. Raises as `place`.

    :raises CannotMove: nobody can be answered, since the mail names no sender
    """
    mail = _still_held(mail)
    if not mail.sender:
        raise CannotMove(_("This mail does not say who sent it; set it aside."))
    asked = Asked(
        name=mail.sender,
        email=mail.sender,
        subject=mail.subject or NO_WORDS,
        text=mail.text or NO_WORDS,
    )
    request = ask(asked, key=_key_of(mail), answer_by=answer_by, by=by, at=at, mail=mail)
    _settle(mail, request=request, by=by, at=at)
    return request


@transaction.atomic
def set_aside(mail: ArrivedMail, *, by: User, at: datetime) -> ArrivedMail:
    """Set a held mail aside: nothing follows from it, and it stays on record. Raises as `place`."""
    mail = _still_held(mail)
    _settle(mail, request=None, by=by, at=at)
    record("mail.set_aside", by=by, at=at, subject=mail, because=mail.because)
    return mail


def _key_of(mail: ArrivedMail) -> UUID:
    return uuid5(NAMESPACE_URL, f"mail:{mail.pk}")


def _still_held(mail: ArrivedMail) -> ArrivedMail:
    mail = ArrivedMail.objects.select_for_update().get(pk=mail.pk)
    if mail.became != ArrivedMail.HELD or mail.settled_at:
        raise CannotMove(_("Somebody has dealt with this mail already."))
    return mail


def _settle(mail: ArrivedMail, *, request: Request | None, by: User, at: datetime) -> None:
    mail.request, mail.settled_by, mail.settled_at = request, by, at
    mail.save(update_fields=["request", "settled_by", "settled_at"])


def _held(
    arrived: Arrived, *, because: str, request: Request | None, at: datetime, message_id: str = ""
) -> ArrivedMail:
    mail = _kept(
        arrived,
        became=ArrivedMail.HELD,
        because=because,
        request=request,
        message_id=message_id,
        at=at,
    )
    record("mail.held", by=None, at=at, subject=mail, because=because)
    return mail


def _kept(
    arrived: Arrived,
    *,
    became: str,
    request: Request | None,
    at: datetime,
    because: str = "",
    message_id: str = "",
) -> ArrivedMail:
    return ArrivedMail.objects.create(
        message_id=message_id or arrived.message_id,
        digest=arrived.digest,
        sender=arrived.sender,
        subject=arrived.subject,
        text=arrived.text,
        files=arrived.files,
        at=at,
        became=became,
        because=because,
        request=request,
    )
