"""The upload desk and the page of a personal link. Files come in; nothing can be read back.

No page lists or opens what was sent, or says whether a person is on record. Who sends is told what
was kept, once, in the answer to the sending itself.
"""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from recert import clock
from recert.actions.guesses import count_guess, guesses
from recert.actions.refusals import Refusal
from recert.actions.upload_links import link_by_token
from recert.actions.uploads import acknowledge, must_be_open
from recert.outside.body_sections import Desk
from recert.portals.access import the_body
from recert.portals.arrival import takes_files_of_anybody
from recert.portals.limits import Limit, address_of, too_often
from recert.portals.refused import refused
from recert.portals.uploads.forms import DeskForm, Files, LinkForm
from recert.portals.uploads.taking import DAY, Delivery, Line, is_enough, take_all
from recert.records.uploads import UploadLink

GUESS = "upload link"
MOST_GUESSED = 20  # addresses of links that never were, from one network within the hour
HOUR = Limit(times=MOST_GUESSED, span=DAY / 24)


def before_it_is_read(request: HttpRequest, *, size: int, most_form: int) -> HttpResponse | None:
    """Judge what a stranger is about to send, by its size and by what their network sent today."""
    desk = the_body().desk
    if desk is None or size > most_form + desk.megabytes_at_once * 1_000_000:
        return refused(413)
    return _enough(request) if is_enough(request, desk=desk) else None


@takes_files_of_anybody(before_it_is_read)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Take files of anybody who has the printed code, which protects nothing."""
    body, desk = the_body(), _desk()
    if is_enough(request, desk=desk):
        return _enough(request)
    if request.method != "POST":
        code = request.GET.get("code", "")
        form = DeskForm(initial=_fresh(code=code), chosen=[], most=desk.files_at_once, body=body)
        return _page(request, "uploads/desk.html", form=form, desk=desk)
    form = DeskForm(request.POST, chosen=_chosen(request), most=desk.files_at_once, body=body)
    return _answer(request, form, desk=desk, template="uploads/desk.html")


@takes_files_of_anybody(before_it_is_read)
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take files for the owner of a personal link, whom the page does not name."""
    desk, address, real = _desk(), address_of(request), clock.real_now()
    if guesses(GUESS, about=address, at=real) >= MOST_GUESSED:
        return too_often(request, limit=HOUR)
    link = link_by_token(token)
    if link is None:
        count_guess(GUESS, about=address, at=real)
        raise Http404
    left = desk.link_files - link.uploads.count()
    if (over := _over(link)) or left <= 0:
        return _page(request, "uploads/over.html", status=410, why=over, desk=desk)
    if is_enough(request, desk=desk):
        return _enough(request)
    shown: dict[str, Any] = {"link": link, "left": left}
    most = min(desk.files_at_once, left)
    if request.method != "POST":
        form = LinkForm(initial=_fresh(), chosen=[], most=most)
        return _page(request, "uploads/link.html", form=form, desk=desk, **shown)
    form = LinkForm(request.POST, chosen=_chosen(request), most=most)
    return _answer(request, form, desk=desk, template="uploads/link.html", **shown)


def _answer(
    request: HttpRequest, form: LinkForm, *, desk: Desk, template: str, **shown: Any
) -> HttpResponse:
    """Take what was sent; answer with a receipt, or with the form if nothing was taken."""
    lines: list[Line] = []
    if form.is_valid():
        batch = form.cleaned_data["batch"]
        delivery = Delivery(batch, sender=form.sender, link=shown.get("link"))
        lines = take_all(request, form.chosen, delivery=delivery, body=the_body(), desk=desk)
        if any(not line.refused for line in lines):
            receipt = acknowledge(batch, at=clock.now())
            shown |= {"receipt": receipt, "lines": lines, "email": form.sender.email}
            shown["code"] = form.cleaned_data.get("code", "")
            return _page(request, "uploads/receipt.html", **shown)
        for line in lines:
            form.add_error("evidence", f"{line.name}: {line.refused}")
    return _page(request, template, form=form, desk=desk, status=422, **shown)


def _over(link: UploadLink) -> str:
    try:
        must_be_open(link, at=clock.now())
    except Refusal as over:
        return str(over)
    return ""


def _desk() -> Desk:
    """Return how the body's desk works. Raises Http404 for a body without one."""
    desk = the_body().desk
    if desk is None:
        raise Http404
    return desk


def _fresh(**more: str) -> dict[str, Any]:
    return {"batch": uuid.uuid4(), **more}


def _chosen(request: HttpRequest) -> Files:
    return request.FILES.getlist("evidence")


def _enough(request: HttpRequest) -> HttpResponse:
    response = _page(request, "uploads/enough.html", status=429)
    response.headers["Retry-After"] = str(int(DAY.total_seconds()))
    if "HX-Request" in request.headers:  # else a script shows its own words for whatever is refused
        response.headers["HX-Redirect"] = request.path
    return response


def _page(request: HttpRequest, template: str, *, status: int = 200, **shown: Any) -> HttpResponse:
    """Render a page that nobody keeps and no search engine lists."""
    response = render(request, template, {"messages": (), **shown}, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
