"""The database's own guards, lifted while a test's rows are cleared away, and put back."""

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
