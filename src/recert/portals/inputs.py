"""Draws the plain inputs of forms without a template: half of the time of a small form was theirs.

What comes out is what Django's own templates give; a test holds the two together.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

PLAIN = frozenset(
    f"django/forms/widgets/{kind}.html"
    for kind in ("date", "email", "hidden", "input", "number", "text")
)


class PlainInputs(DjangoTemplates):
    """Django's renderer of forms, but for plain inputs."""

    def render(
        self, template_name: str, context: Mapping[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Return the HTML of a widget."""
        if template_name in PLAIN:
            return plain_input(context["widget"])
        return super().render(template_name, dict(context), request)


def plain_input(widget: Mapping[str, Any]) -> SafeString:
    """Return the HTML of an input.

    >>> plain_input({"type": "text", "name": "a", "value": '"', "attrs": {"required": True}})
    '<input type="text" name="a" value="&quot;" required>'
    """
    value, attributes = widget["value"], widget["attrs"].items()
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else format_html(' value="{}"', str(value)),
        format_html_join("", "{}", ((_attribute(*pair),) for pair in attributes)),
    )


def _attribute(name: str, value: object) -> SafeString | str:
    if value is False:
        return ""
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))
