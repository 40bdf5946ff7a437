"""Papers of plans of use."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from funds.budgets.models import Budget, BudgetRow, Distribution, Recall, RecallRow, Share, Virement
from funds.budgets.states import QUARTERS
from hardship.kernel.pdf import render_pdf

PLACE = "　" * 6


def add_up(rows: Sequence[BudgetRow]) -> dict[str, Decimal]:
    """The sums of the columns of a plan."""
    parts = ["heads", "yuan", *(f"{part}_{n}" for n in QUARTERS for part in ("heads", "yuan"))]
    return {part: sum((Decimal(getattr(row, part)) for row in rows), Decimal(0)) for part in parts}


def plan_pdf(budget: Budget, rows: Sequence[BudgetRow]) -> bytes:
    """使用计划表: the rows by quarter, the sum in figures and 大写, who wrote, checked and approved it."""
    context = {"budget": budget, "rows": rows, "sums": add_up(rows), "landscape": True, **_hands(budget)}
    return render_pdf("pdf/plan_of_use.html", context, title=_("帮扶资金使用计划表"))


def distribution_pdf(distribution: Distribution, shares: Sequence[Share]) -> bytes:
    """资金分配表: each union with its sum, the total in figures and 大写, who drew it up and approved it."""
    total = sum((share.amount for share in shares), Decimal(0))
    context = {"distribution": distribution, "shares": shares, "total": total, **_hands(distribution)}
    return render_pdf("pdf/distribution.html", context, title=_("资金分配表"))


def recall_pdf(recall: Recall, rows: Sequence[RecallRow]) -> bytes:
    """收回通知书: what each union gives back until when, what stays and why; the total, in 大写 too."""
    total = sum((row.amount for row in rows), Decimal(0))
    back = sum((row.returned for row in rows), Decimal(0))
    context = {"recall": recall, "rows": rows, "total": total, "back": back, **_hands(recall)}
    return render_pdf("pdf/recall.html", context, title=_("资金收回通知书"))


def virement_pdf(row: Virement) -> bytes:
    """调剂审批表: from which use to which, why and by which document, who asked, checked and approved."""
    steps = {_("申请"): "made", _("复核"): "checked", _("批准"): "approved"}
    hands = [(label, row.hand(step) or PLACE) for label, step in steps.items()]
    return render_pdf("pdf/virement.html", {"row": row, "hands": hands}, title=_("资金用途调剂审批表"))


def _hands(record: Budget | Distribution | Recall) -> dict[str, str]:
    """Who wrote and who approved it, with room for a signature where nobody has yet."""
    steps = {"written": "submitted", "checked": "checked", "approved": "approved"}
    return {name: record.hand(step) or PLACE for name, step in steps.items() if hasattr(record, f"{step}_by")}
