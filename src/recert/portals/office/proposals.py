"""A proposal before an officer: old beside new, then approved with credit and days, or returned."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions import proposals as act
from recert.actions.refusals import Refusal
from recert.portals import access, wording
from recert.portals.access import FromStaff
from recert.portals.classes.forms import language_name
from recert.portals.office import class_forms as forms
from recert.portals.office.classes import approved_said, gives, today
from recert.portals.review.comparing import KINDS
from recert.portals.review.deciding import put_on
from recert.records.catalogue import CourseProposal
from recert.records.education import Course


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a class says: now, and as proposed."""

    label: str
    old: str
    new: str

    @property
    def differs(self) -> bool:
        """Whether the proposal changes it."""
        return self.old != self.new


@access.for_staff("officer")
def proposal(request: FromStaff, key: uuid.UUID) -> HttpResponse:
    """Show a proposal; approve it with its credit and its days."""
    row = _row(key)
    form = _form(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            version = act.approve(
                row,
                code=form.cleaned_data.get("code", ""),
                approved=form.approved,
                holds_from=form.cleaned_data.get("holds_from"),
                by=request.user,
                on=today(),
                at=clock.now(),
            )
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            words = _("Approved: %(title)s, version %(number)s.")
            told = {"title": version.title, "number": version.number}
            messages.success(request, words % told)
            return redirect("office:classes")
    return _shown(request, row, form=form)


@require_POST
@access.for_staff("officer")
def return_(request: FromStaff, key: uuid.UUID) -> HttpResponse:
    """Return a proposal to its provider, with words."""
    row, back = _row(key), forms.WordsForm(request.POST)
    if back.is_valid():
        try:
            act.return_(row, **back.cleaned_data, by=request.user, at=clock.now())
        except Refusal as refusal:
            put_on(back, refusal)
        else:
            messages.success(request, _("Returned: the provider reads what has to change."))
            return redirect("office:classes")
    return _shown(request, row, form=_form(request, row, asked=False), back=back)


def _row(key: uuid.UUID) -> CourseProposal:
    """Return a proposal that was sent; a draft is its provider's alone, and not there."""
    rows = CourseProposal.objects.exclude(submitted_at=None).exclude(status="draft")
    return get_object_or_404(
        rows.select_related("provider", "course__provider", "by", "decided_by"), key=key
    )


def _form(request: FromStaff, row: CourseProposal, *, asked: bool = True) -> forms.ApproveForm:
    on = today()
    now = approved_said(row.course, on=on) if row.course else {"approved_from": on}
    return forms.ApproveForm(
        request.POST if asked and request.method == "POST" else None,
        is_new=row.course is None,
        gives=gives(row.minutes, on=on),
        initial=now | {"code": row.code},
    )


def _shown(
    request: FromStaff,
    row: CourseProposal,
    *,
    form: forms.ApproveForm,
    back: forms.WordsForm | None = None,
) -> HttpResponse:
    wrong = bool(form.errors or (back and back.errors))
    shown = {
        "proposal": row,
        "lines": lines(row),
        "waits": row.status == "submitted",
        "form": form,
        "back": back or forms.WordsForm(),
    }
    return render(request, "office/proposal.html", shown, status=422 if wrong else 200)


def lines(row: CourseProposal) -> list[Line]:
    """Return what a class says now beside what is proposed; nothing stands for a new class."""
    now = _said(row.course) if row.course else {}
    return [Line(label, now.get(label, ""), new) for label, new in _said(row).items()]


def _said(text: Course | CourseProposal) -> dict[str, str]:
    currency = access.the_body().currency
    return {
        _("Title"): text.title,
        _("How it is taken"): str(KINDS.get(text.kind, text.kind)),
        _("Length"): wording.hours(text.minutes or 0),
        _("Language"): language_name(text.language) if text.language else "",
        _("Price"): _price(text.price, currency=currency),
        _("In a few sentences"): text.summary,
    }


def _price(price: int | None, *, currency: str) -> str:
    if price is None:
        return _("not set")
    return wording.money(price, currency) if price else _("free")
