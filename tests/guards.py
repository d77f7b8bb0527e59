"""The database's own guards: lifted while a test's rows are cleared away, put back, and listed."""

import re

from django.db import connection

FOUND = "select name, sql from sqlite_master where type = 'trigger' and sql is not null"


def lifted():
    """Drop every trigger of SQLite, which would refuse to clear rows; return how to make them.

    PostgreSQL truncates, and no trigger of ours asks about that.
    """
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        guards = cursor.execute(FOUND).fetchall()
        for name, _sql in guards:
            cursor.execute(f'drop trigger "{name}"')
    return [sql for _name, sql in guards]


def put_back(guards):
    with connection.cursor() as cursor:
        for sql in guards:
            cursor.execute(sql)


# How each database lists its triggers, and where the words of a refusal stand in one.
LISTED = {
    "sqlite": (
        "select tbl_name, sql from sqlite_master where type = 'trigger'",
        r"raise\s*\(abort, '((?:[^']|'')*)'\)",
    ),
    "postgresql": (
        (
            "select c.relname, pg_get_triggerdef(t.oid) || ' ' || p.prosrc from pg_trigger t "
            "join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid "
            "where not t.tgisinternal"
        ),
        r"(?:recert_refuse\(|raise exception )'((?:[^'%]|'')*)'",
    ),
}
# A trigger on SQLite, an exclusion constraint on PostgreSQL, which says it in its name.
OVERLAP = ("cycle", "cycles of one credential never overlap")


def refusals():
    """The table and the words of each refusal, as all migrations together left the database."""
    find, said = LISTED[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(find)
        told = {
            (table.removeprefix("records_"), words.replace("''", "'"))
            for table, source in cursor.fetchall()
            for words in re.findall(said, source, re.IGNORECASE)
        }
    return sorted(told | {OVERLAP})


def silent():
    """The triggers whose words cannot be found, which the reference would leave out."""
    find, said = LISTED[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(find)
        return [
            source
            for _table, source in cursor.fetchall()
            if not re.search(said, source, re.IGNORECASE)
        ]
