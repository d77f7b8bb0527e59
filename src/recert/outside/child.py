"""The child that looks at one file: the only place where anything of a member's file is parsed.

Started fresh for each file as `python -I -m recert.outside.child REQUEST`, the file as its
standard input, with an empty environment. REQUEST is JSON: what to do, with which reader, within
which limits. It imports what it needs, takes everything else from itself, reads, and writes one
line of JSON and then, for a picture, its bytes. Whatever it does, the parent goes on: `children`.
"""

import json
import os
import socket
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from recert.outside.confinement import confine
from recert.outside.readers import Reader, Refused, TextReader

Request = dict[str, Any]
Answer = tuple[dict[str, Any], bytes]


def main(request: Request) -> Answer:
    """Do one thing with the file on standard input."""
    work = WORK[request["do"]]
    reader: Any = (
        import_module(f"recert.outside.{request['reader']}") if request["reader"] else None
    )
    confine(memory_bytes=request["memory_bytes"], cpu_seconds=request["cpu_seconds"])
    try:
        return work(reader, request)
    except Refused as refusal:
        return {"refused": str(refusal), "advice": refusal.advice}, b""


def _inspect(reader: Reader, request: Request) -> Answer:
    return reader.inspect(sys.stdin.buffer.read(), limits=request["limits"]), b""


def _inspect_text(reader: TextReader, request: Request) -> Answer:
    content = sys.stdin.buffer.read()
    facts = reader.inspect(content, limits=request["limits"])
    return {**facts, "text": reader.text(content, most=request["characters"])}, b""


def _render(reader: Reader, request: Request) -> Answer:
    content = sys.stdin.buffer.read()
    return {}, reader.render(content, page=request["page"], limits=request["limits"])


def _probe(_reader: None, request: Request) -> Answer:
    """Try what must not be possible any more, and answer what was."""
    tries: dict[str, Callable[[], object]] = {
        "network": lambda: socket.socket().connect(("127.0.0.1", request["port"])),
        "reading": lambda: os.close(os.open(sys.executable, os.O_RDONLY)),
        "writing": lambda: Path(request["folder"], "probe").write_bytes(b"x"),
        "starting": lambda: os.wait() if os.fork() else os._exit(0),
    }
    return {name: _possible(attempt) for name, attempt in tries.items()}, b""


def _possible(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


WORK: dict[str, Callable[[Any, Request], Answer]] = {
    "inspect": _inspect,
    "inspect and read": _inspect_text,
    "render": _render,
    "probe": _probe,
}


if __name__ == "__main__":
    facts, picture = main(json.loads(sys.argv[1]))
    line = json.dumps({**facts, "bytes": len(picture)}).encode()
    sys.stdout.buffer.write(line + b"\n" + picture)
    sys.stdout.buffer.flush()
    os._exit(0)  # no destructor of a parser gets a last word
