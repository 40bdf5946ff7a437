"""The one search box of every page."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from cases.applications.models import Application
from cases.archives.models import Household
from cases.archives.states import State
from cases.lists.selectors import lists
from cases.notices.models import PublicNotice
from cases.people.selectors import list_people, search_people
from cases.people.states import READERS
from cases.referrals.models import ServiceReferral
from cases.referrals.states import READERS as REFERRAL_READERS
from funds.payments.models import PaymentBatch
from funds.payments.states import READERS as PAYMENT_READERS
from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.models import User
from hardship.help.selectors import has_help
from hardship.help.views import FOUND
from hardship.kernel import searches
from hardship.kernel.qr import read_code
from hardship.kernel.searches import Search, read_search

ASKS = ("?", "？")  # what begins so is looked for in the help alone


@require_POST
def search(request: AuthenticatedRequest) -> HttpResponse:
    """Straight to the one file or application that is meant, else to the list of those that may be; to the
    people off file where no file is meant but one of them; to the help for its own words.

    Comes by POST and goes on by a token: no name and no number stands in an address.
    """
    text = request.POST.get("text", "")[: searches.LONGEST].strip()
    if text.startswith(ASKS):
        return _to_help(request, text.lstrip("?？ "))
    looked_for = read_search(text)
    if looked_for is None:
        return redirect("lists:files")
    if looked_for.kind == "file_no" and (page := _numbered(request.user, read_code(looked_for.value))):
        return page
    files = lists.list_households(user=request.user, search=looked_for).exclude(state=State.DISCARDED)
    hits = list(files.order_by().values_list("pk", flat=True)[:2])
    if len(hits) == 1:
        return redirect("desk:case", pk=hits[0])
    if not hits and looked_for.kind == "name" and has_help(text):
        return _to_help(request, text)
    token = searches.remember(request.session, looked_for)
    if not hits and _is_listed(request.user, looked_for):
        return redirect(f"{reverse('people:people')}?{urlencode({'q': token, 'show': 'all'})}")
    return redirect(f"{reverse('lists:files')}?q={token}")


def _numbered(user: User, number: str) -> HttpResponse | None:
    """The page of the one thing in scope with this number, as papers have it in their code."""
    application = Application.objects.visible_to(user).filter(number=number).first()
    if application is not None:
        return redirect("applications:detail", pk=application.pk)
    household = Household.objects.visible_to(user).filter(file_no=number).first()
    if household is not None:
        return redirect("desk:case", pk=household.pk)
    notice = PublicNotice.objects.visible_to(user).filter(number=number).first()
    if notice is not None:
        return redirect("notices:notice", pk=notice.pk)
    batch = PaymentBatch.objects.visible_to(user).filter(number=number).first()
    if batch is not None and user.has_role(*PAYMENT_READERS):
        return redirect("payments:detail", pk=batch.pk)
    return _referred(user, number)


def _referred(user: User, number: str) -> HttpResponse | None:
    """The page of the letter to a department in scope with this number."""
    rows = ServiceReferral.objects.visible_to(user).filter(number=number)
    if user.has_role(*REFERRAL_READERS) and (found := rows.first()) is not None:
        return redirect("referrals:referral", uid=found.uid)
    return None


def _to_help(request: AuthenticatedRequest, text: str) -> HttpResponse:
    """To what the help says of it; the text stays out of the address, as it may be a name."""
    request.session[FOUND] = text
    return redirect("help:found")


def _is_listed(user: User, looked_for: Search) -> bool:
    """Whether it is somebody off file who is looked for."""
    return user.has_role(*READERS) and search_people(list_people(user), looked_for).exists()
