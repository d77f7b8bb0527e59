"""What staff fill in about requests, and the answers that are kept for reuse."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recert.actions.answering import ANSWER
from recert.portals.requests.forms import LONGEST, KeyedForm
from recert.records.people import User


class SearchForm(forms.Form):
    """Which requests to look for."""

    q = forms.CharField(
        label=_("Number, name or words"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip


class SeenForm(forms.Form):
    """Which version of a request was looked at."""

    seen = forms.IntegerField(
        label=_("What you looked at"), widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1
    )


class AnswerForm(SeenForm, KeyedForm):
    """What the asker is answered."""

    text = forms.CharField(
        label=_("What you answer"), max_length=LONGEST,
        help_text=_("The asker reads this, by mail too."),
        widget=forms.Textarea(attrs={"rows": 8, "data-focus": True}),
    )  # fmt: skip
    canned = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62
    )


class NoteForm(KeyedForm):
    """A note that only staff see."""

    text = forms.CharField(
        label=_("Note"), max_length=LONGEST, help_text=_("Only staff see it."),
        widget=forms.Textarea(attrs={"rows": 4, "data-focus": True}),
    )  # fmt: skip


class AssignForm(forms.Form):
    """Who is to answer."""

    to = forms.ModelChoiceField(
        User.objects.none(), label=_("Who is to answer"),
        widget=forms.Select(attrs={"data-focus": True}),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer those who answer requests."""
        super().__init__(*args, **more)
        staff = User.objects.filter(roles__name__in=ANSWER, roles__ended_at=None, is_active=True)
        self.fields["to"].queryset = staff.distinct().order_by("name")  # type: ignore[attr-defined]


class PromiseForm(forms.Form):
    """By which day we answer."""

    answer_by = forms.DateField(
        label=_("We answer by"), help_text=_("The asker is told."),
        widget=forms.DateInput(attrs={"type": "date", "data-focus": True}, format="%Y-%m-%d"),
    )  # fmt: skip


class CannedForm(forms.Form):
    """An answer that is kept for reuse."""

    title = forms.CharField(label=_("Title, for staff"), max_length=120)
    text = forms.CharField(
        label=_("Answer"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 10})
    )


class PlaceForm(forms.Form):
    """Which request a mail belongs to."""

    number = forms.IntegerField(label=_("Request number"), min_value=1, max_value=2**31 - 1)
