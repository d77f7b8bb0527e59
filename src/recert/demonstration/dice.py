"""Chance that can be thrown again: the same seed gives the same people."""

import uuid
from random import Random

SEED = "recert demonstration 1"


def dice(what: str) -> Random:
    """Return dice of their own for one purpose, so that one more throw moves no other.

    >>> dice("person 7").random() == dice("person 7").random()
    True
    """
    return Random(f"{SEED}/{what}")  # noqa: S311  # nothing secret hangs on it


def key(throw: Random) -> uuid.UUID:
    """Return the key that a form would have made."""
    return uuid.UUID(int=throw.getrandbits(128), version=4)
