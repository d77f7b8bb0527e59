"""Sign-ins: links by which staff enrol, and an end to every session."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy

from recert.actions.events import record
from recert.actions.refusals import CannotMove, NotForYou
from recert.records.people import Role, User
from recert.records.sign_ins import EnrolmentLink

LASTS = timedelta(minutes=30)
TOKEN_LETTERS = 40  # of 62 kinds: 238 bits, which nobody guesses
SPENT = gettext_lazy(
    "This link was used, has run out, or never was one. Ask an operator for a new one."
)


@transaction.atomic
def open_enrolment(user: User, *, by: User | None, at: datetime) -> str:
    """Return the token of a link that signs a member of staff in once, within thirty minutes.

    A provider's contact signs in as staff do.

    The token is kept nowhere; only its digest is. An older link of the same person ends.

    :raises NotForYou: the user has no role, so an e-mailed code signs them in
    """
    works_here = Role.objects.filter(user=user, ended_at=None).exists()
    if not works_here and not user.contact_of.filter(ended_at=None).exists():
        raise NotForYou(f"{user.email} has no role; an e-mailed code signs them in.")
    EnrolmentLink.objects.filter(user=user, used_at=None, expires_at__gt=at).update(expires_at=at)
    token = get_random_string(TOKEN_LETTERS)
    EnrolmentLink.objects.create(
        user=user, token_digest=_digest(token), made_at=at, expires_at=at + LASTS
    )
    record("enrolment.opened", by=by, at=at, subject=user)
    return token


def enrolling(token: str, *, at: datetime) -> User | None:
    """Return whom a link would sign in; None if it would sign in nobody any more."""
    link = EnrolmentLink.objects.filter(
        token_digest=_digest(token), used_at=None, expires_at__gt=at, user__is_active=True
    )
    found = link.select_related("user").first()
    return found.user if found else None


@transaction.atomic
def use_enrolment(token: str, *, at: datetime) -> User:
    """Use a link up, and return whom it signs in. Of two at once, one is refused.

    :raises CannotMove: it was used, has run out, or never was one
    """
    user = enrolling(token, at=at)
    mine = EnrolmentLink.objects.filter(token_digest=_digest(token), used_at=None)
    if user is None or not mine.update(used_at=at):
        raise CannotMove(str(SPENT))
    return user


@transaction.atomic
def end_sessions(user: User, *, by: User | None, at: datetime) -> None:
    """End every session of a user, on every device, from the next request on.

    Django ends a session whose user's password changed. Nobody has one here; a new unusable one
    does the same.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    record("user.sessions_ended", by=by, at=at, subject=user)


def _digest(token: str) -> str:
    return salted_hmac("recert.enrolment", token, algorithm="sha256").hexdigest()
