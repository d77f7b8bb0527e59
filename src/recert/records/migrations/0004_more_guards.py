"""More of what must never be, kept by the database itself.

What a decision was made on and what it found stay as they were; so do acts upon a credential and
exam results. Nobody decides their own case, or grants themselves credit. An activity that was sent
says how long it was: the first constraint let an unknown length pass, since a comparison with
nothing is neither true nor false.
"""

import django.db.models as models
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NEVER_CHANGED = ("act", "actend", "examresult")
OWN_CASE = "nobody decides their own case"
OWNER = {
    "decision": "select 1 from records_application a join records_cycle c on c.id = a.cycle_id "
    "join records_credential d on d.id = c.credential_id "
    "join records_certificant p on p.id = d.certificant_id "
    "where a.id = new.application_id and p.user_id = new.by_id",
    "ledgerentry": "select 1 from records_activity a "
    "join records_certificant p on p.id = a.certificant_id "
    "where a.id = new.activity_id and p.user_id = new.by_id",
}
SENT = models.Q(
    completed_on__isnull=False, minutes__isnull=False, minutes__gt=0, submitted_at__isnull=False
) & ~models.Q(title="")


def _run(schema_editor: BaseDatabaseSchemaEditor, statement: str) -> None:
    schema_editor.execute(statement, params=None)


def _rules(differs: str) -> list[tuple[str, str, str, str]]:
    """Return (table, when it fires, condition of the refusal, words of the refusal)."""
    never = [
        (table, moment, "1 = 1", f"{table} rows are never changed or deleted")
        for table in NEVER_CHANGED
        for moment in ("update", "delete")
    ]
    found = f"new.facts {differs} old.facts or new.findings {differs} old.findings"
    return [*never, ("decision", "update", found, "a decision is not rewritten")]


def _sqlite(schema_editor: BaseDatabaseSchemaEditor) -> None:
    for place, (table, moment, condition, words) in enumerate(_rules("is not")):
        _run(
            schema_editor,
            f"create trigger keep_{table}_more_{place} before {moment} on records_{table} "
            f"when {condition} begin select raise(abort, '{words}'); end",
        )
    for table, owner in OWNER.items():
        _run(
            schema_editor,
            f"create trigger keep_{table}_own before insert on records_{table} "
            f"when exists ({owner}) begin select raise(abort, '{OWN_CASE}'); end",
        )


def _postgresql(schema_editor: BaseDatabaseSchemaEditor) -> None:
    for place, (table, moment, condition, words) in enumerate(_rules("is distinct from")):
        _run(
            schema_editor,
            f"create trigger keep_{table}_more_{place} before {moment} on records_{table} "
            f"for each row when ({condition}) execute function recert_refuse('{words}')",
        )
    for table, owner in OWNER.items():
        _run(
            schema_editor,
            f"create function recert_own_{table}() returns trigger language plpgsql as $$ begin "
            f"if exists ({owner}) then raise exception '{OWN_CASE}' "
            "using errcode = 'restrict_violation'; end if; return new; end $$",
        )
        _run(
            schema_editor,
            f"create trigger keep_{table}_own before insert on records_{table} "
            f"for each row execute function recert_own_{table}()",
        )


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Put the guards in place."""
    if schema_editor.connection.vendor == "sqlite":
        _sqlite(schema_editor)
    else:
        _postgresql(schema_editor)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Take the guards away again."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    names = [(table, f"more_{place}") for place, (table, *_rest) in enumerate(_rules("is not"))]
    for table, end in [*names, *((table, "own") for table in OWNER)]:
        of = "" if sqlite else f" on records_{table}"
        _run(schema_editor, f"drop trigger keep_{table}_{end}{of}")
    if not sqlite:
        for table in OWNER:
            _run(schema_editor, f"drop function recert_own_{table}()")


class Migration(migrations.Migration):
    """Guards that were found missing."""

    dependencies = (("records", "0003_sign_ins"),)
    operations = (
        migrations.RemoveConstraint("activity", "submitted_activity_says_what_and_when"),
        migrations.AddConstraint(
            "activity",
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "withdrawn"]) | SENT,
                name="submitted_activity_says_what_and_when",
            ),
        ),
        migrations.RunPython(guard, unguard, elidable=False),
    )
