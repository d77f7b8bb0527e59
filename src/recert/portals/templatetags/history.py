"""Filters of what happened and what was told, ``{% load history %}``."""

from django import template
from django.utils.translation import gettext as _

from recert.actions.events import EVENTS
from recert.actions.notices import NOTICES

register = template.Library()


@register.filter
def event_word(name: str) -> str:
    """Return an event in words, as its reference says it; an unknown one by its own name.

    >>> event_word("activity.released")
    'A reviewer put an activity back into the queue.'
    """
    return _(EVENTS[name]) if name in EVENTS else name


@register.filter
def notice_word(template_name: str) -> str:
    """Return what a notice tells.

    >>> notice_word("fee_received")
    'We have your fee; your receipt.'
    """
    return _(NOTICES[template_name]) if template_name in NOTICES else template_name
