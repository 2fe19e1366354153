"""As whom the engines run: PostgreSQL refuses root.

An ordinary user runs them as itself. Root runs them as whoever owns the data. Where that is root, in a user
namespace of the kernel, in which root's own files belong to an ordinary user: no system user is made, and no
permission of any folder is changed. Where the kernel allows no such namespace, as the system user `oncall`,
if that one can reach the data.
"""

import ctypes
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from oncall.engines.folder import DataFolder
from oncall.errors import Problem

CLONE_NEWUSER = 0x10000000
SYSTEM_USER = "oncall"
# Nothing of the caller's: PGPORT or a locale would change what the engines do.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Owner:
    """A user that may run the engines; `inside` is the number that root bears in a namespace, if in one."""

    uid: int
    gid: int
    inside: int | None = None

    def run(self, *command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run `command` as this user and wait for it; a Ctrl-C at our terminal reaches nothing it starts."""
        changes = os.geteuid() == 0 and self.inside is None
        return subprocess.run(  # noqa: S603  (our own packages' programs, no shell)
            command,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            cwd=cwd,
            start_new_session=True,
            user=self.uid if changes else None,
            group=self.gid if changes else None,
            extra_groups=[] if changes else None,
            preexec_fn=None if self.inside is None else _Enter(self.inside),
        )

    def own(self, *folders: Path) -> None:
        """Give `folders` and what is in them to this user; a folder already its own is left alone."""
        for folder in folders:
            if os.geteuid() != 0 or not folder.exists() or folder.stat().st_uid == self.uid:
                continue
            for parent, names, files in os.walk(folder, topdown=False):
                for name in (*names, *files):
                    os.chown(Path(parent, name), self.uid, self.gid, follow_symlinks=False)
            os.chown(folder, self.uid, self.gid)  # last, so that a chown cut short is taken up again

    def reaches(self, path: Path) -> bool:
        """Whether this user may pass through (or execute) `path` and every folder above it."""
        return self.run("/bin/sh", "-c", 'test -x "$1"', "sh", path).returncode == 0


def owner_of(folder: DataFolder, programs: Path) -> Owner:
    """As whom to run the engines on `folder`, which is made theirs; `programs` are PostgreSQL's.

    Raises Problem when this is root and there is nobody to run them as.
    """
    owner = _owner_of(folder, programs)
    owner.own(folder.valkey, folder.sockets, folder.postgres)
    return owner


def _owner_of(folder: DataFolder, programs: Path) -> Owner:
    if os.geteuid() != 0:
        return Owner(os.geteuid(), os.getegid())
    if folder.postgres.exists() and folder.postgres.stat().st_uid != 0:
        known = folder.postgres.stat()
        return Owner(known.st_uid, known.st_gid)
    if (inside := _namespace()) is not None:
        owner = Owner(0, 0, inside)
        return _reaching(owner, folder.path, programs, "root without its privileges")
    return _reaching(_system_user(folder), folder.path, programs, f"the system user {SYSTEM_USER}")


def _reaching(owner: Owner, path: Path, programs: Path, who: str) -> Owner:
    for needed in (path, programs / "postgres"):
        if not owner.reaches(needed):
            raise Problem(
                f"PostgreSQL does not run as root, and {who} cannot reach {needed}; run oncall as an "
                "ordinary user, or keep it in /opt/oncall and set ONCALL_DATA_DIR=/var/lib/oncall"
            )
    return owner


@cache
def _namespace() -> int | None:
    """The user that root can be in a namespace of its own, or None where the kernel allows none."""
    ordinary = next((user.pw_uid for user in pwd.getpwall() if user.pw_name == "nobody"), None)
    if ordinary is None or not hasattr(ctypes.CDLL(None), "unshare"):
        return None
    try:
        works = Owner(0, 0, ordinary).run("/bin/sh", "-c", "test $(id -u) != 0").returncode == 0
    except subprocess.SubprocessError:
        return None
    return ordinary if works else None


class _Enter:
    """Makes this process, root outside, the user `inside` of a new namespace; called before exec."""

    def __init__(self, inside: int) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._map = f"{inside} 0 1".encode()

    def __call__(self) -> None:
        if self._libc.unshare(CLONE_NEWUSER) != 0:
            raise OSError(ctypes.get_errno(), "no user namespace")
        for name, text in (("setgroups", b"deny"), ("uid_map", self._map), ("gid_map", self._map)):
            Path("/proc/self", name).write_bytes(text)


def _system_user(folder: DataFolder) -> Owner:
    """The system user of our own, made if missing; the data folder (only that) lets its group through."""
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if program is None:
            raise Problem(
                "PostgreSQL does not run as root; run oncall as an ordinary user, or set ONCALL_DATABASE_URL"
            ) from None
        Owner(0, 0).run(
            program,
            "--system",
            "--user-group",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            SYSTEM_USER,
        )
    user = pwd.getpwnam(SYSTEM_USER)
    os.chown(folder.path, -1, user.pw_gid)
    folder.path.chmod(0o710)
    return Owner(user.pw_uid, user.pw_gid)
