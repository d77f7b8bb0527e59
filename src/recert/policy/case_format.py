"""The format of worked cases: every key, how it is read, and the closed lists."""

from collections.abc import Mapping
from typing import Any

from recert.policy.case_values import (
    Read,
    amount,
    amounts,
    day,
    days,
    month,
    one_of,
    some,
    spans,
    text,
    texts,
    whole,
    yes_no,
)
from recert.policy.names import OUTCOMES
from recert.policy.schema import LEVELS
from recert.policy.schema_pathways import COMPANIONS, PATHWAYS

STANDINGS = ("suspended", "current", "grace", "lapsed", "expired")

REQUIREMENTS = (
    "credits",
    "categories",
    "own_provider_minimum",
    "practice_hours",
    "conduct",
    "standing",
    "filing_window",
    "single_activity",
    "exam.not_passed",
    "exam.same_form",
    "exam.too_early",
    "exam.too_late",
    "exam.retake_too_soon",
    "exam.attempts",
)
NAMED_REQUIREMENTS = ("category_minimum.", "annual_minimum.", "companion.", "attestation.")


def _requirements(value: Any) -> tuple[str, ...]:
    for requirement in texts(value):
        if requirement not in REQUIREMENTS and not requirement.startswith(NAMED_REQUIREMENTS):
            raise ValueError(f'requirements, not "{requirement}": ' + ", ".join(REQUIREMENTS))
    return texts(value)


CASE: Mapping[str, Read] = {
    "id": text,
    "policy": text,
    "edition": day,
    "on": day,
    "origin": one_of("published", "rule-published", "derived"),
    "because": text,
}

CERTIFICANT: Mapping[str, Read] = {
    "certified_on": day,
    "level": one_of(*LEVELS),
    "exam_form": text,
    "cycle": days,
    "birth_month": month,
    "birth_year": some,
    "member": yes_no,
    "membership": spans,
    "plan": text,
    "credentials": texts,
    "roles": texts,
    "attested": texts,
    "conduct_case": yes_no,
    "suspended": spans,
    "carried_in": amount,
    "practice_hours": whole,
    "extension_until": day,
}

ASSESSMENT: Mapping[str, Read] = {"taken_on": day, "required": amount}

ACTIVITY: Mapping[str, Read] = {
    "completed_on": day,
    "began_on": day,
    "category": text,
    "credits": amount,
    "minutes": whole,
    "academic_credits": amount,
    "academic_unit": one_of("semester", "quarter"),
    "course": text,
    "provider": text,
    "provider_approved": spans,
    "delivery": one_of("online", "in_person", "blended"),
    "evidence": yes_no,
    "review": one_of("accepted", "pending", "rejected"),
    "count": some,
}

EXAM: Mapping[str, Read] = {
    "form": text,
    "taken_on": day,
    "outcome": one_of("pass", "fail", "absent"),
}

COMPANION: Mapping[str, Read] = {
    "kind": one_of(*COMPANIONS),
    "issued_on": day,
    "expires_on": day,
    "hands_on": yes_no,
}

EXPECT: Mapping[str, Read] = {
    "eligible": yes_no,
    "pathway": one_of(*PATHWAYS),
    "referred": yes_no,
    "required": amount,
    "counted": amount,
    "shortfall": amount,
    "pending": amount,
    "surplus": amount,
    "carried_out": amount,
    "counted_by_category": amounts,
    "unmet": _requirements,
    "fee": amount,
    "fee_lines": amounts,
    "standing": one_of(*STANDINGS),
    "cycle": days,
    "next_cycle": days,
    "next_level": one_of(*LEVELS),
    "earliest_retake_on": day,
    "opens_on": day,
}

EXPECT_ACTIVITY: Mapping[str, Read] = {
    "at": whole,
    "counted": amount,
    "outcome": one_of(*OUTCOMES),
}
