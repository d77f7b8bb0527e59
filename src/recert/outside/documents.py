"""The paper: certificates and receipts as PDF, set by typst from facts that are passed in as data.

A certificate proves nothing by itself and says so: its code points to a live, dated answer. No word
of a person or a body becomes part of a template's source; how they are set is in `typesetting`.
"""

import io
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

import segno

from recert.outside.typesetting import CannotMake, set_pdf

Level = Literal["certificate", "certification"]
Paper = Literal["a4", "us-letter"]
# Currencies whose smallest unit is not a hundredth (ISO 4217).
DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"), 0),
    **dict.fromkeys(("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


class CannotSay(CannotMake):
    """The facts contradict each other; the text says which."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate shows. The days are both included; `language` is the name's, as BCP 47."""

    body: str
    level: Level
    holder: str
    title: str
    number: str
    first_on: date
    last_on: date
    edition_on: date
    issued_on: date
    signatory: str
    signatory_office: str
    verify_url: str
    verify_shown: str
    language: str = ""
    paper: Paper = "a4"

    @property
    def opening(self) -> str:
        """What leads to the holder's name. Only a certification certifies."""
        return "certifies that" if self.level == "certification" else "gives this certificate to"

    @property
    def closing(self) -> str:
        """What leads from the holder's name to the title."""
        met = "having met every requirement for recertification"
        return f"{met}, is a" if self.level == "certification" else f"{met}, for the"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line of a receipt: a label, and an amount in the currency's smallest unit."""

    label: str
    amount: int


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt shows. `total` is stated, and must be the sum of the lines."""

    body: str
    body_lines: tuple[str, ...]
    number: str
    issued_on: date
    received_on: date
    payer: str
    purpose: str
    lines: tuple[ReceiptLine, ...]
    total: int
    currency: str
    method: str
    reference: str = ""
    language: str = ""
    paper: Paper = "a4"


def certificate(facts: CertificateFacts) -> bytes:
    """The certificate as PDF. Raises CannotMake: CannotSet for missing glyphs, CannotSay."""
    if facts.level == "certificate" and "certified" in facts.title.casefold():
        raise CannotSay(f"A certificate's title may not say certified, found “{facts.title}”.")
    shown = {
        **asdict(facts),
        "opening": facts.opening,
        "closing": facts.closing,
        "issued_on": say_day(facts.issued_on),
        "first_on": say_day(facts.first_on),
        "last_on": say_day(facts.last_on),
        "edition_on": say_day(facts.edition_on),
        "code": _code(facts.verify_url),
    }
    return set_pdf(
        "certificate.typ",
        shown=shown,
        name=facts.holder,
        language=facts.language,
        on=facts.issued_on,
    )


def receipt(facts: ReceiptFacts) -> bytes:
    """The receipt as PDF. Raises CannotMake: CannotSet for missing glyphs, CannotSay."""
    if facts.total != sum(line.amount for line in facts.lines):
        raise CannotSay(f"Receipt {facts.number}: the lines do not add up to {facts.total}.")
    shown = {
        **asdict(facts),
        "issued_on": say_day(facts.issued_on),
        "received_on": say_day(facts.received_on),
        "lines": [
            [line.label, say_amount(line.amount, currency=facts.currency)] for line in facts.lines
        ],
        "total": say_amount(facts.total, currency=facts.currency),
    }
    return set_pdf(
        "receipt.typ", shown=shown, name=facts.payer, language=facts.language, on=facts.issued_on
    )


def say_day(on: date) -> str:
    """A day with its month in words.

    >>> say_day(date(2028, 2, 29))
    '29 February 2028'
    """
    return f"{on.day} {on:%B} {on.year}"


def say_amount(amount: int, *, currency: str) -> str:
    """An amount of the currency's smallest unit, as read.

    >>> say_amount(-124950, currency="USD"), say_amount(5000, currency="JPY")
    ('USD −1,249.50', 'JPY 5,000')
    """
    decimals = DECIMALS.get(currency, 2)
    whole, part = divmod(abs(amount), 10**decimals)
    figures = f"{whole:,}" + (f".{part:0{decimals}}" if decimals else "")
    return f"{currency} {'−' if amount < 0 else ''}{figures}"


def _code(url: str) -> str:
    """The QR code as SVG; it stays readable with 15 % of it gone (level M)."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False, boost_error=False).save(
        out, kind="svg", border=0, xmldecl=False
    )
    return out.getvalue().decode()
