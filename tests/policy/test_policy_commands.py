"""The commands about policies: what they print, what they refuse, and how they end."""

import json
import shutil
import subprocess
import sys

import pytest

from recert.cli import COMMANDS, main
from recert.policy.decision import Decision
from tests.policy.known import GUIDES, POLICIES, ROOT

ACTION_CASES = POLICIES / "action-cpt" / "cases.toml"


@pytest.fixture
def folder(tmp_path):
    """A copy of the policies that a test may spoil."""
    return shutil.copytree(POLICIES, tmp_path / "policies")


@pytest.fixture
def run(capsys):
    """Run a command: its exit code, what it printed, and what it said of errors."""

    def run(*words):
        try:
            code = main([str(word) for word in words])
        except SystemExit as end:
            code = end.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def spoil(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


# --- recert policy test


def test_all_cases_of_the_policies_hold(run):
    code, out, err = run("policy", "test", POLICIES)
    assert (code, err) == (0, "")
    assert "action-cpt 2020-01-01: with the demonstration's settings" in out
    assert out.endswith(" hold, 0 do not\n")


def test_the_report_for_a_machine_counts_and_lists_each_case(run):
    code, out, _ = run("policy", "test", ACTION_CASES, "--format", "json")
    report = json.loads(out)
    assert code == 0
    assert set(report) == {"passed", "failed", "cases"}
    assert report["failed"] == 0
    assert report["passed"] == len(report["cases"]) > 26
    assert report["cases"][0] == {"id": "ACT-01", "passed": True, "differences": []}


def test_a_policy_that_decides_otherwise_fails_its_cases(run, folder):
    spoil(folder / "action-cpt" / "2020-01-01.toml", "credits = 2.0", "credits = 1.95")
    code, out, _ = run("policy", "test", folder, "--policies", folder, "--format", "json")
    report = json.loads(out)
    failed = [case for case in report["cases"] if not case["passed"]]
    assert code == 1
    assert report["failed"] == len(failed) > 0
    one_step_short = next(case for case in failed if case["id"] == "ACT-B01")
    assert {"key": "eligible", "expected": "false", "found": "true"} in one_step_short[
        "differences"
    ]


def test_the_report_for_people_says_what_was_expected_and_found(run, folder):
    spoil(folder / "action-cpt" / "cases.toml", 'counted = "1.7"', 'counted = "1.8"')
    code, out, _ = run("policy", "test", folder)
    assert code == 1
    assert "ACT-02: does not hold (2.0 CECs are needed" in out
    assert "  counted: expected 1.8, found 1.70" in out
    assert "1 do not" in out


def test_a_case_of_a_policy_that_is_not_there_does_not_hold(run):
    code, out, _ = run("policy", "test", ACTION_CASES, "--policies", GUIDES, "--format", "json")
    assert code == 1
    assert json.loads(out)["passed"] == 0


def test_a_case_may_force_an_edition(run, folder, tmp_path):
    later = folder / "action-cpt" / "2026-01-01.toml"
    shutil.copy(folder / "action-cpt" / "2020-01-01.toml", later)
    spoil(later, "credits = 2.0", "credits = 3.0")
    one = tmp_path / "one.toml"
    text = ACTION_CASES.read_text().split("[[case]]")[1]
    one.write_text("[[case]]" + text)
    assert run("policy", "test", one, "--policies", folder)[0] == 0
    one.write_text("[[case]]" + text.replace("\non =", "\nedition = 2026-01-01\non =", 1))
    assert run("policy", "test", one, "--policies", folder)[0] == 1
    one.write_text("[[case]]" + text.replace("\non =", "\nedition = 2025-01-01\non =", 1))
    code, out, _ = run("policy", "test", one, "--policies", folder)
    assert code == 1
    assert "no edition of 2025-01-01; there are: 2020-01-01, 2026-01-01" in out


def test_files_that_cannot_be_read_are_refused_all_at_once(run, tmp_path):
    (tmp_path / "one.toml").write_text("[[case]\n")
    (tmp_path / "other.toml").write_bytes(b"\xff\xfe")
    code, out, err = run("policy", "test", tmp_path, "--policies", POLICIES)
    assert (code, out) == (2, "")
    assert "one.toml:1: this is not TOML" in err
    assert "other.toml:1: this file is not UTF-8" in err


def test_a_folder_without_cases_is_refused(run, tmp_path):
    assert run("policy", "test", tmp_path)[0] == 2
    assert "no worked cases here" in run("policy", "test", tmp_path)[2]
    assert run("policy", "test", tmp_path / "nowhere")[0] == 2


# --- recert policy check


def test_the_policies_are_well_made(run):
    code, out, err = run("policy", "check")
    assert (code, err) == (0, "")
    assert "2020-01-01.toml and 2020-01-01.demonstration.toml: good" in out


def test_another_body_is_checked_without_code(run):
    code, out, _ = run("policy", "check", GUIDES)
    assert code == 0
    assert "Mountain Guide" in out
    # From the body's folder too, where its own file stands beside the policies.
    for folder in (GUIDES, GUIDES.parent):
        assert run("policy", "test", folder, "--policies", GUIDES)[0] == 0


def test_what_is_wrong_with_every_file_is_told(run, folder):
    spoil(folder / "action-cpt" / "2020-01-01.toml", "years = 2", "yaers = 2")
    spoil(folder / "action-gx" / "2020-01-01.toml", "grace_days = 30", "grace_days = -1")
    spoil(folder / "action-gx" / "cases.toml", "eligible = true", "eligble = true")
    (folder / "action-gx" / "notes.toml").write_text("")
    (folder / "stray.toml").write_text("")
    code, _, err = run("policy", "check", folder)
    assert code == 2
    assert "notes.toml:1: no such file belongs here" in err
    assert "stray.toml:1: no such file belongs here" in err
    (folder / "action-gx" / "notes.toml").unlink()
    (folder / "stray.toml").unlink()
    code, _, err = run("policy", "check", folder)
    assert code == 2
    assert 'did you mean "years"?' in err
    assert "grace_days: -1 does not fit" in err
    assert 'did you mean "eligible"?' in err


def test_a_file_of_cases_is_checked_by_itself(run, tmp_path):
    assert run("policy", "check", ACTION_CASES)[0] == 0
    assert (
        "cases.toml:1: this file cannot be read"
        in run("policy", "check", tmp_path / "cases.toml")[2]
    )
    (tmp_path / "cases.toml").write_text("case = []")
    code, _, err = run("policy", "check", tmp_path / "cases.toml")
    assert code == 2
    assert "no case; expected [[case]] tables" in err


def test_an_overlay_that_changes_the_edition_is_told(run, folder):
    overlay = folder / "action-cpt" / "2020-01-01.demonstration.toml"
    overlay.write_text(overlay.read_text() + '\n[cycle]\nyears = 3\ncite = "DEMONSTRATION"\n')
    code, _, err = run("policy", "check", folder / "action-cpt" / "2020-01-01.toml")
    assert code == 2
    assert "cycle.years: an overlay cannot change this" in err


def test_a_zone_that_does_not_exist_is_told(run, folder):
    edition = folder / "action-gx" / "2020-01-01.toml"
    spoil(edition, "America/Los_Angeles", "America/Los_Angels")
    code, _, err = run("policy", "check", edition)
    assert code == 2
    assert 'knows no time zone "America/Los_Angels"' in err


def test_a_folder_without_policies_is_refused(run, tmp_path, monkeypatch):
    monkeypatch.setenv("RECERT_POLICIES", str(tmp_path))
    code, _, err = run("policy", "check")
    assert code == 2
    assert "expected FOLDER/YYYY-MM-DD.toml" in err


# --- recert decide


def test_a_case_is_decided_with_every_finding(run):
    code, out, err = run("decide", ACTION_CASES, "--id", "ACT-02")
    assert (code, err) == (0, "")
    assert "Missing: 0.3 CECs. [ACT1]" in out
    assert "fee not set" in out


def test_a_case_is_decided_as_of_another_day(run):
    code, out, _ = run(
        "decide", ACTION_CASES, "--id", "ACT-01", "--on", "2026-03-11", "--format", "json"
    )
    (data,) = json.loads(out)
    assert code == 0
    assert data.pop("case") == "ACT-01"
    decision = Decision.from_data(data)
    assert decision.on.isoformat() == "2026-03-11"
    assert decision.referred


@pytest.mark.parametrize(
    "words, told",
    [
        (["--id", "NOBODY"], "no case NOBODY; it has ACT-01"),
        (["--on", "11 March"], "expected a day such as 2026-03-10"),
        (["--policies", str(GUIDES)], "no policy action-cpt; there are mountain-guide"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_in_words(run, words, told):
    code, out, err = run("decide", ACTION_CASES, *words)
    assert (code, out) == (2, "")
    assert told in err


def test_facts_that_cannot_be_judged_are_refused_in_words(run, tmp_path):
    file = tmp_path / "case.toml"
    file.write_text(
        'case = [{ id = "A", policy = "action-cpt", on = 2026-01-01, '
        "certificant = { certified_on = 2024-03-10 }, "
        'activity = [{ completed_on = 2025-01-01, credits = "0.33" }] }]'
    )
    code, _, err = run("decide", file)
    assert code == 2
    assert "case A: activity 0: credits: 0.33 CECs: expected a whole number of steps of 0.05" in err


def test_a_day_before_the_first_edition_is_refused_in_words(run, tmp_path):
    file = tmp_path / "case.toml"
    file.write_text(
        'case = [{ id = "A", policy = "action-cpt", on = 2019-01-01, '
        "certificant = { certified_on = 2018-03-10 } }]"
    )
    code, _, err = run("decide", file)
    assert code == 2
    assert "no edition in force on 2018-03-10; the first edition is of 2020-01-01" in err


# --- the command line itself


def test_help_lists_every_command(run):
    for words in ([], ["--help"]):
        code, out, _ = run(*words)
        assert code == 0
        assert all(command.name in out for command in COMMANDS)


def test_an_unknown_command_is_refused_with_those_there_are(run):
    code, _, err = run("polcy", "check")
    assert code == 2
    assert 'no command "polcy check"' in err
    assert "policy check" in err


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_itself(run, command):
    code, out, _ = run(*command.name.split(), "--help")
    assert code == 0
    assert command.summary in " ".join(out.split())


def test_policies_are_checked_and_tested_without_the_framework():
    script = (
        "import sys; sys.modules['django'] = None; from recert.cli import main; "
        f"sys.exit(main(['policy', 'check']) or main(['policy', 'test', {str(ACTION_CASES)!r}]) "
        f"or main(['decide', {str(ACTION_CASES)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)  # noqa: PLW1510 - the code is what the test looks at
    assert done.returncode == 0, done.stderr
