"""What the pages of staff say of uploads, ``{% load uploads %}``."""

from django import template

from recert.records.uploads import Upload

register = template.Library()


@register.simple_tag
def uploads_waiting() -> int:
    """Return how many uploads wait for a person to match them."""
    return Upload.objects.filter(settled_at=None).count()
