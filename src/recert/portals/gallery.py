"""The look on one page: every part in every state, for the eye and for the accessibility check.

Served in the demonstration only. What it shows is invented and says so.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import ClassVar, NamedTuple

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from recert.policy.units import NOT_SET, Unit
from recert.portals import paces, states

CEC = Unit(name="CEC", plural="CECs", minutes=600, step=Decimal("0.05"))
FIRST_ON, LAST_ON, ON = date(2025, 6, 24), date(2027, 6, 23), date(2026, 11, 23)
REQUIRED, COUNTED, WAITING = 40, 26, 4
EARNED = (
    (date(2025, 9, 14), 8),
    (date(2026, 2, 8), 10),
    (date(2026, 5, 30), 6),
    (date(2026, 9, 19), 2),
)


class Case(NamedTuple):
    """A line of the queue, invented."""

    person: str
    number: str
    what: str
    status: str
    waits: int


CASES = (
    Case("山本 さくら", "AC-20440408", "Nutrition for Strength Clients", "submitted", 9),
    Case("Nguyễn Thị Thanh Hương", "AC-20444103", "Coaching Older Adults", "submitted", 7),
    Case("Maya Okonkwo-Lindqvist", "AC-20441701", "Reading Research", "returned", 6),
    Case("محمد الحسيني", "AC-20451508", "Kettlebell Coaching Weekend", "submitted", 5),
    Case("María José Fernández-Villaverde y Ortiz de Zárate", "AC-20455205",
         "Programming for Clients with Hypertension", "submitted", 5),
    Case("Δήμητρα Παπαδοπούλου", "AC-20458902", "Balance and Fall Prevention", "accepted", 4),
)  # fmt: skip


class ExampleForm(forms.Form):
    """One field of each kind that the product asks with."""

    WAYS: ClassVar = [("check", _("By check")), ("transfer", _("By bank transfer"))]

    title = forms.CharField(label=_("Title"), help_text=_("As printed on the evidence"))
    provider = forms.CharField(label=_("Provider"), widget=forms.Textarea(attrs={"rows": 1}))
    completed_on = forms.DateField(label=_("Completed on"), input_formats=["%d %B %Y"])
    contact_hours = forms.DecimalField(
        label=_("Contact hours"),
        help_text=_("Sixty minutes of instruction each; breaks do not count"),
        min_value=Decimal("0.5"),
        error_messages={"min_value": _("Contact hours must be 0.5 or more, for example 2.0")},
    )
    note = forms.CharField(label=_("Note to the reviewer"), required=False)
    way = forms.ChoiceField(
        label=_("How you pay"), choices=WAYS, widget=forms.RadioSelect, help_text=_("Either way.")
    )
    true = forms.BooleanField(
        label=_("I declare that this is true"), help_text=_("Text of 1 January 2020")
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """Show the parts of the certificants' and the public's pages."""
    messages.success(request, _("Saved. Nothing was sent."))
    messages.error(request, _("The provider could not be reached; nothing was changed."))
    empty, wrong = (
        ExampleForm(prefix="new"),
        ExampleForm({"wrong-contact_hours": "-2"}, prefix="wrong"),
    )
    return render(request, "gallery/parts.html", _figures() | {"empty": empty, "wrong": wrong})


def staff(request: HttpRequest) -> HttpResponse:
    """Show the queue and the desk, in the density of staff pages."""
    page = Paginator([*CASES] * 20, 50).get_page(request.GET.get("page"))
    return render(request, "gallery/staff.html", {"cases": CASES, "page": page, "unit": CEC})


def _figures() -> dict[str, object]:
    """Return the invented figures of the gallery, and every state there is."""
    return {
        "unit": CEC, "first_on": FIRST_ON, "last_on": LAST_ON, "on": ON, "not_set": NOT_SET,
        "required": REQUIRED, "counted": COUNTED, "waiting": WAITING, "earned": EARNED,
        "open": REQUIRED - COUNTED, "at": datetime(2026, 11, 24, 2, 4, tzinfo=UTC),
        "even": paces.even_pace(required=REQUIRED, first_on=FIRST_ON, last_on=LAST_ON, on=ON),
        "kinds": {kind: tuple(known) for kind, known in states.KINDS.items()},
        "people": [case.person for case in CASES],
    }  # fmt: skip
