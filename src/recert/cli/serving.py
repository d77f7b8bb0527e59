"""Serves the pages and runs the worker beside them, as two children that end with this process."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

USUAL_PORT = 8000
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  # compared with, not bound to
LOCAL = ("127.0.0.1", "::1", "localhost")
PATIENCE = 10  # seconds for a child to end by itself
LONGEST_START = 60  # seconds until the pages must answer


@dataclass(frozen=True, slots=True)
class Address:
    """Where the pages are served. On this machine `url` says localhost: passkeys refuse numbers."""

    host: str
    port: int

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""
        return self.host in LOCAL

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which it answers."""
        if self.is_local:
            return ("localhost",)
        if self.host in EVERYWHERE:
            return ("localhost", socket.gethostname())
        return ("localhost", self.host)

    @property
    def url(self) -> str:
        """What to open."""
        name = "localhost" if self.is_local or self.host in EVERYWHERE else self.host
        return f"http://{name}:{self.port}"


def choose_address() -> Address:
    """Return where to serve: HOST and PORT, or a free port where that one is taken, and say so.

    :raises OSError: HOST is no address of this machine, or PORT is none
    """
    host = os.environ.get("HOST", "").strip() or "127.0.0.1"
    host = "127.0.0.1" if host == "localhost" else host
    given = os.environ.get("PORT", "").strip()
    if given and not given.isdecimal():
        raise OSError(22, "PORT must be a whole number, such as 8000", given)
    port = int(given or USUAL_PORT)
    free = port if _is_free(host, port) else 0
    chosen = free or _any_free(host)
    if port and chosen != port:
        print(f"Port {port} is taken; serving on {chosen} instead.")
    return Address(host, chosen)


def _is_free(host: str, port: int) -> bool:
    try:
        _bind(host, port).close()
    except OSError as error:
        if error.errno == 98 or isinstance(error, PermissionError):  # noqa: PLR2004  # EADDRINUSE
            return False
        raise
    return True


def _any_free(host: str) -> int:
    with _bind(host, 0) as bound:
        port: int = bound.getsockname()[1]
        return port


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except BaseException:
        bound.close()
        raise
    return bound


def serve(address: Address, *, words: str) -> int:
    """Serve until SIGINT or SIGTERM, or until a child ends; return the exit code.

    :param words: printed once the pages answer
    """
    told = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        told.set()

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)
    children = [_start(command) for command in _commands(address)]
    try:
        if _answers(address, children=children, told=told):
            print(words, flush=True)
        while not told.is_set() and all(child.poll() is None for child in children):
            told.wait(0.3)
        return 0 if told.is_set() else _fallen(children)
    finally:
        _end(children)


def _commands(address: Address) -> tuple[list[str], list[str]]:
    pages = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "recert.wsgi:application"),
        *("--host", address.host, "--port", str(address.port)),
        *("--workers", "1", "--blocking-threads", "4", "--log-level", "warning"),
    ]
    recert = "import sys; from recert.cli import main; sys.exit(main())"
    return pages, [sys.executable, "-c", recert, "jobs", "run", "--with-parent"]


def _start(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start a child that Ctrl-C on the terminal does not reach: it is ended from here, in order."""
    return subprocess.Popen(command, start_new_session=True)


def _answers(
    address: Address, *, children: Sequence["subprocess.Popen[bytes]"], told: threading.Event
) -> bool:
    """Wait until the pages answer; False if told to stop, or if a child has ended."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host)  # noqa: S104
    for _ in range(LONGEST_START * 20):
        if told.is_set() or any(child.poll() is not None for child in children):
            return False
        try:
            socket.create_connection((host, address.port), timeout=1).close()
        except OSError:
            told.wait(0.05)
        else:
            return True
    return False


def _fallen(children: Sequence["subprocess.Popen[bytes]"]) -> int:
    names = ("the pages", "the worker")
    ended = [name for name, child in zip(names, children, strict=True) if child.poll() is not None]
    print(f"Stopped: {' and '.join(ended)} ended; see above.", file=sys.stderr)
    return 1


def _end(children: Sequence["subprocess.Popen[bytes]"]) -> None:
    """End the children, the patient way first."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
