"""Lists of record: editions of the policies, roles, and what is owed to the outside."""

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render

from recert.portals import access
from recert.portals.access import FromStaff
from recert.records.certification import Edition
from recert.records.owing import notices_failed, subjects_of, works_waiting
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
        "notices": notices_failed()[:A_PAGE],
    }
    return render(request, "office/owed.html", context)


@access.for_staff("officer", "board", "reviewer")
def editions(request: FromStaff) -> HttpResponse:
    """Show the editions of each program's policy, the latest first."""
    rows = Edition.objects.select_related("program", "adopted_by").defer("text", "overlay")
    rows = rows.annotate(is_overlaid=~Q(overlay=""))
    listed = [
        (row, policy_by_digest(row.digest)) for row in rows.order_by("program", "-in_force_from")
    ]
    return render(request, "office/editions.html", {"editions": listed})


@access.for_staff("officer")
def roles(request: FromStaff) -> HttpResponse:
    """Show who may do what for the body, now and formerly."""
    held_first = F("ended_at").asc(nulls_first=True)
    rows = Role.objects.select_related("user").order_by(held_first, "name", "user__name", "id")
    return render(request, "office/roles.html", {"roles": rows})
