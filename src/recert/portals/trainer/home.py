"""The certificant's first page: where they stand, and the one next step."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from recert import clock
from recert.outside.body import Body
from recert.portals.access import (
    FromCertificant,
    for_certificants,
    own_cycles_with_papers,
    the_body,
)
from recert.portals.trainer.ledger import ledger
from recert.portals.trainer.memory import remembered
from recert.portals.trainer.steps import next_step
from recert.portals.trainer.where import asked, held_cycles, where
from recert.records.overview import stamp_of
from recert.records.people import Certificant


@for_certificants
def home(request: FromCertificant, credential: int | None = None) -> HttpResponse:
    """Show where a credential stands: the one asked for, else that whose days end next."""
    body = the_body()
    on = clock.today(zone=body.zone)
    stamp = "-".join(map(str, stamp_of(request.certificant.pk)))
    stands = remembered(
        "home", request.certificant.pk, credential, on, stamp,
        make=lambda: drawn(request.certificant, credential, body=body, on=on),
    )  # fmt: skip
    return render(request, "trainer/home.html", {"stands": stands})


def drawn(certificant: Certificant, credential: int | None, *, body: Body, on: date) -> str:
    """Draw the page itself, without what surrounds it.

    It may look at nothing but its arguments, the files of the body and what actions have written.

    :raises Http404: the credential is not theirs
    """
    cycles = own_cycles_with_papers(certificant)
    if not cycles:
        return render_to_string("trainer/nothing.html", {"body": body})
    held = held_cycles(cycles, on=on)
    stands = where(asked(held, credential), on=on)
    shown = {
        "stands": stands,
        "on": on,
        "body": body,
        "ledger": ledger(stands),
        "step": next_step(stands, body=body),
        "credentials": [each[0].credential for each in held],
    }
    return render_to_string("trainer/stands.html", shown)
