"""Stylesheets: what the templates name is styled, what is styled is named, Bootstrap is cut to that."""

import re
import runpy
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
sys.path.insert(0, str(ROOT / "script" / "lib"))
from css_cut import cut  # noqa: E402

from tests.each import for_each  # noqa: E402

KEPT = runpy.run_path(str(ROOT / "script" / "vendor"))["BOOTSTRAP_CLASSES"]
CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
PAGES = [path for path in sorted((ROOT / "templates").rglob("*.html")) if "pdf" not in path.parts]
ROOMS = [path for room in ("hardship", "cases", "funds") for path in (ROOT / room).rglob("*.py")]
DRAWN = [path for path in ROOMS if "format_html" in path.read_text()]  # rows of lists, and other small HTML
CODE = [*(ROOT / "static" / "app").glob("*.js"), *DRAWN]
# Named by Django and by htmx themselves.
OF_LIBRARIES = {"errorlist", "htmx-request"}
# Named in templates without a look of their own: hooks of scripts and tests.
HOOKS = {"import-changes", "import-decide", "page-body", "reveal-value", "saved-filter", "viewer-zoom"}


def styled(name: str) -> set[str]:
    """The classes in the selectors of one stylesheet."""
    style = re.sub(r"/\*.*?\*/", "", (ROOT / "static" / name).read_text(), flags=re.DOTALL)
    return set(CLASS.findall(re.sub(r"\{[^{}]*\}", " ", style)))


OWN = styled("app/app.css")
BOOTSTRAP = styled("vendor/bootstrap-5.3.8/bootstrap.cut.css")


def named_in(text: str) -> set[str]:
    """The classes of one template that stand there whole, also inside {% if %}."""
    found: set[str] = set()
    for value in re.findall(r'\bclass="((?:\{%.*?%\}|\{\{.*?\}\}|[^"{])*)"', text):
        # A class that is composed, kind-{{ kind }}, is no class yet.
        plain = re.sub(r"[\w-]*\{\{.*?\}\}[\w-]*", " ", value)
        found |= set(re.sub(r"\{%.*?%\}", " ", plain).split())
    return found


@for_each(PAGES, lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_class_of_a_template_has_a_look_or_is_a_hook(path):
    unknown = named_in(path.read_text()) - OWN - BOOTSTRAP - HOOKS
    assert not unknown, "style them, drop them, or keep them in script/vendor's BOOTSTRAP_CLASSES"


def test_no_style_is_left_over():
    texts = [path.read_text() for path in (*PAGES, *CODE)]
    words = {word for text in texts for word in re.findall(r"[\w-]+", text)}
    words |= {word for text in texts for value in TAG.findall(text) for word in re.findall(r"[\w-]+", value)}
    starts = {start for text in texts for start in re.findall(r'([a-z][\w-]*-)(?:\{\{|\{\}|" \+)', text)}
    left_over = {name for name in OWN if name not in words and not name.startswith(tuple(starts))}
    assert left_over - OF_LIBRARIES == set()


def test_bootstrap_is_cut_to_what_the_templates_name():
    named = set().union(*(named_in(path.read_text()) for path in (*PAGES, *DRAWN)))
    assert named >= KEPT, f"no longer used: {KEPT - named}"
    # .btn-check is named inside :not() alone.
    assert KEPT <= BOOTSTRAP <= KEPT | {"btn-check"}
    assert (ROOT / "static/vendor/bootstrap-5.3.8/bootstrap.cut.css").stat().st_size <= 15 * 1024


def test_the_cutter_keeps_rules_as_they_are_and_drops_what_cannot_match():
    style = (
        '@charset "UTF-8";/* old */:root{--a:1px;--b:2px;--c:var(--a)}'
        "p,.gone{margin:var(--b)}.kept:not(.gone){color:red}.kept .gone{color:blue}"
        "@keyframes turn{to{opacity:1}}@media print{.gone{top:0}p{top:var(--c)}}@media screen{.gone{top:0}}"
        'a{background:url("data:a;b,{}c")}'.replace("{}", "")
    )
    assert cut(style, classes=frozenset({"kept"})).splitlines() == [
        ":root{--a:1px;--b:2px;--c:var(--a)}",
        "p{margin:var(--b)}",
        ".kept:not(.gone){color:red}",
        "@media print{p{top:var(--c)}}",
        'a{background:url("data:a;b,c")}',
    ]
    assert cut(":root{--a:1;--b:var(--a);--c:2}", classes=frozenset(), used="var(--c)") == ":root{--c:2}\n"
