"""What is asked of the catalogue, and of one class."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from recert.policy.money import minor_units
from recert.policy.units import NOT_SET, Unit
from recert.portals.trainer.forms import KINDS
from recert.records.classes import Wanted, plain_words

LONGEST = 200  # letters of a search
MOST_WORDS = 12
PRICES = [("", _("Any price")), ("free", _("Free")), ("not_set", _("Price not set"))]
WITHIN = [
    ("", _("No matter when")),
    ("30", _("Within 30 days")),
    ("90", _("Within 90 days")),
    ("180", _("Within 180 days")),
]
ORDERS = [
    ("", _("Soonest first")),
    ("title", _("By title")),
    ("price", _("Cheapest first")),
    ("longest", _("Longest first")),
]
FAR = timedelta(days=3 * 366)


def _days() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SearchForm(forms.Form):
    """What somebody looks for. Nothing is required; what cannot be read is said and left out."""

    q = forms.CharField(
        label=_("Title, code, provider or subject"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search", "dir": "auto"}
        ),
    )
    kind = forms.MultipleChoiceField(
        label=_("How it is taken"),
        required=False,
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple,
    )
    provider = forms.ChoiceField(label=_("Provider"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    credit = forms.DecimalField(
        required=False,
        min_value=Decimal(0),
        max_digits=6,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    price = forms.ChoiceField(label=_("Price"), required=False, choices=PRICES)
    most = forms.DecimalField(
        required=False,
        min_value=Decimal(0),
        max_digits=9,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    start = forms.DateField(label=_("Held from"), required=False, widget=_days())
    within = forms.ChoiceField(label=_("And how soon"), required=False, choices=WITHIN)
    ended = forms.BooleanField(label=_("Also what is not approved today"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)

    def __init__(
        self,
        *args: Any,
        offered: Sequence[tuple[str, str, str]],
        unit: Unit | None,
        currency: str,
        on: date,
        **more: Any,
    ) -> None:
        """Offer the providers and languages that there are.

        :param unit: in which credit is asked; None where no policy is in force
        """
        super().__init__(*args, **more)
        self.unit, self.currency, self.on = unit, currency, on
        providers = dict.fromkeys((slug, name) for slug, name, _language in offered)
        languages = sorted({language for _slug, _name, language in offered})
        self._choose("provider", [("", _("All providers")), *providers])
        named = [(code, language_name(code)) for code in languages]
        self._choose("language", [("", _("All languages")), *named])
        self.fields["most"].label = _("At most, in %(currency)s") % {"currency": currency}
        if unit is None:
            del self.fields["credit"]
        else:
            self.fields["credit"].label = _("%(units)s, at least") % {"units": unit.plural}

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_most(self) -> int | None:
        """Return the price in minor units."""
        most: Decimal | None = self.cleaned_data["most"]
        if most is None:
            return None
        try:
            return minor_units(most, currency=self.currency)
        except ValueError as error:
            raise forms.ValidationError(
                _("Enter an amount of %(currency)s, such as 40."),
                params={"currency": self.currency},
            ) from error

    def wanted(self, *, without: Collection[str] = ()) -> Wanted:
        """Return what can be read of it.

        :param without: names of fields that are read as if they were empty
        """
        said = {name: value for name, value in self.cleaned_data.items() if name not in without}
        price = said.get("price", "")
        return Wanted(
            words=plain_words(said.get("q", ""))[:MOST_WORDS],
            providers=tuple(filter(None, [said.get("provider")])),
            kinds=tuple(said.get("kind", ())),
            languages=tuple(filter(None, [said.get("language")])),
            least=self._least(said.get("credit")),
            most=0 if price == "free" else said.get("most"),
            unpriced=price == "not_set",
            held=self._held(said.get("start"), said.get("within", "")),
            ended=said.get("ended", False),
            order=said.get("sort") or "soonest",
        )

    def _held(self, start: date | None, within: str) -> tuple[date, date] | None:
        if start is None and not within:
            return None
        first = start or self.on
        return first, first + (timedelta(days=int(within)) if within else FAR)

    def _least(self, credit: Decimal | None) -> tuple[Decimal, int | None] | None:
        """Return the credit asked for, with the fewest minutes that give as much."""
        if not credit or self.unit is None:
            return None
        if self.unit.minutes is NOT_SET:
            return credit, None
        steps = ceil(credit / self.unit.step)
        minutes = self.unit.minutes_of(steps)
        while minutes > 1 and self.unit.steps_of_minutes(minutes - 1) >= steps:
            minutes -= 1  # a unit that rounds to the nearest step asks for fewer
        return credit, minutes


class DayForm(forms.Form):
    """The day on which a class is, or would be, completed."""

    on = forms.DateField(
        label=_("Completed on"),
        widget=_days(),
        error_messages={"invalid": _("Enter the day as year, month and day: 2026-03-14")},
    )


def language_name(code: str) -> str:
    """Return the name of a language, in the language of the page; its code if it has none."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
