"""Grants with their permitted uses, and the budget lines cut from them."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers.states import (
    FISCAL_SPECIAL,
    INCOME_SUBJECTS,
    POOL,
    BeneficiaryClass,
    Leftover,
    Source,
)
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel

CENT = Decimal("0.01")


def money(name: Any, **options: Any) -> Any:
    """A column of yuan with two places."""
    return models.DecimalField(name, max_digits=14, decimal_places=2, **options)


class Use(models.Model):
    """A use that money can be earmarked for (用途), with its expense subject of the union accounting system.

    The use `pool` stands for money not assigned yet and has no subject. `is_special`: one of the items that
    special money of the treasury may be spent on."""

    code = models.CharField(_("代码"), max_length=20, primary_key=True)
    name = models.CharField(_("用途"), max_length=30)
    expense_subject = models.CharField(_("支出科目"), max_length=5, blank=True)
    is_special = models.BooleanField(_("财政专项可用"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("资金用途")
        constraints = [
            check("use_code_form", models.Q(code__regex=r"^[a-z][a-z0-9_]*$"), _("代码由小写字母组成。")),
            check(
                "use_subject_known",
                models.Q(code=POOL, expense_subject="") | models.Q(expense_subject__regex=r"^50[0-9]{3}$"),
                _("支出科目是 50 开头的五位数字。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Fund(ScopedModel):
    """One grant (资金): a source, its document, its total in yuan, the day it must be used by and what
    becomes of what is left at the end of a year; `return_by` is the day until which the rest goes back.

    A fund that an upper union allocated names that union's fund as its `origin` and permits no more uses
    than the origin does; its total grows with each allocation under the same document.

    Where the document says whom it helps (`classes`, none for all) and how many yuan one household or one
    person gets of it at most, that is kept for each commitment, also of what was handed down; `scan` is the
    document itself."""

    source = models.CharField(_("资金来源"), max_length=16, choices=Source.choices)
    name = models.CharField(_("资金名称"), max_length=60)
    document_no = models.CharField(_("文号"), max_length=60)
    document_on = models.DateField(_("文件日期"))
    batch = models.CharField(_("批次"), max_length=30, blank=True)
    total = money(_("文件金额（元）"), validators=[MinValueValidator(CENT)])
    use_by = models.DateField(_("使用期限"), null=True, blank=True)
    leftover = models.CharField(_("年末结余"), max_length=6, choices=Leftover.choices, default=Leftover.CARRY)
    return_by = models.DateField(_("退回期限"), null=True, blank=True)
    origin = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="shares", verbose_name=_("上级资金")
    )
    uses = models.ManyToManyField(Use, through="FundUse", related_name="funds", verbose_name=_("准许用途"))
    classes = ArrayField(
        models.CharField(max_length=8, choices=BeneficiaryClass.choices), verbose_name=_("帮扶对象"),
        default=list, blank=True,
    )  # fmt: skip
    household_cap = money(_("每户限额（元）"), null=True, blank=True)
    person_cap = money(_("每人限额（元）"), null=True, blank=True)
    scan = models.FileField(
        _("文件扫描件"), upload_to=FolderName("fund_documents"), max_length=120, blank=True, editable=False
    )
    scan_type = models.CharField(max_length=40, blank=True, editable=False)
    scan_sha256 = models.CharField(_("校验值"), max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, editable=False, related_name="+", verbose_name=_("登记人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("资金")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "document_no", "source"],
                name="fund_document_once",
                violation_error_message=_("该文号的这项资金已经登记。"),
            ),
            models.UniqueConstraint(fields=["id", "union"], name="fund_union"),
            check("fund_source_known", models.Q(source__in=Source.values), _("请选择资金来源。")),
            check(
                "fund_total_positive",
                models.Q(total__gt=0) | models.Q(total=0, origin__isnull=False),
                _("文件金额必须大于零。"),
            ),
            check(
                "fund_use_by_later",
                models.Q(use_by__isnull=True) | models.Q(use_by__gte=models.F("document_on")),
                _("使用期限不能早于文件日期。"),
            ),
            check(
                "fund_return_by_later",
                models.Q(return_by__isnull=True) | models.Q(return_by__gte=models.F("document_on")),
                _("退回期限不能早于文件日期。"),
            ),
            check(
                "fund_classes_known",
                models.Q(classes__contained_by=BeneficiaryClass.values),
                _("帮扶对象不在所列各类之中。"),
            ),
            *(
                check(
                    f"fund_{name}_positive",
                    models.Q(**{f"{name}__isnull": True})
                    | models.Q(**{f"{name}__gt": 0, f"{name}__lt": 10**12}),
                    _("限额必须大于零。"),
                )
                for name in ("household_cap", "person_cap")
            ),
            check(
                "fund_scan_whole",
                models.Q(scan="", scan_type="", scan_sha256="")
                | ~models.Q(scan="") & ~models.Q(scan_type="") & ~models.Q(scan_sha256=""),
                _("扫描件要有类型和校验值。"),
            ),
            check(
                "fund_leftover_known", models.Q(leftover__in=Leftover.values), _("请选择年末结余怎样处理。")
            ),
            check(
                "fund_origin_is_upper",
                models.Q(origin__isnull=True) | models.Q(source__in=(*FISCAL_SPECIAL, Source.UPPER_UNION)),
                _("下拨的资金来源应为上级工会专项补助或者财政专项。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.document_no}）"

    @property
    def use_names(self) -> str:
        """What it may be spent on, from prefetched uses."""
        return " ".join(use.name for use in self.uses.all() if use.expense_subject)

    @property
    def class_names(self) -> str:
        """Whom it may help, '' for everybody."""
        return "、".join(str(BeneficiaryClass(one).label) for one in self.classes)

    @property
    def income_subject(self) -> str:
        """The subject that receives this money."""
        return INCOME_SUBJECTS[Source(self.source)]


class FundUse(AppendOnly):
    """A use that a fund permits: the earmark. Budget lines refer to it with a foreign key on both columns."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="permits", verbose_name=_("资金"))
    use = models.ForeignKey(Use, models.PROTECT, related_name="permits", verbose_name=_("用途"))

    class Meta:
        verbose_name = verbose_name_plural = _("资金准许用途")
        constraints = [models.UniqueConstraint(fields=["fund", "use"], name="fund_use_once")]

    def __str__(self) -> str:
        return f"{self.fund} {self.use}"


class BudgetLine(ScopedModel, AppendOnly):
    """A budget line (指标): union × fund × permitted use × year.

    Its accounts and their balances are made with it by the database."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="lines", verbose_name=_("资金"))
    use = models.ForeignKey(Use, models.PROTECT, related_name="lines", verbose_name=_("用途"))
    year = models.PositiveSmallIntegerField(_("年度"))
    opened_at = models.DateTimeField(_("设立时间"), default=timezone.now, editable=False)
    opened_by = models.ForeignKey(
        "accounts.User", models.PROTECT, editable=False, related_name="+", verbose_name=_("设立人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("指标")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "fund", "use", "year"],
                name="budget_line_once",
                violation_error_message=_("该资金本年度已有这一用途的指标。"),
            ),
            models.UniqueConstraint(fields=["id", "use"], name="budget_line_use"),
            check("budget_line_year", models.Q(year__gte=2000, year__lte=2100), _("年度应为四位数字。")),
        ]

    def __str__(self) -> str:
        return f"{self.fund.name} {self.use.name}（{self.year}）"
