"""Canned answers: every reader sees them, officers write them; each text stays as it was."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions import canned
from recert.actions.refusals import Refusal
from recert.policy.figures import FIGURES
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.office.requests_forms import CannedForm
from recert.portals.review.deciding import put_on
from recert.records.requests import CannedAnswer, CannedText


@access.for_staff("reviewer", "officer")
def answers(request: FromStaff) -> HttpResponse:
    """List the canned answers, those that are offered first, each with its latest text."""
    texts = CannedText.objects.select_related("answer", "by").order_by("number")
    latest = {row.answer_id: row for row in texts}
    rows = sorted(
        latest.values(), key=lambda row: (row.answer.ended_at is not None, row.title.casefold())
    )
    return render(request, "office/canned_answers.html", {"rows": rows})


@access.for_staff("officer")
def new(request: FromStaff) -> HttpResponse:
    """Write a canned answer."""
    return _written(request, None)


@access.for_staff("officer")
def answer(request: FromStaff, slug: str) -> HttpResponse:
    """Show a canned answer with all its texts, and write the next one."""
    return _written(request, get_object_or_404(CannedAnswer, slug=slug))


def _written(request: FromStaff, row: CannedAnswer | None) -> HttpResponse:
    texts = list(row.texts.select_related("by").order_by("-number")) if row else []
    initial = {"title": texts[0].title, "text": texts[0].text} if texts else {}
    form = CannedForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            written = canned.write(row, **form.cleaned_data, by=request.user, at=clock.now())
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Kept: version %(n)s.") % {"n": written.number})
            return redirect("office:canned_answer", slug=written.answer.slug)
    context = {
        "answer": row,
        "texts": texts,
        "form": form,
        "figures": [f"{{{name}}}" for name in FIGURES],
    }
    return render(request, "office/canned.html", context, status=422 if form.errors else 200)


@require_POST
@access.for_staff("officer")
def end(request: FromStaff, slug: str) -> HttpResponse:
    """End a canned answer: it is offered no more."""
    row = CannedAnswer.objects.filter(slug=slug).first()
    if row is None:
        raise Http404
    try:
        canned.end(row, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Ended. What was sent with it stays as it is."))
    return redirect("office:canned_answers")
