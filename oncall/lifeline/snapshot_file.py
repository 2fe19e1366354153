"""Where the snapshot lies: one sealed file, replaced whole or not at all, read again when it has changed."""

import threading
from pathlib import Path

import structlog

from oncall.files import write_whole
from oncall.lifeline import snapshot as values
from oncall.lifeline.snapshot import Snapshot
from oncall.seal import Broken, Seal

log = structlog.get_logger(__name__)

PURPOSE = "snapshot"
NAME = "snapshot"


class SnapshotFile:
    """The snapshot of a lifeline folder. Threads and processes may share it."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        self.path = folder / NAME
        self._seal = seal
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._known: Snapshot | None = None

    def write(self, made: Snapshot) -> None:
        """Put a snapshot in the place of the one before. Raises OSError when the disk does not take it."""
        write_whole(self.path, self._seal.close(values.written(made), PURPOSE))

    def put(self, sealed: bytes) -> Snapshot:
        """Put one in place that was sealed elsewhere. Raises Broken when it cannot be read, and OSError."""
        made = self.opened(sealed)
        write_whole(self.path, sealed)
        return made

    def sealed(self) -> bytes | None:
        """The snapshot as it lies there; None if there is none."""
        try:
            return self.path.read_bytes()
        except OSError:
            return None

    def read(self) -> Snapshot | None:
        """The snapshot that lies there now; None if there is none that can be read."""
        try:
            known = self.path.stat()
        except OSError:
            return None
        mark = (known.st_ino, known.st_mtime_ns, known.st_size)
        with self._lock:
            if mark != self._seen:
                self._known, self._seen = self._fresh(), mark
            return self._known

    def _fresh(self) -> Snapshot | None:
        sealed = self.sealed()
        if sealed is None:
            return None
        try:
            return self.opened(sealed)
        except Broken:
            log.error("snapshot_broken")  # noqa: TRY400  (a trace would tell nothing more)
            return None

    def opened(self, sealed: bytes) -> Snapshot:
        """The snapshot that was sealed. Raises Broken."""
        try:
            return values.read(self._seal.open(sealed, PURPOSE))
        except (ValueError, KeyError, TypeError):
            raise Broken from None
