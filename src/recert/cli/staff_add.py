"""`recert staff add`: somebody works for the body, and gets a link to set up their passkey."""

import argparse
import sys

from recert.cli.settled import make_ready

ROLES = ("reviewer", "officer", "board", "operator")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask who, and what they may do. For somebody known already, the address is enough."""
    parser.add_argument("email", metavar="EMAIL", help="the address by which the login is known")
    parser.add_argument("--name", default="", help="their name; needed for somebody new")
    parser.add_argument(
        "--role", action="append", default=[], choices=ROLES, help="may be given more than once"
    )


def run(options: argparse.Namespace) -> int:
    """Print the link, which signs in once within thirty minutes; 2 if there cannot be one."""
    make_ready()
    from recert.actions.refusals import Refusal

    try:
        print(_enrolled(options.email.strip(), name=options.name.strip(), roles=options.role))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


def _enrolled(email: str, *, name: str, roles: list[str]) -> str:
    """Return the link of somebody who has, from now on, these roles too."""
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import transaction
    from django.urls import reverse

    from recert import clock
    from recert.actions.accounts import grant_role, open_account
    from recert.actions.refusals import Incomplete
    from recert.actions.sign_ins import open_enrolment
    from recert.records.people import User

    try:
        validate_email(email)
    except ValidationError:
        wrong = f"{email!r} is no e-mail address, such as name@example.org."
        raise Incomplete({"email": wrong}) from None
    at = clock.real_now()
    with transaction.atomic():
        if not name and not User.objects.filter(email__iexact=email).exists():
            raise Incomplete({"name": f"{email} is new here; give a name with --name."})
        user = open_account(email=email, name=name, at=at)
        for role in roles:
            grant_role(user, name=role, by=None, at=at)
        token = open_enrolment(user, by=None, at=at)
    return f"{settings.RECERT_ADDRESS}{reverse('accounts:enrol', args=[token])}"
