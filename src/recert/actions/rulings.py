"""What the policy leaves to a person when an application is approved: an officer decides it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from recert.actions.refusals import CannotMove, Incomplete, NotForYou
from recert.policy.cycles import Span
from recert.policy.decision import Decision as Found
from recert.policy.next_cycles import problems_of_next
from recert.records.cases import CaseRows
from recert.records.people import Role, User


def must_be_officers(left: Sequence[str], *, reason: str, by: User) -> None:
    """Refuse what is left to an officer to anybody else, and to an officer without a reason.

    :param left: what the policy does not set, in words; nothing leaves nothing to anybody
    :raises NotForYou: this person is no officer
    :raises Incomplete: no reason
    """
    if not left:
        return
    named = ", ".join(left)
    if not Role.objects.filter(user=by, name=Role.OFFICER, ended_at=None).exists():
        raise NotForYou(
            _("The policy does not set: %(named)s. An officer decides this case.")
            % {"named": named}
        )
    if not reason.strip():
        raise Incomplete(
            {
                "reason": _("The policy does not set: %(named)s. Say why you decide so.")
                % {"named": named}
            }
        )


def next_cycle_as_set(rows: CaseRows, found: Found, *, following: Span | None) -> Span | None:
    """Return the next cycle that an officer set; None where the policy sets it.

    :raises CannotMove: the policy sets it, so that nobody else may
    :raises Incomplete: the policy does not, and no days were given, or days that cannot be
    """
    if found.next_cycle is not None:
        if following is not None:
            raise CannotMove(
                _("The policy sets the days of the next cycle; nobody else sets them.")
            )
        return None
    if following is None:
        words = _(
            "The policy does not set when the next cycle begins: enter its first and last day."
        )
        raise Incomplete({"begins_on": words})
    problems = problems_of_next(rows.policy, found.cycle, following=following, on=found.on)
    if problems:
        raise Incomplete(problems)
    return following
