"""The one Django app with tables."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The records of one certification body."""

    name = "recert.records"
    label = "records"
    verbose_name = "Records"
