"""The lock of an index: one writer at a time, and everyone else knows who.

The system holds the lock and lets go of it when the process ends, however it ends; the file says who holds it.
Readers never lock.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from searcher.errors import IndexLocked


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the one writer of an index.

    Raises:
        IndexLocked: someone else is; the message says who.
    """
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 1000).decode(errors="replace").strip()
            raise IndexLocked(folder, holder or "another process") from error
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, _holder().encode(), 0)
        yield
        os.truncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _holder() -> str:
    command = " ".join([Path(sys.argv[0]).name or "python", *sys.argv[1:]])[:200]
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    return f"process {os.getpid()} on {os.uname().nodename} ({command}) since {since}\n"
