"""Commands that need the records: settings and apps are made ready first."""

import os


def make_ready() -> None:
    """Read the settings and load the apps. Raises ImproperlyConfigured for a bad setting."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recert.settings")
    django.setup()
