"""What an officer fills in about exams: a result, a match, a correction, a ruling."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recert.policy.cycles import Span
from recert.policy.next_cycles import Reading
from recert.policy.numbers import tidy_number
from recert.policy.policies import ExamForm
from recert.portals.review.next_cycles import OTHER, said_of
from recert.records.certification import Credential

LONGEST = 2000
OUTCOMES = [
    ("pass", _("Passed")),
    ("fail", _("Not passed")),
    ("absent", _("Not sat")),
]


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def _because(label: Any, *, help_text: Any = "", required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, max_length=LONGEST, widget=widget, help_text=help_text, required=required
    )


class ResultForm(forms.Form):
    """One result, as an officer enters it by hand."""

    number = forms.CharField(label=_("Number of the credential"), max_length=40)
    form = forms.ChoiceField(label=_("Exam"))
    taken_on = _day(_("Taken on"))
    outcome = forms.ChoiceField(label=_("Outcome"), choices=OUTCOMES, widget=forms.RadioSelect)
    vendor = forms.CharField(label=_("Testing center"), max_length=60)
    reference = forms.CharField(
        label=_("Reference"), max_length=80,
        help_text=_("As the testing center calls this result. The same reference is one result."),
    )  # fmt: skip

    def __init__(self, *args: Any, exams: Sequence[ExamForm], **more: Any) -> None:
        """Offer the exams that the body's policies know."""
        super().__init__(*args, **more)
        self.credential: Credential | None = None
        choices = [(each.id, each.label) for each in exams]
        self.fields["form"].choices = choices  # type: ignore[attr-defined]  # a choice's field

    def clean_number(self) -> str:
        """Refuse a number that nobody holds; the credential itself is kept at `credential`."""
        number: str = self.cleaned_data["number"]
        rows = Credential.objects.select_related("certificant", "program")
        self.credential = rows.filter(number_tidy=tidy_number(number)).first()
        if self.credential is None:
            raise forms.ValidationError(
                _("No credential has the number %(number)s. Look for the person by name."),
                params={"number": number},
            )
        return number


class FileForm(forms.Form):
    """A file of results."""

    vendor = forms.CharField(label=_("Testing center"), max_length=60)
    results = forms.FileField(
        label=_("File of results"),
        help_text=_("CSV or JSON. You see what it would do before anything is recorded."),
    )


class TakeForm(forms.Form):
    """Takes a file in that was looked at: which one is signed, so that it is that one."""

    seen = forms.CharField(widget=forms.HiddenInput)


class AsideForm(forms.Form):
    """Why a held row is nobody's result."""

    because = _because(_("Why it is set aside"), help_text=_("It stays on record with the row."))


class CorrectForm(forms.Form):
    """How a result should have been told."""

    outcome = forms.ChoiceField(label=_("It should be"), choices=OUTCOMES, widget=forms.RadioSelect)
    taken_on = _day(_("Taken on"))
    because = _because(
        _("What was told wrongly"),
        help_text=_("And by whom you know. The trainer reads it once it is confirmed."),
    )


class DismissForm(forms.Form):
    """Why a result stays as it is."""

    because = _because(_("Why the result stays as it is"))


class CancelForm(forms.Form):
    """Why an authorisation is cancelled."""

    because = _because(
        _("Why it is cancelled"), help_text=_("The trainer reads it. A seat under it goes, too.")
    )


class RuleForm(forms.Form):
    """What an officer decides on a pass: whether the level rises, and the next cycle's days."""

    upgrade = forms.ChoiceField(
        label=_("The level"),
        choices=[("yes", _("It rises")), ("no", _("It stays as it is"))],
        widget=forms.RadioSelect,
    )
    reading = forms.ChoiceField(
        label=_("The next cycle begins"), widget=forms.RadioSelect, required=False
    )
    begins_on = _day(_("First day, if it is another"), required=False)
    ends_on = _day(_("Last day, if it is another"), required=False)
    because = _because(_("Reason"), help_text=_("It stays on record, and the trainer reads it."))

    def __init__(
        self, *args: Any, readings: Sequence[Reading], may_refuse: bool, **more: Any
    ) -> None:
        """Ask for what is left to decide.

        :param readings: the usual next cycles; none where the policy sets the days
        :param may_refuse: whether the pass itself is open, and not only what follows it
        """
        super().__init__(*args, **more)
        self.spans = {each.begins: each.span for each in readings}
        if not may_refuse:
            del self.fields["upgrade"]
        if not readings:
            for name in ("reading", "begins_on", "ends_on"):
                del self.fields[name]
            return
        named = [(begins, said_of(begins, span)) for begins, span in self.spans.items()]
        self.fields["reading"].choices = [  # type: ignore[attr-defined]  # a choice's field
            *named,
            (OTHER, _("On another day, entered below")),
        ]

    def clean(self) -> dict[str, Any]:
        """Return `upgrade` as yes or no, and the days that were chosen as `next_cycle`."""
        given = super().clean() or self.cleaned_data
        upgrade = given.get("upgrade", "yes") == "yes"
        return {**given, "upgrade": upgrade, "next_cycle": self._days(given) if upgrade else None}

    def _days(self, given: dict[str, Any]) -> Span | None:
        reading = given.get("reading")
        if reading != OTHER:
            return self.spans.get(str(reading))
        first_on, last_on = given.get("begins_on"), given.get("ends_on")
        for name, on in (("begins_on", first_on), ("ends_on", last_on)):
            if on is None and name not in self.errors:
                self.add_error(name, _("Enter the day, since you chose another."))
        return Span(first_on, last_on) if first_on and last_on else None
