"""The parent's side: start a child for one file, and wait no longer, take no more than said."""

import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO

from recert.outside.limits import CHILD, ChildLimits

CHUNK = 64 * 1024
MOST_AT_ONCE = 2  # children of one process; others wait, so that many uploads cannot fill memory
COMMAND = ("-I", "-m", "recert.outside.child")
ENVIRONMENT = {"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}  # nothing of ours: no secret can leak

_places = BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child said: facts and a picture, or one sentence of refusal and one of advice."""

    facts: dict[str, object] = field(default_factory=dict)
    picture: bytes = b""

    @property
    def refused(self) -> str:
        """Why the file is not taken, or nothing."""
        return str(self.facts.get("refused", ""))[:300]

    @property
    def advice(self) -> str:
        """What the sender may do instead."""
        return str(self.facts.get("advice", ""))[:300]


@dataclass(frozen=True, slots=True)
class Confinement:
    """What a child on this machine can still do, as it was tried; all should be False."""

    network: bool
    reading: bool
    writing: bool
    starting: bool


def ask(path: Path, *, request: dict[str, object], limits: ChildLimits = CHILD) -> Answer | None:
    """Have a child do one thing with a file. None if it crashed, ran out, or made no sense."""
    asked = {**request, "memory_bytes": limits.memory_bytes, "cpu_seconds": limits.cpu_seconds}
    with _places:
        said = _said(path, request=asked, limits=limits)
    return _understood(said) if said is not None else None


def _said(path: Path, *, request: dict[str, object], limits: ChildLimits) -> bytes | None:
    """All that a child said before it ended well and in time, else None."""
    deadline, said = time.monotonic() + limits.wall_seconds, None
    with path.open("rb") as file:
        child = _start(file, request=request)
    try:
        said = _read(child, deadline=deadline, most=limits.answer_bytes)
        left = max(0.0, deadline - time.monotonic())
        ended_well = said is not None and child.wait(timeout=left) == 0
    except subprocess.TimeoutExpired:
        ended_well = False
    finally:
        _end(child)
    return said if ended_well else None


@lru_cache(maxsize=1)
def confinement() -> Confinement | None:
    """What a child can still reach here, found by trying; None if it did not answer."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        tempfile.TemporaryDirectory() as folder,
    ):
        Path(folder).chmod(0o777)  # so that only the confinement, not the mode, can refuse
        port = listener.getsockname()[1]
        answer = ask(
            Path(os.devnull), request={"do": "probe", "reader": "", "port": port, "folder": folder}
        )
    if answer is None:
        return None
    return Confinement(**{name: bool(answer.facts[name]) for name in Confinement.__slots__})


def network_isolated() -> bool:
    """Whether children have no network on this machine: for the checks of a deployment."""
    found = confinement()
    return found is not None and not found.network


def _start(file: IO[bytes], *, request: dict[str, object]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *COMMAND, json.dumps(request)],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a parser's complaints may hold what is in the file
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    )


def _read(child: subprocess.Popen[bytes], *, deadline: float, most: int) -> bytes | None:
    """All that the child says, or None when it says too much or takes too long."""
    said, out = bytearray(), child.stdout
    assert out is not None  # Popen was asked for a pipe
    with selectors.DefaultSelector() as ready:
        ready.register(out, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0 and ready.select(timeout=left):
            chunk = os.read(out.fileno(), CHUNK)
            if not chunk:
                return bytes(said)
            said += chunk
            if len(said) > most:
                return None
    return None


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it started; it leads a group of its own."""
    if child.stdout:
        child.stdout.close()
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _understood(said: bytes) -> Answer | None:
    line, _, picture = said.partition(b"\n")
    try:
        facts = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(facts, dict) or facts.get("bytes") != len(picture):
        return None
    return Answer(facts=facts, picture=picture)
