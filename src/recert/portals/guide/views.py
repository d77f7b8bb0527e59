"""The Guide's pages: the edition that binds the reader, any other, its papers, and differences."""

from datetime import date

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from recert import clock
from recert.outside import files
from recert.outside.filenames import content_disposition, shown_name
from recert.policy.differences import differences as differences_of
from recert.portals.access import the_body
from recert.portals.guide.reading import (
    PAPER_SLUGS,
    edition_named,
    editions_of,
    guide_to,
    in_force,
    papers_of,
)
from recert.portals.readers import Reader, indexed, reader_of
from recert.records.certification import Cycle, Edition, Program
from recert.records.policies import edition_of, policy_by_digest
from recert.records.standings import cycle_on


@require_GET
def guides(request: HttpRequest) -> HttpResponseBase:
    """Show the rules that bind the reader; to a stranger, of the one program, or a choice."""
    on = clock.today(zone=the_body().zone)
    reader = reader_of(request, on=on)
    if reader.cycles:
        return _program(request, reader.cycles[0][0].credential.program_id, reader=reader, on=on)
    programs = list(Program.objects.filter(editions__isnull=False).distinct().order_by("title"))
    if len(programs) == 1:
        return _program(request, programs[0].pk, reader=reader, on=on)
    rows = [(each, in_force(each.pk, on=on)) for each in programs]
    return indexed(render(request, "guide/guides.html", {"reader": reader, "programs": rows}))


@require_GET
def program(request: HttpRequest, program: str) -> HttpResponseBase:
    """Show the rules of a program: those of the reader's cycle, else those in force today."""
    on = clock.today(zone=the_body().zone)
    return _program(request, program, reader=reader_of(request, on=on), on=on)


@require_GET
def edition(request: HttpRequest, program: str, edition: date) -> HttpResponseBase:
    """Show one edition, in force or not."""
    on = clock.today(zone=the_body().zone)
    chosen = edition_named(editions_of(program), edition)
    return _page(request, chosen, reader=reader_of(request, on=on), on=on)


@require_GET
def paper(request: HttpRequest, program: str, edition: date, paper: str) -> HttpResponseBase:
    """Hand over a paper of an edition, as it was made last."""
    chosen = edition_named(editions_of(program), edition)
    document = papers_of(chosen).get(PAPER_SLUGS.get(paper, ""))
    if document is None:
        raise Http404
    try:
        pdf = files.open_(document.digest, root=settings.DOCUMENTS_ROOT)
    except (FileNotFoundError, files.NotADigest):
        raise Http404 from None
    response = FileResponse(pdf, content_type="application/pdf")
    name = shown_name(
        the_body().short_name,
        what=paper.replace("-", " ").capitalize(),
        on=chosen.in_force_from,
        suffix=".pdf",
    )
    response["Content-Disposition"] = content_disposition(name)
    return response


@require_GET
def differences(request: HttpRequest, program: str, old: date, new: date) -> HttpResponseBase:
    """Show what is different from one edition to another, in plain words."""
    editions = editions_of(program)
    before, after = edition_named(editions, old), edition_named(editions, new)
    on = clock.today(zone=the_body().zone)
    context = {
        "reader": reader_of(request, on=on),
        "program": after.program,
        "old": before,
        "new": after,
        "found": differences_of(policy_by_digest(before.digest), policy_by_digest(after.digest)),
    }
    return indexed(render(request, "guide/differences.html", context))


def _program(
    request: HttpRequest, program_id: str, *, reader: Reader, on: date
) -> HttpResponseBase:
    editions = editions_of(program_id)
    cycle = _cycle_of(reader, program_id, on=on)
    chosen = edition_of(cycle) if cycle else in_force(program_id, on=on) or editions[-1]
    return _page(request, edition_named(editions, chosen.in_force_from), reader=reader, on=on)


def _page(request: HttpRequest, chosen: Edition, *, reader: Reader, on: date) -> HttpResponseBase:
    editions = editions_of(chosen.program_id)
    body, cycle = the_body(), _cycle_of(reader, chosen.program_id, on=on)
    mine = edition_of(cycle) if cycle else None
    context = {
        "reader": reader,
        "guide": guide_to(
            chosen, body=body, sign_in=request.build_absolute_uri(reverse("account_login"))
        ),
        "current": in_force(chosen.program_id, on=on),
        "editions": [
            (each, older) for each, older in zip(editions, [*editions[1:], None], strict=True)
        ],
        "cycle": cycle if mine and mine.pk == chosen.pk else None,
        "mine": mine,
        "on": on,
    }
    return indexed(render(request, "guide/edition.html", context))


def _cycle_of(reader: Reader, program_id: str, *, on: date) -> Cycle | None:
    """Return the reader's cycle of a program; None if they hold no credential of it."""
    held = [each for each in reader.cycles if each[0].credential.program_id == program_id]
    return cycle_on(held[0], on=on) if held else None
