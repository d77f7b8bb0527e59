"""Approval where the policy does not set when the next cycle begins: an officer says the days."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recert.policy.cycles import Span
from recert.policy.next_cycles import Reading, readings
from recert.portals import wording
from recert.portals.review.forms import ApproveForm
from recert.records.cases import CaseRows

OTHER = "other"
WORDS = {
    "after old last day": gettext_lazy("The day after the old last day: %(first)s to %(last)s"),
    "next day": gettext_lazy("The day after filing: %(first)s to %(last)s"),
}


def readings_of(rows: CaseRows, *, filed_on: date) -> tuple[Reading, ...]:
    """Return the usual readings for a case; the officer chooses, nobody guesses."""
    cycle = Span(rows.cycle.begins_on, rows.cycle.ends_on)
    certified_on = rows.cycle.credential.certified_on
    return readings(rows.policy, cycle, certified_on=certified_on, on=filed_on)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class ApproveWithDaysForm(ApproveForm):
    """Approve an application, and say the next cycle: a usual reading, or other days."""

    reading = forms.ChoiceField(
        label=gettext_lazy("The next cycle begins"), widget=forms.RadioSelect
    )
    begins_on = _day(gettext_lazy("First day, if it is another"))
    ends_on = _day(gettext_lazy("Last day, if it is another"))
    field_order = ("seen", "reading", "begins_on", "ends_on", "reason")

    def __init__(self, *args: Any, readings: tuple[Reading, ...], **more: Any) -> None:
        """Offer some readings.

        :param readings: each with its days
        """
        super().__init__(*args, **more)
        self.spans = {each.begins: each.span for each in readings}
        named = [(begins, said_of(begins, span)) for begins, span in self.spans.items()]
        choices = [*named, (OTHER, _("On another day, entered below"))]
        self.fields["reading"].choices = choices  # type: ignore[attr-defined]  # a choice's field
        self.fields["reason"].required = True
        self.fields["reason"].help_text = _("It stays on record with the decision.")

    def clean(self) -> dict[str, Any]:
        """Return the days that were chosen or entered, as `following`."""
        given = super().clean() or self.cleaned_data
        reading = given.get("reading")
        if reading != OTHER:
            return {**given, "following": self.spans.get(str(reading))}
        first_on, last_on = given.get("begins_on"), given.get("ends_on")
        for field, on in (("begins_on", first_on), ("ends_on", last_on)):
            if on is None and field not in self.errors:
                self.add_error(field, _("Enter the day, since you chose another."))
        return {**given, "following": Span(first_on, last_on) if first_on and last_on else None}


def said_of(begins: str, span: Span) -> str:
    """Say a usual reading with its days."""
    days = {"first": wording.day(span.first_on), "last": wording.day(span.last_on)}
    return WORDS[begins] % days
