"""What an asker does with a request: ask, write more, rate the answer. Nothing of it is lost."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from recert.actions import notices
from recert.actions.events import record
from recert.actions.locks import lock_installation
from recert.actions.refusals import CannotMove, Incomplete
from recert.outside.addresses import is_token, token_of
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


# --- what the asker's and the office's actions share


def way_back(request: Request) -> str:
    """Return the token by which an asker without a login comes back; it goes out by mail only."""
    return token_of("request", _secret_of(request))


def leads_back(token: str, *, to: Request) -> bool:
    """Say whether a token is the way back to a request."""
    return is_token(token, "request", _secret_of(to))


def _secret_of(request: Request) -> str:
    return f"{request.number}:{request.key}"


def address_of(request: Request) -> str:
    """Return where an asker is told: a certificant at the address that is theirs now."""
    return request.certificant.email if request.certificant else request.email


def lock_request(pk: int) -> Request:
    """Hold a request until the end of the transaction, and return it as it is now."""
    rows = Request.objects.select_for_update(of=("self",))
    return rows.select_related("certificant", "asked_by", "assigned_to", "answering_by").get(pk=pk)


def whose_turn(request: Request) -> str:
    """Return who is to write next: the side that did not write last, notes aside."""
    said = request.messages.exclude(side=RequestMessage.NOTE).order_by("-id")
    last = said.values_list("side", flat=True).first()
    return RequestMessage.ASKER if last == RequestMessage.STAFF else RequestMessage.STAFF


def said_before(request: Request, *, key: uuid.UUID | None, text: str) -> RequestMessage | None:
    """Return the message that this very form brought before; None for other words."""
    return request.messages.filter(key=key, text=text.strip()).first() if key else None


def free(key: uuid.UUID | None) -> uuid.UUID | None:
    """Return a form's key; another one where it was used for other words."""
    used = key is not None and RequestMessage.objects.filter(key=key).exists()
    return uuid.uuid4() if used else key


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


def changed(request: Request, *fields: str) -> None:
    """Keep what changed, as another version than the one that somebody may be looking at."""
    request.version += 1
    request.save(update_fields=[*fields, "version"])


def note(request: Request, what: str, *, by: User | None, at: datetime, **details: object) -> None:
    """Write down what happened to a request."""
    record(
        f"request.{what}",
        by=by,
        at=at,
        subject=request,
        certificant=request.certificant_id,
        **details,
    )


def tell(request: Request, what: str, *, at: datetime, once: object = "", **told: object) -> None:
    """Owe the asker a notice about their request.

    :param once: what tells this notice from another of its kind
    """
    notices.owe(
        f"request_{what}",
        to=request.certificant,
        address=address_of(request),
        key=f"request:{request.pk}:{what}:{once}",
        at=at,
        context={
            "request": request.pk,
            "number": request.number,
            "subject": request.subject,
            **_promised(request),
            **told,
        },
    )


def _promised(request: Request) -> dict[str, str]:
    return {"answer_by_on": request.promised_on.isoformat()} if request.promised_on else {}
