"""The lines of a policy form that say of each kind of aid how much it is and how it is applied for."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.policies.forms.season import SeasonField
from cases.policies.rules.document.handling import FIVE_WORKDAYS, MOST_NOTICE_DAYS
from cases.policies.rules.following import PAY_DAYS
from cases.policies.rules.guided_aid import AidPlan
from cases.policies.rules.shown import BENEFICIARIES
from cases.policies.rules.stages import STAGE_PLACES
from cases.policies.rules.vocabulary import AID_KINDS, EVIDENCE_KINDS, USES
from cases.policies.states import INVOICE_KINDS
from hardship.kernel.fields import CleanTextField, StrictIntegerField, YuanField

AMOUNTS = (("fixed", _("定额（元）")), ("months", _("低保标准几个月")), ("share", _("自付费用的百分之几")))
NO_USE = ("", _("不接受申请，只作计算标准"))
HOW_MUCH = ("label", "kind", "number", "limit", "categories")
HOW = (
    "use", "sort", "beneficiary", "season", "notice", "why", "pay_by", "collect", "papers", "numbered",
    "waived", "waived_by",
)  # fmt: skip
MOST_COLLECTING = 1000  # days


def aid_fields(categories: Mapping[str, Any]) -> dict[str, forms.Field]:
    """The fields of one line, those of HOW_MUCH first."""
    return {
        "label": CleanTextField(label=_("帮扶项目"), max_length=40, required=False),
        "kind": forms.ChoiceField(label=_("怎么算"), choices=AMOUNTS, initial="fixed"),
        "number": forms.DecimalField(
            label=_("金额、月数或百分比"), min_value=Decimal(0), max_value=Decimal(99_999),
            max_digits=9, decimal_places=4, required=False,
        ),
        "limit": YuanField(label=_("每户每年最多（元）"), required=False),
        "categories": _ticks(_("给哪些类别"), categories),
        "use": forms.ChoiceField(
            label=_("从哪种用途的资金出"), choices=[NO_USE, *USES.items()], required=False
        ),
        "sort": forms.ChoiceField(label=_("帮扶种类"), choices=list(AID_KINDS.items()), initial="other"),
        "beneficiary": forms.ChoiceField(label=_("给谁"), choices=BENEFICIARIES, initial="household"),
        "season": SeasonField(label=_("每年受理时间")),
        "notice": StrictIntegerField(
            label=_("公示几个工作日"), required=False, min_value=0, max_value=MOST_NOTICE_DAYS,
            initial=FIVE_WORKDAYS.days, help_text=_("不公示填 0，并写明理由"),
        ),
        "why": CleanTextField(label=_("不公示的理由和依据"), max_length=100, required=False),
        "pay_by": forms.ChoiceField(
            label=_("发放期限"), choices=[("", _("没有规定")), *PAY_DAYS.items()], required=False
        ),
        "collect": StrictIntegerField(
            label=_("告知之日起几天内领取"), required=False, min_value=1, max_value=MOST_COLLECTING,
            help_text=_("过期还没有可用银行卡的、没有领取实物的，批准自动失效；没有期限不填"),
        ),
        "papers": _ticks(_("要交哪些材料"), EVIDENCE_KINDS),
        "numbered": _ticks(_("其中哪些要写票据号码"), _invoices()),
        "waived": _ticks(_("其中哪些可以免交"), EVIDENCE_KINDS),
        "waived_by": forms.ChoiceField(
            label=_("由谁同意免交"), choices=[("", _("请选择")), *STAGE_PLACES.items()], required=False
        ),
    }  # fmt: skip


def aid_mistakes(told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Field and sentence of what does not fit in a line that has a name."""
    if told["number"] is None:
        yield "number", _("请填写金额、月数或百分比。")
    if not told["use"] and any(told[name] for name in ("papers", "season", "pay_by", "collect")):
        yield "use", _("写了材料、受理时间或发放、领取期限的，请选从哪种资金出。")
    if told["use"] and told["notice"] is None:
        yield "notice", _("请填写公示几天；不公示的填 0。")
    if told["use"] and told["notice"] == 0 and not told["why"]:
        yield "why", _("不公示的，请写明理由和依据。")
    yield from _paper_mistakes(told)


def _paper_mistakes(told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in ("numbered", "waived"):
        if set(told[name]) - set(told["papers"]):
            yield name, _("这里选的，上面“要交哪些材料”里也要选。")
    if told["waived"] and not told["waived_by"]:
        yield "waived_by", _("有可以免交的，请选由谁同意。")
    if told["waived_by"] and not told["waived"]:
        yield "waived", _("请选哪些可以免交；都不能免的，“由谁同意免交”不选。")


def aid_plan(told: Mapping[str, Any], used: list[str]) -> AidPlan:
    """What a line says; only of categories that the policy has."""
    return AidPlan(
        told["label"], told["kind"], told["number"], [one for one in told["categories"] if one in used],
        told["limit"], told["use"], told["sort"], told["beneficiary"], told["papers"], told["season"],
        told["notice"], told["why"], told["numbered"], told["waived"], told["waived_by"], told["pay_by"],
        told["collect"],
    )  # fmt: skip


def _invoices() -> dict[str, Any]:
    """The kinds of papers that have a number."""
    return {kind: label for kind, label in EVIDENCE_KINDS.items() if kind in INVOICE_KINDS}


def _ticks(label: Any, choices: Mapping[str, Any]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(choices.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
