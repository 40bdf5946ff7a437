"""Whether a file can go to another union: pure sentences, '' where it can."""

from typing import Any

from django.utils.translation import gettext as _

from cases.archives.states import IN_FORCE_STATES


def why_not_asked(target: Any, household: Any) -> str:
    """Why a union cannot ask for a file that another one holds."""
    return why_not_there(target, household) or why_not_yet(household)


def why_not_there(target: Any, household: Any) -> str:
    """Why a file cannot go to this union: a file stays below its root, with its history."""
    if target.pk == household.union_id:
        return _("请选择另一个工会。")
    if target.closed_on is not None:
        return _("“%(union)s”已撤销，不能接收档案。") % {"union": target.name}
    if target.root_id != household.union.root_id:
        return _("“%(union)s”不属于同一个上级，档案不能转去；请在原工会注销，由对方重新建档。") % {
            "union": target.name
        }
    return ""


def why_not_yet(household: Any) -> str:
    """Why a file cannot move as it stands."""
    if household.state in IN_FORCE_STATES:
        return ""
    return _("此人在“%(union)s”的档案还没有建档，不能转移，请先与该工会联系。") % {
        "union": household.union.name
    }
