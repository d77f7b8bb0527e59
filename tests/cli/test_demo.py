"""`recert demo`: one command, made once, never served half, gone without a trace on Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from recert.cli.demo import FEWEST, VISITORS
from recert.demonstration.cast import PERSONAS
from recert.demonstration.staff import PEOPLE

COMMAND = [sys.executable, "-u", "-c", "import sys; from recert.cli import main; sys.exit(main())"]
QUICK = 10  # seconds that a second start may take on a busy machine; three on an idle one

pytestmark = pytest.mark.loopback


class Demo:
    """A demonstration that a test started; it reads what it prints."""

    def __init__(self, var: Path, *arguments: str, **env: str):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RECERT")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        self.begun = time.monotonic()
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [*COMMAND, "demo", "--people", str(FEWEST), *arguments],
            env={**kept, "RECERT_VAR": str(var), "PORT": "0", **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def until(self, words: str) -> str:
        """Read until a line has these words; that line."""
        for line in self.process.stdout:
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError(f"never said {words!r}: {''.join(self.said)}")

    def opened(self) -> str:
        """The address, once it answers; and how long that took is noted."""
        address = self.until("Open http").split()[1]
        host, _colon, port = address.removeprefix("http://").partition(":")
        asked = HTTPConnection(host, int(port), timeout=20)
        asked.request("GET", "/verify/")
        assert asked.getresponse().status == 200
        asked.close()
        self.took = time.monotonic() - self.begun
        return address

    def stop(self, how: int = signal.SIGINT) -> int:
        """End it as Ctrl-C does; the exit code."""
        self.process.send_signal(how)
        return self.ended()

    def ended(self) -> int:
        """Its exit code, once it has ended by itself."""
        code = self.process.wait(20)
        self.process.stdout.close()
        return code


def left_over(var: Path) -> list[str]:
    """Processes that still run for a demonstration in a folder."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            env = (each / "environ").read_bytes()
        except OSError:
            continue
        if str(var).encode() in env and int(each.name) != os.getpid():
            found.append((each / "cmdline").read_text().replace("\0", " "))
    return found


def test_everybody_that_it_prints_can_be_stepped_into():
    told = VISITORS.format(url="", folder="")
    names = {re.split(r"  +", line.strip())[0] for line in told.splitlines() if line[:2] == "  "}
    known = {persona.name.whole for persona in PERSONAS} | {name for _, name, _ in PEOPLE}
    assert len(names) == 6
    assert names <= known | {"nobody"}
    assert len(PERSONAS) == FEWEST


def test_it_is_made_once_served_and_stops_cleanly_by_each_signal(tmp_path):
    first = Demo(tmp_path)
    address = first.opened()
    assert address.startswith("http://localhost:")
    assert first.stop() == 0
    assert left_over(tmp_path) == []
    key = (tmp_path / "demonstration" / "secret.key").read_text()
    for how in (signal.SIGTERM, signal.SIGHUP):
        again = Demo(tmp_path)
        again.opened()
        assert "Making" not in "".join(again.said)
        assert again.took < QUICK
        assert again.stop(how) == 0
        assert left_over(tmp_path) == []
    assert (tmp_path / "demonstration" / "secret.key").read_text() == key


def test_one_that_was_killed_while_it_was_made_is_made_anew(tmp_path):
    first = Demo(tmp_path)
    first.until("Making the people")
    os.killpg(first.process.pid, signal.SIGKILL)
    first.ended()
    assert not (tmp_path / "demonstration").exists()
    second = Demo(tmp_path)
    second.until("left half made")
    second.opened()
    assert second.stop() == 0
    assert not (tmp_path / "demonstration.making").exists()


def test_stopping_while_it_is_made_leaves_nobody_behind(tmp_path):
    demo = Demo(tmp_path)
    demo.until("Making the people")
    assert demo.stop(signal.SIGTERM) == 130
    assert left_over(tmp_path) == []
    assert not (tmp_path / "demonstration").exists()


def test_a_second_one_serves_beside_it_but_does_not_start_over_under_it(tmp_path):
    first = Demo(tmp_path, PORT="0")
    port = first.opened().rpartition(":")[2]
    fresh = Demo(tmp_path, "--fresh")
    fresh.until("Another ./run demo")
    assert fresh.ended() == 2
    beside = Demo(tmp_path, PORT=port)
    assert beside.opened().rpartition(":")[2] != port
    assert f"Port {port} is taken" in beside.said[0]
    assert beside.stop() == 0
    assert first.stop() == 0


def test_fresh_starts_over(tmp_path):
    first = Demo(tmp_path)
    first.opened()
    first.stop()
    (tmp_path / "demonstration" / "mark").touch()
    again = Demo(tmp_path, "--fresh")
    again.opened()
    again.stop()
    assert not (tmp_path / "demonstration" / "mark").exists()


@pytest.mark.parametrize(
    "arguments, env, words",
    [
        ((), {"PORT": "eighty"}, "PORT must be a whole number"),
        ((), {"HOST": "198.51.100.7"}, "HOST and PORT"),
        (("--people", str(FEWEST - 1)), {}, f"at least {FEWEST} are needed"),
    ],
)
def test_what_cannot_be_is_said_in_words(tmp_path, arguments, env, words):
    demo = Demo(tmp_path, *arguments, **env)
    said, _none = demo.process.communicate(timeout=20)
    assert demo.process.returncode == 2
    assert words in said
    assert "Traceback" not in said


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    demo = Demo(tmp_path / "file" / "below")
    said, _none = demo.process.communicate(timeout=20)
    assert demo.process.returncode == 2
    assert "RECERT_VAR" in said
    assert "Traceback" not in said
