"""Where one is against the advised rhythm, and the next sensible classes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from recert import clock
from recert.portals.access import (
    FromCertificant,
    for_certificants,
    own_cycles_with_papers,
    the_body,
)
from recert.portals.classes.rhythm import Rhythm, rhythm
from recert.portals.trainer.classes import Suggestion, suggestions
from recert.portals.trainer.where import Where, held_cycles, where

MOST = 4
SOON = 45  # days


@dataclass(frozen=True, slots=True)
class Advised:
    """A class that makes sense next, and why."""

    suggestion: Suggestion
    reasons: tuple[str, ...]


@require_safe
@for_certificants
def pace(request: FromCertificant) -> HttpResponse:
    """Show pace and advice for the credential whose days end next."""
    on = clock.today(zone=the_body().zone)
    held = held_cycles(own_cycles_with_papers(request.certificant), on=on)
    stands = where(held[0], on=on) if held else None
    shown = {
        "stands": stands,
        "on": on,
        "rhythm": rhythm_of(stands) if stands else None,
        "every": stands.policy.class_every_months if stands else None,
        "source": stands.policy.source("advice.class_every_months") if stands else None,
        "advised": advised(stands) if stands else (),
    }
    return render(request, "classes/pace.html", shown)


def rhythm_of(stands: Where) -> Rhythm | None:
    """Return the rhythm of the cycle; None where the body advises none, or the cycle is over."""
    every = stands.policy.class_every_months
    if every is None or not stands.cycle.begins_on <= stands.on <= stands.cycle.ends_on:
        return None
    found = zip(stands.overview.rows.activities, stands.decision.activities, strict=True)
    completed = [
        row.completed_on
        for row, finding in found
        if row.completed_on and (finding.counted or finding.pending)
    ]
    return rhythm(completed, every=every, first_on=stands.cycle.begins_on, on=stands.on)


def advised(stands: Where) -> list[Advised]:
    """Return two to four classes that make sense next, each with its reasons; fewer if need be."""
    if not stands.open:
        return []
    missing = max(0, stands.credits.shortfall - stands.decision.pending)
    planned = {plan.course_id for plan in stands.overview.plans}
    found = [each for each in suggestions(stands) if each.course.pk not in planned]
    chosen = _chosen(found, missing=missing)
    return [Advised(each, tuple(_reasons(each, missing=missing, on=stands.on))) for each in chosen]


def _chosen(found: Sequence[Suggestion], *, missing: int) -> list[Suggestion]:
    """Return the smallest that closes the gap, the soonest, one that is free, then the soonest."""
    closing = sorted(
        (each for each in found if missing and each.gives >= missing), key=lambda each: each.gives
    )
    dated = [each for each in found if each.next_on]  # the soonest first
    free = [each for each in found if each.course.price == 0]
    wanted = [*closing[:1], *dated[:1], *free[:1], *found]
    return list({each.course.pk: each for each in wanted}.values())[:MOST]


def _reasons(each: Suggestion, *, missing: int, on: date) -> Iterator[str]:
    if missing and each.gives >= missing:
        yield _("closes your gap")
    if each.next_on and (each.next_on - on).days <= SOON:
        days = (each.next_on - on).days
        yield ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    if each.course.price == 0:
        yield _("free")
    if not each.next_on:
        yield _("at any time")
    yield _("not taken yet")
