"""The wheel brings everything that a page needs."""

import subprocess
import sys
import zipfile
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

PROJECT = Path(__file__).parents[3]
NOT_BUILT_FROM = ignore_patterns("node_modules", "__pycache__", ".*cache", "var")
RENDER = """
import oncall, sys
from flask import Flask
from pydantic import SecretStr
from oncall import pages, wiring
from oncall.access import views
from oncall.settings import Settings

settings = Settings(secret_key=SecretStr("a secret for tests, long enough"))
wiring.use(wiring.Wiring(settings, None, None, None))
app = Flask("wheel")
pages.set_up(app, settings)
views.register(app, settings)
page = app.test_client().get("/sign-in")
print(oncall.__file__, page.status_code, "Email address" in page.text)
with app.test_request_context():
    style = pages.assets.asset("app.css")
print(app.test_client().get(style).status_code)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The project's wheel, built as pip would but with what is installed here."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    for name in ("oncall", "rota", "triage", "templates"):
        copytree(PROJECT / name, source / name, ignore=NOT_BUILT_FROM)
    for name in ("pyproject.toml", "hatch_build.py", "LICENSE", ".gitignore"):
        (source / name).write_bytes((PROJECT / name).read_bytes())
    (source / "README.md").write_text("# oncall\n")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    [made] = out.glob("*.whl")
    return made


def test_the_wheel_has_assets_and_words_and_nothing_to_build_them_with(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())

    for needed in ("static/dist/app.css", "static/dist/LICENCES.txt", "templates/base.html"):
        assert f"oncall/{needed}" in names
    assert not [name for name in names if "node_modules" in name or name.startswith("templates/")]


def test_a_page_is_rendered_from_the_wheel_alone(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path)
    shown = subprocess.run(
        [sys.executable, "-c", RENDER],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert shown == f"{tmp_path}/oncall/__init__.py 200 True\n200\n"
