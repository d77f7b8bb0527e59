"""What a sender is asked. Nothing of it shows who they are; it helps a person to match files."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recert.actions.uploads import Sender
from recert.outside.body import Body

WHATS = [
    ("completion certificate", gettext_lazy("Completion certificates of classes")),
    ("CPR card", gettext_lazy("A CPR and AED card")),
    ("recertification application", gettext_lazy("A recertification application on paper")),
    ("", gettext_lazy("Something else, or several of these")),
]
Files = list["UploadedFile[bytes]"]


class FilesForm(forms.Form):
    """Files, under a key that makes the same form sent twice one."""

    batch = forms.UUIDField(
        label=gettext_lazy("The key of this form"),
        widget=forms.HiddenInput,
        error_messages={"invalid": gettext_lazy("This form lost its key; send it once more.")},
    )
    evidence = forms.Field(label=gettext_lazy("Files"), required=False)  # read from the request

    def __init__(self, *args: Any, chosen: Files, most: int, **more: Any) -> None:
        """Take the files of the request; so many at once."""
        super().__init__(*args, **more)
        self.chosen, self.most = chosen, most

    @property
    def key(self) -> str:
        """The key to send the form under: the one it came with, or a new one if that was none."""
        value = self["batch"].value()
        try:
            return str(UUID(str(value)))
        except ValueError:
            return str(uuid4())

    def clean(self) -> dict[str, Any]:
        """Refuse none, and more than go at once: then nothing is kept, so that no half is."""
        if not self.chosen:
            self.add_error("evidence", _("Choose at least one file, or take a photograph."))
        elif len(self.chosen) > self.most:
            words = ngettext(
                "You chose %(chosen)s files; %(most)s goes at once. Nothing was kept: send some "
                "now, and the others after them.",
                "You chose %(chosen)s files; %(most)s go at once. Nothing was kept: send some "
                "now, and the others after them.",
                self.most,
            )
            self.add_error("evidence", words % {"chosen": len(self.chosen), "most": self.most})
        return self.cleaned_data


class LinkForm(FilesForm):
    """What whoever has a personal link is asked: what the files are."""

    what = forms.ChoiceField(label=gettext_lazy("What you send"), choices=WHATS, required=False)

    @property
    def sender(self) -> Sender:
        """What the form says of the sender."""
        return Sender(what=self.cleaned_data["what"])


class DeskForm(LinkForm):
    """What anybody is asked at the desk."""

    code = forms.CharField(
        label=gettext_lazy("Access code"),
        help_text=gettext_lazy("It is printed where you read about this page. It is no secret."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    name = forms.CharField(
        label=gettext_lazy("The trainer’s name"),
        help_text=gettext_lazy("Whose record the files are for"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the credential"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("For a receipt; we use it for these files alone."),
        required=False,
        max_length=254,
    )

    def __init__(self, *args: Any, body: Body, **more: Any) -> None:
        """Ask for the body's own code."""
        super().__init__(*args, **more)
        assert body.desk is not None  # a body without a desk has no such page
        self.access_code = body.desk.access_code

    @property
    def knows_code(self) -> bool:
        """Whether the code that the form begins with is right, so that nobody need see it."""
        given = str(self["code"].value() or "")
        return given.strip().casefold() == self.access_code.casefold()

    def clean_code(self) -> str:
        """Refuse another code. Who tries many gains nothing: it is printed for everybody."""
        code: str = self.cleaned_data["code"]
        if not self.knows_code:
            raise forms.ValidationError(
                _("This is not the code. It is printed where you read about this page.")
            )
        return code

    @property
    def sender(self) -> Sender:
        """What the form says of the sender."""
        said = self.cleaned_data
        return Sender(
            name=" ".join(said["name"].split()),
            number=said["number"].strip(),
            email=said["email"],
            what=said["what"],
        )
