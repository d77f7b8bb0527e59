"""The ways to recertify, side by side, in a certificant's own numbers."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from recert import clock
from recert.policy.comparing import compare
from recert.portals.access import (
    FromCertificant,
    for_certificants,
    own_cycles_with_papers,
    the_body,
)
from recert.portals.trainer.way_words import column
from recert.portals.trainer.where import asked, held_cycles, where


@require_GET
@for_certificants
def ways(request: FromCertificant, credential: int | None = None) -> HttpResponse:
    """Compare the ways for a credential: the one asked for, else that whose days end next."""
    body = the_body()
    on = clock.today(zone=body.zone)
    cycles = own_cycles_with_papers(request.certificant)
    if not cycles:
        return redirect("trainer:home")  # it says what to do about that
    held = held_cycles(cycles, on=on)
    stands = where(asked(held, credential), on=on)
    found = () if stands.ended else compare(stands.policy, stands.overview.rows.case, on=on)
    columns = [column(way, stands=stands, body=body) for way in found]
    shown = {
        "stands": stands,
        "columns": columns,
        "on": on,
        "credentials": [each[0].credential for each in held],
    }
    return render(request, "trainer/ways.html", shown)
