"""A file that comes in is kept, looked at and scanned, and the sender hears one answer."""

import io

import pytest

from recert.outside import files, intake
from recert.outside.scanning import Scan, ScanState
from tests.outside import hostile


@pytest.fixture
def root(tmp_path):
    return tmp_path / "evidence"


def taken(root, content):
    return intake.take_in(io.BytesIO(content), limit=25_000_000, root=root)


def test_an_honest_file_is_taken(root):
    found = taken(root, hostile.honest_pdf())

    assert found.refused is None
    assert files.exists(found.stored.digest, root=root)
    assert found.scan.state is ScanState.NOT_SCANNED


def test_a_file_of_another_kind_is_refused_with_advice(root):
    found = taken(root, b"PK\x03\x04" + bytes(40))

    assert "Word" in found.refused
    assert "Save as PDF" in found.advice


def test_malware_is_refused_whatever_it_looks_like(root, monkeypatch):
    virus = Scan(state=ScanState.FOUND, by="clamd", detail="Eicar-Signature")
    monkeypatch.setattr(intake, "scan", lambda _path: virus)

    found = taken(root, hostile.honest_pdf())

    assert found.refused == intake.INFECTED
    assert found.advice == intake.CLEAN_FIRST


def test_a_refusal_takes_nothing_away_from_those_who_have_the_same_file(root, monkeypatch):
    before = taken(root, hostile.honest_pdf())
    virus = Scan(state=ScanState.FOUND, by="clamd", detail="Eicar-Signature")
    monkeypatch.setattr(intake, "scan", lambda _path: virus)

    taken(root, hostile.honest_pdf())

    assert files.intact(before.stored.digest, root=root)


@pytest.mark.parametrize(
    "state,release,shown",
    [
        (ScanState.CLEAN, False, True),
        (ScanState.CLEAN, True, True),
        (ScanState.NOT_SCANNED, False, False),
        (ScanState.NOT_SCANNED, True, True),
        (ScanState.FOUND, False, False),
        (ScanState.FOUND, True, False),
    ],
)
def test_what_no_scanner_saw_is_shown_only_where_the_body_says_so(state, release, shown):
    assert intake.may_be_shown(state, release_not_scanned=release) is shown
