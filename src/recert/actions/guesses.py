"""Tries at what is secret, counted in the database: no process forgets them, none is alone."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from recert.records.sign_ins import Guess

WITHIN = timedelta(hours=1)
KEPT = timedelta(days=1)


def count_guess(kind: str, *, about: str, at: datetime, within: timedelta = WITHIN) -> int:
    """Count one try, and return how many there were about the same within the hour, this one too.

    It is written before it is counted, so that tries made together see each other.

    :param kind: "code", "confirm", "address", "card", "link"; "letter" and "asked" for mail;
        "upload" for files from one network address, "receipt" for letters about them
    :param about: whom or from where, such as an account or a network address
    :param within: another span than an hour, of a day at most
    """
    about = _digest(about)
    Guess.objects.create(kind=kind, about=about, at=at)
    return Guess.objects.filter(kind=kind, about=about, at__gt=at - within).count()


def guesses(kind: str, *, about: str, at: datetime, within: timedelta = WITHIN) -> int:
    """Return how many tries there were about the same within the hour, or another span."""
    return Guess.objects.filter(kind=kind, about=_digest(about), at__gt=at - within).count()


def forget_guesses(kind: str, *, about: str) -> None:
    """Forget the tries about somebody who has shown who they are."""
    Guess.objects.filter(kind=kind, about=_digest(about)).delete()


@transaction.atomic
def forget_old_guesses(*, at: datetime) -> int:
    """Forget the tries of more than a day ago; return how many."""
    forgotten, _each = Guess.objects.filter(at__lte=at - KEPT).delete()
    return forgotten


def _digest(about: str) -> str:
    """Return a digest that only this installation can make, so that the table names nobody."""
    return salted_hmac("recert.guess", about, algorithm="sha256").hexdigest()
