"""What the pages of the room have in common."""

from typing import Any

from django.utils.translation import gettext_lazy

from funds.budgets.states import WRITERS
from hardship.accounts.access import AuthenticatedRequest
from hardship.kernel.links import make_tabs

TABS = (
    ("budgets:list", gettext_lazy("使用计划")),
    ("budgets:compare", gettext_lazy("计划与执行")),
    ("budgets:distributions", gettext_lazy("资金分配表")),
    ("budgets:virements", gettext_lazy("用途调剂")),
)


def tabs(current: str) -> list[dict[str, Any]]:
    """The lists of the room as tabs."""
    return make_tabs(TABS, f"budgets:{current}")


def writes(request: AuthenticatedRequest, union_id: int) -> bool:
    """Whether this person writes the plans of the union: decides which buttons a page shows."""
    return request.user.union_id == union_id and request.user.has_role(*WRITERS)
