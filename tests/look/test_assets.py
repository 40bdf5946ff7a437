"""The front-end files: vendored ones unchanged, our own within what old browsers and the policy take."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.each import for_each

ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "static"
LOCK = json.loads((STATIC / "vendor" / "vendor.lock.json").read_text())
FILES = [file for package in LOCK for file in package["files"]]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = (STATIC / "app" / "app.css").read_text()
ICONS = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "app" / "icons.svg").read_text()))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["path"])
def test_vendored_files_are_what_the_lock_says(file):
    assert hashlib.sha256((ROOT / file["path"]).read_bytes()).hexdigest() == file["sha256"]


def test_nothing_is_vendored_beside_the_lock():
    found = {str(path.relative_to(ROOT)) for path in (STATIC / "vendor").rglob("*") if path.is_file()}
    assert found - {"static/vendor/vendor.lock.json"} == {f["path"] for f in FILES} - {"static/app/icons.svg"}


@pytest.mark.parametrize("package", LOCK, ids=lambda package: package["name"])
def test_notice_names_every_vendored_package(package):
    notice = (ROOT / "NOTICE").read_text()
    licence = next(
        file["path"] for file in package["files"] if "LICENSE" in file["path"] or "OFL" in file["path"]
    )
    assert licence in notice


def test_no_file_asks_for_a_source_map():
    for path in STATIC.rglob("*.*s*"):
        if path.suffix in (".css", ".js"):
            assert "sourceMappingURL" not in path.read_text(), path


@pytest.mark.parametrize(
    "newer",
    [
        *(r"@layer", r"@container", r"@import", r":is\(", r":where\(", r":has\(", r"\binset\s*:", r"\bdvh\b"),
        *("aspect-ratio:", "color-mix", "oklch", "accent-color", "text-wrap"),
    ],
)
def test_styles_use_nothing_newer_than_the_oldest_browser(newer):
    assert not re.search(newer, STYLES)


def test_styles_reach_for_no_other_origin():
    assert not re.search(r"url\((?!\"data:)", STYLES)
    assert not re.search(r"@font-face|fonts\.", STYLES)


def test_scripts_and_styles_stay_small():
    def size(name):
        return len(gzip.compress((STATIC / name).read_bytes()))

    assert size("app/app.js") <= 6 * 1024
    assert size("app/app.css") <= 16 * 1024
    assert size("app/icons.svg") <= 10 * 1024


def test_every_icon_that_is_asked_for_exists():
    asked = {name for path in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', path.read_text())}
    code = "\n".join(path.read_text() for path in (ROOT / "hardship" / "desk").rglob("*.py"))
    asked |= set(re.findall(r'Place\("[^"]+", _\("[^"]+"\), "([^"]+)"', code))
    assert asked <= ICONS, asked - ICONS


@for_each(TEMPLATES, lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_keep_to_the_policy(path):
    text = path.read_text()
    assert not re.search(r"data-bs-|hx-on|\bhx-vals=.js:", text), "Bootstrap's scripts are not here"
    assert not re.search(r"\s(?<!data-)hx-", text), "write data-hx-…, which validates"
    assert not re.search(r"<button(?![^>]*\btype=)", text), "a button says its type"
