"""What an officer says of a class: its credit, its days, why something is returned or ended."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recert.actions.class_texts import Approved
from recert.portals.office.forms import LONGEST
from recert.portals.provider.forms import WordingForm, day_field
from recert.portals.titles import provider_word
from recert.records.education import Provider


def _credit() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Credit for the whole class"), required=False, min_value=0, max_digits=9,
        decimal_places=3,
    )  # fmt: skip


class ApproveForm(forms.Form):
    """The credit of a class, and the days on which it is approved."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Printed on its certificates; it stays")
    )
    credit = _credit()
    approved_from = day_field(label=_("Approved from"))
    approved_through = day_field(label=_("Approved through"), required=False)
    holds_from = day_field(
        label=_("The change holds from"),
        help_text=_("Today at the earliest. What was completed before keeps the old text."),
    )

    def __init__(self, *args: Any, is_new: bool, gives: str, **more: Any) -> None:
        """Ask for a code of a new class, and from when a change of an old one holds.

        :param gives: what its minutes give, in words, which an empty credit stands for
        """
        super().__init__(*args, **more)
        del self.fields["holds_from" if is_new else "code"]
        self.fields["credit"].help_text = gives

    @property
    def approved(self) -> Approved:
        """What the officer says of the class."""
        said = self.cleaned_data
        return Approved(said["credit"], said["approved_from"], said["approved_through"])


class ClassForm(ApproveForm, WordingForm):
    """A class as an officer enters or changes it: what it says, and what the body says of it."""

    provider = forms.ModelChoiceField(
        Provider.objects.order_by("name"), label=_("Provider"), empty_label=_("Choose one")
    )
    field_order = (
        "provider", "title", "code", "summary", "kind", "hours", "minutes", "language", "price",
        "credit", "approved_from", "approved_through", "holds_from",
    )  # fmt: skip

    def __init__(self, *args: Any, is_new: bool, **more: Any) -> None:
        """Ask for a provider and a code of a new class only."""
        super().__init__(*args, is_new=is_new, **more)
        if not is_new:
            del self.fields["provider"]
        self.order_fields(self.field_order)


class WordsForm(forms.Form):
    """Why a proposal is returned."""

    words = forms.CharField(
        label=_("What has to change"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The provider reads it."),
    )  # fmt: skip


class SettleForm(forms.Form):
    """What came of a report that was held."""

    because = forms.CharField(
        label=_("What came of it"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("The provider reads it."),
    )  # fmt: skip


class EndClassForm(forms.Form):
    """The last day on which a class is approved."""

    approved_through = day_field(label=_("Approved through"))


class SearchForm(forms.Form):
    """Words of a class, its code or its provider."""

    q = forms.CharField(label=_("Find a class"), required=False, max_length=100)


class ProviderSearchForm(forms.Form):
    """Words of a provider's name."""

    q = forms.CharField(label=_("Find a provider"), required=False, max_length=100)


class ProviderForm(forms.Form):
    """A provider that is entered."""

    name = forms.CharField(label=_("Name"), max_length=200)
    slug = forms.SlugField(
        label=_("Short name"), max_length=60, help_text=_("Letters, digits and hyphens; it stays")
    )
    kind = forms.ChoiceField(label=_("Kind"))
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, kinds: tuple[str, ...], **more: Any) -> None:
        """Offer the kinds of providers that are on record."""
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(kind, provider_word(kind)) for kind in kinds]  # type: ignore[attr-defined]


class ApprovalForm(forms.Form):
    """The days on which a provider is approved."""

    begins_on = day_field(label=_("From"))
    ends_on = day_field(label=_("Through"), required=False, help_text=_("Empty: no end is set"))


class EndApprovalForm(forms.Form):
    """The last day of an approval."""

    ends_on = day_field(label=_("Last day"))


class ContactForm(forms.Form):
    """Somebody who is to speak for a provider."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(
        label=_("Name"), required=False, max_length=200,
        help_text=_("Needed for somebody who has no login here yet"),
    )  # fmt: skip
