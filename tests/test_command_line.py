"""The command line as a whole: what it says when it cannot work."""

import pytest
from django.db import connection

from recert import cli


@pytest.mark.django_db(transaction=True)
def test_without_tables_a_command_says_so_and_what_to_do(capsys, monkeypatch):
    with connection.schema_editor() as editor:
        editor.execute("alter table records_notice rename to elsewhere")
    try:
        assert cli.main(["check", "--no-files", "--no-replay"]) == 2
        said = capsys.readouterr().err
        assert said.startswith("The database cannot be used: ")
        assert "`recert doctor` says what to do." in said
    finally:
        with connection.schema_editor() as editor:
            editor.execute("alter table elsewhere rename to records_notice")


def test_another_fault_is_not_taken_for_the_database(monkeypatch):
    def fail(_options):
        raise ValueError("something else")

    monkeypatch.setattr("recert.cli.decide.run", fail)
    with pytest.raises(ValueError, match="something else"):
        cli.main(["decide", "cases.toml"])
