"""Lists of record: editions of the policies, roles, and what is owed to the outside."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions import notices
from recert.actions.refusals import Refusal
from recert.portals import access
from recert.portals.access import FromStaff
from recert.records.certification import Edition
from recert.records.history import Notice
from recert.records.owing import decisions_waiting, notices_failed, subjects_of, works_waiting
from recert.records.people import Role
from recert.records.policies import policy_by_digest

A_PAGE = 50


@access.for_staff("officer")
def owed(request: FromStaff) -> HttpResponse:
    """Show documents that wait, with the reason, and notices that could not be sent."""
    page = Paginator(works_waiting(), A_PAGE).get_page(request.GET.get("page"))
    works = list(page)
    subjects = subjects_of(works)
    context = {
        "page": page,
        "works": [(work, subjects.get(work.pk)) for work in works],
        "decisions": decisions_waiting(at=clock.now()),
        "notices": notices_failed()[:A_PAGE],
    }
    return render(request, "office/owed.html", context)


@require_POST
@access.for_staff("officer")
def send_again(request: FromStaff, pk: int) -> HttpResponse:
    """Have a notice sent again that mail refused for good, to the address that is right by now."""
    notice = get_object_or_404(Notice, pk=pk)
    try:
        notice = notices.send_again(notice, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is sent again, to %(to)s.") % {"to": notice.to})
    return redirect("office:owed")


@access.for_staff("officer", "board", "reviewer")
def editions(request: FromStaff) -> HttpResponse:
    """Show the editions of each program's policy, the latest first."""
    rows = Edition.objects.select_related("program", "adopted_by").defer("text", "overlay")
    rows = rows.annotate(is_overlaid=~Q(overlay=""))
    found = list(rows.order_by("program", "-in_force_from"))
    listed = [
        (
            row,
            policy_by_digest(row.digest),
            older if older and older.program_id == row.program_id else None,
        )
        for row, older in zip(found, [*found[1:], None], strict=False)
    ]
    return render(request, "office/editions.html", {"editions": listed})


@access.for_staff("officer")
def roles(request: FromStaff) -> HttpResponse:
    """Show who may do what for the body, now and formerly."""
    held_first = F("ended_at").asc(nulls_first=True)
    rows = Role.objects.select_related("user").order_by(held_first, "name", "user__name", "id")
    return render(request, "office/roles.html", {"roles": rows})
