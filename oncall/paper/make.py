"""Have a page made into a PDF, or say in one sentence why it could not be."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Sequence
from enum import StrEnum, auto
from pathlib import Path
from threading import BoundedSemaphore

import structlog

import oncall
from oncall.paper.render import NO_LIBRARY

log = structlog.get_logger(__name__)

SECONDS = 60
AT_ONCE = BoundedSemaphore(2)
"""So many documents are made at once in a process; whoever comes then is asked to come again."""
WAIT_SECONDS = 5
COMMAND = (sys.executable, "-m", "oncall.paper.render")
SECRET = ("ONCALL_", "TWILIO_")
"""What renders needs none of our settings."""
LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
}


class NoPaper(StrEnum):
    """Why there is no document; each has its sentence where it is shown."""

    NO_LIBRARY = auto()
    BUSY = auto()
    FAILED = auto()


def make_pdf(markup: str, command: Sequence[str] = COMMAND) -> bytes | NoPaper:
    """The PDF of a page, accessible by PDF/UA-1: tagged, with the page's language and title.

    It takes a second and more, in a process of its own that is ended after 60. Nothing is kept.
    """
    if not AT_ONCE.acquire(timeout=WAIT_SECONDS):
        return NoPaper.BUSY
    try:
        done = _run([*command], markup.encode())
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("paper_not_made", reason=type(error).__name__)
        return NoPaper.FAILED
    finally:
        AT_ONCE.release()
    if done.returncode == 0:
        return done.stdout
    log.warning("paper_not_made", code=done.returncode)
    return NoPaper.NO_LIBRARY if done.returncode == NO_LIBRARY else NoPaper.FAILED


def missing_libraries() -> list[str]:
    """Libraries of the system that a PDF needs and this machine has not, as Debian calls their packages."""
    return [package for package, names in LIBRARIES.items() if not any(map(_is_there, names))]


def _is_there(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _run(command: list[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  (a module of ours, no shell)
        command,
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=SECONDS,
        check=False,
        cwd=Path(oncall.__file__).parents[1],
        env={name: value for name, value in os.environ.items() if not name.startswith(SECRET)},
    )
