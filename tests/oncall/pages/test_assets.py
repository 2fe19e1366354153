"""Styles, scripts and the icon."""

import gzip
import json

import pytest

from oncall.errors import Problem
from oncall.pages.assets import DIST, fingerprint

STATIC = DIST.parent


@pytest.mark.parametrize("name", ["app.css", "app.js", "govuk-frontend.min.js", "htmx.min.js", "icon.svg"])
def test_a_file_of_this_build_is_kept_for_a_year(small_app, name):
    response = small_app().test_client().get(f"/assets/{fingerprint()}/{name}")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_page_of_another_build_still_finds_its_styles_but_does_not_keep_them(small_app):
    response = small_app().test_client().get("/assets/0123456789abcdef/app.css")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-cache"


def test_a_browser_that_can_unpack_is_sent_less(small_app):
    client, path = small_app().test_client(), f"/assets/{fingerprint()}/app.css"
    plain, packed = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 5
    assert packed.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", ["nothing.css", "BUILD", "..%2f..%2fpackage.json", "%2e%2e/package.json"])
def test_nothing_else_is_served(small_app, name):
    assert small_app().test_client().get(f"/assets/{fingerprint()}/{name}").status_code == 404


def test_assets_that_were_never_built_are_said_to_be_so(tmp_path):
    with pytest.raises(Problem, match="run python hatch_build"):
        fingerprint(tmp_path)


def test_every_file_a_page_names_is_there(small_app):
    client = small_app().test_client()
    addresses = {part.split('"')[0] for part in client.get("/").text.split('="')[1:]}
    assets = {address for address in addresses if address.startswith("/assets/")}

    assert {address.rsplit("/")[-1] for address in assets} == {
        "app.css",
        "app.js",
        "icon.svg",
        "LICENCES.txt",
    }
    assert {client.get(address).status_code for address in assets} == {200}


def test_nothing_licensed_for_gov_uk_alone_is_in_the_styles():
    styles = (DIST / "app.css").read_text("utf-8")

    assert '"Noto Sans",arial,sans-serif' in styles
    for theirs in ("GDS Transport", "@font-face", "crown", "crest"):
        assert theirs not in styles


def test_the_licences_come_along():
    words = (DIST / "LICENCES.txt").read_text("utf-8")

    for package in ("govuk-frontend 6.3.0 (MIT)", "@ministryofjustice/frontend", "htmx.org", "Copyright"):
        assert package in words


def test_the_lock_file_says_what_not_from_where():
    lock = (STATIC / "package-lock.json").read_text("utf-8")
    packages = json.loads(lock)["packages"]

    assert "http" not in lock, "drop the funding entries that npm adds"
    assert all("integrity" in about for name, about in packages.items() if name)
