"""Files that are there whole or not at all, and readable by the service alone."""

import os
import threading
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Make `path` hold `data`, on the disk when this returns; whoever reads meanwhile sees the file before.

    Raises OSError (a full disk, say), and then leaves what was there as it was. A missing folder is made.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the disk know which files there are in `folder`."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
