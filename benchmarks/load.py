"""A small load for one server: a few connections kept open, each asking again when answered.

It writes prepared bytes and reads by length, so that little of what is measured is its own.
"""

import os
import random
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

CONNECTIONS = 2
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked for: an address, and the cookie of whoever asks."""

    name: str
    path: str
    cookie: str = ""

    def request(self, *, visitor: str) -> bytes:
        """Return the bytes of a request of one visitor, as a proxy in front would pass it on."""
        headers: Mapping[str, str] = {
            "Host": "recert.example",
            "Accept-Encoding": "identity",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": visitor,
            **({"Cookie": self.cookie} if self.cookie else {}),
        }
        lines = [f"GET {self.path} HTTP/1.1", *(f"{name}: {of}" for name, of in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode()


@dataclass(frozen=True, slots=True)
class Measured:
    """What one stretch of load came to: answers a second, and the server's CPU for each answer."""

    rate: float
    cpu_ms: float
    size: int


def load(page: Page, *, port: int, pid: int, seconds: float) -> Measured:
    """Ask for a page for some seconds. Raises AssertionError if it is ever answered but with 200.

    `pid` is the server's; the CPU of all its children is counted.
    """
    until, counts, sizes = monotonic() + seconds, [], []
    cpu, begun = cpu_of(pid), monotonic()
    askers = [
        threading.Thread(target=_ask, args=(page, port, until, counts, sizes))
        for _ in range(CONNECTIONS)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    took, answers = monotonic() - begun, sum(counts)
    assert len(counts) == CONNECTIONS, f"{page.name}: a connection failed, see above"
    return Measured(answers / took, (cpu_of(pid) - cpu) * 1000 / answers, sizes[0])


def _ask(page: Page, port: int, until: float, counts: list[int], sizes: list[int]) -> None:
    answers, dice = 0, random.Random(port)  # noqa: S311
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while monotonic() < until:
            visitor = f"10.{dice.randrange(256)}.{dice.randrange(256)}.{dice.randrange(1, 255)}"
            connection.sendall(page.request(visitor=visitor))
            size = read_answer(connection)
            answers += 1
    counts.append(answers)
    sizes.append(size)


def read_answer(connection: socket.socket) -> int:
    """Read one answer, and return the size of its body in bytes."""
    said = bytearray()
    while (end := said.find(b"\r\n\r\n")) < 0:
        said += _more(connection)
    head = bytes(said[:end]).lower()
    assert head.startswith(b"http/1.1 200"), head[:200].decode()
    length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(said) < end + 4 + length:
        said += _more(connection)
    return length


def _more(connection: socket.socket) -> bytes:
    said = connection.recv(1 << 18)
    assert said, "the server hung up"
    return said


def cpu_of(pid: int) -> float:
    """Return the seconds of CPU that a process and its children have used."""
    used = 0
    for child in [pid, *_children(pid)]:
        stat = Path(f"/proc/{child}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        used += int(stat[11]) + int(stat[12])  # user and system, see proc(5)
    return used / TICKS


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]
