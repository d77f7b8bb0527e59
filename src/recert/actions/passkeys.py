"""Passkeys of a login: added, renamed, removed. allauth keeps them in a table of its own."""

from collections.abc import Mapping
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from recert.actions.events import record
from recert.actions.refusals import CannotMove
from recert.records.people import Role, User


def passkeys_of(user: User) -> QuerySet[Authenticator]:
    """Return the passkeys of a login, oldest first."""
    mine: QuerySet[Authenticator] = Authenticator.objects.filter(
        user=user, type=Authenticator.Type.WEBAUTHN
    )
    return mine.order_by("pk")


@transaction.atomic
def add_passkey(
    user: User, *, name: str, credential: Mapping[str, object], at: datetime
) -> Authenticator:
    """Keep a passkey that a device made.

    :param credential: the device's answer, verified already
    """
    passkey = Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": name, "credential": credential},
        created_at=at,
    )
    record("passkey.added", by=user, at=at, subject=user, passkey=name)
    return passkey


@transaction.atomic
def rename_passkey(passkey: Authenticator, *, name: str, at: datetime) -> None:
    """Call a passkey something else."""
    record("passkey.renamed", by=passkey.user, at=at, subject=passkey.user, passkey=name)
    passkey.data = {**passkey.data, "name": name}
    passkey.save(update_fields=["data"])


@transaction.atomic
def remove_passkey(passkey: Authenticator, *, at: datetime) -> None:
    """Take a passkey away.

    :raises CannotMove: it is the only way in that a member of staff, or a provider's contact, has
    """
    user = User.objects.select_for_update().get(pk=passkey.user_id)
    works_here = Role.objects.filter(user=user, ended_at=None).exists()
    speaks = user.contact_of.filter(ended_at=None).exists()
    if (works_here or speaks) and passkeys_of(user).count() == 1:
        raise CannotMove(
            _(
                "This is your only passkey, and staff sign in by no other way. Add another one "
                "first."
            )
        )
    name = str(passkey)
    passkey.delete()
    record("passkey.removed", by=user, at=at, subject=user, passkey=name)
