"""Whether a request looks like spam: then it waits for a person, and its asker sees no difference.

Nothing is refused for it, since a person may be quick, or paste many links.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recert.actions.guesses import count_guess

FASTEST = timedelta(seconds=3)  # from the page to the form that comes back
MOST_LINKS = 3
MOST_AN_HOUR = 5  # requests from one network, or one address
SIGNED_IN_AN_HOUR = 10
REASONS: Mapping[str, str | Promise] = {
    "hidden field": _("A field that people do not see was filled in."),
    "too fast": _("It came back within seconds."),
    "many links": _("It has many links."),
    "often": _("There were many from this network or this address within the hour."),
}
_LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
_signer = Signer(salt="recert.requests.shown")


def stamp(at: datetime) -> str:
    """Return what says when a form was shown, and cannot be made elsewhere."""
    return _signer.sign(str(int(at.timestamp())))


def of_stranger(given: Mapping[str, str], *, address: str, at: datetime) -> str:
    """Return why a stranger's request looks like spam, reason by reason; nothing if it does not.

    :param address: the network address that it came from
    :param at: the real moment
    """
    counted = [
        count_guess("request", about=about, at=at) > MOST_AN_HOUR
        for about in (address, given["email"].lower())
    ]
    return ", ".join([*_looks(given, at=at), *(["often"] if any(counted) else [])])


def of_somebody(user_id: int, *, at: datetime) -> str:
    """Return the same for somebody who is signed in, of whom only too many are strange."""
    many = count_guess("request", about=f"user {user_id}", at=at) > SIGNED_IN_AN_HOUR
    return "often" if many else ""


def _looks(given: Mapping[str, str], *, at: datetime) -> Iterator[str]:
    if given.get("website"):
        yield "hidden field"
    if not _was_read(given.get("shown_at", ""), at=at):
        yield "too fast"
    if len(_LINK.findall(f"{given['subject']} {given['text']}")) > MOST_LINKS:
        yield "many links"


def _was_read(stamped: str, *, at: datetime) -> bool:
    try:
        shown = int(_signer.unsign(stamped))
    except (BadSignature, ValueError):
        return False
    return at.timestamp() - shown >= FASTEST.total_seconds()
