"""The rows of a plan, and the shares of a table of allocation, as workbooks: they come into the draft of the
person's own union."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.budgets.models import Budget, BudgetRow, Distribution, Share
from funds.budgets.rules import ZERO, PlannedRow, PlannedShare
from funds.budgets.selectors import weigh
from funds.budgets.services import put_row, put_share
from funds.budgets.states import FILLABLE, QUARTERS, WRITABLE, WRITERS
from funds.ledgers.models import Use
from funds.ledgers.rules import CENT
from funds.ledgers.states import POOL, Source
from hardship.accounts.states import Role
from hardship.imports.rules import KINDS, CorrectingResource, ImportKind, ListColumn
from hardship.kernel.fields import CleanTextField, StrictIntegerField, YuanField

YEAR = StrictIntegerField(min_value=2000, max_value=2100)
CHINESE = ("一", "二", "三", "四")


def _quarter(n: int) -> tuple[ListColumn, ListColumn]:
    word = f"{CHINESE[n - 1]}季度"
    return (
        ListColumn(f"heads_{n}", f"{word}人次", StrictIntegerField(required=False), (), kind="count"),
        ListColumn(
            f"yuan_{n}", f"{word}金额（元）", YuanField(min_value=ZERO, required=False), (f"{word}金额",),
            kind="amount",
        ),
    )  # fmt: skip


class PlanResource(CorrectingResource):
    """One row of a plan: a year and what a row of the page says."""

    model = BudgetRow
    layout = (
        ListColumn("year", "年度", YEAR, ("计划年度",), kind="count"),
        ListColumn("use", "用途", CleanTextField(max_length=30), ("资金用途",)),
        ListColumn("kind", "帮扶项目", CleanTextField(max_length=60, required=False), ("项目",), width=24),
        ListColumn(
            "source", "资金来源",
            forms.ChoiceField(choices=Source.choices, required=False), (), note="不填算不分来源", width=18,
        ),
        *(column for n in QUARTERS for column in _quarter(n)),
        ListColumn("basis", "测算依据", CleanTextField(max_length=200, required=False), ("依据",), width=30),
    )  # fmt: skip

    def find(self) -> BudgetRow | None:
        """The row of the own draft with the same use, kind and source."""
        year = self.text("year")
        if not (year.isascii() and year.isdigit()):
            return None
        labels = {str(label): code for code, label in Source.choices}
        source = labels.get(self.text("source"), self.text("source"))
        rows = BudgetRow.objects.filter(
            budget__union=self.by.union, budget__year=int(year), budget__state__in=WRITABLE,
            use__name=self.text("use"), kind=self.text("kind"), source=source,
        )  # fmt: skip
        return rows.select_related("budget", "use").first()

    def shown(self, record: Any) -> Mapping[str, Any]:
        numbers = {
            f"{part}_{n}": getattr(record, f"{part}_{n}") for n in QUARTERS for part in ("heads", "yuan")
        }
        return {
            "year": record.budget.year, "use": record.use.name, "kind": record.kind, "source": record.source,
            "basis": record.basis, **numbers,
        }  # fmt: skip

    def identities(self, told: Mapping[str, Any]) -> Iterable[Hashable]:
        yield (told["year"], told["use"], told["kind"], told["source"])

    def check(self, instance: Any) -> None:
        super().check(instance)
        if self._draft(instance.year) is None:
            why = _("本工会没有这一年正在起草的使用计划，请先在“使用计划”中新建。")
            raise ValidationError({"year": why})
        if self._use(instance.use) is None:
            raise ValidationError({"use": _("没有这种用途，请照“用途”一栏的名称填写，如：生活救助。")})

    def save(self, told: Mapping[str, Any], changed: Collection[str]) -> None:
        draft, use = self._draft(told["year"]), self._use(told["use"])
        if draft is None or use is None:
            return
        row = PlannedRow(
            use.code, told["kind"] or "", told["source"] or "", basis=told["basis"] or "",
            heads=tuple(told[f"heads_{n}"] or 0 for n in QUARTERS),
            yuan=tuple(Decimal(told[f"yuan_{n}"] or 0) for n in QUARTERS),
        )  # fmt: skip
        put_row(budget_id=draft.pk, row=row, by=self.by)

    def _draft(self, year: int) -> Budget | None:
        return Budget.objects.filter(union=self.by.union, year=year, state__in=WRITABLE).first()

    def _use(self, name: str) -> Use | None:
        return Use.objects.exclude(code=POOL).filter(name=name).first()


KINDS.add("plan-rows")(
    ImportKind(
        gettext_lazy("使用计划明细"),
        PlanResource,
        "budgets:list",
        WRITERS,
        hints=(
            gettext_lazy("先在“使用计划”中新建本年度的计划，再导入；一行一种用途和项目，各季度的人次和金额分开填。"),
            gettext_lazy("用途、项目、来源都相同的，更新原来的那一行；表里没有的行不动。"),
        ),
        is_exported=False,
    )
)  # fmt: skip


class ShareResource(CorrectingResource):
    """One union of a table of allocation that is being filled in, found by its document number: of a document
    that hands down several lines each has a table of its own, of which one may be open."""

    model = Share
    layout = (
        ListColumn("document_no", "下拨文号", CleanTextField(max_length=60), ("文号",), width=24),
        ListColumn(
            "union_code", "工会编码", CleanTextField(max_length=20, required=False), ("编码",),
            note="与工会名称填一个即可",
        ),
        ListColumn(
            "union", "工会", CleanTextField(max_length=80, required=False), ("工会名称", "单位"), width=28
        ),
        ListColumn("amount", "金额（元）", YuanField(min_value=CENT), ("金额", "分配金额"), kind="amount"),
    )  # fmt: skip

    def find(self) -> Share | None:
        """What the union has in that table so far."""
        if self.named is None:
            return None
        rows = Share.objects.filter(distribution__in=self._tables(self.text("document_no")))
        return rows.filter(union=self.named).select_related("distribution", "union").first()

    def shown(self, record: Any) -> Mapping[str, Any]:
        return {
            "document_no": record.distribution.document_no, "union_code": record.union.code,
            "union": record.union.name, "amount": record.amount,
        }  # fmt: skip

    def identities(self, told: Mapping[str, Any]) -> Iterable[Hashable]:
        yield (told["document_no"], self.place.pk)

    def check(self, instance: Any) -> None:
        super().check(instance)
        if self.named is None:
            raise ValidationError({"union": _("请填工会编码或全称，要是本工会的下级工会。")})
        tables = self._tables(instance.document_no).count()
        if tables > 1:
            why = _("这个文号有 %(n)s 张正在起草的分配表，不知道导入哪一张，请在分配表的页面上填写。")
            raise ValidationError({"document_no": why % {"n": tables}})
        if not tables:
            why = _("本工会没有这个文号正在起草的分配表，请先在“资金分配表”中新建。")
            raise ValidationError({"document_no": why})

    def save(self, told: Mapping[str, Any], changed: Collection[str]) -> None:
        sheet = self._tables(told["document_no"]).get()
        weights = weigh([self.place.pk], sheet.basis, sheet.line.year)
        share = PlannedShare(self.place.pk, told["amount"], weights.get(self.place.pk, ZERO))
        put_share(distribution_id=sheet.pk, share=share, by=self.by)

    def _tables(self, number: str) -> QuerySet[Distribution]:
        rows = Distribution.objects.filter(union=self.by.union, document_no=number, state__in=FILLABLE)
        return rows.select_related("line")


KINDS.add("distribution-shares")(
    ImportKind(
        gettext_lazy("资金分配明细"),
        ShareResource,
        "budgets:distributions",
        (Role.FINANCE,),
        hints=(
            gettext_lazy("先在“资金分配表”中新建，再按它的下拨文号导入；一个工会一行，写工会编码或全称和金额。"),
            gettext_lazy("合计不能超过指标可用的金额；表里已有的工会改成新的金额。"),
        ),
        is_exported=False,
    )
)  # fmt: skip
