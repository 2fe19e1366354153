"""Taking up what the spool holds: every record in order, once it can be done; what is no record, aside."""

import fcntl
import json
import os
from base64 import b64decode
from binascii import Error as BadBase64
from dataclasses import dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

import structlog

from oncall.lifeline.spool import FOLDER, PURPOSE, SUFFIX, Rang, Record
from oncall.seal import Broken, Seal

log = structlog.get_logger(__name__)

ASIDE = "aside"
PROGRESS = ".done"


class BadLine(Exception):  # noqa: N818  (it names the thing, as our other errors do)
    """A line of a spool is torn, changed, or sealed by another key."""


def record_of(line: bytes, seal: Seal) -> Record:
    """The record of a whole line. Raises BadLine."""
    try:
        length, checksum, sealed = line.rstrip(b"\n").split(b" ")
        if len(sealed) != int(length) or crc32(sealed) != int(checksum, 16):
            raise BadLine
        data = json.loads(seal.open(b64decode(sealed, validate=True), PURPOSE))
        rang = None if data["rang"] is None else Rang(**_known(Rang, data["rang"]))
        form = tuple((str(name), str(value)) for name, value in data["form"])
        return Record(**{**_known(Record, data), "form": form, "rang": rang})
    except (ValueError, KeyError, TypeError, BadBase64, Broken):
        raise BadLine from None


def _known(kind: type, data: dict[str, Any]) -> dict[str, Any]:
    """What we know of a record that a later version may have written."""
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in data.items() if name in names}


def name_of(line: bytes) -> str:
    """What a line is called when two machines speak of it."""
    return sha256(line.rstrip(b"\n")).hexdigest()


@dataclass(slots=True)
class _File:
    """One file of the spool: how far it has been read and taken up, and what waits beyond that."""

    path: Path
    done_to: int = 0
    read_to: int = 0
    ends: list[int] = field(default_factory=list)
    done: set[int] = field(default_factory=set)
    waiting: dict[int, "Waiting"] = field(default_factory=dict)

    def is_done_to(self, place: int) -> None:
        """Another process, or an earlier life of this one, has taken it up so far."""
        if place > self.done_to:
            self.done_to, self.read_to = place, max(place, self.read_to)
            self.ends = [end for end in self.ends if end > place]
            self.waiting = {end: one for end, one in self.waiting.items() if end > place}

    def finish(self, end: int) -> None:
        """The line that ends there is done with."""
        self.done.add(end)
        self.waiting.pop(end, None)
        while self.ends and self.ends[0] in self.done:
            self.done_to = self.ends.pop(0)
            self.done.discard(self.done_to)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits to be taken up; `line` is how it lies in the spool."""

    record: Record
    line: bytes
    file: _File
    end: int


class Backlog:
    """What all processes of this machine have left in a lifeline folder. One process at a time takes up."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        self._folder = folder
        self._seal = seal
        self._files: dict[Path, _File] = {}

    def waiting(self) -> list[Waiting]:
        """Every record not taken up yet, in the order in which they came. Bad lines go aside."""
        paths = self._paths()
        self._files = {path: file for path, file in self._files.items() if path in paths}
        found = [waiting for path in paths for waiting in self._of(path)]
        return sorted(found, key=lambda one: (one.record.at, one.record.number))

    def finish(self, waiting: Waiting) -> None:
        """A record has been taken up, or put aside."""
        waiting.file.finish(waiting.end)

    def put_aside(self, line: bytes) -> None:
        """Keep a line that cannot be taken up, for a person to look at. Raises OSError."""
        descriptor = os.open(self._folder / ASIDE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(line.rstrip(b"\n") + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def aside(self) -> int:
        """How many lines have been put aside."""
        try:
            return (self._folder / ASIDE).read_bytes().count(b"\n")
        except OSError:
            return 0

    def tidy(self) -> None:
        """Remove the files that have been taken up whole; note how far the others have been."""
        for path, file in list(self._files.items()):
            if self._removed(file):
                del self._files[path]
            else:
                _progress(path).write_text(str(file.done_to))

    def _paths(self) -> list[Path]:
        try:
            return sorted(path for path in (self._folder / FOLDER).iterdir() if path.name.endswith(SUFFIX))
        except OSError:
            return []

    def _of(self, path: Path) -> list[Waiting]:
        """What waits in a file. Each of its lines is opened once, however often it is looked at."""
        file = self._files.setdefault(path, _File(path))
        file.is_done_to(_done_to(path))
        self._read_on(file)
        return list(file.waiting.values())

    def _read_on(self, file: _File) -> None:
        for line in _from(file.path, file.read_to).splitlines(keepends=True):
            if not line.endswith(b"\n"):
                return  # somebody is writing it, or died while they were: see `_removed`
            end = file.read_to = file.read_to + len(line)
            file.ends.append(end)
            try:
                file.waiting[end] = Waiting(record_of(line, self._seal), line, file, end)
            except BadLine:
                log.error("spool_line_bad", file=file.path.name)  # noqa: TRY400  (a trace would tell nothing more)
                self.put_aside(line)
                file.finish(end)

    def _removed(self, file: _File) -> bool:
        """Whether a file was done with and nobody was writing to it. A torn last line goes aside."""
        descriptor = os.open(file.path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            rest = os.pread(descriptor, os.fstat(descriptor).st_size, file.done_to)
            if b"\n" in rest:
                return False
            if rest:
                self.put_aside(rest)
            file.path.unlink()
            _progress(file.path).unlink(missing_ok=True)
            return True
        finally:
            os.close(descriptor)


def _from(path: Path, start: int) -> bytes:
    """What a file holds from a place on."""
    with path.open("rb") as file:
        file.seek(start)
        return file.read()


def _progress(path: Path) -> Path:
    return path.with_suffix(PROGRESS)


def _done_to(path: Path) -> int:
    try:
        return int(_progress(path).read_text())
    except (OSError, ValueError):
        return 0
