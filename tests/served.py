"""The product behind its own server, over this machine's network, on the database of the tests."""

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection

FORM = "application/x-www-form-urlencoded"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass
class Server:
    """The server: its port, its process, and what it has said by now."""

    port: int
    process: subprocess.Popen
    log: object

    def said(self):
        return Path(self.log.name).read_text()


@contextmanager
def served(folder, **environment):
    """Serve until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "recert.wsgi:application"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "4", "--log-level", "warning"]
    env = {**os.environ, "RECERT_DATABASE_URL": _database(), "RECERT_LOG_LEVEL": "INFO"}
    with (folder / "server.log").open("w") as log:
        env |= {"DJANGO_SETTINGS_MODULE": "recert.settings", **environment}
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            _wait(port, process)
            yield Server(port, process, log)
        finally:
            process.terminate()
            process.wait(20)


def _database():
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{quote(str(given['NAME']))}"
    host = given["HOST"] or given["OPTIONS"].get("host", "")
    user = quote(given["USER"] or "postgres")
    port = f"&port={given['PORT']}" if given["PORT"] else ""
    return (
        f"postgresql://{user}:{quote(given['PASSWORD'])}@/{given['NAME']}?host={quote(host)}{port}"
    )


def _wait(port, process):
    for _ in range(400):
        assert process.poll() is None, "the server ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")


class Visitor:
    """Somebody with a browser of their own, who is signed in already."""

    def __init__(self, server, session):
        self.server, self.cookies, self.token = server, {"recert": session}, ""

    def get(self, path):
        status, page = self.send("GET", path)
        found = TOKEN.search(page)
        self.token = found[1] if found else self.token
        return status, page

    def post(self, path, values):
        body = urlencode({**values, "csrfmiddlewaretoken": self.token}, doseq=True).encode()
        return self.send("POST", path, body=body, kind=FORM)

    def upload(self, path, values, files, *, sends=1.0):
        """Send files with a form; `sends` is the part of it that is sent before hanging up."""
        body = multipart({**values, "csrfmiddlewaretoken": self.token}, files)
        kind = "multipart/form-data; boundary=edge"
        return self.send("POST", path, body=body, kind=kind, sends=sends)

    def send(self, method, path, *, body=b"", kind="", sends=1.0):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=60) as line:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            head += f"Cookie: {cookies}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
            line.sendall(head.encode() + b"\r\n" + body[: int(len(body) * sends)])
            if sends < 1:
                line.shutdown(socket.SHUT_WR)
            answer = http.client.HTTPResponse(line, method=method)
            answer.begin()
            for given in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = given.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode(errors="replace")


def multipart(values, files):
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in values.items()
    ]
    for name, content in files:
        told = f'Content-Disposition: form-data; name="evidence"; filename="{name}"'
        parts.append(f"--edge\r\n{told}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, b"--edge--\r\n"])


def at_once(*functions):
    """Call functions at the same moment, each in a thread; what each returned or raised."""
    barrier, came = threading.Barrier(len(functions)), [None] * len(functions)

    def one(at):
        try:
            barrier.wait(10)
            came[at] = functions[at]()
        except Exception as error:  # noqa: BLE001  (the test looks at it)
            came[at] = error

    threads = [threading.Thread(target=one, args=(at,)) for at in range(len(functions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    return came
