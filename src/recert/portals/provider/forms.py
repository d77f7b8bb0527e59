"""What a provider's contact fills in: a class, a day, a completion."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recert.actions.activities import LONGEST_WORDS
from recert.actions.class_texts import LONGEST_SUMMARY, Wording
from recert.portals.amounts import AmountField, written
from recert.portals.classes.forms import language_name
from recert.records.catalogue import CourseProposal, CourseVersion
from recert.records.education import Course, Provider

MINUTES_IN_HOUR = 60
KINDS = [
    ("online_class", _("Online class")),
    ("self_study", _("Self-study")),
    ("in_person", _("In person")),
]
# The languages that a class may be offered in; others are entered by an officer.
LANGUAGES = (
    "en", "es", "fr", "de", "it", "pt", "nl", "pl", "el", "ru", "uk", "tr", "ar", "he", "hi",
    "vi", "zh-hans", "ja", "ko",
)  # fmt: skip
# Where a problem that an action names is shown, when the form asks it by another name.
ASKED_AS = {"minutes": "hours"}


def day_field(**more: Any) -> forms.DateField:
    """Return a field that asks for a day, as browsers do."""
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class WordingForm(forms.Form):
    """What a provider says of a class. Nothing is required of a draft."""

    title = forms.CharField(
        label=_("Title"), required=False, max_length=LONGEST_WORDS,
        help_text=_("As it is on the certificate of the class"),
        widget=forms.Textarea(attrs={"rows": 1}),
    )  # fmt: skip
    summary = forms.CharField(
        label=_("In a few sentences"), required=False, max_length=LONGEST_SUMMARY,
        help_text=_("What one learns, and for whom it is"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("How it is taken"), required=False, choices=[("", _("Choose one")), *KINDS]
    )
    hours = forms.IntegerField(
        label=_("Contact hours"), required=False, min_value=0, max_value=999,
        help_text=_("Sixty minutes of instruction each; breaks do not count"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("and minutes"), required=False, min_value=0, max_value=59,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, currency: str, **more: Any) -> None:
        """Ask for a price in a currency."""
        super().__init__(*args, **more)
        self.fields["price"] = AmountField(
            currency=currency,
            required=False,
            label=_("Price in %(currency)s") % {"currency": currency},
            help_text=_("0 is free; empty says that it is not set"),
        )
        given = self.initial.get("language", "")
        known = dict.fromkeys([*LANGUAGES, *([given] if given else [])])
        named = sorted(((code, language_name(code)) for code in known), key=lambda pair: pair[1])
        self.fields["language"].choices = [("", _("Choose one")), *named]  # type: ignore[attr-defined]

    @property
    def wording(self) -> Wording:
        """What the form says of the class."""
        said = self.cleaned_data
        return Wording(
            title=" ".join(said["title"].split()),
            summary=said["summary"].strip(),
            kind=said["kind"],
            minutes=minutes_of(said),
            price=said["price"],
            language=said["language"],
        )


class ProposalForm(WordingForm):
    """A new class, or a change of one."""

    code = forms.CharField(
        label=_("Code"), required=False, max_length=40,
        help_text=_("Printed on its certificates; leave it empty, and we choose one"),
    )  # fmt: skip
    field_order = ("provider", "title", "code")

    def __init__(
        self, *args: Any, providers: Iterable[Provider], is_new: bool, **more: Any
    ) -> None:
        """Ask for which provider only where there are several, and for a code of a new class."""
        super().__init__(*args, **more)
        if not is_new:
            del self.fields["code"]
        choices = [(str(each.pk), each.name) for each in providers]
        if is_new and len(choices) > 1:
            self.fields["provider"] = forms.ChoiceField(label=_("Provider"), choices=choices)
        self.order_fields(self.field_order)


class DateForm(forms.Form):
    """A day on which a class is held."""

    on = day_field(label=_("Day"))
    place = forms.CharField(
        label=_("Where"), required=False, max_length=LONGEST_WORDS,
        help_text=_("A town, an address, or nothing for an online class"),
    )  # fmt: skip


class CompletionForm(forms.Form):
    """One completion: who, which class, on which day."""

    key = forms.UUIDField(label=_("This form"), widget=forms.HiddenInput)
    course = forms.ChoiceField(label=_("Class"))
    number = forms.CharField(
        label=_("Certification number"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    family_name = forms.CharField(
        label=_("Family name"), max_length=LONGEST_WORDS,
        help_text=_("As it is on their own certificate"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    completed_on = day_field(label=_("Completed on"))
    hours = forms.IntegerField(
        label=_("Contact hours"), required=False, min_value=0, max_value=999,
        help_text=_("Empty: the whole class"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("and minutes"), required=False, min_value=0, max_value=59,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, courses: Iterable[Course], **more: Any) -> None:
        """Offer the classes of the contact's own providers."""
        super().__init__(*args, **more)
        self.courses = {str(each.pk): each for each in courses}
        named = [(key, f"{each.title} ({each.code})") for key, each in self.courses.items()]
        self.fields["course"].choices = [("", _("Choose one")), *named]  # type: ignore[attr-defined]


def minutes_of(said: Mapping[str, Any]) -> int | None:
    """Return the minutes of a length in hours and minutes; None if nothing is said."""
    hours, minutes = said.get("hours"), said.get("minutes")
    if hours is None and minutes is None:
        return None
    return (hours or 0) * MINUTES_IN_HOUR + (minutes or 0)


def said_of(text: Course | CourseVersion | CourseProposal, *, currency: str) -> dict[str, object]:
    """Return what a class, a version or a proposal says, as the form's first values."""
    length = divmod(text.minutes, MINUTES_IN_HOUR) if text.minutes else (None, None)
    return {
        "title": text.title,
        "summary": text.summary,
        "kind": text.kind,
        "hours": length[0],
        "minutes": length[1],
        "language": text.language,
        "price": written(text.price, currency=currency) if text.price is not None else None,
        "code": getattr(text, "code", ""),
    }


def show(form: forms.Form, problems: Mapping[str, str]) -> None:
    """Take over what an action found wrong, each beside the field that asks it."""
    for name, words in problems.items():
        asked = ASKED_AS.get(name, name)
        form.add_error(asked if asked in form.fields else None, words)
