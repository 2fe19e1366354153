"""The data folder: what lies where in it."""

import hashlib
import os
import shutil
import stat
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from oncall.errors import Problem

SOCKET_PATH = 103  # the most bytes that both Linux (107) and macOS (103) take
LONGEST_SOCKET = "/.s.PGSQL.5432"


@dataclass(frozen=True)
class DataFolder:
    """The folders of the engines; `sockets` may lie elsewhere, since a socket's path must be short."""

    path: Path
    sockets: Path

    @property
    def postgres(self) -> Path:
        """The data of PostgreSQL; there only when complete."""
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        """The data of Valkey."""
        return self.path / "valkey"


def package_folder(name: str) -> Path:
    """The folder of an installed package, which is not imported."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise Problem(f"the package {name} is not installed; install it, or set the addresses of the engines")
    return Path(spec.origin).parent


def prepared(path: Path) -> DataFolder:
    """The data folder at `path`, made if it was missing; nothing above it is changed."""
    path = path.absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
    folder = DataFolder(path, _sockets(path))
    folder.valkey.mkdir(mode=0o700, exist_ok=True)
    folder.sockets.mkdir(mode=0o700, exist_ok=True)
    _check_private(folder.sockets, path)
    return folder


def removed(folder: DataFolder) -> None:
    """Delete everything in the data folder, the folder itself, and its sockets."""
    shutil.rmtree(folder.sockets)
    shutil.rmtree(folder.path)


def _sockets(path: Path) -> Path:
    """Where the sockets of the data folder `path` are: in it, or where a path is short enough.

    Every process finds the same place, whatever its environment says about folders for temporary files.
    """
    inside = path / "sockets"
    if len(os.fsencode(inside)) + len(LONGEST_SOCKET) <= SOCKET_PATH:
        return inside
    known = path.stat()
    name = hashlib.sha256(f"{path.resolve()}:{known.st_dev}:{known.st_ino}".encode()).hexdigest()[:16]
    return Path("/tmp") / f"oncall-{name}"  # noqa: S108  (made private, and checked to be so)


def _check_private(sockets: Path, path: Path) -> None:
    known = sockets.lstat()
    if (
        not stat.S_ISDIR(known.st_mode)
        or known.st_mode & 0o077
        or known.st_uid not in (os.geteuid(), _owner(path))
    ):
        raise Problem(
            f"{sockets} may be entered by others; delete it, or set ONCALL_DATA_DIR to another folder"
        )


def _owner(path: Path) -> int:
    engine = path / "postgres"
    return engine.stat().st_uid if engine.exists() else os.geteuid()
