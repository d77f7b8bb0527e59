"""A case on which ACTION's own text is silent: an officer says credit, fee and next cycle."""

from datetime import timedelta

from recert.actions import payments, review_activities
from recert.policy.cycles import Span
from tests import people as cast

FOLLOWING = Span(cast.LAST_ON + timedelta(days=1), cast.LAST_ON.replace(year=cast.LAST_ON.year + 2))


def unset(*, on=cast.ON, at=cast.AT, edition=None):
    """An application under ACTION's own text, that nothing stops: an officer ruled on the fee."""
    cycle = cast.alice(edition=edition or cast.adopted(overlay=False))
    activity = cast.sent(cycle, at=at)
    brought = cast.reviewing(activity, by=cast.bob(), at=at)
    review_activities.accept_in_part(
        activity, steps=40, because="Twenty hours, by the plan.", review=brought
    )
    application = cast.filed(cycle, on=on, at=at)
    for line in application.fee_lines.all():
        payments.rule_on_fee(line, amount=0, because="As in 2020.", by=cast.olga(), at=at)
    return application
