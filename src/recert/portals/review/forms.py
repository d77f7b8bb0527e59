"""What a reviewer fills in: filters of the queue, and the words that go with a decision."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recert.policy.units import Unit
from recert.records.education import Provider
from recert.records.waiting import ACTIVITY, APPLICATION, Narrowed

LONGEST = 2000  # characters of a letter or a reason
FIELDS = [
    ("evidence", _("The evidence")),
    ("minutes", _("Contact hours")),
    ("completed_on", _("Day of completion")),
    ("title", _("Title of the class")),
    ("provider", _("Provider")),
    ("other", _("Something else")),
]


def _letter(label: Any, *, help_text: Any = "") -> forms.CharField:
    """Return a field for words that a certificant reads."""
    rows = forms.Textarea(attrs={"rows": 3, "data-focus": True})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, widget=rows)


class Filters(forms.Form):
    """How the queue is narrowed; nothing asked shows all of it."""

    words = forms.CharField(
        label=_("Name or number"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Kind"), required=False,
        choices=[("", _("Any kind")), (ACTIVITY, _("Activity")), (APPLICATION, _("Application"))],
    )  # fmt: skip
    provider = forms.ModelChoiceField(
        Provider.objects.order_by("name"), label=_("Provider"), required=False,
        empty_label=_("Any provider"),
    )  # fmt: skip
    flagged = forms.BooleanField(label=_("Only what differs or is flagged"), required=False)

    def narrowed(self) -> Narrowed:
        """Return what was asked; a filter that makes no sense is left out."""
        self.full_clean()
        given = self.cleaned_data
        provider = given.get("provider")
        return Narrowed(
            kind=given.get("kind", ""),
            provider=provider.pk if provider else None,
            flagged=given.get("flagged", False),
            words=given.get("words", ""),
        )


class SearchForm(forms.Form):
    """Whom to look for."""

    q = forms.CharField(
        label=_("Name or number"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip


_AGAIN = _("This form came back without what it was about; look at the case again, then decide.")
_LOST = dict.fromkeys(("required", "invalid", "min_value", "max_value", "max_length"), _AGAIN)


class SeenForm(forms.Form):
    """Which version of a case was looked at."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, error_messages=_LOST
    )


class AcceptForm(SeenForm):
    """Accept an activity whole; there is nothing to fill in."""


class PartForm(SeenForm):
    """Accept an activity in part, or say its credit where the policy cannot."""

    credit = forms.DecimalField(
        label=_("Credit"), min_value=Decimal(0), max_digits=8,
        widget=forms.NumberInput(attrs={"data-focus": True, "step": "any"}),
    )  # fmt: skip
    because = _letter(_("Reason, as the trainer reads it in the ledger"))

    def __init__(self, *args: Any, unit: Unit, **more: Any) -> None:
        """Ask for credit in a unit.

        :param unit: of the edition under which credit is granted
        """
        super().__init__(*args, **more)
        self.unit = unit
        self.fields["credit"].label = unit.plural
        self.fields["credit"].help_text = _("In steps of %(step)s.") % {"step": unit.say(1)}

    def clean_credit(self) -> int:
        """Return the credit as whole steps of the unit."""
        try:
            return self.unit.steps(self.cleaned_data["credit"])
        except ValueError:
            words = _("Enter a whole number of steps of %(step)s, such as %(two)s.")
            raise forms.ValidationError(
                words % {"step": self.unit.say(1), "two": self.unit.number(2)}
            ) from None


class CorrectForm(PartForm):
    """Take an entry back and grant what is right instead."""

    def __init__(self, *args: Any, unit: Unit, **more: Any) -> None:
        """Ask for credit in a unit, 0 for none."""
        super().__init__(*args, unit=unit, **more)
        self.fields["credit"].help_text = _(
            "What is right instead, in steps of %(step)s; 0 leaves the activity rejected."
        ) % {"step": unit.say(1)}


class ReconsiderForm(PartForm):
    """Take a rejection back and grant credit after all."""

    def __init__(self, *args: Any, unit: Unit, **more: Any) -> None:
        """Ask for credit in a unit, no more than was claimed."""
        super().__init__(*args, unit=unit, **more)
        self.fields["because"].label = _("Why it counts after all, as the trainer reads it")


class ReturnForm(SeenForm):
    """Return an activity with a question on one of its fields."""

    field = forms.ChoiceField(label=_("Question on"), choices=FIELDS)
    text = _letter(_("Question, as the trainer reads it"))


class RejectForm(SeenForm):
    """Reject an activity."""

    because = _letter(_("Reason, as the trainer reads it"))


class ReviewForm(forms.Form):
    """Which evidence of an application was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, error_messages=_LOST)


class ApproveForm(ReviewForm):
    """Approve an application."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 2})
    )


class DenyForm(ReviewForm):
    """Deny an application."""

    reason = _letter(_("Reason, as the trainer reads it; they may appeal"))


class AskForm(ReviewForm):
    """Return an application with a question."""

    text = _letter(_("Question, as the trainer reads it"))
