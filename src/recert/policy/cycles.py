"""Days of a cycle: its first and last, the one after it, and where a credential stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from a first to a last one, both inside."""

    first_on: date
    last_on: date

    def __contains__(self, day: date) -> bool:
        """Tell whether a day is inside; the first and the last day are."""
        return self.first_on <= day <= self.last_on


class Standing(StrEnum):
    """Where a credential stands on a day."""

    CURRENT = "current"
    GRACE = "grace"
    LAPSED = "lapsed"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    RETIRED = "retired"
    NOT_SET = "not set"  # after the last day, where the body has not said what follows
