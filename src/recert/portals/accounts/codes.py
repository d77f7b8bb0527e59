"""The code of a sign-in: reckoned from what its session keeps, so that the session tells nobody."""

from django.utils.crypto import get_random_string, salted_hmac

DIGITS = 6


def new_token() -> str:
    """Return what a session keeps of a code that is yet to be sent."""
    return get_random_string(32)


def code_of(token: str) -> str:
    """Return the code that goes with what a session keeps; nothing goes with nothing.

    It is keyed with the installation's secret: whoever reads the database alone learns no code.
    """
    if not token:
        return ""
    keyed = salted_hmac("recert.sign_in_code", token, algorithm="sha256").digest()
    return f"{int.from_bytes(keyed, 'big') % 10**DIGITS:0{DIGITS}}"
