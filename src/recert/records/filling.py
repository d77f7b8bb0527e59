"""Texts that name figures of the policy, such as `{credits}`: filled for the asker of a request."""

import re
from collections.abc import Mapping
from datetime import date

from recert.policy.figures import figures
from recert.policy.policies import Policy
from recert.records.certification import Cycle, Edition
from recert.records.policies import policy_by_digest, policy_of
from recert.records.requests import Request

_PLACE = re.compile(r"\{([a-z_]+)\}")


def places_in(text: str) -> set[str]:
    """Return the names that stand in braces in a text.

    >>> sorted(places_in("{credits} in {cycle}, {Not one}"))
    ['credits', 'cycle']
    """
    return set(_PLACE.findall(text))


def filled(text: str, *, said: Mapping[str, str]) -> str:
    """Return a text with the figures that it names; what is no figure stays as it is.

    >>> filled("You need {credits}, {not_a_figure}.", said={"credits": "2.0 CECs"})
    'You need 2.0 CECs, {not_a_figure}.'
    """
    return _PLACE.sub(lambda place: said.get(place.group(1), place.group(0)), text)


def filled_for(request: Request, *, text: str, on: date) -> str:
    """Return a text with the figures of the edition that holds for the asker on a day."""
    if not _PLACE.search(text):
        return text
    policy = policy_for(request, on=on)
    return filled(text, said=figures(policy)) if policy else text


def policy_for(request: Request, *, on: date) -> Policy | None:
    """Return the policy of an asker: that of their cycle, else the edition in force.

    A cycle is held to the edition of its first day, so that edition's figures are true for them.
    """
    if request.certificant_id:
        own = Cycle.objects.filter(credential__certificant=request.certificant_id)
        cycle = own.filter(begins_on__lte=on).order_by("-begins_on").first()
        if cycle:
            return policy_of(cycle)
    in_force = Edition.objects.filter(in_force_from__lte=on)
    edition = in_force.order_by("program", "-in_force_from").first()
    return policy_by_digest(edition.digest) if edition else None
