"""What an asker fills in."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 10_000  # characters of a message
STARS = [
    (5, _("5, very good")),
    (4, _("4, good")),
    (3, _("3, it will do")),
    (2, _("2, poor")),
    (1, _("1, no help")),
]  # fmt: skip


class KeyedForm(forms.Form):
    """A form that is taken once, however often it is sent."""

    key = forms.UUIDField(
        widget=forms.HiddenInput, required=False,
        error_messages={"invalid": _("This form was changed on its way. Load the page anew.")},
    )  # fmt: skip

    def clean_key(self) -> uuid.UUID:
        """Return the form's key; one that lost it is taken all the same."""
        return self.cleaned_data["key"] or uuid.uuid4()


class AskForm(KeyedForm):
    """What somebody asks who is signed in."""

    subject = forms.CharField(
        label=_("What is it about?"), max_length=200, help_text=_("A few words.")
    )
    text = forms.CharField(
        label=_("Your question"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 7})
    )
    shown_at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    attach = forms.BooleanField(label=_("Send along where my case stands"), required=False)


class StrangerForm(AskForm):
    """What somebody asks of whom we know nothing."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, help_text=_("The answer goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    said_number = forms.CharField(label=_("Your credential number"), max_length=40, required=False)
    # People do not see it, and programs that fill in everything do.
    website = forms.CharField(
        label=_("Leave this empty"), required=False, max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip
    field_order = ("subject", "text", "name", "email", "said_number")


class WriteForm(KeyedForm):
    """What an asker adds to a request."""

    text = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, closed: bool = False, **more: Any) -> None:
        """Say what writing does to a request that is closed."""
        super().__init__(*args, **more)
        if closed:
            self.fields["text"].help_text = _("Writing opens the request again.")


class RateForm(forms.Form):
    """How the answer was."""

    rating = forms.TypedChoiceField(
        label=_("How was the answer?"), choices=STARS, coerce=int, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What should we do better?"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
