"""`recert exams take-in`: an unattended feed of exam results, and what its exit code says."""

from datetime import UTC, datetime

import pytest

from recert.cli import main
from recert.jobs.table import expire_authorisations
from recert.records.certification import ExamResult
from recert.records.exams import ResultFile
from tests import examining
from tests import people as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return examining.alice()


@pytest.fixture
def take_in(tmp_path, capsys):
    """Write a file and take it in; what the command returns, prints, and says is wrong."""

    def run(*rows):
        file = tmp_path / "results.csv"
        head = "reference,exam date,result,credential number,last name"
        file.write_text("\n".join([head, *rows]), encoding="utf-8")
        code = main(["exams", "take-in", str(file), "--vendor", examining.VENDOR])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_feed_takes_a_result_in_as_nobodys_act_and_again_changes_nothing(cycle, take_in):
    row = f"R-1,2026-11-01,fail,{cycle.credential.number},Ångström"
    assert take_in(row) == (0, "results.csv: 1 recorded\n", "")
    assert take_in(row) == (0, "results.csv: 1 recorded\n", "")
    assert ExamResult.objects.get().credential == cycle.credential
    assert ResultFile.objects.get().by is None


def test_what_waits_for_a_person_is_told_with_its_row(cycle, take_in):
    code, out, err = take_in("R-1,2026-11-01,pass,AC-0,Nobody")
    assert (code, out) == (1, "results.csv: 1 held\n")
    assert err == "row 2, R-1: No credential has the number AC-0.\n"


def test_a_file_that_cannot_be_used_is_refused_with_everything_that_is_wrong(take_in):
    code, out, err = take_in("R-1,yesterday,pass,,", ",2026-11-01,perhaps,,")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 3
    assert not ResultFile.objects.exists()


def test_a_file_that_is_not_there_is_said_so(tmp_path, capsys):
    missing = tmp_path / "missing.csv"
    assert main(["exams", "take-in", str(missing), "--vendor", "V"]) == 2
    assert "No such file" in capsys.readouterr().err


def test_a_vendor_is_named(take_in, tmp_path, capsys):
    file = tmp_path / "results.csv"
    file.write_text("reference,date,result\nR-1,2026-11-01,pass\n")
    assert main(["exams", "take-in", str(file), "--vendor", " "]) == 2
    assert "Enter who sent the results" in capsys.readouterr().err


def test_the_worker_lets_authorisations_expire_on_the_bodys_day(cycle):
    given = examining.authorised(cycle)  # through 22 February 2027, in Los Angeles
    assert expire_authorisations(datetime(2027, 2, 23, 7, 59, tzinfo=UTC)) == 0
    assert expire_authorisations(datetime(2027, 2, 23, 8, 0, tzinfo=UTC)) == 1
    given.refresh_from_db()
    assert given.status == "expired"
    assert given.closed_at > cast.AT
