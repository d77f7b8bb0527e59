"""Amounts of money as forms ask for them: typed in the currency's units, kept in its minor ones."""

from decimal import Decimal
from typing import Any

from django import forms

from recert.portals.wording import MINOR_DIGITS


class AmountField(forms.DecimalField):
    """An amount in a currency; its value is whole minor units."""

    def __init__(self, *, currency: str, **more: Any) -> None:
        """Take as many places after the point as the currency has."""
        self.digits = MINOR_DIGITS.get(currency, 2)
        super().__init__(min_value=Decimal(0), max_digits=10, decimal_places=self.digits, **more)

    def clean(self, value: Any) -> Any:
        """Return minor units."""
        amount = super().clean(value)
        return None if amount is None else int(amount.scaleb(self.digits))


def written(amount: int, *, currency: str) -> str:
    """Return minor units as they are typed into an amount's field.

    >>> written(7500, currency="USD"), written(900, currency="JPY")
    ('75.00', '900')
    """
    digits = MINOR_DIGITS.get(currency, 2)
    return f"{Decimal(amount).scaleb(-digits):.{digits}f}"
