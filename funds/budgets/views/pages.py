"""What the pages of the room have in common."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.budgets.rules import PlannedRow, differences
from funds.budgets.states import BOOKKEEPERS, QUARTER_WORDS, WRITERS
from funds.ledgers.selectors import list_uses
from funds.ledgers.states import Source
from hardship.accounts.access import AuthenticatedRequest
from hardship.kernel.links import make_tabs

TABS = (
    ("budgets:list", gettext_lazy("使用计划")),
    ("budgets:compare", gettext_lazy("计划与执行")),
    ("budgets:distributions", gettext_lazy("资金分配表")),
    ("budgets:recalls", gettext_lazy("资金收回")),
    ("budgets:virements", gettext_lazy("用途调剂")),
)


def tabs(request: AuthenticatedRequest, current: str) -> list[dict[str, Any]]:
    """The lists of the room that this person reads, as tabs."""
    pages = TABS if request.user.has_role(*BOOKKEEPERS) else TABS[:2]
    return make_tabs(pages, f"budgets:{current}")


def say_differences(mine: Sequence[PlannedRow], theirs: Sequence[PlannedRow]) -> list[str]:
    """Each cell in which what somebody typed differs from what was saved meanwhile, as a sentence."""
    uses, sources = {use.code: use.name for use in list_uses()}, dict(Source.choices)
    parts = {"heads": _("人次"), "yuan": _("金额"), "basis": _("测算依据")}
    said = []
    for one in differences(mine, theirs):
        use, kind, source = one.identity
        row = " ".join(filter(None, (uses.get(use, use), kind, str(sources.get(source, "")))))
        if one.part == "row":
            whose = _("只有您填了这一行") if one.mine else _("您这里没有这一行，保存后它会移除")
            said.append(f"{row}：{whose}")
            continue
        words: dict[str, object] = {
            "cell": f"{QUARTER_WORDS.get(one.quarter, '')}{parts[one.part]}",
            "row": row,
        }
        words |= {"mine": one.mine or _("空"), "theirs": one.theirs or _("空")}
        said.append(_("%(row)s的%(cell)s：您填的是 %(mine)s，别人保存的是 %(theirs)s") % words)
    return said


def writes(request: AuthenticatedRequest, union_id: int) -> bool:
    """Whether this person writes the plans of the union: decides which buttons a page shows."""
    return request.user.union_id == union_id and request.user.has_role(*WRITERS)
