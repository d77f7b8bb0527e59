"""Keeping a parsing child small and alone: what a process takes from itself before it reads a file.

Every step can only take away. The limits hold on every system; the empty network and the closed
disk need a kernel that grants them; whether it does is found by trying, in `children.confinement`.
Called in the child alone, when everything that it needs is imported and its file is open.
"""

import ctypes
import os
import resource
import signal
import struct
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
NOBODY = 65534
OPEN_FILES = 64
READABLE = (Path("/usr/share/fonts"),)  # pdfium looks there for fonts that a file does not carry

# Landlock (linux/landlock.h), as its first version has it: every kernel that knows it knows these.
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
LANDLOCK_PATH_BENEATH = 1
LANDLOCK_ALL = (1 << 13) - 1
LANDLOCK_READ = (1 << 2) | (1 << 3)  # READ_FILE, READ_DIR

_libc = ctypes.CDLL(None, use_errno=True)


def confine(*, memory_bytes: int, cpu_seconds: int) -> None:
    """Give up the network, the disk, other identities and all but a little memory and time."""
    _leave_network()
    _die_with_parent()  # after the change of identity, which would undo it
    _leave_files()
    _limit(memory_bytes=memory_bytes, cpu_seconds=cpu_seconds)


def _die_with_parent() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _leave_network() -> None:
    """Enter a network of one's own in which there is nothing; root becomes nobody."""
    if os.geteuid() != 0:
        _libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
        return
    _libc.unshare(CLONE_NEWNET)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def _leave_files() -> None:
    """Close the disk but for the fonts, where the kernel has Landlock."""
    handled = struct.pack("=Q", LANDLOCK_ALL)
    ruleset = _libc.syscall(LANDLOCK_CREATE, handled, ctypes.c_size_t(len(handled)), 0)
    if ruleset < 0:
        return
    for folder in READABLE:
        _allow(ruleset, folder=folder)
    _libc.syscall(LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, *, folder: Path) -> None:
    if not folder.is_dir():
        return
    place = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    _libc.syscall(
        LANDLOCK_ADD, ruleset, LANDLOCK_PATH_BENEATH, struct.pack("=Qi", LANDLOCK_READ, place), 0
    )
    os.close(place)


def _limit(*, memory_bytes: int, cpu_seconds: int) -> None:
    limits = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))
