"""Money as whole minor units of a currency."""

from decimal import Decimal

# ISO 4217: currencies whose minor unit is not a hundredth.
_WHOLE = (
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "ISK",
    "JPY",
    "KMF",
    "KRW",
    "PYG",
    "RWF",
    "UGX",
    "UYI",
    "VND",
    "VUV",
    "XAF",
    "XOF",
    "XPF",
)
_THOUSANDTHS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
_PLACES = dict.fromkeys(_WHOLE, 0) | dict.fromkeys(_THOUSANDTHS, 3)


def places(currency: str) -> int:
    """Return how many decimal places a currency has.

    >>> places("USD"), places("JPY")
    (2, 0)
    """
    return _PLACES.get(currency, 2)


def minor_units(amount: Decimal, *, currency: str) -> int:
    """Return an amount in minor units. Raises ValueError if it has more places, or is negative.

    >>> minor_units(Decimal("75.00"), currency="USD")
    7500
    """
    minor = amount.scaleb(places(currency)) if amount.is_finite() else Decimal(-1)
    if minor < 0 or minor != minor.to_integral_value():
        raise ValueError(f"{amount} is not an amount of {currency}")
    return int(minor)


def amount_of(minor: int, *, currency: str) -> Decimal:
    """Return minor units as an amount.

    >>> amount_of(7500, currency="USD")
    Decimal('75.00')
    """
    return Decimal(minor).scaleb(-places(currency))


def say_money(minor: int, *, currency: str) -> str:
    """Return an amount as a person reads it, with the currency's code.

    >>> say_money(7500, currency="USD")
    'USD 75.00'
    """
    return f"{currency} {amount_of(minor, currency=currency):,f}"
