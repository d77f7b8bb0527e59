"""All that is on record, to be compared: what an action wrote, and that a refusal wrote nothing."""

from django.apps import apps


def everything():
    """Every row of every table of the product, by table and key."""
    return {
        model._meta.model_name: {row["pk_"]: row for row in _rows(model)}
        for model in apps.get_app_config("records").get_models()
    }


def _rows(model):
    key = model._meta.pk.attname
    return [row | {"pk_": row[key]} for row in model._base_manager.values()]


def written(before, after):
    """How many rows were added or changed in each table; tables without a change are left out."""
    counts = {
        table: sum(before[table].get(key) != row for key, row in rows.items())
        + len(before[table].keys() - rows.keys())
        for table, rows in after.items()
    }
    return {table: count for table, count in counts.items() if count}
