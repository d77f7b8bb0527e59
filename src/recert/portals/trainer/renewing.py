"""What an early renewal does to credit, in words."""

from django.utils.translation import gettext as _

from recert.policy.policies import Policy
from recert.portals import wording
from recert.records.certification import Cycle


def after_renewal(policy: Policy, cycle: Cycle) -> str:
    """Say which cycle takes what is completed from renewal to the last day, as the policy does."""
    rule, last = policy.credits_after_early_renewal, wording.day(cycle.ends_on)
    if rule == "this cycle only":
        return _(
            "What you complete through %(day)s belongs to this cycle and does not carry over."
        ) % {"day": last}
    if rule == "next cycle":
        return _("What you complete from now on counts for the next cycle.")
    return _(
        "The policy does not set which cycle takes what you complete before %(day)s; "
        "a person decides."
    ) % {"day": last}
