"""Providers: the days on which the body approves them, and who speaks for them."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from recert.actions.accounts import open_account
from recert.actions.events import record
from recert.actions.refusals import CannotMove, Incomplete
from recert.records.catalogue import ProviderContact
from recert.records.education import Provider, ProviderApproval
from recert.records.people import User
from recert.records.words import day_word


@transaction.atomic
def approve_provider(
    provider: Provider, *, begins_on: date, ends_on: date | None, by: User, at: datetime
) -> ProviderApproval:
    """Approve a provider on days; both ends inside.

    :raises Incomplete: the last day is before the first, or the days lie in another approval
    """
    provider = _lock(provider)
    if ends_on and ends_on < begins_on:
        raise Incomplete({"ends_on": _("The last day is not before the first.")})
    others = ProviderApproval.objects.filter(provider=provider)
    others = others.filter(Q(ends_on=None) | Q(ends_on__gte=begins_on))
    if ends_on:
        others = others.filter(begins_on__lte=ends_on)
    if other := others.first():
        words = _("It is approved from %(day)s on already; choose days outside of that.")
        raise Incomplete({"begins_on": words % {"day": day_word(other.begins_on)}})
    approval = ProviderApproval.objects.create(
        provider=provider, begins_on=begins_on, ends_on=ends_on
    )
    record(
        "provider.approved",
        by=by,
        at=at,
        subject=provider,
        begins_on=str(begins_on),
        ends_on=str(ends_on) if ends_on else None,
    )
    return approval


@transaction.atomic
def end_approval(
    approval: ProviderApproval, *, ends_on: date, by: User, on: date, at: datetime
) -> ProviderApproval:
    """End a provider's approval; what was completed up to the last day counts as before.

    :raises Incomplete: the last day has passed already, or lies before the first
    :raises CannotMove: it ends on that day, or earlier, already
    """
    provider = _lock(approval.provider)
    approval = ProviderApproval.objects.get(pk=approval.pk)
    earliest = max(on, approval.begins_on)
    if ends_on < earliest:
        words = _("It ends on %(day)s at the earliest: what was completed keeps its credit.")
        raise Incomplete({"ends_on": words % {"day": day_word(earliest)}})
    if approval.ends_on and approval.ends_on <= ends_on:
        words = _("This approval ends on %(day)s already.")
        raise CannotMove(words % {"day": day_word(approval.ends_on)})
    approval.ends_on = ends_on
    approval.save(update_fields=["ends_on"])
    record("provider.approval_ended", by=by, at=at, subject=provider, ends_on=str(ends_on))
    return approval


@transaction.atomic
def add_contact(
    provider: Provider, *, email: str, name: str, by: User | None, at: datetime
) -> ProviderContact:
    """Let somebody speak for a provider; the same person again changes nothing.

    Sessions that began without it end: a contact signs in by passkey, as staff do.

    :param name: needed for somebody who has no login yet
    :raises Incomplete: no e-mail address, or no name for somebody new
    """
    email, name = email.strip(), " ".join(name.split())
    try:
        validate_email(email)
    except ValidationError:
        words = _("%(email)s is no e-mail address, such as name@example.org.")
        raise Incomplete({"email": words % {"email": email or "–"}}) from None
    if not name and not User.objects.filter(email__iexact=email).exists():
        words = _("%(email)s is new here; say the name of the person, too.")
        raise Incomplete({"name": words % {"email": email}})
    user = open_account(email=email, name=name, at=at)
    User.objects.select_for_update().get(pk=user.pk)
    known = ProviderContact.objects.filter(provider=provider, user=user, ended_at=None).first()
    if known:
        return known
    contact = ProviderContact.objects.create(provider=provider, user=user, granted_at=at)
    record("provider.contact_added", by=by, at=at, subject=provider, user=user.pk)
    user.set_unusable_password()  # which ends the user's sessions, as in sign_ins.end_sessions
    user.save(update_fields=["password"])
    return contact


@transaction.atomic
def end_contact(contact: ProviderContact, *, by: User, at: datetime) -> ProviderContact:
    """Let somebody speak for a provider no longer, from now on.

    :raises CannotMove: it has ended already
    """
    provider = _lock(contact.provider)
    contact = ProviderContact.objects.get(pk=contact.pk)
    if contact.ended_at:
        raise CannotMove(_("This person speaks for the provider no longer already."))
    contact.ended_at = at
    contact.save(update_fields=["ended_at"])
    record("provider.contact_ended", by=by, at=at, subject=provider, user=contact.user_id)
    return contact


def _lock(provider: Provider) -> Provider:
    return Provider.objects.select_for_update().get(pk=provider.pk)
