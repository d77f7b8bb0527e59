"""The file store: every file under the SHA-256 of what is in it, whole or not there at all.

A file is written beside its place, made durable, moved in by one rename, and only then answered
for: write, fsync the file, rename, fsync the folder. A crash at any point leaves the file whole, or
a leftover in `incoming/` that `sweep` removes. No name that anybody chose becomes part of a path.
"""

import errno
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings

CHUNK = 1024 * 1024
SPARE_BYTES = 512 * 1024 * 1024  # the disk is never filled beyond this by uploads
INCOMING = "incoming"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class CannotStore(Exception):  # a refusal is an answer, not an error
    """The file was not kept, and nothing of it was left behind; the text may be shown."""


class TooLarge(CannotStore):
    """More bytes came than the limit allows (HTTP 413)."""


class Empty(CannotStore):
    """Not one byte came (HTTP 400)."""


class NoRoom(CannotStore):
    """The disk has no room to spare (HTTP 507)."""


class DiskFailed(CannotStore):
    """The disk refused to keep the file (HTTP 507)."""


class NotADigest(ValueError):  # says what it is
    """What was given is not 64 lower-case hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept: the SHA-256 of the content, and its size in bytes."""

    digest: str
    size: int


def store(
    stream: BinaryIO, *, limit: int, root: Path | None = None, spare: int = SPARE_BYTES
) -> Stored:
    """Keep what the stream gives, up to `limit` bytes, and answer when it is durable.

    The same content twice is one file. Raises TooLarge, Empty, NoRoom or DiskFailed.
    """
    root = _root(root)
    _ask_for_room(root, size=limit, spare=spare)
    incoming = root / INCOMING / f"{uuid4().hex}.part"
    try:
        stored = _write(stream, path=incoming, limit=limit)
        with _moving(root):
            _move_in(incoming, target=_place(root, stored.digest), size=stored.size)
    except OSError as error:
        raise _told(error) from error
    finally:
        incoming.unlink(missing_ok=True)
    return stored


def write_whole(path: Path, *, content: bytes) -> None:
    """Write a small file of ours so that it is there whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{uuid4().hex}.part")
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _write_all(file, content)
        os.fsync(file)
        beside.rename(path)
    finally:
        os.close(file)
        beside.unlink(missing_ok=True)
    _fsync_folder(path.parent)


def path_of(digest: str, *, root: Path | None = None) -> Path:
    """Where a file is, or would be. Raises NotADigest, so that no other text reaches the disk."""
    return _place(_root(root), digest)


def open_(digest: str, *, root: Path | None = None) -> BinaryIO:
    """Open a kept file for reading. Raises FileNotFoundError if it is not kept."""
    return path_of(digest, root=root).open("rb")


def exists(digest: str, *, root: Path | None = None) -> bool:
    """Whether a file is kept."""
    return path_of(digest, root=root).is_file()


def intact(digest: str, *, root: Path | None = None) -> bool:
    """Whether a kept file still is what its name says; reads all of it."""
    with open_(digest, root=root) as stream:
        whole = hashlib.sha256()
        while chunk := stream.read(CHUNK):
            whole.update(chunk)
    return whole.hexdigest() == digest


def digests(*, root: Path | None = None) -> Iterator[str]:
    """Every file that is kept, in order: to be compared with what the records name."""
    found = (path.name for path in sorted(_root(root).glob("??/??/*")))
    return (name for name in found if _DIGEST.fullmatch(name))


def old_digests(*, before: datetime, root: Path | None = None) -> Iterator[str]:
    """Every kept file that nobody has sent since a moment."""
    root = _root(root)
    return (name for name in digests(root=root) if _came_before(_place(root, name), before))


def remove_if_old(digest: str, *, before: datetime, root: Path | None = None) -> bool:
    """Remove a file for good, unless somebody has sent it since a moment; whether it is gone.

    Whoever sends the same content meanwhile waits for the answer, and then keeps it anew.
    """
    root = _root(root)
    with _moving(root):
        path = _place(root, digest)
        if not _came_before(path, before):
            return False
        path.unlink()
    return True


def sweep(*, before: datetime, root: Path | None = None) -> int:
    """Remove what uploads that were cut off before a moment left behind; how many there were."""
    swept = 0
    for path in (_root(root) / INCOMING).glob("*.part"):
        if datetime.fromtimestamp(path.stat().st_mtime, tz=UTC) < before:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _came_before(path: Path, moment: datetime) -> bool:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC) < moment
    except FileNotFoundError:
        return False


@contextmanager
def _moving(root: Path) -> Iterator[None]:
    """Let no other process move a file in or out for as long as this lasts."""
    incoming = root / INCOMING
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(incoming, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)  # which lets go of it


def _root(root: Path | None) -> Path:
    return root if root is not None else Path(settings.EVIDENCE_ROOT)


def _place(root: Path, digest: str) -> Path:
    if not _DIGEST.fullmatch(digest):
        raise NotADigest(f"expected 64 hexadecimal digits, found {digest!r}")
    return root / digest[:2] / digest[2:4] / digest


def has_room(size: int, *, at: Path | None = None, spare: int = SPARE_BYTES) -> bool:
    """Whether so many bytes more leave room to spare on the store's disk, or on that of a folder.

    A folder that is not there yet will be on the disk of the one that it comes into.
    """
    at = _root(at)
    there = next(each for each in (at, *at.parents) if each.exists())
    return shutil.disk_usage(there).free >= size + spare


def _ask_for_room(root: Path, *, size: int, spare: int) -> None:
    (root / INCOMING).mkdir(parents=True, exist_ok=True, mode=0o700)
    if not has_room(size, at=root, spare=spare):
        raise NoRoom(
            "There is no room to keep this file just now. Nothing was kept; please try again later."
        )


def _write(stream: BinaryIO, *, path: Path, limit: int) -> Stored:
    digest, size = hashlib.sha256(), 0
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise TooLarge(
                    f"The file is larger than {limit / 1_000_000:g} MB. Nothing of it was kept."
                )
            digest.update(chunk)
            _write_all(file, chunk)
        os.fsync(file)
    finally:
        os.close(file)
    if not size:
        raise Empty("The file is empty. Choose it again, or save it anew first.")
    return Stored(digest=digest.hexdigest(), size=size)


def _write_all(file: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(file, rest) :]


def _move_in(incoming: Path, *, target: Path, size: int) -> None:
    _make_folder(target.parent)
    if target.is_file() and target.stat().st_size == size:
        os.utime(target)  # it was sent just now, so no sweep takes it for left over
    else:
        incoming.chmod(0o400)
        incoming.rename(target)
    _fsync_folder(target.parent)  # also when it was there: its writer may not have come so far yet


def _make_folder(folder: Path) -> None:
    """Make a folder of the store durable, with the two above it that may be new as well."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _fsync_folder(folder.parent)
    _fsync_folder(folder.parent.parent)


def _fsync_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _told(error: OSError) -> CannotStore:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return NoRoom("The disk is full. Nothing was kept; please try again later.")
    why = f"The disk could not keep the file ({error.strerror})."
    return DiskFailed(f"{why} Nothing was kept; please try again later.")
