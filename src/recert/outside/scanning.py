"""Looking for malware: a scanner's word on a file, and "not scanned" whenever there is none.

`RECERT_CLAMD` names a ClamAV daemon, as `unix:/run/clamav/clamd.ctl` or `host:3310`; without it
nothing is scanned. Whether what was not scanned is shown to reviewers is the body's setting
(`[files] release_not_scanned`). Anything but a clear answer is *not scanned*.

The daemon's protocol is written here because it is this short, and its Python client has long had
no release: the command `zINSTREAM`, then chunks each led by its length, then a length of nought.
"""

import socket
import struct
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 256 * 1024
TIMEOUT = 15.0  # seconds for each step: connecting, sending a chunk, the answer
LONGEST_ANSWER = 4096


class ScanState(StrEnum):
    """What a scanner says of a file."""

    CLEAN = "clean"
    FOUND = "found"
    NOT_SCANNED = "not scanned"


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanner's word: the state, who says so, and what was found or why nothing was scanned."""

    state: ScanState
    by: str
    detail: str = ""


def scan(path: Path, *, address: str | None = None, timeout: float = TIMEOUT) -> Scan:
    """Have a file scanned by the daemon of the settings. Raises OSError for the file alone."""
    address = _configured() if address is None else address
    if not address:
        return Scan(state=ScanState.NOT_SCANNED, by="none", detail="No scanner is set up.")
    with path.open("rb") as file:
        try:
            with _connect(address, timeout=timeout) as connection:
                return _judge(_ask(connection, file=file))
        except (OSError, ValueError) as error:
            detail = f"The scanner at {address} did not answer: {error}."
            return Scan(state=ScanState.NOT_SCANNED, by="clamd", detail=detail)


def _configured() -> str:
    return str(getattr(settings, "RECERT_CLAMD", ""))


def _connect(address: str, *, timeout: float) -> socket.socket:
    """Connect to `unix:PATH` or `HOST:PORT`. Raises OSError, or ValueError for another form."""
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout)
        try:
            connection.connect(address.removeprefix("unix:"))
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=timeout)


def _ask(connection: socket.socket, *, file: BinaryIO) -> str:
    """Send a file and return the daemon's line. It may answer and hang up before all is sent."""
    connection.sendall(b"zINSTREAM\0")
    try:
        while chunk := file.read(CHUNK):
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # over its limit, say: what it said of that may still be there to read
    return _line(connection)


def _line(connection: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        part = connection.recv(LONGEST_ANSWER)
        if not part:
            break
        said += part
    return said.rstrip(b"\0").decode(errors="replace").strip()


def _judge(answer: str) -> Scan:
    """Read `stream: OK`, `stream: NAME FOUND`; whatever else it is, the file was not scanned."""
    word = answer.removeprefix("stream: ")
    if answer == "stream: OK":
        return Scan(state=ScanState.CLEAN, by="clamd")
    if answer.startswith("stream: ") and word.endswith(" FOUND"):
        return Scan(state=ScanState.FOUND, by="clamd", detail=word.removesuffix(" FOUND"))
    detail = f"The scanner answered: {answer or 'nothing'}."
    return Scan(state=ScanState.NOT_SCANNED, by="clamd", detail=detail)
