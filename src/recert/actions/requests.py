"""What an asker does with a request: ask, write more, rate the answer. Nothing of it is lost."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from recert.actions.locks import lock_installation
from recert.actions.refusals import CannotMove, Incomplete
from recert.actions.threads import (
    changed,
    free,
    lock_request,
    note,
    said_before,
    tell,
    whose_turn,
)
from recert.records.people import Certificant, User
from recert.records.requests import ArrivedMail, Request, RequestMessage

MOST_STARS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks. `state` is where their case stands, if they send that along."""

    name: str
    email: str
    subject: str
    text: str
    certificant: Certificant | None = None
    said_number: str = ""
    state: Mapping[str, object] | None = None


@transaction.atomic
def ask(
    asked: Asked,
    *,
    key: uuid.UUID,
    answer_by: date,
    by: User | None,
    at: datetime,
    held_because: str = "",
    mail: ArrivedMail | None = None,
) -> Request:
    """Open a request. The same form sent twice is one; sent with other words it is another.

    :param key: made by the form
    :param answer_by: the day by which the body means to answer
    :param held_because: why it looks like spam; then nobody is told until a person has looked
    :raises Incomplete: there is no subject, or no text
    """
    _must_be_whole(asked)
    lock_installation()  # numbers follow each other, and a form is looked up before it is kept
    known = Request.objects.filter(key=key).first()
    if known and _says_the_same(known, asked):
        return known
    request = Request.objects.create(
        key=uuid.uuid4() if known else key,
        number=(Request.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        asked_by=by if mail is None else None,
        certificant=asked.certificant,
        name=asked.name.strip(),
        email=asked.email.strip(),
        said_number=asked.said_number.strip(),
        subject=asked.subject.strip(),
        state=dict(asked.state or {}),
        opened_at=at,
        promised_on=answer_by,
        held_because=held_because,
    )
    _say(request, text=asked.text, key=None, by=request.asked_by, at=at, mail=mail)
    told = {"number": request.number, "held_because": held_because}
    note(request, "held" if held_because else "opened", by=by, at=at, **told)
    if not held_because:
        tell(request, "received", at=at)
    return request


def _must_be_whole(asked: Asked) -> None:
    problems = {}
    if not asked.subject.strip():
        problems["subject"] = _("Say in a few words what it is about.")
    if not asked.text.strip():
        problems["text"] = _("Write your question.")
    if problems:
        raise Incomplete(problems)


def _says_the_same(known: Request, asked: Asked) -> bool:
    first = known.messages.order_by("id").values_list("text", flat=True).first()
    said = (known.email, known.subject, first)
    return said == (asked.email.strip(), asked.subject.strip(), asked.text.strip())


@transaction.atomic
def write(
    request: Request,
    *,
    text: str,
    key: uuid.UUID | None,
    answer_by: date,
    by: User | None,
    at: datetime,
    mail: ArrivedMail | None = None,
) -> RequestMessage:
    """Add what the asker writes; a closed request is open again.

    :param key: made by the form, so that sent twice is once; a mail has none
    :raises Incomplete: there is no text
    """
    if not text.strip():
        raise Incomplete({"text": _("Write your answer.")})
    request = lock_request(request.pk)
    known = said_before(request, key=key, text=text)
    if known:
        return known
    closed, waited = request.closed_at is not None, whose_turn(request) == RequestMessage.STAFF
    message = _say(request, text=text, key=free(key), by=by, at=at, mail=mail)
    request.closed_at = request.discarded_at = None  # whoever writes again is looked at again
    if closed or not waited:  # it waits for us from today
        request.promised_on = answer_by
    changed(request, "closed_at", "discarded_at", "promised_on")
    note(request, "reopened" if closed else "written", by=by, at=at, by_mail=mail is not None)
    return message


@transaction.atomic
def rate(request: Request, *, rating: int, words: str, by: User | None, at: datetime) -> Request:
    """Say how the answer was, from 1 to 5, once, after the request was closed.

    :raises Incomplete: the number is none of these
    :raises CannotMove: it is not closed, or was rated already
    """
    if not 1 <= rating <= MOST_STARS:
        raise Incomplete({"rating": _("Choose a number from 1 to 5.")})
    request = lock_request(request.pk)
    if request.closed_at is None:
        raise CannotMove(_("This request is open again; rate it once it is closed."))
    if request.rated_at is not None:
        raise CannotMove(_("You have rated this already. Thank you."))
    request.rating, request.rating_words, request.rated_at = rating, words.strip(), at
    request.save(update_fields=["rating", "rating_words", "rated_at"])
    note(request, "rated", by=by, at=at, rating=rating)
    return request


def _say(
    request: Request,
    *,
    text: str,
    key: uuid.UUID | None,
    by: User | None,
    at: datetime,
    mail: ArrivedMail | None,
) -> RequestMessage:
    return RequestMessage.objects.create(
        request=request,
        key=key,
        side=RequestMessage.ASKER,
        by=by,
        text=text.strip(),
        mail=mail,
        at=at,
    )
