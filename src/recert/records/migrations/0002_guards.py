"""What must never be, kept by the database itself.

History is only added to; an application moves only along its arrows and keeps its edition and its
day of filing; a decision changes only by taking effect or being undone, once; cycles never overlap.
The words of each refusal are the same on both databases.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NEVER_CHANGED = (
    "attestation",
    "edition",
    "event",
    "feeline",
    "feeruling",
    "ledgerentry",
    "levelchange",
    "payment",
    "renewal",
)

ARROWS = (
    ("draft", "submitted"),
    ("draft", "withdrawn"),
    ("submitted", "returned"),
    ("submitted", "approved"),
    ("submitted", "denied"),
    ("submitted", "withdrawn"),
    ("returned", "submitted"),
    ("returned", "withdrawn"),
)

DECISION_FIXED = (
    "application_id",
    "outcome",
    "by_id",
    "at",
    "final_at",
    "edition_id",
    "edition_digest",
    "evidence_digest",
    "reason",
)


def _run(schema_editor: BaseDatabaseSchemaEditor, statement: str) -> None:
    schema_editor.execute(
        statement, params=None
    )  # no parameters: a per cent sign is itself


def _quoted(words: str) -> str:
    return words.replace("'", "''")


def _arrows() -> str:
    """Return SQL that is true where a status moved off the arrows."""
    allowed = " or ".join(
        f"(old.status = '{before}' and new.status = '{after}')"
        for before, after in ARROWS
    )
    return f"old.status <> new.status and not ({allowed})"


def _filed_moved(differs: str) -> str:
    return (
        f"(old.edition_id is not null and new.edition_id {differs} old.edition_id) or "
        f"(old.filed_on is not null and new.filed_on {differs} old.filed_on)"
    )


def _decision_moved(differs: str) -> str:
    fixed = " or ".join(
        f"new.{column} {differs} old.{column}" for column in DECISION_FIXED
    )
    closed = " or ".join(
        f"(old.{column} is not null and new.{column} {differs} old.{column})"
        for column in ("took_effect_at", "undone_at")
    )
    return f"{fixed} or {closed}"


def _rules(differs: str) -> list[tuple[str, str, str, str]]:
    """Return (table, when it fires, condition of the refusal, words of the refusal)."""
    never = [
        (table, moment, "1 = 1", f"{table} rows are never changed or deleted")
        for table in NEVER_CHANGED
        for moment in ("update", "delete")
    ]
    return [
        *never,
        (
            "application",
            "update",
            _arrows(),
            "an application moves only along its arrows",
        ),
        (
            "application",
            "update",
            _filed_moved(differs),
            "an application keeps its edition and its day of filing",
        ),
        ("decision", "update", _decision_moved(differs), "a decision is not rewritten"),
        ("decision", "delete", "1 = 1", "decision rows are never changed or deleted"),
        (
            "installation",
            "update",
            "new.days_ahead < old.days_ahead",
            "the demonstration's day moves forwards only",
        ),
    ]


def _sqlite(schema_editor: BaseDatabaseSchemaEditor) -> None:
    for place, (table, moment, condition, words) in enumerate(_rules("is not")):
        _run(
            schema_editor,
            f"create trigger keep_{table}_{place} before {moment} on records_{table} "
            f"when {condition} begin select raise(abort, '{_quoted(words)}'); end",
        )
    for moment in ("insert", "update"):
        _run(
            schema_editor,
            f"create trigger keep_cycle_{moment} before {moment} on records_cycle "
            "when exists (select 1 from records_cycle as other "
            "where other.credential_id = new.credential_id and other.id is not new.id "
            "and other.begins_on <= coalesce(new.closed_on, new.ends_on) "
            "and coalesce(other.closed_on, other.ends_on) >= new.begins_on) "
            "begin select raise(abort, 'cycles of one credential never overlap'); end",
        )


def _postgresql(schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(
        schema_editor,
        "create function recert_refuse() returns trigger language plpgsql as $$ begin "
        "raise exception '%', tg_argv[0] using errcode = 'restrict_violation'; end $$",
    )
    for place, (table, moment, condition, words) in enumerate(
        _rules("is distinct from")
    ):
        _run(
            schema_editor,
            f"create trigger keep_{table}_{place} before {moment} on records_{table} "
            f"for each row when ({condition}) execute function recert_refuse('{_quoted(words)}')",
        )
    _run(
        schema_editor,
        "alter table records_cycle add constraint cycles_of_one_credential_never_overlap "
        "exclude using gist (int8range(credential_id, credential_id, '[]') with &&, "
        "daterange(begins_on, coalesce(closed_on, ends_on), '[]') with &&)",
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
    for place, (table, *_rest) in enumerate(_rules("is not")):
        of = "" if sqlite else f" on records_{table}"
        _run(schema_editor, f"drop trigger keep_{table}_{place}{of}")
    if sqlite:
        _run(schema_editor, "drop trigger keep_cycle_insert")
        _run(schema_editor, "drop trigger keep_cycle_update")
    else:
        _run(
            schema_editor,
            "alter table records_cycle drop constraint cycles_of_one_credential_never_overlap",
        )
        _run(schema_editor, "drop function recert_refuse()")


class Migration(migrations.Migration):
    """Guards after the tables."""

    dependencies = (("records", "0001_first"),)
    operations = (migrations.RunPython(guard, unguard, elidable=False),)
