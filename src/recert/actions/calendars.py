"""The secret address of a certificant's calendar: made, and made again."""

import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from recert.actions.events import record
from recert.actions.locks import lock_case
from recert.records.people import Certificant, User
from recert.records.reminding import CalendarAddress

NONCE_BYTES, SEAL_BYTES = 16, 16
TOKEN_LETTERS = 43  # of base64, without what fills it up


@transaction.atomic
def make_address(certificant: Certificant, *, by: User | None, at: datetime) -> CalendarAddress:
    """Make the address of a calendar, or make it anew: the one before is dead from then on."""
    lock_case(certificant.pk)
    address, made = CalendarAddress.objects.update_or_create(
        certificant=certificant, defaults={"nonce": uuid.uuid4(), "made_at": at}
    )
    record(
        "calendar.address_made",
        by=by,
        at=at,
        subject=address,
        certificant=certificant,
        again=not made,
    )
    return address


def token_of(address: CalendarAddress) -> str:
    """Return the secret word of an address. It can be told again, and is nowhere on record.

    It is the row's nonce and a seal that only this installation can make, so that a copy of the
    records opens no calendar.
    """
    nonce = address.nonce.bytes
    return _written(nonce + next(_seals(nonce)))


def sealed_nonce(token: str) -> uuid.UUID | None:
    """Return the nonce of a secret word that this installation made; None for any other word.

    Takes as long for a wrong word as for a right one. A word that was made and is dead by now
    still has its seal.
    """
    if len(token) != TOKEN_LETTERS or not token.isascii():
        return None
    try:
        whole = urlsafe_b64decode(f"{token}=")
    except ValueError:
        return None
    nonce, seal = whole[:NONCE_BYTES], whole[NONCE_BYTES:]
    fits = [constant_time_compare(seal, each) for each in _seals(nonce)]
    return uuid.UUID(bytes=nonce) if any(fits) and _written(whole) == token else None


def _seals(nonce: bytes) -> Iterator[bytes]:
    """Yield the seal of a nonce under the secret key, then under those before it."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        mac = salted_hmac("recert.calendar", nonce, secret=key, algorithm="sha256")
        yield mac.digest()[:SEAL_BYTES]


def _written(whole: bytes) -> str:
    return urlsafe_b64encode(whole).decode().rstrip("=")
