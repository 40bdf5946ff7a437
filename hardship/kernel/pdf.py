"""Paper: Django templates to PDF through WeasyPrint, which may fetch nothing at all.

A page is made of our templates and of data that people typed. Should a tag slip through, WeasyPrint would
open files and addresses on its behalf; so every address is refused and stops the rendering. The one font
comes through a door of its own, which only our style sheet knows.
"""

import atexit
import hashlib
import threading
from collections.abc import Iterable, Mapping
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string

from hardship.kernel.glyphs import mark_lacking
from hardship.kernel.hidden import hide

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_FONT_ADDRESS = "font:paper"
_STYLES = Path(__file__).parent / "data" / "paper.css"
_CHUNK = 400
_local = threading.local()
atexit.register(_local.__dict__.clear)  # fonts are closed while the libraries that close them are still there


class ResourceForbidden(Exception):
    """The page asked for a file or an address; nothing was fetched and nothing was made."""


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    title: "StrOrPromise",
    landscape: bool = False,
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """The template as PDF on A4, with page numbers and text that can be searched.

    `images` are pictures (PNG, written anew when they came in) by the address that the template names them
    by, such as "image:1"; there are no others.

    Extend `pdf/base.html`; its classes are in paper.css. The same context gives the same bytes. A table costs
    about 0.65 ms a cell: long rosters go through render_rows, in a job. Raises ResourceForbidden.
    """
    return _write(_markup(template, context, title=title, landscape=landscape), title, images)


def render_rows(
    template: str,
    context: Mapping[str, Any],
    rows: Iterable[Any],
    *,
    title: "StrOrPromise",
    landscape: bool = False,
    chunk: int = _CHUNK,
) -> bytes:
    """A long table in parts that fit into memory, as one PDF whose pages are numbered through.

    The template is rendered for each part with `rows` (a list), `offset` (rows before it), `is_first` and
    `is_last`: head and title belong to the first part, totals and signatures to the last.
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for part in _parts(rows, chunk):
        markup = _markup(template, {**context, **part, "part": True}, title=title, landscape=landscape)
        writer.append(PdfReader(BytesIO(_write(markup, title))))
    numbers = _markup_of_numbers(len(writer.pages), landscape=landscape)
    for page, number in zip(writer.pages, PdfReader(BytesIO(_write(numbers, title))).pages, strict=True):
        page.merge_page(number)
    writer.metadata = {"/Title": hide(str(title))}
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _parts(rows: Iterable[Any], size: int) -> Iterable[dict[str, Any]]:
    """The rows in lists, knowing which is the last; one empty list when there are none."""
    iterator = iter(rows)
    offset, part = 0, list(islice(iterator, size))
    while True:
        following = list(islice(iterator, size))
        yield {"rows": part, "offset": offset, "is_first": offset == 0, "is_last": not following}
        if not following:
            return
        offset, part = offset + len(part), following


def _markup(template: str, context: Mapping[str, Any], *, title: "StrOrPromise", landscape: bool) -> str:
    markup = render_to_string(template, {"title": title, "landscape": landscape, **context})
    return mark_lacking(hide(markup))


def _markup_of_numbers(pages: int, *, landscape: bool) -> str:
    """Empty pages that carry nothing but their number."""
    paper = "landscape" if landscape else ""
    return f'<body class="{paper}"><p>&#160;</p>' + '<p class="new-page">&#160;</p>' * (pages - 1) + "</body>"


def _write(markup: str, title: "StrOrPromise", images: Mapping[str, bytes] | None = None) -> bytes:
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class DenyAll(URLFetcher):  # type: ignore[misc]
        """Refuses files, addresses and inline data alike; hands out the pictures it was given."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if images and url in images:
                return URLFetcherResponse(url, images[url], {"Content-Type": "image/png"})
            raise FatalURLFetchingError("The page asks for something outside itself.")

    font_config, styles = _styles()
    try:
        document = HTML(string=markup, url_fetcher=DenyAll()).render(
            font_config=font_config, stylesheets=[styles], presentational_hints=False
        )
        document.metadata.title = hide(str(title))
        identifier = hashlib.sha256(markup.encode()).digest()[:16]
        return bytes(document.write_pdf(pdf_identifier=identifier))
    except FatalURLFetchingError as error:  # a BaseException, which nobody above would turn into an answer
        raise ResourceForbidden(str(error)) from None


def _styles() -> tuple[Any, Any]:
    """The font and the style sheet, loaded once for each thread: Pango's font maps are not shared."""
    if not hasattr(_local, "styles"):
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

        font = Path(settings.PDF_FONT)
        if not font.is_file():
            raise ImproperlyConfigured(f"The font of the PDFs is missing: {font.name}")

        class OnlyTheFont(URLFetcher):  # type: ignore[misc]
            def fetch(self, url: str, headers: Any = None) -> Any:
                if url != _FONT_ADDRESS:
                    raise FatalURLFetchingError("The style sheet asks for something else than its font.")
                return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/ttf"})

        font_config = FontConfiguration()
        text = _STYLES.read_text(encoding="utf-8")
        styles = CSS(string=text, font_config=font_config, url_fetcher=OnlyTheFont())
        _local.styles = font_config, styles
    found: tuple[Any, Any] = _local.styles
    return found
