"""The policy a cycle is held to: the edition in force on its first day, read from the records.

Every process notices a newly adopted edition, because the row is asked for each time; only the
reading of a text is remembered, under the digest of that text.
"""

from datetime import date
from functools import lru_cache

from django.db.models import OuterRef, QuerySet, Subquery

from recert.policy import loading
from recert.policy.policies import Policy
from recert.policy.units import Unit
from recert.records.certification import Cycle, Edition


class NoEditionError(Exception):
    """No edition of a program's policy was in force on a day."""


@lru_cache(maxsize=128)
def policy_by_digest(digest: str) -> Policy:
    """Return the policy whose adopted text has this digest.

    :raises NoEditionError: nothing with this digest was adopted
    """
    edition = Edition.objects.filter(digest=digest).first()
    if edition is None:
        raise NoEditionError(f"no adopted edition has the digest {digest[:12]}…")
    return loading.load(
        edition.text,
        source=f"{edition.program_id}/{edition.in_force_from}.toml",
        overlay=edition.overlay or None,
        overlay_source=f"{edition.program_id}/{edition.in_force_from}.demonstration.toml",
    )


def edition_in_force(program_id: str, *, on: date) -> Edition:
    """Return the edition in force on a day, without its text.

    :raises NoEditionError: the day is before the first edition, or none was adopted
    """
    editions = Edition.objects.filter(program_id=program_id).defer("text", "overlay")
    edition = editions.filter(in_force_from__lte=on).order_by("-in_force_from").first()
    if edition is None:
        first = editions.order_by("in_force_from").first()
        when = f"its first edition is of {first.in_force_from}" if first else "none was adopted"
        raise NoEditionError(
            f"{program_id}: no edition is in force on {on}; {when}; adopt one with "
            "`recert policy adopt FILE`"
        )
    return edition


def units_in_force(*, on: date) -> tuple[Unit, ...]:
    """Return the unit of each program's edition in force on a day."""
    return tuple(policy.unit for policy in policies_in_force(on=on))


def edition_of(cycle: Cycle) -> Edition:
    """Return the edition that a cycle is held to: the one in force on its first day.

    :raises NoEditionError: the cycle began before the first edition
    """
    return edition_in_force(cycle.credential.program_id, on=cycle.begins_on)


def policy_of(cycle: Cycle) -> Policy:
    """Return the policy that a cycle is held to; uses the digest that `with_edition` brought.

    :raises NoEditionError: the cycle began before the first edition
    """
    digest = getattr(cycle, "edition_digest", None) or edition_of(cycle).digest
    return policy_by_digest(digest)


def policies_in_force(*, on: date) -> list[Policy]:
    """Return what each program is held to from a day on, in the order of the programs."""
    editions = Edition.objects.filter(in_force_from__lte=on).order_by("program", "in_force_from")
    last = dict(editions.values_list("program", "digest"))
    return [policy_by_digest(digest) for digest in last.values()]


def with_edition(cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """Bring each cycle's edition digest along, in the same statement."""
    in_force = Edition.objects.filter(
        program=OuterRef("credential__program"), in_force_from__lte=OuterRef("begins_on")
    ).order_by("-in_force_from")
    return cycles.annotate(edition_digest=Subquery(in_force.values("digest")[:1]))
