"""The words that every page uses for outcomes, standings, levels and requirements."""

from collections.abc import Mapping
from datetime import date

OUTCOMES: Mapping[str, str] = {
    "counted": "Counted",
    "counted_in_part": "Counted in part",
    "before_window": "Completed before the cycle",
    "after_window": "Completed after the cycle",
    "duplicate_course": "Same course again",
    "over_activity_cap": "Over the most for one activity",
    "over_category_cap": "Over the most for the category",
    "over_annual_cap": "Over the most for the year",
    "over_total_cap": "Over the most in all",
    "evidence_missing": "Evidence missing",
    "review_pending": "Waiting for review",
    "rejected": "Rejected",
    "provider_not_approved": "Provider not approved",
    "membership_lapsed": "Membership lapsed",
    "delivery_not_accepted": "Form of delivery not accepted",
    "category_not_accepted": "Category not accepted",
    "below_minimum_length": "Too short",
}

STANDINGS: Mapping[str, str] = {
    "current": "Current",
    "grace": "In grace",
    "lapsed": "Lapsed",
    "expired": "Expired",
    "suspended": "Suspended",
    "revoked": "Revoked",
    "retired": "Retired",
    "not set": "Past its last day",
}

LEVELS: Mapping[str, str] = {"certificate": "Certificate", "certification": "Certification"}

REQUIREMENTS: Mapping[str, str] = {
    "credits": "Credits",
    "filing_window": "Filing window",
    "exam.not_passed": "Exam passed",
    "exam.same_form": "Not the same exam again",
    "exam.too_early": "Exam not before the cycle",
    "exam.too_late": "Exam by the last day",
    "exam.retake_too_soon": "Wait after a failed exam",
}

STATES: Mapping[str, str] = {"met": "Met", "short": "Not met", "not set": "For a person to decide"}


def say_day(day: date) -> str:
    """Return a day as a person reads it.

    >>> say_day(date(2026, 3, 9))
    '9 March 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
