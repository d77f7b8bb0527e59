"""The portals as one Django app: templates, static files and template tags, no models."""

from django.apps import AppConfig
from django.urls import register_converter

from recert.portals.days import DayInAddress


class PortalsConfig(AppConfig):
    """The look that every portal shares, and how their addresses write a day."""

    name = "recert.portals"
    label = "portals"

    def ready(self) -> None:
        """Let any module of addresses be read first: each knows `<day:…>`."""
        register_converter(DayInAddress, "day")
