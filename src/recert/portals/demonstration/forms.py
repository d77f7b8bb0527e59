"""What is asked for on the bar."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MoveForm(forms.Form):
    """How far the day moves: by some days, or to a day."""

    days = forms.IntegerField(min_value=1, max_value=3650, required=False)
    to = forms.DateField(
        required=False,
        error_messages={"invalid": _("Choose a day, such as 2027-06-23.")},
    )

    def __init__(self, data: Any, *, today: date) -> None:
        """Take what was sent.

        :param today: the day that it moves on from
        """
        super().__init__(data)
        self._today = today

    def clean(self) -> dict[str, Any]:
        """See that one of the two was said, and turn a day into a number of days."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("to"):
            cleaned["days"] = (cleaned["to"] - self._today) // timedelta(days=1)
        if cleaned.get("days") is None and not self.errors:
            raise forms.ValidationError(_("Say how many days, or to which day."))
        return cleaned


class StepIntoForm(forms.Form):
    """Whose shoes."""

    email = forms.CharField(max_length=254)


class FindForm(forms.Form):
    """Whom to look for."""

    q = forms.CharField(label=_("Name, number or address"), max_length=120, required=False)


class AnswerMailForm(forms.Form):
    """What is answered to a message of the sink."""

    text = forms.CharField(
        label=_("Answer this mail"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
