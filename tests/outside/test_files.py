"""A file is kept whole under what is in it, or not at all, and is durable before that is said."""

import contextlib
import errno
import hashlib
import io
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from recert.outside import files, pages
from tests.outside import hostile

LIMIT = 1_000_000
TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def root(tmp_path):
    return tmp_path / "evidence"


def keep(root, content=b"a card", limit=LIMIT):
    return files.store(io.BytesIO(content), limit=limit, root=root, spare=0)


def everything(root):
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_a_file_is_kept_under_its_digest(root):
    stored = keep(root)

    assert stored == files.Stored(digest=hashlib.sha256(b"a card").hexdigest(), size=6)
    with files.open_(stored.digest, root=root) as kept:
        assert kept.read() == b"a card"
    assert everything(root) == [files.path_of(stored.digest, root=root)]
    assert files.intact(stored.digest, root=root)


def test_the_same_content_twice_is_one_file(root):
    assert keep(root) == keep(root)
    assert len(everything(root)) == 1


@pytest.mark.parametrize("size, kept", [(1000, True), (1001, False)])
def test_the_limit_is_the_last_size_that_is_kept(root, size, kept):
    if kept:
        assert keep(root, bytes(size), limit=1000).size == size
        return
    with pytest.raises(files.TooLarge):
        keep(root, bytes(size), limit=1000)
    assert everything(root) == []


def test_an_endless_file_is_read_no_further_than_the_limit(root):
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += size
            return bytes(size)

    endless = Endless()
    with pytest.raises(files.TooLarge):
        files.store(endless, limit=LIMIT, root=root, spare=0)

    assert endless.given <= LIMIT + files.CHUNK


def test_an_empty_file_is_refused(root):
    with pytest.raises(files.Empty):
        keep(root, b"")
    assert everything(root) == []


def test_a_full_disk_is_noticed_before_anything_is_read(root):
    class Unread(io.RawIOBase):
        def read(self, size=-1):
            raise AssertionError("it was read")

    with pytest.raises(files.NoRoom):
        files.store(Unread(), limit=LIMIT, root=root, spare=2**62)


@pytest.mark.parametrize(
    "call, number, refusal",
    [
        ("write", errno.ENOSPC, files.NoRoom),
        ("write", errno.EDQUOT, files.NoRoom),
        ("write", errno.EIO, files.DiskFailed),
        ("fsync", errno.EIO, files.DiskFailed),
        ("rename", errno.EIO, files.DiskFailed),
    ],
)
def test_a_disk_that_fails_leaves_nothing_and_the_next_try_works(
    root, monkeypatch, call, number, refusal
):
    def fails(*_args, **_words):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fails)
        with pytest.raises(refusal):
            keep(root)
    assert everything(root) == []

    assert keep(root).size == 6


def test_a_sender_who_breaks_off_leaves_nothing(root):
    class Breaks(io.RawIOBase):
        def read(self, size=-1):
            raise ConnectionResetError

    with pytest.raises(files.DiskFailed):
        files.store(Breaks(), limit=LIMIT, root=root, spare=0)
    assert everything(root) == []


def order(monkeypatch, act):
    """What was made durable, and what moved, in the order in which it happened."""
    happened = []
    fsync, rename = os.fsync, os.rename

    def noted_fsync(file):
        happened.append("folder" if Path(f"/proc/self/fd/{file}").is_dir() else "file")
        fsync(file)

    def noted_rename(source, target, **words):
        happened.append("rename")
        rename(source, target, **words)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", noted_fsync)
        patch.setattr(os, "rename", noted_rename)
        act()
    return happened


def durable(happened):
    """Whether the content was safe before the name was, and the name before the answer."""
    moved = happened.index("rename")
    return "file" in happened[:moved] and happened[-1] == "folder" and len(happened) > moved + 1


def test_a_file_is_durable_before_it_has_its_name_and_its_name_before_the_answer(root, monkeypatch):
    assert durable(order(monkeypatch, lambda: keep(root)))


def test_a_careless_store_is_found_out(root, monkeypatch):
    def careless():
        root.mkdir()
        with (root / "a").open("wb") as file:
            file.write(b"a card")
            (root / "a").rename(root / "b")
            os.fsync(file.fileno())

    assert not durable(order(monkeypatch, careless))


def test_new_folders_are_durable_too(root, monkeypatch):
    happened = order(monkeypatch, lambda: keep(root))

    assert happened.index("rename") - happened.index("folder") >= 2
    assert order(monkeypatch, lambda: keep(root)) == ["file", "folder"]


def test_a_process_killed_on_the_way_leaves_a_leftover_that_is_swept(root):
    code = f"""
import sys, pathlib
from recert.outside import files
files.store(sys.stdin.buffer, limit=10**9, root=pathlib.Path({str(root)!r}), spare=0)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as process:
        process.stdin.write(bytes(3 * files.CHUNK))
        process.stdin.flush()
        while not (root.exists() and any(path.stat().st_size for path in everything(root))):
            assert process.poll() is None
        process.kill()
        process.wait()

    assert list(files.digests(root=root)) == []
    assert len(everything(root)) == 1
    assert files.sweep(before=datetime.now(UTC) - timedelta(hours=1), root=root) == 0
    assert files.sweep(before=datetime.now(UTC) + timedelta(hours=1), root=root) == 1
    assert everything(root) == []


def test_a_damaged_file_is_found_and_mended_by_the_same_upload(root):
    stored = keep(root)
    path = files.path_of(stored.digest, root=root)
    path.chmod(0o600)
    path.write_bytes(b"a ca")

    assert not files.intact(stored.digest, root=root)
    keep(root)
    assert files.intact(stored.digest, root=root)


def test_what_is_sent_while_it_is_swept_out_is_there_afterwards(root):
    """The sender waits for the sweep, or the sweep finds the file new: it is there."""
    stored, now = keep(root), datetime.now(UTC)
    path, wait = files.path_of(stored.digest, root=root), threading.Event()
    old, before = (now - timedelta(days=2)).timestamp(), now - timedelta(days=1)

    def sweep():
        while not wait.is_set():
            files.remove_if_old(stored.digest, before=before, root=root)

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        for _ in range(200):
            with contextlib.suppress(FileNotFoundError):
                os.utime(path, (old, old))
            keep(root)
            assert path.is_file()
    finally:
        wait.set()
        sweeper.join()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "", "A" * 64, "a" * 63, "a" * 64 + "\n", "a/" * 32]
)
def test_nothing_but_a_digest_reaches_the_disk(root, name):
    with pytest.raises(files.NotADigest):
        files.exists(name, root=root)


def test_what_is_kept_can_be_listed_and_removed(root):
    first, second = keep(root, b"one"), keep(root, b"two")

    assert set(files.digests(root=root)) == {first.digest, second.digest}
    assert files.remove_if_old(first.digest, before=TOMORROW, root=root)
    assert not files.remove_if_old(first.digest, before=TOMORROW, root=root)
    assert list(files.digests(root=root)) == [second.digest]
    assert not files.exists(first.digest, root=root)


def test_kept_files_are_for_nobody_else_on_the_machine(root):
    path = files.path_of(keep(root).digest, root=root)

    assert path.stat().st_mode & 0o377 == 0
    assert (root / "incoming").stat().st_mode & 0o077 == 0


def test_a_page_is_drawn_once(root, monkeypatch):
    stored = keep(root, hostile.honest_pdf())
    first = pages.page(stored.digest, root=root)
    monkeypatch.setattr(pages, "render", None)

    assert pages.page(stored.digest, root=root) == first
    assert first.image


def test_pictures_of_pages_are_no_files_of_members_and_go_with_them(root):
    stored = keep(root, hostile.honest_pdf())
    pages.page(stored.digest, root=root)

    assert list(files.digests(root=root)) == [stored.digest]
    pages.forget(stored.digest, root=root)
    assert everything(root) == [files.path_of(stored.digest, root=root)]


def test_a_refusal_to_draw_is_not_kept(root):
    stored = keep(root, hostile.truncated_pdf())

    assert pages.page(stored.digest, root=root).refused
    assert everything(root) == [files.path_of(stored.digest, root=root)]


def test_no_picture_outlives_its_file(root):
    stored = keep(root, hostile.honest_pdf())
    pages.page(stored.digest, root=root)
    files.remove_if_old(stored.digest, before=TOMORROW, root=root)

    with pytest.raises(FileNotFoundError):
        pages.page(stored.digest, root=root)
