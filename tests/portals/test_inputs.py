"""Inputs drawn without a template are those that Django's templates give."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from recert.portals.inputs import PLAIN, PlainInputs

WIDGETS = (
    forms.TextInput,
    forms.EmailInput,
    forms.NumberInput,
    forms.DateInput,
    forms.HiddenInput,
    forms.CheckboxInput,
    forms.Textarea,
    forms.Select,
)
VALUES = (None, "", "Ångström", '"><script>', 0, 7.5, date(2026, 11, 24), mark_safe("<b>"), "&amp;")
ATTRIBUTES = {
    "class": 'input "quoted"',
    "required": True,
    "hidden": False,
    "maxlength": 40,
    "aria-describedby": "a&b",
}


@pytest.mark.parametrize("widget", WIDGETS)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_an_input_is_as_django_draws_it(widget, value):
    shown = widget().render("name", value, attrs=ATTRIBUTES, renderer=PlainInputs())
    assert shown == widget().render("name", value, attrs=ATTRIBUTES, renderer=DjangoTemplates())


def test_the_plain_ones_are_drawn_without_a_template(monkeypatch):
    monkeypatch.setattr(DjangoTemplates, "render", lambda *_: pytest.fail("a template was used"))
    for widget in WIDGETS[:5]:
        assert widget.template_name in PLAIN
        assert widget().render("name", "x", renderer=PlainInputs()).startswith("<input ")


def test_the_product_uses_them(settings):
    assert isinstance(forms.Form().renderer, PlainInputs)
