"""A form that arrived is no longer unsent."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from hardship.unsent import services

Handler = Callable[[HttpRequest], HttpResponse]
# Hidden fields by which the script of a page says which form this is, and in which look at the page.
FIELD, VISIT = "unsent", "unsent_visit"


def visit_of(request: HttpRequest) -> str:
    return request.POST.get(VISIT, "")[:40]


class SentMiddleware:
    """Forgets what was kept of a form when it was taken: a refused one (4xx) stays kept."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < 400 and request.user.is_authenticated:
            place = request.POST.get(FIELD, "")
            if place:
                services.forget_sent(person=request.user, place=place, visit=visit_of(request))
        return response
