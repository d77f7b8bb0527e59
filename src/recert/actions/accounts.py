"""Logins and what they may do for the body."""

from datetime import datetime

from django.db import transaction

from recert.actions.events import record
from recert.actions.refusals import CannotMove
from recert.records.people import Role, User


@transaction.atomic
def open_account(*, email: str, name: str, at: datetime) -> User:
    """Make a login, or return the one with this address. It has no password."""
    known = User.objects.filter(email__iexact=email).first()
    if known:
        return known
    user = User(email=email, name=name, joined_at=at)
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


@transaction.atomic
def grant_role(user: User, *, name: str, by: User | None, at: datetime) -> Role:
    """Give a user a role for the body. The same role again changes nothing.

    :param name: one of the names in `Role`
    """
    known = Role.objects.filter(user=user, name=name, ended_at=None).first()
    if known:
        return known
    role = Role.objects.create(user=user, name=name, granted_at=at)
    record("role.granted", by=by, at=at, subject=user, role=name)
    return role


@transaction.atomic
def end_role(role: Role, *, by: User | None, at: datetime) -> Role:
    """End a role from now on.

    :raises CannotMove: it has ended already
    """
    role = Role.objects.select_for_update().select_related("user").get(pk=role.pk)
    if role.ended_at:
        raise CannotMove("This role has ended already.")
    role.ended_at = at
    role.save(update_fields=["ended_at"])
    record("role.ended", by=by, at=at, subject=role.user, role=role.name)
    return role


@transaction.atomic
def note_sign_in(user: User, *, how: str, at: datetime) -> None:
    """Write down that a user signed in.

    :param how: "code", "passkey", or "demonstration"
    """
    record("user.signed_in", by=user, at=at, subject=user, how=how)
