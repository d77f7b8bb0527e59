"""How an application and an activity may move, and whose turn each status is.

A status is stored; everything else about a case (in review, counted, current) is derived.
Source: ``docs/decisions/0008-states.md``.
"""

from collections.abc import Mapping
from enum import StrEnum


class Turn(StrEnum):
    """Who has to act next."""

    CERTIFICANT = "certificant"
    REVIEWER = "reviewer"
    OFFICER = "officer"  # an amount that the policy does not set
    PAYER = "payer"  # the certificant pays, and an officer records it
    NOBODY = "nobody"


class ApplicationStatus(StrEnum):
    """Where a recertification application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


class ActivityStatus(StrEnum):
    """Where an activity stands. Only the engine says *counted*."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


APPLICATION_MOVES: Mapping[ApplicationStatus, frozenset[ApplicationStatus]] = {
    ApplicationStatus.DRAFT: frozenset({ApplicationStatus.SUBMITTED, ApplicationStatus.WITHDRAWN}),
    ApplicationStatus.SUBMITTED: frozenset(
        {
            ApplicationStatus.RETURNED,
            ApplicationStatus.APPROVED,
            ApplicationStatus.DENIED,
            ApplicationStatus.WITHDRAWN,
        }
    ),
    ApplicationStatus.RETURNED: frozenset(
        {ApplicationStatus.SUBMITTED, ApplicationStatus.WITHDRAWN}
    ),
    ApplicationStatus.APPROVED: frozenset(),
    ApplicationStatus.DENIED: frozenset(),  # an appeal is a row of its own
    ApplicationStatus.WITHDRAWN: frozenset(),
}

_DECIDED = frozenset(
    {ActivityStatus.ACCEPTED, ActivityStatus.ACCEPTED_IN_PART, ActivityStatus.REJECTED}
)

ACTIVITY_MOVES: Mapping[ActivityStatus, frozenset[ActivityStatus]] = {
    ActivityStatus.DRAFT: frozenset({ActivityStatus.SUBMITTED, ActivityStatus.WITHDRAWN}),
    ActivityStatus.SUBMITTED: _DECIDED | {ActivityStatus.RETURNED, ActivityStatus.WITHDRAWN},
    ActivityStatus.RETURNED: frozenset({ActivityStatus.SUBMITTED, ActivityStatus.WITHDRAWN}),
    # A correction by the body may move one decided status to another; the ledger keeps both.
    ActivityStatus.ACCEPTED: _DECIDED - {ActivityStatus.ACCEPTED},
    ActivityStatus.ACCEPTED_IN_PART: _DECIDED,
    ActivityStatus.REJECTED: _DECIDED - {ActivityStatus.REJECTED},
    ActivityStatus.WITHDRAWN: frozenset(),
}

TURN: Mapping[ApplicationStatus | ActivityStatus, Turn] = {
    ApplicationStatus.DRAFT: Turn.CERTIFICANT,
    ApplicationStatus.SUBMITTED: Turn.REVIEWER,
    ApplicationStatus.RETURNED: Turn.CERTIFICANT,
    ApplicationStatus.APPROVED: Turn.NOBODY,
    ApplicationStatus.DENIED: Turn.NOBODY,
    ApplicationStatus.WITHDRAWN: Turn.NOBODY,
    ActivityStatus.ACCEPTED: Turn.NOBODY,
    ActivityStatus.ACCEPTED_IN_PART: Turn.NOBODY,
    ActivityStatus.REJECTED: Turn.NOBODY,
}

OPEN_APPLICATION = frozenset(
    {ApplicationStatus.DRAFT, ApplicationStatus.SUBMITTED, ApplicationStatus.RETURNED}
)
ACCEPTED = frozenset({ActivityStatus.ACCEPTED, ActivityStatus.ACCEPTED_IN_PART})


def may_move(
    status: ApplicationStatus | ActivityStatus,
    *,
    to: ApplicationStatus | ActivityStatus,
) -> bool:
    """Say whether one status may become another.

    >>> may_move(ApplicationStatus.DRAFT, to=ApplicationStatus.SUBMITTED)
    True
    >>> may_move(ApplicationStatus.DENIED, to=ApplicationStatus.SUBMITTED)
    False
    """
    if isinstance(status, ApplicationStatus):
        return to in APPLICATION_MOVES[status]
    return to in ACTIVITY_MOVES[status]


def turn_of_filed(
    status: ApplicationStatus, *, fee_is_set: bool = True, fee_is_open: bool = False
) -> Turn:
    """Say whose turn an application is: a reviewer does not begin before the fee is settled.

    >>> turn_of_filed(ApplicationStatus.SUBMITTED).value
    'reviewer'
    >>> turn_of_filed(ApplicationStatus.SUBMITTED, fee_is_open=True).value
    'payer'
    >>> turn_of_filed(ApplicationStatus.SUBMITTED, fee_is_set=False).value
    'officer'
    >>> turn_of_filed(ApplicationStatus.RETURNED, fee_is_open=True).value
    'certificant'
    """
    turn = TURN[status]
    if turn != Turn.REVIEWER or (fee_is_set and not fee_is_open):
        return turn
    return Turn.PAYER if fee_is_set else Turn.OFFICER
