"""Answers that fit what was asked: compressed, a page where a browser wants one, never a page in a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import Resolver404, resolve

Handler = Callable[[HttpRequest], HttpResponse]


class CompressionMiddleware(GZipMiddleware):
    """Pages leave compressed; what is compressed already (workbooks, PDF, pictures) as it is. Django adds up
    to a hundred random bytes, so that the length tells nobody about a secret in the page (docs/adr/0032)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response


class PageMiddleware:
    """Somebody who opens an address that only takes forms (from the address bar after a refused form, or
    after logging in again) comes to the page that it belongs to. A script that asked for a part and would
    get a whole page, because it was led elsewhere, has the browser go there."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get("HX-Request"):
            return _whole_page_elsewhere(request, response)
        if response.status_code == 405 and request.method == "GET":
            return HttpResponseRedirect(page_above(request.path))
        return response


def page_above(path: str) -> str:
    """The nearest address above this one that there is; one that only takes forms leads on in its turn."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"


def _whole_page_elsewhere(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
    if "HX-Reselect" in response:  # the view gives a page of which it says what is taken
        return response
    if response.status_code != 200 or not is_page or not response.content.lstrip().startswith(b"<!doctype"):
        return response
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = request.get_full_path()
    return answer
