"""What a matcher fills in: what the file is. What could be read from it is there already."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recert.actions.activities import Claim
from recert.actions.matching import Card
from recert.actions.paper_activities import Row
from recert.outside.body import Declaration
from recert.portals.office.paper_rows import row_forms, twice_used
from recert.portals.trainer.forms import WHATS
from recert.portals.wording import day
from recert.records.certification import Cycle
from recert.records.education import Course, Provider
from recert.records.people import Certificant
from recert.records.requests import Request
from recert.records.uploads import Upload

MINUTES = 60
DAY = {"type": "date"}


def _day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


class DraftForm(forms.Form):
    """An activity: anything may be missing, since its owner completes and sends it."""

    code = forms.CharField(label=gettext_lazy("Class code"), required=False, max_length=40)
    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=200)
    provider_name = forms.CharField(
        label=gettext_lazy("Who offered it"), required=False, max_length=200
    )
    completed_on = _day(gettext_lazy("Completed on"), required=False)
    hours = forms.DecimalField(
        label=gettext_lazy("Contact hours"), required=False, min_value=0, max_value=999,
        decimal_places=2,
    )  # fmt: skip
    what = forms.ChoiceField(label=gettext_lazy("The file is"), choices=WHATS)

    def clean_code(self) -> str:
        """Refuse a code that no class has."""
        code: str = self.cleaned_data["code"].strip()
        self.course = Course.objects.filter(code__iexact=code).first() if code else None
        if code and self.course is None:
            raise forms.ValidationError(_("No class has this code. Check it, or leave it empty."))
        return code

    @property
    def claim(self) -> Claim:
        """What was read from the file."""
        said = self.cleaned_data
        minutes = None if said["hours"] is None else round(said["hours"] * MINUTES)
        if self.course:
            return Claim(course=self.course, completed_on=said["completed_on"], minutes=minutes)
        name = " ".join(said["provider_name"].split())
        return Claim(
            provider=Provider.objects.filter(name__iexact=name).first() if name else None,
            title=" ".join(said["title"].split()),
            provider_name=name,
            completed_on=said["completed_on"],
            minutes=minutes,
        )


class CardForm(forms.Form):
    """A companion card, as it is printed."""

    kind = forms.ChoiceField(label=gettext_lazy("Card"))
    issued_on = _day(gettext_lazy("Issued on"))
    expires_on = _day(
        gettext_lazy("Ends on"),
        required=False,
        hint=gettext_lazy("Empty if no end is printed on it"),
    )
    hands_on = forms.BooleanField(
        label=gettext_lazy("Skills were tested by hand, not online alone"), required=False
    )

    def __init__(self, *args: Any, kinds: Mapping[str, str], **more: Any) -> None:
        """Offer the kinds that the policies in force ask for."""
        super().__init__(*args, **more)
        self.fields["kind"].choices = list(kinds.items())  # type: ignore[attr-defined]

    @property
    def card(self) -> Card:
        """What the card says."""
        said = self.cleaned_data
        return Card(said["kind"], said["issued_on"], said["expires_on"], hands_on=said["hands_on"])


class RequestForm(forms.Form):
    """Which of a person's requests the file belongs to."""

    request = forms.ModelChoiceField(
        label=gettext_lazy("Request"), queryset=Request.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, mine: Any, **more: Any) -> None:
        """Offer a person's open requests."""
        super().__init__(*args, **more)
        field: Any = self.fields["request"]
        field.queryset = mine
        field.label_from_instance = lambda row: f"{row.number}: {row.subject}"
        self.offers_any = mine.exists()


class PaperForm(forms.Form):
    """An application on paper: for which cycle, and what is signed on it."""

    cycle = forms.ModelChoiceField(
        label=gettext_lazy("Cycle"), queryset=Cycle.objects.none(), empty_label=None
    )
    signed = forms.ChoiceField(
        label=gettext_lazy("On the paper"),
        choices=[
            ("yes", gettext_lazy("It is signed: file it as of the day on which it reached us")),
            ("no", gettext_lazy("It is not signed: the trainer confirms it, and files it so")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        mine: Any,
        declarations: Sequence[Declaration],
        paper: Upload,
        person: Certificant,
        **more: Any,
    ) -> None:
        """Offer a person's cycles, and ask which declarations stand above the signature."""
        super().__init__(*args, **more)
        self.rows = row_forms(self.data if self.is_bound else None, paper=paper, person=person)
        field: Any = self.fields["cycle"]
        field.queryset = mine
        field.label_from_instance = lambda row: (
            f"{row.credential.number}: {day(row.begins_on)} – {day(row.ends_on)}"
        )
        for each in declarations:
            self.fields[f"declaration_{each.id}"] = forms.BooleanField(
                label=_("Signed: %(text)s") % {"text": each.text}, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Refuse lines that cannot be read, and one file for two of them."""
        for number, each in enumerate(self.rows, start=1):
            if not each.is_valid():
                words = _("Line %(number)s of the paper: see the words beside it.")
                self.add_error(None, words % {"number": number})
        if not self.errors and (wrong := twice_used(self.rows)):
            self.add_error(None, wrong)
        return self.cleaned_data

    @property
    def listed(self) -> list[Row]:
        """The lines that are filled in."""
        return [each.row for each in self.rows if each.has_changed()]

    @property
    def agreed(self) -> list[str]:
        """Ids of the declarations that are signed on the paper."""
        return [
            name.removeprefix("declaration_")
            for name, said in self.cleaned_data.items()
            if name.startswith("declaration_") and said
        ]


class AsideForm(forms.Form):
    """Why a file is set aside."""

    because = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Whoever sent it is told in these words"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
