"""Logins and what they may do for the body."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.actions.events import record
from recert.actions.refusals import CannotMove, Incomplete
from recert.records.people import Certificant, Role, User


@transaction.atomic
def open_account(*, email: str, name: str, at: datetime) -> User:
    """Make a login, or return the one with this address. It has no password."""
    known = User.objects.filter(email__iexact=email).first()
    if known:
        return known
    user = User(email=email, name=name, joined_at=at)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:  # somebody made it at this very moment
        return User.objects.get(email__iexact=email)
    record("account.opened", by=None, at=at, subject=user)
    return user


@transaction.atomic
def grant_role(user: User, *, name: str, by: User | None, at: datetime) -> Role:
    """Give a user a role for the body. The same role again changes nothing.

    Sessions that began without it end: a code by mail signs in nobody who works for the body.

    :param name: one of the names in `Role`
    """
    User.objects.select_for_update().get(pk=user.pk)
    known = Role.objects.filter(user=user, name=name, ended_at=None).first()
    if known:
        return known
    role = Role.objects.create(user=user, name=name, granted_at=at)
    record("role.granted", by=by, at=at, subject=user, role=name)
    user.set_unusable_password()  # which ends the user's sessions, as in sign_ins.end_sessions
    user.save(update_fields=["password"])
    return role


@transaction.atomic
def end_role(role: Role, *, by: User | None, at: datetime) -> Role:
    """End a role from now on.

    :raises CannotMove: it has ended already
    """
    role = Role.objects.select_for_update().select_related("user").get(pk=role.pk)
    if role.ended_at:
        raise CannotMove(_("This role has ended already."))
    role.ended_at = at
    role.save(update_fields=["ended_at"])
    record("role.ended", by=by, at=at, subject=role.user, role=role.name)
    return role


@transaction.atomic
def change_address(user: User, *, email: str, at: datetime) -> User:
    """Give a login another address, and a certificant's notices with it; other sessions end.

    :param email: shown to be the user's own, by a code that was sent to it
    :raises Incomplete: it is the address of another login
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    taken = {
        "email": _("This is the address of another login here. Write to us; a person answers.")
    }
    if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise Incomplete(taken)
    user.email = email
    user.set_unusable_password()  # which ends the user's sessions, as in sign_ins.end_sessions
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "password"])
    except IntegrityError:  # somebody took it at this very moment
        raise Incomplete(taken) from None
    Certificant.objects.filter(user=user).update(email=email)
    record("user.address_changed", by=user, at=at, subject=user)
    return user


@transaction.atomic
def note_sign_in(user: User, *, how: str, at: datetime) -> None:
    """Write down that a user signed in.

    :param how: "code", "passkey", "link" (a member of staff enrols), or "demonstration"
    """
    record("user.signed_in", by=user, at=at, subject=user, how=how)
