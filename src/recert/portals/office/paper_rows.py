"""The lines of an application on paper, entered by a matcher in the printed form's columns."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recert.actions.activities import Claim
from recert.actions.paper_activities import Row
from recert.records.education import Course, Provider
from recert.records.people import Certificant
from recert.records.uploads import Upload

ROWS = 15  # lines on the printed form
MINUTES = 60


class RowForm(forms.Form):
    """One line: a class of the catalogue by its code, or a class by title, provider and hours."""

    completed_on = forms.DateField(
        label=gettext_lazy("Completed on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    what = forms.CharField(label=gettext_lazy("Class: code or title"), max_length=200)
    provider_name = forms.CharField(label=gettext_lazy("Provider"), required=False, max_length=200)
    hours = forms.DecimalField(
        label=gettext_lazy("Hours"), required=False, min_value=0, max_value=999, decimal_places=2
    )
    evidence = forms.ModelChoiceField(
        label=gettext_lazy("Evidence"),
        queryset=Upload.objects.none(),
        required=False,
        empty_label=gettext_lazy("none of the files that wait"),
    )

    def __init__(self, data: Any, *, prefix: str, waiting: QuerySet[Upload]) -> None:
        """Offer the files that may be evidence of the line."""
        super().__init__(data, prefix=prefix, empty_permitted=True, use_required_attribute=False)
        field: Any = self.fields["evidence"]
        field.queryset = waiting

    @property
    def row(self) -> Row:
        """What the line claims."""
        said = self.cleaned_data
        what = " ".join(said["what"].split())
        hours = said["hours"]
        minutes = None if hours is None else round(hours * MINUTES)
        course = Course.objects.filter(code__iexact=what).first()
        if course:
            claim = Claim(course=course, completed_on=said["completed_on"], minutes=minutes)
            return Row(claim, said["evidence"])
        name = " ".join(said["provider_name"].split())
        claim = Claim(
            provider=Provider.objects.filter(name__iexact=name).first() if name else None,
            title=what,
            provider_name=name,
            completed_on=said["completed_on"],
            minutes=minutes,
        )
        return Row(claim, said["evidence"])


def row_forms(data: Any, *, paper: Upload, person: Certificant) -> list[RowForm]:
    """Return a form for each line of the paper, with the files that may be its evidence."""
    beside = Q(batch=paper.batch) | Q(link__cycle__credential__certificant=person)
    if paper.said_email:
        beside |= Q(said_email__iexact=paper.said_email)
    waiting = Upload.objects.filter(beside, settled_at=None).exclude(pk=paper.pk)
    return [
        RowForm(data, prefix=f"row{number}", waiting=waiting.order_by("received_at", "id"))
        for number in range(1, ROWS + 1)
    ]


def twice_used(rows: list[RowForm]) -> str:
    """Return what is wrong where two lines name one file as evidence, else nothing."""
    used = [row.cleaned_data["evidence"] for row in rows if row.cleaned_data.get("evidence")]
    return _("Two lines name the same file as evidence.") if len(set(used)) < len(used) else ""
