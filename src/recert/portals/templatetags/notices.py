"""Filters of mail, ``{% load notices %}``: a block of words becomes lines or paragraphs."""

import re

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def unbreak(text: str) -> str:
    r"""Return a text in one line.

    >>> unbreak("\n One \n two ")
    'One two'
    """
    return " ".join(text.split())


@register.filter
def paragraphs(text: str) -> str:
    r"""Return a text with each paragraph in one line, and an empty line between two.

    >>> paragraphs("One\ntwo.\n\n\nThree.\n")
    'One two.\n\nThree.'
    """
    return "\n\n".join(_split(text))


@register.filter
def paragraphs_html(text: str) -> SafeString:
    """Return a text that is escaped already, with each paragraph as one of HTML."""
    parts = ((mark_safe(part),) for part in _split(text))  # noqa: S308  # the template escaped it
    return format_html_join("\n", "<p>{}</p>", parts)


def _split(text: str) -> list[str]:
    parts = (unbreak(part) for part in re.split(r"\n\s*\n", text))
    return [part for part in parts if part]
