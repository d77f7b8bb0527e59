"""Personal upload links: made and called back by their owner. The token is kept nowhere."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import get_random_string, salted_hmac

from recert.actions.events import record
from recert.actions.locks import lock_case
from recert.records.certification import Cycle
from recert.records.people import User
from recert.records.uploads import UploadLink

TOKEN_LETTERS = 32  # of 62 kinds: 190 bits, which nobody guesses


@transaction.atomic
def make_link(cycle: Cycle, *, days: int, by: User, at: datetime) -> str:
    """Return the token of a new personal link for a cycle. An older one is called back.

    :param days: how long it takes files
    """
    certificant = lock_case(cycle.credential.certificant_id)
    for older in UploadLink.objects.filter(cycle=cycle, called_back_at=None):
        call_back(older, by=by, at=at)
    token = get_random_string(TOKEN_LETTERS)
    link = UploadLink.objects.create(
        cycle=cycle, token_digest=_digest(token), made_at=at, ends_at=at + timedelta(days=days)
    )
    record(
        "upload_link.made",
        by=by,
        at=at,
        subject=link,
        certificant=certificant,
        ends_at=link.ends_at.isoformat(),
    )
    return token


@transaction.atomic
def call_back(link: UploadLink, *, by: User, at: datetime) -> None:
    """Let a link take no more files. What came by it stays. Called back again, nothing changes."""
    owner = link.cycle.credential.certificant_id
    lock_case(owner)
    if UploadLink.objects.filter(pk=link.pk, called_back_at=None).update(called_back_at=at):
        record("upload_link.called_back", by=by, at=at, subject=link, certificant=owner)


def link_by_token(token: str) -> UploadLink | None:
    """Return the link with a token, over or not; none if there never was one."""
    found = UploadLink.objects.filter(token_digest=_digest(token))
    return found.select_related("cycle__credential").first()


def _digest(token: str) -> str:
    return salted_hmac("recert.upload_link", token, algorithm="sha256").hexdigest()
