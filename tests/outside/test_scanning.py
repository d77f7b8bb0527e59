"""A scanner's clear answer is taken; anything else means that the file was not scanned."""

import socketserver
import struct
import threading
import time

import pytest

from recert.outside.scanning import Scan, ScanState, scan
from tests.outside import hostile

pytestmark = pytest.mark.loopback
LIMIT = 1_000_000


class FakeClamd(socketserver.BaseRequestHandler):
    """Enough of the daemon: reads a stream, looks for the test file, hangs up over its limit."""

    def handle(self):
        if self.server.answer is not None:
            time.sleep(self.server.delay)
            self.request.sendall(self.server.answer)
            return
        assert self.receive(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.receive(4))[0]:
            content += self.receive(size)
            if len(content) > LIMIT:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = hostile.eicar() in content
        self.request.sendall(b"stream: Eicar-Signature FOUND\0" if found else b"stream: OK\0")

    def receive(self, size):
        got = b""
        while len(got) < size:
            part = self.request.recv(size - len(got))
            if not part:
                raise ConnectionError
            got += part
        return got


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    answer: bytes | None = None
    delay = 0.0

    def handle_error(self, *_):
        """Who hangs up on it is not its concern."""


@pytest.fixture
def daemon(tmp_path):
    with Server(str(tmp_path / "clamd"), FakeClamd) as server:
        threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        yield server
        server.shutdown()


@pytest.fixture
def scanned(daemon, tmp_path):
    def ask(content, **words):
        path = tmp_path / "file"
        path.write_bytes(content)
        return scan(path, address=f"unix:{daemon.server_address}", **words)

    return ask


def test_a_clean_file_is_clean(scanned):
    assert scanned(b"a card") == Scan(state=ScanState.CLEAN, by="clamd")


def test_an_empty_file_is_scanned_too(scanned):
    assert scanned(b"").state is ScanState.CLEAN


def test_malware_is_found_also_inside_and_across_chunks(scanned):
    for content in (hostile.eicar(), bytes(256 * 1024 - 30) + hostile.eicar() + b"after"):
        assert scanned(content) == Scan(state=ScanState.FOUND, by="clamd", detail="Eicar-Signature")


@pytest.mark.parametrize(
    "size, state", [(LIMIT, ScanState.CLEAN), (LIMIT + 1, ScanState.NOT_SCANNED)]
)
def test_a_file_over_the_daemons_limit_is_not_scanned(scanned, size, state):
    assert scanned(bytes(size)).state is state


def test_a_daemon_that_hangs_up_early_is_no_clean_bill(scanned):
    found = scanned(bytes(30 * LIMIT))

    assert found.state is ScanState.NOT_SCANNED
    assert found.detail


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"OK\0",
        b"stream: ERROR\0",
        b"stream: OKAY\0",
        b"\xff\xfe",
        b"FOUND\0",
        b"stream: OK" + bytes(5) + b"x",
    ],
)
def test_an_unclear_answer_is_not_scanned(scanned, daemon, answer):
    daemon.answer = answer

    assert scanned(b"a card").state is ScanState.NOT_SCANNED


def test_a_slow_daemon_is_not_waited_for(scanned, daemon):
    daemon.answer, daemon.delay = b"stream: OK\0", 3
    began = time.monotonic()

    assert scanned(b"a card", timeout=0.3).state is ScanState.NOT_SCANNED
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd", "127.0.0.1:1", "nonsense", "host:port"])
def test_a_daemon_that_is_not_there_is_not_scanned(tmp_path, address):
    path = tmp_path / "file"
    path.write_bytes(b"a card")

    found = scan(path, address=address)

    assert found.state is ScanState.NOT_SCANNED
    assert address in found.detail


def test_without_a_scanner_nothing_is_scanned(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(hostile.eicar())

    assert scan(path, address="") == Scan(
        state=ScanState.NOT_SCANNED, by="none", detail="No scanner is set up."
    )


def test_the_settings_name_the_daemon(tmp_path, settings, daemon):
    settings.RECERT_CLAMD = f"unix:{daemon.server_address}"
    path = tmp_path / "file"
    path.write_bytes(hostile.eicar())

    assert scan(path).state is ScanState.FOUND
