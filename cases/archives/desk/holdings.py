"""Files that somebody has begun and that are not submitted: what they hand over when they leave."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.states import ACTIVE_STATES, EDITABLE_STATES, State
from hardship.accounts.models import Union
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import Role
from hardship.handovers.selectors import HOLDINGS, Holding


def _name(row: Household) -> str:
    return f"{row.file_no or gettext('未编号')} {row.get_state_display()} #{row.pk}"


HOLDINGS.add("archives.files")(
    Holding(
        label=_("没有办完的档案"), order=20, roles=frozenset({Role.CLERK}),
        rows=lambda: Household.objects.filter(state__in=EDITABLE_STATES).select_related("union"),
        holder="created_by_id", unions=("union",), name=_name,
        page=lambda row: reverse("archives:tasks", args=[row.pk]),
    )
)  # fmt: skip


@UNSETTLED.add("archives.files")
def open_files(union: Union) -> str:
    """Files that are drafted, under review or in force: they go to another union or are closed first."""
    rows = Household.objects.filter(union=union, state__in=(State.DRAFT, *ACTIVE_STATES))
    count = rows.count()
    return gettext("在册和在办的档案 %(n)s 份") % {"n": count} if count else ""
