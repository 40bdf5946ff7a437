"""A medical bill (医疗费用): what was charged, what insurances paid of it, what the family paid itself. Yuan.

The self-paid sum is computed and never typed over: charged minus reimbursed. Policies count it, and nothing
else of the bill (domain.md 3.2; SD2 §3: basic insurance pays about 70 per cent).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hardship.kernel.money import format_yuan

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REIMBURSED: "Mapping[str, StrOrPromise]" = {
    "paid_basic": _("基本医保"),
    "paid_serious": _("大病保险"),
    "paid_assistance": _("医疗救助"),
    "paid_mutual": _("互助保障"),
    "paid_commercial": _("商业保险"),
}
FIGURES = ("billed", *REIMBURSED, "outside_catalogue")
Figures = Mapping[str, Decimal | None]


def reimbursed(figures: Figures) -> Decimal:
    """What all insurances together paid."""
    return sum((figures.get(name) or Decimal(0) for name in REIMBURSED), Decimal(0))


def self_paid(figures: Figures) -> Decimal:
    """What is left to the family; 0 for no bill."""
    return (figures.get("billed") or Decimal(0)) - reimbursed(figures)


def bill_faults(figures: Figures, told: Decimal | None = None) -> dict[str, str]:
    """What is wrong with a bill, a sentence for each field; `told` is the self-paid sum that somebody gives,
    under "self_paid". Nothing where the figures come to each other."""
    billed, paid = figures.get("billed"), reimbursed(figures)
    if billed is None:
        some = any(figures.get(name) is not None for name in FIGURES)
        return {"billed": _now("请填写医疗总费用。")} if some else {}
    said = {"billed": format_yuan(billed), "paid": format_yuan(paid), "right": format_yuan(billed - paid)}
    if paid > billed:
        return {"billed": _now("报销合计 %(paid)s 元超过了总费用 %(billed)s 元，请对照结算单核对。") % said}
    outside = figures.get("outside_catalogue") or Decimal(0)
    if outside > billed:
        said["outside"] = format_yuan(outside)
        why = _now("目录外费用 %(outside)s 元超过了总费用 %(billed)s 元，请对照结算单核对。")
        return {"outside_catalogue": why % said}
    if told is not None and told != billed - paid:
        said["told"] = format_yuan(told)
        why = _now(
            "自付 %(told)s 元与总费用 %(billed)s 元减报销 %(paid)s 元不符，应为 %(right)s 元；"
            "请核对，或留空由系统计算。"
        )
        return {"self_paid": why % said}
    return {}


def describe_bill(figures: Figures, *, hospital: str, is_designated: bool | None) -> str:
    """The bill in one line, 通大附院（定点），总费用 52,000.00，基本医保 30,000.00; '' for none."""
    if figures.get("billed") is None:
        return ""
    kinds = {True: _now("（定点）"), False: _now("（非定点）"), None: ""}
    parts = [hospital + kinds[is_designated]] if hospital else []
    labels = {"billed": _now("总费用"), **REIMBURSED, "outside_catalogue": _now("目录外")}
    parts += [f"{labels[name]} {format_yuan(amount)}" for name in FIGURES if (amount := figures.get(name))]
    return "，".join(parts)
