"""The words that every page uses for outcomes, standings, levels and requirements."""

from collections.abc import Mapping
from datetime import date


def gettext_noop(words: str) -> str:
    """Mark words for the list that translators are given; a door says them in its language.

    The policy knows no framework: the tools that gather texts look for this name alone.
    """
    return words


_ = gettext_noop

OUTCOMES: Mapping[str, str] = {
    "counted": _("Counted"),
    "counted_in_part": _("Counted in part"),
    "before_window": _("Completed before the cycle"),
    "after_window": _("Completed after the cycle"),
    "duplicate_course": _("Same course again"),
    "over_activity_cap": _("Over the most for one activity"),
    "over_category_cap": _("Over the most for the category"),
    "over_annual_cap": _("Over the most for the year"),
    "over_total_cap": _("Over the most in all"),
    "evidence_missing": _("Evidence missing"),
    "review_pending": _("Waiting for review"),
    "rejected": _("Rejected"),
    "provider_not_approved": _("Provider not approved"),
    "membership_lapsed": _("Membership lapsed"),
    "delivery_not_accepted": _("Form of delivery not accepted"),
    "category_not_accepted": _("Category not accepted"),
    "below_minimum_length": _("Too short"),
}

STANDINGS: Mapping[str, str] = {
    "current": _("Current"),
    "grace": _("In grace"),
    "lapsed": _("Lapsed"),
    "expired": _("Expired"),
    "suspended": _("Suspended"),
    "revoked": _("Revoked"),
    "retired": _("Retired"),
    "not set": _("Past its last day"),
}

LEVELS: Mapping[str, str] = {"certificate": _("Certificate"), "certification": _("Certification")}

REQUIREMENTS: Mapping[str, str] = {
    "credits": _("Credits"),
    "filing_window": _("Filing window"),
    "exam.not_passed": _("Exam passed"),
    "exam.same_form": _("Not the same exam again"),
    "exam.too_early": _("Exam not before the cycle"),
    "exam.too_late": _("Exam by the last day"),
    "exam.retake_too_soon": _("Wait after a failed exam"),
    "exam.authorisation": _("Days to sit the exam"),
}

STATES: Mapping[str, str] = {
    "met": _("Met"),
    "short": _("Not met"),
    "not set": _("For a person to decide"),
}


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
