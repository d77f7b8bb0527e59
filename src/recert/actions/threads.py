"""What all actions on requests share: the lock, the version, the way back, notes and notices."""

import uuid
from datetime import datetime

from recert.actions import notices
from recert.actions.events import record
from recert.outside.addresses import is_token, token_of
from recert.records.people import User
from recert.records.requests import Request, RequestMessage


def way_back(request: Request) -> str:
    """Return the token by which an asker without a login comes back; it goes out by mail only."""
    return token_of("request page", _secret_of(request))


def leads_back(token: str, *, to: Request) -> bool:
    """Say whether a token is the way back to a request."""
    return is_token(token, "request page", _secret_of(to))


def way_in(request: Request) -> str:
    """Return the token in the address to which answers by mail go.

    It is another than the way back: whoever is sent a copy of an answer sees the address that it
    went to, and must not be able to read the thread.
    """
    return token_of("request", _secret_of(request))


def leads_in(token: str, *, to: Request) -> bool:
    """Say whether a token of an address lets a mail into a request."""
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
