"""The child is kept small and alone, and the parent survives whatever it does.

Each limit is shown twice: it holds, and without it the same child does what it should not.
"""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from recert.outside import children
from recert.outside.limits import ChildLimits

SMALL = ChildLimits(
    memory_bytes=256 * 1024 * 1024, cpu_seconds=1, wall_seconds=2.0, answer_bytes=1000
)
CONFINED = """
from recert.outside.confinement import confine
confine(memory_bytes=256 * 1024 * 1024, cpu_seconds=1)
"""
SAY = "import sys, json; print(json.dumps({'bytes': 0})); sys.stdout.flush()\n"


@pytest.fixture
def child(monkeypatch, tmp_path):
    """Ask a child that runs this code instead of ours."""

    def ask(code, limits=SMALL):
        monkeypatch.setattr(children, "COMMAND", ("-I", "-c", code))
        path = tmp_path / "file"
        path.write_bytes(b"a member's file")
        return children.ask(path, request={"do": "inspect"}, limits=limits)

    return ask


def test_a_child_that_answers_is_heard(child):
    assert child(SAY) == children.Answer(facts={"bytes": 0})


EATS = "held = bytearray(600 * 1024 * 1024)\n"
SPINS = "import time\nend = time.process_time() + 1.8\nwhile time.process_time() < end: pass\n"
WRITES = "open({path!r}, 'wb').write(b'x')\n"
STARTS = "import os\nif os.fork() == 0: os._exit(0)\nos.wait()\n"


@pytest.mark.parametrize("harm", [EATS, SPINS, STARTS], ids=["memory", "time", "processes"])
def test_a_limit_holds_and_only_the_limit(child, harm):
    patient = ChildLimits(wall_seconds=15)

    assert child(CONFINED + harm + SAY, patient) is None
    assert child(harm + SAY, patient) is not None


def test_no_child_writes_a_file(child, tmp_path):
    target = tmp_path / "written"
    tmp_path.chmod(0o777)
    harm = WRITES.format(path=str(target))

    assert child(CONFINED + harm + SAY) is None
    assert not target.exists()
    assert child(harm + SAY) is not None
    assert target.exists()


@pytest.mark.loopback
def test_a_child_reaches_neither_network_nor_disk_nor_other_programs():
    children.confinement.cache_clear()

    assert children.confinement() == children.Confinement(
        network=False, reading=False, writing=False, starting=False
    )
    assert children.network_isolated()


@pytest.mark.loopback
def test_a_machine_that_confines_nothing_is_found_out(monkeypatch):
    children.confinement.cache_clear()
    loose = """
import json, os, sys
from recert.outside import child
child.confine = lambda **limits: None
facts, picture = child.main(json.loads(sys.argv[1]))
print(json.dumps({**facts, "bytes": 0}))
"""
    monkeypatch.setattr(children, "COMMAND", ("-I", "-c", loose))

    found = children.confinement()

    assert found == children.Confinement(network=True, reading=True, writing=True, starting=True)
    assert not children.network_isolated()
    children.confinement.cache_clear()


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "raise SystemExit(3)",
        SAY + "raise SystemExit(3)",
        "print('no json')",
        "print('[1, 2]')",
        "print('[' * 100_000)",
        "print('{\"bytes\": 5}')",
        "print('x' * 5_000)",
        "",
    ],
    ids=[
        "aborts",
        "is killed",
        "fails",
        "fails late",
        "babbles",
        "lists",
        "nests",
        "lies",
        "floods",
        "is silent",
    ],
)
def test_whatever_a_child_does_there_is_an_answer(child, code):
    assert child(code) is None


def test_a_child_that_hangs_is_ended_with_what_it_started(child, tmp_path):
    note = tmp_path / "pid"
    hang = f"""
import os, time
if os.fork() == 0:
    open({str(note)!r}, "w").write(str(os.getpid()))
time.sleep(60)
"""
    began = time.monotonic()

    assert child(hang) is None
    assert time.monotonic() - began < 10
    assert gone(int(note.read_text()))


def test_a_child_that_closes_its_mouth_and_stays_is_ended(child):
    assert child(SAY + "import os, time; os.close(1); time.sleep(60)") is None


def test_many_files_at_once_wait_their_turn(monkeypatch, tmp_path):
    """Each child notes how many are at work beside it."""
    code = f"""
import json, os, pathlib, time
folder = pathlib.Path({str(tmp_path)!r})
mark = folder / f"{{os.getpid()}}.at"
mark.touch()
time.sleep(0.2)
beside = len(list(folder.glob("*.at")))
mark.unlink()
print(json.dumps({{"bytes": 0, "beside": beside}}))
"""
    monkeypatch.setattr(children, "COMMAND", ("-I", "-c", code))
    (tmp_path / "file").touch()

    def ask(_number):
        return children.ask(tmp_path / "file", request={}).facts["beside"]

    with ThreadPoolExecutor(6) as pool:
        assert max(pool.map(ask, range(6))) == children.MOST_AT_ONCE


def test_a_child_is_told_no_secret(child, monkeypatch):
    monkeypatch.setenv("RECERT_SECRET_KEY", "the secret")
    code = "import os, json; print(json.dumps({'bytes': 0, 'knows': sorted(os.environ)}))"

    assert set(child(code).facts["knows"]) <= {"LANG", "LC_CTYPE", "OMP_NUM_THREADS"}


def test_a_child_holds_no_file_but_the_one_it_reads(child):
    code = "import os, json\n"
    code += "print(json.dumps({'bytes': 0, 'open': sorted(os.listdir('/proc/self/fd'))}))"

    opened = set(child(code).facts["open"])

    assert opened <= {"0", "1", "2", "3"}  # the last is the listing itself


def test_a_child_dies_with_the_process_that_asked(tmp_path):
    note = tmp_path / "pid"
    waits = f"import os; open({str(note)!r}, 'w').write(str(os.getpid()))\n{CONFINED}"
    waits += "import time; time.sleep(60)"
    parent = f"""
import os, pathlib, threading, time
from recert.outside import children
children.COMMAND = ("-I", "-c", {waits!r})
asked = (pathlib.Path(os.devnull),)
threading.Thread(target=children.ask, args=asked, kwargs={{"request": {{}}}}, daemon=True).start()
while not (os.path.exists({str(note)!r}) and open({str(note)!r}).read()): time.sleep(0.02)
time.sleep(0.3)
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", parent], check=True)

    assert gone(int(note.read_text()))


def gone(pid):
    """Whether a process ends within a second."""
    for _ in range(50):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False
