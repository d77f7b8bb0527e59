"""Requests as they are looked for: whose turn each is, which part of the queue it stands in."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from recert.records.people import Certificant, User
from recert.records.reminding import ReturnedMail
from recert.records.requests import ArrivedMail, Request, RequestMessage
from recert.records.waiting import called

OURS, ASKERS, CLOSED, HELD, DISCARDED = "ours", "asker", "closed", "held", "discarded"
LET_IN = Q(held_because="") | Q(released_at__isnull=False)
STILL_HELD = ~Q(held_because="") & Q(released_at=None, discarded_at=None)
LONGEST_NUMBER, FEW_DIGITS = 9, 4


def requests_shown() -> QuerySet[Request]:
    """Return requests with their people, who wrote last (notes aside), and when."""
    said = RequestMessage.objects.filter(request=OuterRef("pk")).exclude(side=RequestMessage.NOTE)
    last = said.order_by("-id")
    return Request.objects.select_related(
        "certificant", "asked_by", "assigned_to", "answering_by"
    ).annotate(last_side=Subquery(last.values("side")[:1]), last_at=Subquery(last.values("at")[:1]))


def state_of(request: Request) -> str:
    """Return the state of a request that `requests_shown` gave: held, closed, or whose turn."""
    if request.discarded_at:
        return DISCARDED
    if request.held_because and not request.released_at:
        return HELD
    if request.closed_at:
        return CLOSED
    last = request.last_side  # type: ignore[attr-defined]  # annotated
    return ASKERS if last == RequestMessage.STAFF else OURS


def parts_for(user: User) -> Mapping[str, Q]:
    """Return what each part of the queue holds, for a member of staff."""
    is_open = LET_IN & Q(closed_at=None, discarded_at=None)
    ours = is_open & ~Q(last_side=RequestMessage.STAFF)
    return {
        "": ours,
        "unassigned": ours & Q(assigned_to=None),
        "mine": is_open & Q(assigned_to=user),
        "asker": is_open & Q(last_side=RequestMessage.STAFF),
        "closed": LET_IN & Q(closed_at__isnull=False),
        "held": STILL_HELD,
    }


def counts_for(user: User) -> dict[str, int]:
    """Return how many requests each part has. One statement."""
    parts = parts_for(user)
    sums = {f"part_{name}": Count("pk", filter=part) for name, part in parts.items()}
    found = requests_shown().order_by().aggregate(**sums)
    return {name: found[f"part_{name}"] for name in parts}


def is_own(request: Request, *, user: User) -> bool:
    """Say whether somebody asked this themselves: then it is for others to answer."""
    return user.pk == request.asked_by_id or user.email.casefold() == request.email.casefold()


def in_order(rows: QuerySet[Request], *, part: str) -> QuerySet[Request]:
    """Return requests with the one to answer first in front; closed ones, the latest first."""
    if part == "closed":
        return rows.order_by("-closed_at", "-id")
    return rows.order_by(F("promised_on").asc(nulls_last=True), "opened_at", "id")


def speaking_of(words: str) -> Q:
    """Return what finds a request by its number, its asker, or words of it."""
    words = words.strip()
    if not words:
        return Q()
    found = Q(name__icontains=words) | Q(email__icontains=words) | Q(subject__icontains=words)
    found |= Q(pk__in=RequestMessage.objects.filter(text__icontains=words).values("request"))
    number = words.lstrip("#")
    is_number = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    if is_number:
        found |= Q(number=int(number))
    if not is_number or len(number) > FEW_DIGITS:  # else many credentials have them somewhere
        found |= Q(certificant__in=Certificant.objects.filter(called(words)).values("pk"))
    return found


def requests_of(user: User) -> QuerySet[Request]:
    """Return the requests that somebody asked while signed in, the latest first."""
    mine = Q(asked_by=user) | Q(certificant__user=user)
    return requests_shown().filter(mine).order_by("-opened_at", "-id")


def mail_to_settle() -> QuerySet[ArrivedMail]:
    """Return the mail that waits for a person, the oldest first."""
    rows = ArrivedMail.objects.filter(became=ArrivedMail.HELD, settled_at=None)
    return rows.select_related("request").order_by("at", "id")


def returned_for_good() -> QuerySet[ReturnedMail]:
    """Return the reports that flag an address, the latest first."""
    rows = ReturnedMail.objects.filter(permanent=True, cleared_at=None)
    return rows.select_related("notice__certificant").order_by("-at", "-id")


def addresses_returning() -> QuerySet[ReturnedMail, str]:
    """Return the flagged addresses, in small letters, to be used inside another statement."""
    return returned_for_good().order_by().values_list("address", flat=True).distinct()


def certificants_returning() -> QuerySet[Certificant]:
    """Return the certificants to whose present address mail is known not to arrive."""
    return Certificant.objects.annotate(small=Lower("email")).filter(
        small__in=addresses_returning()
    )


def is_answering(request: Request, *, at: datetime, since: datetime) -> bool:
    """Say whether somebody is writing an answer: they opened it after a moment, and not later."""
    began = request.answering_at
    return began is not None and since < began <= at
