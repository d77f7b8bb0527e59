"""What is left to people, on record: a next cycle set by an officer, a refund by a body of one.

And what mail refused for good, and an index by which the day's decisions are found. SQLite makes a
table anew to give it a constraint, and drops the guards of the old one: they are put back.
"""

import django.db.models as models
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REWRITTEN = "a decision is not rewritten"


def _run(schema_editor: BaseDatabaseSchemaEditor, statement: str) -> None:
    schema_editor.execute(statement, params=None)


def remember_guards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Keep the guards of decisions in words, while their table is made anew."""
    if schema_editor.connection.vendor == "sqlite":
        _run(
            schema_editor,
            "create temporary table kept_guards as select sql from sqlite_master "
            "where type = 'trigger' and tbl_name = 'records_decision'",
        )


def put_guards_back(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Make again the guards that `remember_guards` kept."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        guards = cursor.execute("select sql from kept_guards").fetchall()
    for (guard,) in guards:
        _run(schema_editor, guard)
    _run(schema_editor, "drop table kept_guards")


def guard_next_cycle(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Refuse that the next cycle as an officer set it is changed."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    differs = "is not" if sqlite else "is distinct from"
    when = " or ".join(
        f"new.{day} {differs} old.{day}" for day in ("next_begins_on", "next_ends_on")
    )
    head = "create trigger keep_decision_next before update on records_decision "
    if sqlite:
        tail = f"when {when} begin select raise(abort, '{REWRITTEN}'); end"
    else:
        tail = f"for each row when ({when}) execute function recert_refuse('{REWRITTEN}')"
    _run(schema_editor, head + tail)


def unguard_next_cycle(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Take that guard away again."""
    of = "" if schema_editor.connection.vendor == "sqlite" else " on records_decision"
    _run(schema_editor, f"drop trigger keep_decision_next{of}")


class Migration(migrations.Migration):
    """Columns, their constraints, and the guards around them."""

    dependencies = (("records", "0004_more_guards"),)
    operations = (
        migrations.AddIndex("event", models.Index(fields=["name", "at"], name="event_by_name")),
        migrations.AddField("notice", "refused_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "notice",
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(refused_at=None),
                name="what_was_sent_is_not_refused",
            ),
        ),
        migrations.RemoveIndex("notice", "notice_still_to_send"),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=["due_at"],
                condition=models.Q(sent_at=None, refused_at=None),
                name="notice_still_to_send",
            ),
        ),
        migrations.AddField("refund", "alone_because", models.TextField(default="", blank=True)),
        migrations.RemoveConstraint("refund", "a_refund_takes_two_people"),
        migrations.AddConstraint(
            "refund",
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None)
                | ~models.Q(confirmed_by=models.F("proposed_by"))
                | ~models.Q(alone_because=""),
                name="a_refund_takes_two_people_or_says_why_not",
            ),
        ),
        migrations.RunPython(remember_guards, put_guards_back, elidable=False),
        migrations.AddField("decision", "next_begins_on", models.DateField(null=True)),
        migrations.AddField("decision", "next_ends_on", models.DateField(null=True)),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=models.Q(next_begins_on=None, next_ends_on=None)
                | models.Q(
                    next_begins_on__isnull=False,
                    next_ends_on__gte=models.F("next_begins_on"),
                    outcome="approved",
                ),
                name="next_cycle_as_set_is_whole",
            ),
        ),
        migrations.RunPython(put_guards_back, remember_guards, elidable=False),
        migrations.RunPython(guard_next_cycle, unguard_next_cycle, elidable=False),
    )
