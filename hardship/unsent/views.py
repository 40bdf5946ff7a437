"""Three addresses that the pages' script asks: keep, what was kept, forget."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from hardship.accounts.access import AuthenticatedRequest
from hardship.kernel.workflow import Refused
from hardship.unsent import services
from hardship.unsent.middleware import visit_of

LONGEST_PLACE = 500  # characters; more is no address of ours


@require_POST
def keep(request: AuthenticatedRequest) -> HttpResponse:
    place, text = request.POST.get("place", ""), request.POST.get("content", "")
    if not place or len(place) > LONGEST_PLACE:
        return HttpResponse(status=400)
    try:
        services.keep(person=request.user, place=place, visit=visit_of(request), text=text)
    except Refused as why:
        return HttpResponse(str(why), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_POST
def find(request: AuthenticatedRequest) -> JsonResponse:
    found = services.find(person=request.user, places=request.POST.getlist("place"))
    return JsonResponse(
        {
            place: {"content": unsent.content, "visit": unsent.visit, "when": unsent.last_change.isoformat()}
            for place, unsent in found.items()
        }
    )


@require_POST
def forget(request: AuthenticatedRequest) -> HttpResponse:
    services.forget(person=request.user, place=request.POST.get("place", ""))
    return HttpResponse(status=204)
