"""What an officer fills in: a payment that arrived, a fee to rule on, a refund."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recert.portals.amounts import AmountField

METHODS = {
    "bank_transfer": _("Bank transfer"),
    "check": _("Check"),
    "cash": _("Cash"),
    "money_order": _("Money order"),
}
LONGEST = 2000


class PaymentForm(forms.Form):
    """A fee that arrived."""

    amount: forms.Field
    method = forms.ChoiceField(label=_("How it came"))
    reference = forms.CharField(
        label=_("Reference"), required=False, max_length=120,
        help_text=_("The number of the check or the transfer."),
    )  # fmt: skip
    received_on = forms.DateField(
        label=_("Arrived on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("amount", "method", "reference", "received_on")

    def __init__(self, *args: Any, currency: str, methods: tuple[str, ...], **more: Any) -> None:
        """Offer the body's own ways to pay."""
        super().__init__(*args, **more)
        self.fields["amount"] = AmountField(
            currency=currency, label=_("Amount in %(currency)s") % {"currency": currency}
        )
        choices = [(method, METHODS[method]) for method in methods]
        self.fields["method"].choices = choices  # type: ignore[attr-defined]  # a choice's field
        self.order_fields(self.field_order)


class RulingForm(forms.Form):
    """The amount of a fee that the policy does not set."""

    because = forms.CharField(
        label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays on record, and the trainer reads it with the fee."),
    )  # fmt: skip

    def __init__(self, *args: Any, currency: str, **more: Any) -> None:
        """Ask for an amount in a currency; 0 is nothing to pay."""
        super().__init__(*args, **more)
        self.fields["amount"] = AmountField(
            currency=currency,
            label=_("Amount in %(currency)s") % {"currency": currency},
            help_text=_("0 is nothing to pay."),
        )
        self.order_fields(("amount", "because"))


class RefundForm(forms.Form):
    """Why a fee goes back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class ConfirmForm(forms.Form):
    """By what a fee went back."""

    reference = forms.CharField(
        label=_("Reference"), max_length=120,
        help_text=_("The number of the check or transfer by which it went back."),
    )  # fmt: skip


class ConfirmAloneForm(ConfirmForm):
    """By what a fee went back, and why its proposer confirms it in a body of one."""

    alone_because = forms.CharField(
        label=_("Why nobody else confirms it"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("It stays on record."),
    )  # fmt: skip
