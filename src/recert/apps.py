"""The package as a Django app without tables: it brings the checks and the shared files."""

from django.apps import AppConfig


class RecertConfig(AppConfig):
    """Registers the checks that explain themselves."""

    name = "recert"
    label = "recert"

    def ready(self) -> None:
        """Import the checks, which register themselves."""
        from recert import checks  # noqa: F401, PLC0415  (apps are ready only now)
