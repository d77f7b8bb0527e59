"""Addresses that only this installation can make: where an answer goes, and which notice it is.

Each carries a token made with the installation's secret, so that nobody who was not told one can
write into somebody's thread, or say that somebody's mail came back.
"""

import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

LETTERS = 20  # hexadecimal digits: 80 bits; mail servers do not keep capitals apart
_NOTICE = re.compile(r"<notice-(\d{1,18})\.([0-9a-f]{20})@", re.IGNORECASE)


def token_of(purpose: str, value: str) -> str:
    """Return the token that stands for a value, for one purpose.

    >>> token_of("request", "17") == token_of("request", "17") != token_of("notice", "17")
    True
    """
    return _made(purpose, value, secret=settings.SECRET_KEY)


def is_token(given: str, purpose: str, value: str) -> bool:
    """Say whether a token was made here for a value; with an older secret, too.

    >>> is_token(token_of("request", "17").upper(), "request", "17"), is_token("", "request", "17")
    (True, False)
    """
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(
        constant_time_compare(given.lower(), _made(purpose, value, secret=secret))
        for secret in secrets
    )


def _made(purpose: str, value: str, *, secret: str) -> str:
    made = salted_hmac(f"recert.{purpose}", value, secret=secret, algorithm="sha256")
    return made.hexdigest()[:LETTERS]


def reply_address(home: str, *, number: int, token: str) -> str:
    """Return the address at which an answer to a request arrives.

    :param home: the body's address for requests

    >>> reply_address("ask@body.example", number=17, token="0123456789abcdef0123")
    'ask+17.0123456789abcdef0123@body.example'
    """
    local, _, host = home.rpartition("@")
    return f"{local}+{number}.{token}@{host}"


def replies_in(words: str, *, home: str) -> tuple[tuple[int, str], ...]:
    """Return the number and the token of each such address in a text, such as a To header.

    >>> replies_in("<Ask+17.0123456789ABCDEF0123@body.example>", home="ask@body.example")
    ((17, '0123456789abcdef0123'),)
    """
    local, _, host = home.rpartition("@")
    pattern = rf"{re.escape(local)}\+(\d{{1,9}})\.([0-9a-f]{{20}})@{re.escape(host)}"
    found = re.findall(pattern, words, re.IGNORECASE)
    return tuple(dict.fromkeys((int(number), token.lower()) for number, token in found))


def notice_identity(pk: int, *, host: str) -> str:
    """Return the Message-ID of a notice: the same each time that it is sent."""
    return f"<notice-{pk}.{token_of('notice', str(pk))}@{host}>"


def notices_in(words: str) -> tuple[int, ...]:
    """Return the notices whose identities, made here, stand in a text."""
    return tuple(
        dict.fromkeys(
            int(pk)
            for pk, token in _NOTICE.findall(words)
            if is_token(token, "notice", str(int(pk)))
        )
    )
