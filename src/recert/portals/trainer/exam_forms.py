"""What the pages of an exam ask: a card, a seat. What is allowed, the actions say."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

IN_PERSON = [("yes", _("In person, hands on")), ("no", _("Online only"))]


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class AskForm(forms.Form):
    """Asks for an authorisation; the key makes the same form sent twice one."""

    key = forms.UUIDField(label=_("The form’s own number"), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        """Make a key for a form that is shown."""
        super().__init__(*args, **more | {"initial": {"key": uuid.uuid4()}})


class CardForm(AskForm):
    """A companion card, with a picture of it; with it, leave to sit the exam is asked for."""

    issued_on = _day(_("Issued on"))
    expires_on = _day(
        _("Ends on"), required=False, help_text=_("Leave it empty if no end is printed.")
    )
    hands_on = forms.ChoiceField(
        label=_("How you were trained"), choices=IN_PERSON, widget=forms.RadioSelect
    )
    evidence = forms.FileField(label=_("Photograph of the card"), required=False)

    def __init__(self, *args: Any, has_picture: bool, **more: Any) -> None:
        """Ask for a card.

        :param has_picture: whether a picture comes with what was sent
        """
        super().__init__(*args, **more)
        self.has_picture = has_picture

    def clean(self) -> dict[str, Any]:
        """Refuse a card without its picture, and one that ends before it begins."""
        given = super().clean() or self.cleaned_data
        if not self.has_picture:
            self.add_error("evidence", _("Add a photograph of the card, or its file."))
        first, last = given.get("issued_on"), given.get("expires_on")
        if first and last and last < first:
            self.add_error("expires_on", _("A card ends on the day it was issued, or later."))
        return {**given, "hands_on": given.get("hands_on") == "yes"}


class BookForm(forms.Form):
    """A seat that was booked with the testing center."""

    place = forms.CharField(
        label=_("Where"), max_length=200, widget=forms.TextInput(attrs={"list": "places"})
    )
    window_from = _day(_("Day of the exam"))
    window_through = _day(_("Last day, if you have several days to choose from"), required=False)
    reference = forms.CharField(
        label=_("Reference"), max_length=80,
        help_text=_("Of your booking, from the testing center. Your result is known by it."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Return the window: one day is a window of that day."""
        given = super().clean() or self.cleaned_data
        first: date | None = given.get("window_from")
        return {**given, "window_through": given.get("window_through") or first}
