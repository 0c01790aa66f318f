"""The lock of an index: one writer at a time, and everyone else knows who.

The system holds the lock (`flock`) and lets go of it when the process ends, however it ends; the file says who holds
it. Readers never lock. A child made by `fork` shares the lock, and keeps it for as long as it lives.

Linux, macOS and the BSDs have `flock`. On network file systems it is only as good as the server: NFS on Linux makes
it a lock of the server's, seen by all machines unless mounted with `nolock` or `local_lock=flock`, and so does SMB;
where locks stay on one machine, two machines must not write at once. A server without any makes the system say so,
and nothing is written.
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from searcher.errors import IndexDamaged, IndexLocked
from searcher.index.files import LINK, blaming

_PAUSE = 0.05  # seconds between two attempts: short for who waits, nothing for the machine
_HOLDER = re.compile(r"process \d+ on (\S+) ")
_LONGEST_HOLDER = 500  # bytes


@contextmanager
def locked(folder: Path, wait: float = 0) -> Iterator[None]:
    """Be the one writer of an index.

    Args:
        wait: how long to wait for another one, in seconds.
    Raises:
        IndexLocked: someone else still is; the message says who.
        IndexUnwritable: the lock cannot be had at all.
        IndexDamaged: in place of the lock there is something else.
    """
    path = folder / "lock"
    descriptor = _acquire(path, time.monotonic() + wait)
    try:
        with blaming(path):
            os.truncate(descriptor, 0)
            os.pwrite(descriptor, _describe_this_process().encode(), 0)
        try:
            yield
        finally:
            # The name is for who waits: if it cannot be removed, the next holder writes over it.
            with suppress(OSError):
                os.truncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _acquire(path: Path, deadline: float) -> int:
    while True:
        descriptor = _open(path)
        try:
            with blaming(path):
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    left = deadline - time.monotonic()
                    if left <= 0:
                        raise _locked(path, descriptor) from None
                else:
                    if _is_still_there(descriptor, path):
                        kept, descriptor = descriptor, -1
                        return kept
                    left = 0.0
        finally:
            if descriptor >= 0:
                os.close(descriptor)
        time.sleep(min(_PAUSE, left))


def _open(path: Path) -> int:
    """Open the lock. A link in its place would lead to someone's file, which would be emptied."""
    if path.is_symlink():
        raise IndexDamaged(path, LINK)
    with blaming(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o644)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise IndexDamaged(path, "is no regular file")
    return descriptor


def _is_still_there(descriptor: int, path: Path) -> bool:
    """Whether what was locked is what the next one will try to lock: someone may have removed it."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path, follow_symlinks=False))
    except FileNotFoundError:
        return False


def _locked(path: Path, descriptor: int) -> IndexLocked:
    said = os.pread(descriptor, _LONGEST_HOLDER, 0).decode(errors="replace").strip()
    holder = _printable(said) or "another process"  # which has not yet said who it is
    found = _HOLDER.match(holder)
    elsewhere = found[1] if found and found[1] != os.uname().nodename else ""
    return IndexLocked(path.parent, holder, elsewhere=elsewhere)


def _describe_this_process() -> str:
    command = _printable(" ".join([Path(sys.argv[0]).name or "python", *sys.argv[1:]]))[:200]
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    return f"process {os.getpid()} on {os.uname().nodename} ({command}) since {since}\n"


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)
