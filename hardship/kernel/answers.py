"""Answers that are no pages, files above all: the only place that knows their media types and headers.

A name may be Chinese: RFC 8187 (once 5987) has it sent as `filename*=utf-8''…`, which each browser keeps. No
type is sniffed. That nothing is stored on the way is PrivateResponseMiddleware's care, as for pages.
"""

from collections.abc import Mapping

from django.core.files import File
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from hardship.kernel.files import SANDBOX

MOST_ROWS = 20_000  # that a page writes into a workbook while somebody waits; more is narrowed first

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOSNIFF = {"X-Content-Type-Options": "nosniff"}
# What somebody uploaded may carry a script of its own: it is shown, and can do nothing.
_INERT = _NOSNIFF | {"Content-Security-Policy": SANDBOX}


def workbook(content: bytes, name: str) -> HttpResponse:
    """An Excel workbook to save under this name."""
    return _answer(content, name, _XLSX, download=True)


def paper(content: bytes, name: str, *, download: bool = False) -> HttpResponse:
    """A PDF, shown in the browser from where it is printed, or to save."""
    return _answer(content, name, "application/pdf", download=download)


def yaml(text: str, name: str) -> HttpResponse:
    """A YAML document to save."""
    return _answer(text.encode(), name, "application/yaml; charset=utf-8", download=True)


def script(text: str, name: str) -> HttpResponse:
    """A program to save; the browser runs nothing of it."""
    return _answer(text.encode(), name, "text/plain; charset=utf-8", download=True)


def note(words: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A few words that a script of the page shows where it asked for them."""
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8", headers=headers)


def picture(content: bytes, media_type: str = "image/jpeg") -> HttpResponse:
    """A picture made of something that was uploaded."""
    return HttpResponse(content, content_type=media_type, headers=_INERT)


def stored_file(file: "File[bytes]", *, name: str, media_type: str) -> FileResponse:
    """What somebody uploaded, in pieces: a picture is shown, anything else is to save; nothing may run."""
    response = FileResponse(
        file, as_attachment=not media_type.startswith("image/"), filename=name, content_type=media_type
    )
    return _with(response, _INERT)


def made_file(file: "File[bytes]", *, name: str) -> FileResponse:
    """A file that the program made and stored, in pieces, to save; its media type follows from its name."""
    response = FileResponse(file, as_attachment=True, filename=name)
    return _with(response, _NOSNIFF)


def _answer(content: bytes, name: str, media_type: str, *, download: bool) -> HttpResponse:
    disposition = content_disposition_header(download, name) or "inline"
    return HttpResponse(
        content, content_type=media_type, headers=_NOSNIFF | {"Content-Disposition": disposition}
    )


def _with(response: FileResponse, headers: dict[str, str]) -> FileResponse:
    for name, value in headers.items():
        response[name] = value
    return response
