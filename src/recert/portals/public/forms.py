"""What a stranger asks with: a number, a family name, a day."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_NUMBER, LONGEST_NAME = 40, 200


class QuestionForm(forms.Form):
    """One question to the register. Only the number must be there."""

    number = forms.CharField(
        label=_("Number"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )
    family_name = forms.CharField(
        label=_("Family name"),
        help_text=_(
            "As on the certificate; accents and capitals do not matter. Few numbers answer alone."
        ),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )


class DayForm(forms.Form):
    """On which day a standing is asked about; none means today."""

    on = forms.DateField(
        label=_("On another day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter the day as year, month and day: 2026-03-14")},
    )

    def __init__(self, *args: object, today: date, **more: object) -> None:
        """Ask about days up to today: nobody knows a later standing."""
        super().__init__(*args, **more)  # type: ignore[arg-type]  # what every form takes
        self.today = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()

    def clean_on(self) -> date | None:
        """Refuse a day that has not come."""
        on: date | None = self.cleaned_data["on"]
        if on and on > self.today:
            raise forms.ValidationError(_("That day has not come; ask about today or a day before"))
        return on


class DatedQuestionForm(QuestionForm, DayForm):
    """A question to the register about one day."""
