"""Gives each request an id and an address that audit rows and log lines carry."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hardship.audit.services import Trace, current_trace
from hardship.kernel import logs

Handler = Callable[[HttpRequest], HttpResponse]


def client_address(request: HttpRequest) -> str | None:
    """The client's address; X-Forwarded-For counts only as far as our own proxies wrote it."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    count = settings.AXES_IPWARE_PROXY_COUNT
    if count and len(hops) >= count:
        return hops[-count]
    return request.META.get("REMOTE_ADDR") or None


class RequestTraceMiddleware:
    """Sets the trace for the time of one request and names it in the answer's X-Request-ID."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        trace = Trace(address=client_address(request), request_id=uuid.uuid4())
        token = current_trace.set(trace)
        log_token = logs.request_id.set(str(trace.request_id))
        request.request_id = trace.request_id  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            logs.request_id.reset(log_token)
            current_trace.reset(token)
        response["X-Request-ID"] = str(trace.request_id)
        return response
