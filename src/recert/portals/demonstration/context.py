"""What the bar shows on every page of the demonstration."""

from django.http import HttpRequest


def bar(request: HttpRequest) -> dict[str, object]:
    """Return what the bar needs; nothing is asked of the database until the bar is drawn."""
    return {}
