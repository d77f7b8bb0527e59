"""What the trainer's pages ask. A form reads and tidies; what is allowed, the actions say."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recert.actions.activities import Claim
from recert.outside.body import Declaration
from recert.portals.trainer.classes import class_by_code
from recert.records.education import Activity, Course, Evidence, Provider
from recert.records.people import Certificant

MINUTES_IN_HOUR = 60
KINDS = [
    ("online_class", _("Online class")),
    ("self_study", _("Self-study")),
    ("in_person", _("In person")),
]
# The middle of the name under which a file is shown: "Jane Doe – CPR card – 2026-03-14.pdf".
WHATS = [
    ("completion certificate", _("Completion certificate")),
    ("transcript", _("Transcript")),
    ("attendance record", _("Attendance record")),
    ("CPR card", _("CPR card")),
    ("photo", _("Another photograph")),
]
# Where a problem that an action names is shown, when the form asks it by another name.
ASKED_AS = {"minutes": "hours", "provider": "provider_name"}


class ActivityForm(forms.Form):
    """One activity: by the code of a class, or by hand. Nothing is required of a draft."""

    code = forms.CharField(
        label=_("Class code"),
        required=False,
        max_length=40,
        help_text=_("Printed on the certificate of a class that is in our catalogue."),
    )
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=200,
        help_text=_("As it is on your certificate"),
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    provider_name = forms.CharField(
        label=_("Who offered it"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "providers", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("How you took it"), required=False, choices=[("", _("Choose one")), *KINDS]
    )
    hours = forms.IntegerField(
        label=_("Contact hours"),
        required=False,
        min_value=0,
        max_value=999,
        help_text=_("Sixty minutes of instruction each; breaks do not count"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    minutes = forms.IntegerField(
        label=_("and minutes"),
        required=False,
        min_value=0,
        max_value=59,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    completed_on = forms.DateField(
        label=_("Completed on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    evidence = forms.Field(label=_("Evidence"), required=False)  # read from the request, one by one
    what = forms.ChoiceField(label=_("The files are"), required=False, choices=WHATS)
    reuse = forms.MultipleChoiceField(
        label=_("Use evidence that is already here"),
        required=False,
        help_text=_("One document may stand for several activities."),
        widget=forms.CheckboxSelectMultiple,
    )
    answer = forms.CharField(
        label=_("Your answer"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, owner: Certificant, on_file: Mapping[Evidence, str], **more: Any
    ) -> None:
        """Offer the evidence on file that the activity does not use yet, under its shown name."""
        super().__init__(*args, **more)
        self.owner = owner
        self.course: Course | None = None
        self.on_file = {str(each.pk): each for each in on_file}
        choices = [(str(each.pk), name) for each, name in on_file.items()]
        self.fields["reuse"].choices = choices  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Refuse a code that is not in the catalogue; the class itself is kept at `course`."""
        code: str = self.cleaned_data["code"].strip()
        self.course = class_by_code(code)
        if code and self.course is None:
            raise forms.ValidationError(
                _(
                    "No class has the code %(code)s. Check it, or leave it empty and enter "
                    "the class by hand."
                ),
                params={"code": code},
            )
        return code

    @property
    def begun(self) -> Course | None:
        """The class whose code the address brought, before anything is sent."""
        return class_by_code(str(self.initial.get("code", "")))

    @property
    def claim(self) -> Claim:
        """What the form says of the activity. A class from the catalogue says the rest itself."""
        said = self.cleaned_data
        if self.course:
            return Claim(course=self.course, completed_on=said.get("completed_on"))
        name = " ".join(said.get("provider_name", "").split())
        return Claim(
            provider=Provider.objects.filter(name__iexact=name).first() if name else None,
            title=" ".join(said.get("title", "").split()),
            provider_name=name,
            kind=said.get("kind", ""),
            completed_on=said.get("completed_on"),
            minutes=self._minutes(),
        )

    def _minutes(self) -> int | None:
        hours, minutes = self.cleaned_data.get("hours"), self.cleaned_data.get("minutes")
        if hours is None and minutes is None:
            return None
        return (hours or 0) * MINUTES_IN_HOUR + (minutes or 0)

    @property
    def reused(self) -> list[Evidence]:
        """The evidence on file that was ticked."""
        return [self.on_file[key] for key in self.cleaned_data.get("reuse", [])]

    def show(self, problems: Mapping[str, str]) -> None:
        """Take over what an action found wrong, each beside the field that asks it."""
        for name, words in problems.items():
            asked = ASKED_AS.get(name, name)
            self.add_error(asked if asked in self.fields else None, words)


def begun_with(data: Mapping[str, str]) -> dict[str, object]:
    """Return the first values that an address brings; what cannot be read of it is left out."""
    code = data.get("code", "").strip()[:40]
    try:
        on = date.fromisoformat(data.get("on", ""))
    except ValueError:
        return {"code": code}
    return {"code": code, "completed_on": on}


def said_by(activity: Activity) -> dict[str, object]:
    """Return an activity as the form's first values."""
    hours, minutes = divmod(activity.minutes or 0, MINUTES_IN_HOUR)
    return {
        "code": activity.course.code if activity.course else "",
        "title": activity.title,
        "provider_name": activity.provider_name,
        "kind": activity.kind,
        "hours": hours if activity.minutes else None,
        "minutes": minutes if activity.minutes else None,
        "completed_on": activity.completed_on,
    }


class ApplicationForm(forms.Form):
    """The declarations of an application, one to tick for each."""

    def __init__(self, *args: Any, declarations: Sequence[Declaration], **more: Any) -> None:
        """Ask for each declaration in the text that is in force."""
        super().__init__(*args, **more)
        for each in declarations:
            self.fields[f"declaration_{each.id}"] = forms.BooleanField(label=each.text)

    @property
    def agreed(self) -> list[str]:
        """Ids of the declarations that were ticked."""
        return [
            name.removeprefix("declaration_") for name, said in self.cleaned_data.items() if said
        ]


class AnswerForm(forms.Form):
    """The answer to a question about an application."""

    answer = forms.CharField(label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 4}))
