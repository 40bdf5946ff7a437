"""What a page asks while somebody types: who holds this ID number, what these figures come to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.archives.forms.grids import MoneyForm
from cases.archives.models import Household
from cases.archives.selectors.entry import Duplicate, asks_too_often, get_contents, list_duplicates
from cases.archives.selectors.extensions import get_contact
from cases.archives.services.entry.lookups import record_lookup
from cases.archives.views.entered import for_entry
from cases.archives.views.figures import typed_verdict
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.documents import DocumentError, age_on, check_id_number
from hardship.kernel.fields import blind_index
from hardship.kernel.keys import read_key

TOO_MANY = gettext_lazy("一小时内查到的外单位档案过多，请稍后再试；可以先保存草稿，提交时会再次查重。")


def own_household(request: AuthenticatedRequest) -> Household | None:
    """The file that is being typed, whose own people are no duplicates."""
    own = read_key(str(request.POST.get("household", "")))
    found: Household | None = Household.objects.visible_to(request.user).filter(pk=own).first()
    return found


def trace_elsewhere(
    request: AuthenticatedRequest,
    household: Household | None,
    found: list[Duplicate],
    field: str,
    index: bytes,
) -> None:
    """That somebody is on another union's file is told to nobody without a trace."""
    elsewhere = sum(row.household_id is None for row in found)
    if elsewhere:
        record_lookup(household=household, found=elsewhere, field=field, by=request.user, index=index)


@require_POST
@require_role(Role.CLERK)
def id_check(request: AuthenticatedRequest) -> HttpResponse:
    """What an ID number says of its holder, and the open files they stand in already."""
    try:
        told = check_id_number(request.POST.get("id_number", ""))
    except DocumentError as error:
        return render(request, "archives/_id_check.html", {"error": str(error)})
    if asks_too_often(request.user):
        return render(request, "archives/_id_check.html", {"error": TOO_MANY})
    household, index = own_household(request), blind_index(told.number, "id_number")
    found = list_duplicates(index=index, user=request.user, other_than=household)
    trace_elsewhere(request, household, found, "id_number", index)
    homes = {row.home.pk: row.home for row in found if row.is_active and row.household_id is None}
    context = {
        "contacts": [contact for home in homes.values() if (contact := get_contact(home))],
        "told": told,
        "age": age_on(told.birth_on, timezone.localdate()),
        "duplicates": found,
    }
    return render(request, "archives/_id_check.html", context)


@require_POST
@for_entry
def preview(request: AuthenticatedRequest, household: Household) -> HttpResponse:
    """The assessment of the figures that are typed now; nothing is stored."""
    form = MoneyForm(request.POST, contents=get_contents(household))
    return render(request, "archives/_figures.html", {"verdict": typed_verdict(household, form)})
