"""A plan is drafted, written and drafted anew to be adjusted."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from funds.budgets.models import Budget, BudgetRow
from funds.budgets.rules import MOST_ROWS, PlannedRow
from funds.budgets.selectors import get_edition
from funds.budgets.services.refusals import BudgetRefused, budget_write
from funds.budgets.states import OPEN, QUARTERS, VALID, WRITERS, State
from funds.ledgers.models import Use
from funds.ledgers.rules import is_exact
from funds.ledgers.states import POOL, Source
from hardship.accounts.models import Union, User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.money import format_yuan


@budget_write
def draft(*, year: int, by: User, rows: Sequence[PlannedRow] = ()) -> Budget:
    """起草: the plan of the person's own union for a year, with the rows that it begins with. Raises
    BudgetRefused for somebody who does not write plans and where the year has one."""
    require_writer(by.union, by)
    if Budget.objects.filter(union=by.union, year=year, state__in=(*OPEN, *VALID)).exists():
        raise BudgetRefused(
            _("%(year)s 年已经有使用计划或者正在起草，请在列表中打开它。") % {"year": year}, "year"
        )
    return _begin(by.union, year, rows, by)


@budget_write
def adjust(*, budget_id: int, reason: str, by: User) -> Budget:
    """调整: a draft of the next version, with the rows of the one in force, which counts until the draft is
    approved. Raises BudgetRefused without a reason, and where the plan is not in force."""
    old: Budget = workflow.lock(Budget.objects.visible_to(by).select_related("union"), budget_id)
    require_writer(old.union, by)
    if not reason.strip():
        raise BudgetRefused(_("请填写调整的原因。"), "reason")
    if old.state != State.IN_FORCE:
        raise BudgetRefused(_("只能调整正在执行的计划，请重新打开，看最新状态。"))
    rows = [row.planned() for row in old.rows.order_by("position")]
    return _begin(old.union, old.year, rows, by, old=old, reason=reason.strip())


@budget_write
def save(
    *,
    budget_id: int,
    rows: Sequence[PlannedRow],
    strictness: str,
    by: User,
    summary: str = "",
    seen: str = "",
) -> Budget:
    """Writes the rows of a draft, in place of those that it had. Raises BudgetRefused for rows that say the
    same thing twice, without a sum, or with an amount that is none; and where the draft is no more what it
    was when this writer began (`seen`, an edition of rules.edition_of)."""
    budget: Budget = workflow.lock(Budget.objects.visible_to(by).select_related("union"), budget_id)
    require_writer(budget.union, by)
    if not budget.is_writable:
        raise BudgetRefused(_("计划已经提交，不能再改；要改的，请对方退回。"))
    if seen and seen != get_edition(budget):
        raise BudgetRefused(_(
            "您填写的时候别人保存过这份计划。两边不同的格子列在下面，您填的都还在；核对后再保存，以您的为准。"
        ))  # fmt: skip
    budget.strictness, budget.summary = strictness, summary.strip()
    budget.save(update_fields=["strictness", "summary"])
    _write_rows(budget, rows)
    _record("save", budget, rows, by)
    return budget


@budget_write
def put_row(*, budget_id: int, row: PlannedRow, by: User) -> Budget:
    """One row of a draft, in place of the one with the same use, kind and source, else at its end. Raises as
    `save` does."""
    budget: Budget = workflow.lock(Budget.objects.visible_to(by), budget_id)
    rows = [one.planned() for one in budget.rows.order_by("position")]
    others = [one for one in rows if one.identity != row.identity]
    place = next((n for n, one in enumerate(rows) if one.identity == row.identity), len(others))
    rows = [*others[:place], row, *others[place:]]
    return save(
        budget_id=budget.pk, rows=rows, strictness=budget.strictness, summary=budget.summary, by=by
    )  # fmt: skip


def require_writer(union: Union, by: User) -> None:
    """Raises BudgetRefused: a plan is written by the clerks and finance people of its own union."""
    if not (by.has_role(*WRITERS) and by.union_id == union.pk):
        raise BudgetRefused(_("只有“%(union)s”的经办人或财务可以编制计划。") % {"union": union.name})


def _begin(
    union: Union,
    year: int,
    rows: Sequence[PlannedRow],
    by: User,
    *,
    old: Budget | None = None,
    reason: str = "",
) -> Budget:
    budget = Budget(
        union=union, year=year, number=old.number + 1 if old else 1, made_by=by, made_for=stood_in_for(by),
        reason=reason,
    )  # fmt: skip
    if old is not None:
        budget.strictness, budget.summary = old.strictness, old.summary
    budget.save()
    _write_rows(budget, rows)
    _record("adjust" if old else "draft", budget, rows, by)
    return budget


def _write_rows(budget: Budget, rows: Sequence[PlannedRow]) -> None:
    _require_sound(rows)
    budget.rows.all().delete()
    BudgetRow.objects.bulk_create(_row(budget, place, row) for place, row in enumerate(rows, 1))


def _row(budget: Budget, place: int, row: PlannedRow) -> BudgetRow:
    parts = {f"heads_{n}": heads for n, heads in zip(QUARTERS, row.heads, strict=True)}
    sums = {f"yuan_{n}": yuan for n, yuan in zip(QUARTERS, row.yuan, strict=True)}
    return BudgetRow(
        budget=budget, position=place, use_id=row.use, kind=row.kind.strip(), source=row.source,
        basis=row.basis.strip()[:200], **parts, **sums,
    )  # fmt: skip


def _require_sound(rows: Sequence[PlannedRow]) -> None:
    known = set(Use.objects.exclude(code=POOL).values_list("code", flat=True))
    if len(rows) > MOST_ROWS:
        raise BudgetRefused(_("一份计划最多 %(n)s 行，请合并。") % {"n": MOST_ROWS})
    if not all(row.use in known and row.source in ("", *Source.values) for row in rows):
        raise BudgetRefused(_("请选择用途和资金来源。"))
    if len({row.identity for row in rows}) != len(rows):
        raise BudgetRefused(_("同一用途、项目和来源只能有一行，请合并。"))
    if not all(any(row.yuan) and all(yuan == 0 or is_exact(yuan) for yuan in row.yuan) for row in rows):
        raise BudgetRefused(_("每一行至少填一个季度的金额，金额不能是负数，最多两位小数。"))
    if not all(heads >= 0 for row in rows for heads in row.heads):
        raise BudgetRefused(_("人次不能是负数。"))


def _record(action: str, budget: Budget, rows: Sequence[PlannedRow], by: User) -> None:
    total = sum((yuan for row in rows for yuan in row.yuan), Decimal(0))
    audit.record(f"budget.{action}", target=budget, by=by, rows=len(rows), total=format_yuan(total))
