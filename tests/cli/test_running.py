"""The commands that run an installation: adopt an edition, check the body, do what is due."""

import shutil

import pytest

from recert.cli import main
from recert.records.certification import Edition
from recert.records.history import Event, Installation
from tests import people
from tests.laws import ROOT
from tests.people import EDITION


@pytest.fixture
def edition(tmp_path):
    """A copy of ACTION's edition and its overlay, in a folder of the program's name."""
    folder = tmp_path / "action-cpt"
    folder.mkdir()
    for path in (EDITION, EDITION.with_suffix(".demonstration.toml")):
        shutil.copy(path, folder)
    return folder / EDITION.name


@pytest.mark.django_db
class TestPolicyAdopt:
    def test_a_file_becomes_the_edition_and_the_command_says_so(self, edition, capsys):
        assert main(["policy", "adopt", str(edition)]) == 0
        adopted = Edition.objects.get()
        assert (adopted.text, adopted.overlay) == (EDITION.read_text(), "")
        assert adopted.digest[:12] in capsys.readouterr().out
        assert Event.objects.get(name="edition.adopted").details["overlaid"] is False

    def test_the_same_file_again_changes_nothing(self, edition):
        assert main(["policy", "adopt", str(edition)]) == 0
        assert main(["policy", "adopt", str(edition)]) == 0
        assert Event.objects.filter(name="edition.adopted").count() == 1

    def test_another_text_for_the_same_day_is_refused_with_what_to_do(self, edition, capsys):
        main(["policy", "adopt", str(edition)])
        edition.write_text(edition.read_text().replace("credits = 2.0", "credits = 3.0"))
        assert main(["policy", "adopt", str(edition)]) == 2
        assert "give the new text a day of its own" in capsys.readouterr().err
        assert Edition.objects.count() == 1

    def test_a_file_that_cannot_be_used_is_refused_with_its_line(self, edition, capsys):
        edition.write_text(edition.read_text().replace("credits = 2.0", "credit = 2.0"))
        assert main(["policy", "adopt", str(edition)]) == 2
        assert f"{edition}:" in capsys.readouterr().err
        assert not Edition.objects.exists()

    def test_the_overlay_is_taken_only_in_the_demonstration(self, edition, settings, capsys):
        settings.RECERT_DEMONSTRATION = False
        assert main(["policy", "adopt", str(edition), "--overlay"]) == 2
        assert "demonstration" in capsys.readouterr().err
        settings.RECERT_DEMONSTRATION = True
        assert main(["policy", "adopt", str(edition), "--overlay"]) == 0
        assert Edition.objects.get().overlay

    def test_a_file_that_is_not_there_is_named(self, tmp_path, capsys):
        assert main(["policy", "adopt", str(tmp_path / "no.toml")]) == 2
        assert "no.toml" in capsys.readouterr().err


class TestBodyCheck:
    def test_the_bodys_own_file_is_good(self, capsys):
        assert main(["body", "check"]) == 0
        assert "ACTION Certification" in capsys.readouterr().out

    def test_every_problem_of_a_file_is_told(self, tmp_path, capsys):
        text = (ROOT / "bodies" / "action" / "body.toml").read_text()
        text = text.replace("America/Los_Angeles", "America/Nowhere").replace("us-letter", "a3")
        (tmp_path / "body.toml").write_text(text)
        assert main(["body", "check", str(tmp_path)]) == 2
        told = capsys.readouterr().err
        assert "America/Nowhere" in told
        assert "'paper' is 'a3'" in told

    def test_a_folder_without_a_body_is_named(self, tmp_path, capsys):
        assert main(["body", "check", str(tmp_path)]) == 2
        assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.django_db
class TestJobsRun:
    def test_once_does_what_is_due_and_says_how_much(self, capsys):
        people.decided(people.ready(people.alice()))
        assert main(["jobs", "run", "--once"]) == 0
        assert "take effect: 1" in capsys.readouterr().out
        assert Installation.objects.get().worker_seen_at

    def test_once_says_what_failed_and_does_the_rest(self, capsys, monkeypatch):
        people.decided(people.ready(people.alice()))

        def fails(*_args, **_more):
            raise OSError("the store is gone")

        monkeypatch.setattr("recert.outside.files.sweep", fails)
        assert main(["jobs", "run", "--once"]) == 1
        assert "the store is gone" in capsys.readouterr().err
        assert Event.objects.filter(name="application.approved").exists()
