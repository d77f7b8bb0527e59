"""A personal upload link: made, shown once with its square code, mailed, called back."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recert import clock
from recert.actions import upload_links as act
from recert.outside.body_sections import Desk
from recert.portals.access import FromCertificant, for_certificants, own_cycle, the_body
from recert.portals.accounts import letters
from recert.portals.limits import Limit, too_often
from recert.portals.square_codes import square_code
from recert.records.certification import Cycle
from recert.records.uploads import UploadLink

MADE = Limit(times=20, span=timedelta(hours=1))  # links, and so letters, of one person


@require_http_methods(["GET", "HEAD", "POST"])
@for_certificants
def upload_link(request: FromCertificant, pk: int) -> HttpResponse:
    """Show the link of a cycle; make one, or call it back."""
    cycle, desk = own_cycle(request.certificant, pk), the_body().desk
    if desk is None:
        raise Http404
    if request.method != "POST":
        return _page(request, cycle, desk=desk)
    if request.POST.get("do") == "call_back":
        for mine in _open(cycle):
            act.call_back(mine, by=request.user, at=clock.now())
        messages.success(request, _("Called back: the address takes no more files."))
        return redirect("trainer:upload_link", pk=pk)
    if not MADE.take(str(request.user.pk), at=clock.real_now()):
        return too_often(request, limit=MADE)
    return _made(request, cycle, desk=desk)


def _made(request: FromCertificant, cycle: Cycle, *, desk: Desk) -> HttpResponse:
    """Make a link and show it, this once: only its digest is kept."""
    token = act.make_link(cycle, days=desk.link_days, by=request.user, at=clock.now())
    facts = {"days": desk.link_days, "files": desk.link_files}
    mailed = letters.send(
        "upload_link",
        to=request.certificant.email,
        next_page="uploads:link",
        args=(token,),
        facts=facts,
    )
    address = settings.RECERT_ADDRESS + reverse("uploads:link", args=[token])
    return _page(
        request, cycle, desk=desk, address=address, code=square_code(address), mailed=mailed
    )


def _page(request: FromCertificant, cycle: Cycle, *, desk: Desk, **made: object) -> HttpResponse:
    mine, at = _open(cycle).first(), clock.now()
    shown = {
        "cycle": cycle,
        "link": mine,
        "is_over": mine is not None and mine.ends_at <= at,
        "used": mine.uploads.count() if mine else 0,
        "on": at.astimezone(the_body().tz).date(),
        "ends_on": mine.ends_at.astimezone(the_body().tz).date() if mine else None,
        "desk": desk,
    }
    response = render(request, "trainer/upload_link.html", {**shown, **made})
    response.headers["Cache-Control"] = "no-store"
    return response


def _open(cycle: Cycle) -> QuerySet[UploadLink]:
    return UploadLink.objects.filter(cycle=cycle, called_back_at=None)
