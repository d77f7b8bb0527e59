"""Two bare views that the product's pages are measured against, in the same process.

They run behind the same middleware. One reads a row by an index and says its number; the other
renders a table of twenty rows that it holds in memory, without any other template around it.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from recert.records.certification import Credential

ROWS = [
    {"day": f"{at + 1} May 2026", "title": f"Class {at}", "provider": "ACTION", "credit": "0.1"}
    for at in range(20)
]


def read(request: HttpRequest, tidy: str) -> HttpResponse:  # noqa: ARG001
    """Answer with one row, found by an index."""
    return HttpResponse(Credential.objects.get(number_tidy=tidy).number)


def rows(request: HttpRequest) -> HttpResponse:
    """Answer with a table of twenty rows."""
    return render(request, "rows.html", {"rows": ROWS})


urlpatterns = [
    path("anchor/read/<slug:tidy>/", read),
    path("anchor/rows/", rows),
    path("", include("recert.urls")),
]
