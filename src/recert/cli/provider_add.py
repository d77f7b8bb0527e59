"""`recert provider add`: somebody speaks for a provider, and gets a link for their passkey."""

import argparse
import sys

from recert.cli.settled import make_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask for which provider, and who. For somebody known already, the address is enough."""
    parser.add_argument("provider", metavar="PROVIDER", help="the short name of the provider")
    parser.add_argument("email", metavar="EMAIL", help="the address by which the login is known")
    parser.add_argument("--name", default="", help="their name; needed for somebody new")


def run(options: argparse.Namespace) -> int:
    """Print the link, which signs in once within thirty minutes; 2 if there cannot be one."""
    make_ready()
    from recert.actions.refusals import Refusal

    try:
        print(_enrolled(options.provider, email=options.email, name=options.name))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


def _enrolled(slug: str, *, email: str, name: str) -> str:
    """Return the link of somebody who speaks for a provider from now on."""
    from django.conf import settings
    from django.db import transaction
    from django.urls import reverse

    from recert import clock
    from recert.actions.providers import add_contact
    from recert.actions.refusals import Incomplete
    from recert.actions.sign_ins import open_enrolment
    from recert.records.education import Provider

    provider = Provider.objects.filter(slug=slug).first()
    if provider is None:
        known = ", ".join(Provider.objects.order_by("slug").values_list("slug", flat=True))
        words = f"No provider has the short name {slug!r}; there are: {known or 'none'}."
        raise Incomplete({"provider": words})
    at = clock.real_now()
    with transaction.atomic():
        contact = add_contact(provider, email=email, name=name, by=None, at=at)
        token = open_enrolment(contact.user, by=None, at=at)
    return f"{settings.RECERT_ADDRESS}{reverse('accounts:enrol', args=[token])}"
