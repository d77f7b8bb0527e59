"""The script that sets everything up, run beside an environment of our own making."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.laws import ROOT

TOOLS = ("sh", "dirname", "cat", "cmp", "awk", "env", "id", "mktemp", "printf")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The script with its locks, an environment that is set up, and a PATH without Python."""
    for name in ("run", "requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "path").mkdir()
    for tool in TOOLS:
        if found := shutil.which(tool):
            (tmp_path / "path" / tool).symlink_to(found)
    make(tmp_path / ".venv/bin/recert", 'echo "recert $*"')
    make(tmp_path / ".venv/bin/uv", 'echo "uv $*" >> uv.log')
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    set_up(tmp_path)
    return tmp_path


def make(command: Path, script: str) -> None:
    command.parent.mkdir(parents=True, exist_ok=True)
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)


def set_up(place: Path) -> None:
    """Leave what the script leaves when it has set up the environment for running."""
    texts = [(place / name).read_text() for name in ("requirements.lock", "pyproject.toml")]
    (place / ".venv/set-up-run").write_text("".join(texts))


def run(place: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "run", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=place,
        env={"PATH": str(place / "path"), **variables},
    )


def test_the_second_start_sets_nothing_up(place):
    ran = run(place, "demo", "--fresh")
    assert ran.stdout == "recert demo --fresh\n"
    assert not (place / "uv.log").exists()


def test_a_changed_lock_is_set_up_once(place):
    with (place / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    assert run(place, "recert", "doctor").stdout == "recert doctor\n"
    assert run(place, "recert", "doctor").returncode == 0
    synced, installed = (place / "uv.log").read_text().splitlines()
    assert synced == "uv pip sync --require-hashes requirements.lock"
    assert "--no-deps --no-build-isolation" in installed


def test_what_fails_to_install_is_tried_again(place):
    make(place / ".venv/bin/uv", "exit 1")
    (place / ".venv/set-up-run").unlink()
    for _ in range(2):
        ran = run(place, "recert", "doctor")
        assert ran.returncode == 2
        assert "Cannot install what requirements.lock names" in ran.stderr


def test_a_machine_without_python_is_told_what_to_install(place):
    shutil.rmtree(place / ".venv")
    ran = run(place, "demo")
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[-1].startswith("Missing: Python 3.11 or newer with venv.")


def test_a_browser_that_is_not_there_is_named(place):
    texts = [(place / name).read_text() for name in ("requirements-dev.lock", "pyproject.toml")]
    (place / ".venv/set-up-dev").write_text("".join(texts))
    ran = run(place, "test", RECERT_CHROMIUM="/nowhere/chromium")
    assert ran.returncode == 2
    assert ran.stderr.startswith("RECERT_CHROMIUM names /nowhere/chromium, which cannot be run")


def test_help_lists_every_command(place):
    listed = set(re.findall(r"^\./run (\w+)", run(place, "help").stdout, re.MULTILINE))
    script = (ROOT / "run").read_text()
    assert listed == set(re.findall(r"^    (\w+)(?: \| [^)]*)?\) ", script, re.MULTILINE))


def test_an_unknown_command_is_refused(place):
    ran = run(place, "dmeo")
    assert ran.returncode == 2
    assert ran.stderr.startswith("There is no ./run dmeo.")


def test_the_script_can_be_called_from_anywhere(place, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    ran = subprocess.run(
        [place / "run", "recert", "doctor"],
        capture_output=True,
        text=True,
        check=False,
        cwd=elsewhere,
        env={"PATH": os.environ["PATH"], "CDPATH": "/"},
    )
    assert ran.stdout == "recert doctor\n"
