"""The portals as one Django app: templates, static files and template tags, no models."""

from django.apps import AppConfig


class PortalsConfig(AppConfig):
    """The look that every portal shares."""

    name = "recert.portals"
    label = "portals"
