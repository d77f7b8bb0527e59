"""A reader that has seen enough ends a command quietly."""

import subprocess
import sys

from tests.laws import ROOT

CASES = ROOT / "policies" / "action-cpt" / "cases.toml"


def test_a_reader_that_leaves_early_ends_the_command_without_a_traceback():
    command = [sys.executable, "-c", "from recert.cli import main; raise SystemExit(main())"]
    with subprocess.Popen(
        [*command, "policy", "test", str(CASES), "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as running:
        running.stdout.close()
        said = running.stderr.read().decode()
    assert (running.returncode, said) == (141, "")
