"""What happened while there was no database: each request on the disk before its reply leaves.

Every process appends to a file of its own. A line holds its length, a check sum and the sealed record, so
that a line torn by a power cut, or changed since, is known for what it is.
"""

import errno
import fcntl
import json
import os
import secrets
import threading
import time
from base64 import b64encode
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from zlib import crc32

from oncall.files import sync_folder
from oncall.seal import Seal

PURPOSE = "spool"
FOLDER = "spool"
SUFFIX = ".spool"
BALLAST = "ballast"
BALLAST_BYTES = 256 * 1024
"""Kept for the day on which the disk is full: room for some hundred requests."""


@dataclass(frozen=True, slots=True)
class Rang:
    """Whom an answer of the lifeline had rung, as the record of the attempt will say it."""

    kind: str
    tier: str
    person: str | None
    number: str = field(repr=False)
    seconds: int
    nth: int = 1
    """Which ringing of the same telephone about the same call."""


@dataclass(frozen=True, slots=True)
class Record:
    """One request as it came, at `at` (seconds since 1970), and what followed from the answer."""

    at: float
    path: str
    query: str
    form: tuple[tuple[str, str], ...] = field(repr=False)
    rang: Rang | None = None
    took_message: bool = False
    hung_up: bool = False
    number: int = 0
    """Which of its process's requests it was: among those of one instant, the order in which they came."""
    rings_on: bool = False
    """Whether the same telephone rang on, for another part of its time."""

    @property
    def put_through(self) -> bool:
        """Whether somebody was to come to the telephone, if only to hear a message later."""
        return self.rang is not None or self.took_message


def line_of(record: Record, seal: Seal) -> bytes:
    """A record as a line of a spool."""
    plain = json.dumps(asdict(record), separators=(",", ":")).encode()
    sealed = b64encode(seal.close(plain, PURPOSE))
    return b"%d %08x %s\n" % (len(sealed), crc32(sealed), sealed)


class Spool:
    """This process's part of the spool in a lifeline folder. Threads may share it."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        self.folder = folder / FOLDER
        self._ballast = folder / BALLAST
        self._seal = seal
        self._writing = threading.Lock()
        self._syncing = threading.Lock()
        self._file: int | None = None
        self._written = self._synced = 0

    def append(self, record: Record) -> None:
        """Put a record on the disk. Raises OSError when the disk does not take it; nothing is left then.

        Threads that come at once share one wait for the disk.
        """
        self.append_line(line_of(record, self._seal))

    def append_line(self, line: bytes) -> None:
        """The same for a record that is a line already."""
        try:
            self._append(line)
        except OSError:
            self._ballast.unlink(missing_ok=True)
            self._append(line)

    def has_any(self) -> bool:
        """Whether any process has left records that nobody has taken up yet."""
        try:
            with os.scandir(self.folder) as entries:
                return any(entry.name.endswith(SUFFIX) for entry in entries)
        except OSError:
            return False

    def keep_ballast(self) -> None:
        """Have some room set aside; a disk that is too full for it has none to give."""
        with suppress(OSError):
            if not self._ballast.exists():
                self._ballast.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._ballast.write_bytes(bytes(BALLAST_BYTES))

    def _append(self, line: bytes) -> None:
        with self._writing:
            file = self._open_for_writing()
            try:
                _write(file, line)
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)
            self._written += 1
            turn = self._written
        with self._syncing:
            if self._synced < turn:
                upto = self._written
                os.fsync(file)
                self._synced = upto

    def _open_for_writing(self) -> int:
        """This process's file, with a shared lock on it; a new one if the last was taken up and removed."""
        while True:
            if self._file is None:
                self._file = self._new()
            fcntl.flock(self._file, fcntl.LOCK_SH)
            if os.fstat(self._file).st_nlink:
                return self._file
            with self._syncing:  # what was in it has been taken up: nobody need wait for the disk
                self._synced = self._written
                os.close(self._file)
                self._file = None

    def _new(self) -> int:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{time.time_ns():020d}-{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        file = os.open(self.folder / name, flags, 0o600)
        sync_folder(self.folder)
        return file


def _write(file: int, line: bytes) -> None:
    """Append a line whole, or leave the file as it was."""
    start = os.fstat(file).st_size
    try:
        if os.write(file, line) < len(line):
            raise OSError(errno.ENOSPC, "the disk is full")
    except OSError:
        with suppress(OSError):
            os.ftruncate(file, start)
        raise
