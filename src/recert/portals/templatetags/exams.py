"""Tags and filters of the pages about exams: ``{% load exams %}``."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import template

from recert.portals import wording
from recert.portals.office.exam_forms import CancelForm, CorrectForm
from recert.portals.titles import outcome_word
from recert.records.certification import ExamResult
from recert.records.exams import ExamAuthorisation

register = template.Library()
CLUES = ("form", "number", "family_name", "booking", "candidate")


@register.filter
def label(labels: Mapping[str, str], form: str) -> str:
    """Return what people call an exam form; its id where no edition in force knows it.

    >>> label({"online": "online exam"}, "online"), label({}, "old")
    ('online exam', 'old')
    """
    return labels.get(form, form)


@register.filter
def as_it_came(told: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the columns of a row under the names that the testing center gave them."""
    return cast(Mapping[str, str], told["raw"])


@register.filter
def told_in_short(told: Mapping[str, Any]) -> str:
    """Return what a row said, in one line: how and when, then all that says of whom.

    >>> told_in_short({"outcome": "pass", "taken_on": "2026-11-20", "number": "AC-1", "form": ""})
    'passed, 20 November 2026, AC-1'
    """
    said = [outcome_word(told["outcome"]), wording.day(date.fromisoformat(told["taken_on"]))]
    return ", ".join([*said, *(str(told[name]) for name in CLUES if told.get(name))])


@register.simple_tag
def correct_form(result: ExamResult) -> CorrectForm:
    """Return the form that corrects one result, its fields named apart from those of others."""
    return CorrectForm(
        initial={"outcome": result.outcome, "taken_on": result.taken_on},
        auto_id=f"id_correct_{result.pk}_%s",
    )


@register.simple_tag
def cancel_form(authorisation: ExamAuthorisation) -> CancelForm:
    """Return the form that cancels one authorisation, its field named apart from others."""
    return CancelForm(auto_id=f"id_cancel_{authorisation.pk}_%s")
