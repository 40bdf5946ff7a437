"""Files that somebody has begun and that are not submitted, and lists under way: what they hand over when
they leave. Lists and hand-overs are siblings; this is the lowest room that knows both."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.states import ACTIVE_STATES, EDITABLE_STATES, State
from hardship.accounts.models import Union, User, names_of
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import Role
from hardship.handovers.selectors import HOLDINGS, Holding
from hardship.imports.models import ListImport
from hardship.imports.rules import KINDS
from hardship.imports.states import LIST_ROLES, OPEN_LISTS
from hardship.kernel.templatetags.ui import day


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


def _list_name(row: ListImport) -> str:
    return f"{KINDS[row.kind].label} {row.get_state_display()} {day(row.uploaded_at)} #{row.pk}"


def _not_of_this_list(row: ListImport, to: User) -> str:
    kind = KINDS[row.kind]
    if to.has_role(*kind.roles):
        return ""
    words = {"name": to.name, "list": kind.label, "roles": names_of(kind.roles)}
    return gettext("“%(name)s”在这里不是%(roles)s，不能导入%(list)s；没有人接的，请点“不再导入”。") % words


HOLDINGS.add("imports.lists")(
    Holding(
        label=_("没有办完的名单导入"), order=75, roles=frozenset(LIST_ROLES),
        rows=lambda: ListImport.objects.filter(state__in=OPEN_LISTS).select_related("union"),
        holder="uploaded_by_id", unions=("union",),
        name=_list_name,
        page=lambda row: reverse("imports:detail", args=[row.uid]), blocker=_not_of_this_list,
    )
)  # fmt: skip


@UNSETTLED.add("archives.files")
def open_files(union: Union) -> str:
    """Files that are drafted, under review or in force: they go to another union or are closed first."""
    rows = Household.objects.filter(union=union, state__in=(State.DRAFT, *ACTIVE_STATES))
    count = rows.count()
    return gettext("在册和在办的档案 %(n)s 份") % {"n": count} if count else ""
